from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tracker.facade.memo import Memo


def test_what_was_made_is_remembered_until_it_is_of_another_edition() -> None:
    memo, made = Memo(2), []
    for edition in (1, 1, 2, 2):
        memo.get("a", edition, lambda: made.append(1))
    assert len(made) == 2


def test_the_oldest_key_goes_first() -> None:
    memo = Memo(2)
    for key in "abc":
        memo.get(key, 0, lambda key=key: key)
    assert memo.get("a", 0, lambda: "anew") == "anew"
    assert memo.get("c", 0, lambda: "anew") == "c"


def test_many_who_ask_at_once_wait_for_one_who_makes_it() -> None:
    memo, made, together = Memo(2), [], threading.Barrier(8)

    def make() -> int:
        made.append(1)
        time.sleep(0.05)
        return 7

    def ask(_: int) -> int:
        together.wait()
        return memo.get("a", 0, make)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [7] * 8
    assert len(made) == 1


def test_the_patient_get_what_was_there_for_a_while_and_the_others_what_is() -> None:
    memo = Memo(2)
    memo.get("a", 1, lambda: time.sleep(0.02) or "old", patience=50)
    assert memo.get("a", 2, lambda: "new", patience=50) == "old"
    assert memo.get("a", 2, lambda: "new") == "new"


def test_what_failed_is_tried_again() -> None:
    memo = Memo(2)
    with pytest.raises(ZeroDivisionError):
        memo.get("a", 0, lambda: 1 / 0)
    assert memo.get("a", 0, lambda: 1) == 1
