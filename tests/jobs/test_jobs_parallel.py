from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tracker.errors import TrackerError
from tracker.jobs.parallel import CHUNK, WAITING, in_order, processes


def square(number: int) -> int:
    return number * number


def die(number: int) -> int:
    os._exit(7)


def refuse(number: int) -> int:
    raise ValueError(f"{number} is no good")


def every(number: int) -> int:
    return number


def test_results_come_in_the_order_of_the_items() -> None:
    with processes(2) as hands:
        assert list(in_order(square, range(50), hands, every)) == [(n, n * n) for n in range(50)]


def test_what_is_not_asked_of_an_item_is_not_done() -> None:
    with processes(2) as hands:
        found = list(in_order(square, range(20), hands, lambda n: n + 1 if n % 3 == 0 else None))
    assert found == [(n, (n + 1) ** 2 if n % 3 == 0 else None) for n in range(20)]


def test_nothing_to_do_is_done() -> None:
    with processes(2) as hands:
        assert list(in_order(square, [], hands, every)) == []


def test_items_are_read_no_further_than_there_is_work_to_hand_out() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(10_000):
            taken += 1
            yield number

    with processes(2) as hands:
        next(in_order(square, items(), hands, every))
    assert taken <= 2 * WAITING * CHUNK + CHUNK


def test_a_process_that_dies_is_told_in_a_sentence() -> None:
    with pytest.raises(TrackerError, match="a worker process died"), processes(2) as hands:
        list(in_order(die, range(3), hands, every))


def test_an_error_of_the_work_itself_arrives_as_it_is() -> None:
    with pytest.raises(ValueError, match="0 is no good"), processes(2) as hands:
        list(in_order(refuse, range(3), hands, every))
