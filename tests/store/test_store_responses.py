from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from servers import postgres

from tracker.store import Store
from tracker.types.responses import Response

ASKED = Response(text_hash="a" * 64, prompt="1-abc", model="scripted", parameters="{}")


def test_an_answer_is_kept_by_all_that_it_depends_on() -> None:
    changed = [
        replace(ASKED, text_hash="other"),
        replace(ASKED, prompt="other"),
        replace(ASKED, model="other"),
        replace(ASKED, parameters="other"),
    ]
    assert len({r.key for r in (ASKED, *changed)}) == 5
    assert ASKED.answered("yes", 3, 1).key == ASKED.key


@pytest.mark.parametrize("server", [False, True], ids=["sqlite", "postgresql"])
def test_the_first_answer_stays_and_is_there_for_whoever_opens_the_database_next(server: bool, tmp_path: Path) -> None:
    def check(url: str) -> None:
        with Store.open(url) as store:
            assert store.response(ASKED.key) is None
            store.keep_response(ASKED.answered('{"mentions": ["“é”\\n"]}', 1_000, 20))
            store.keep_response(ASKED.answered("another", 1, 1))
        with Store.open(url) as store:
            assert store.response(ASKED.key) == '{"mentions": ["“é”\\n"]}'
            assert store.counts()["response"] == 1

    if server:
        with postgres() as url:
            check(url)
    else:
        check(f"sqlite:///{tmp_path / 'x.db'}")
