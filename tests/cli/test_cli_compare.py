"""Comparing extractors: from Python on rows made by hand, and as a command."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cli.running import ok, rows, run

from tracker.jobs.comparing import Comparison, Row

TEXT = "Arland accused Borland of shelling the border town of Dun. Borland denied it had shelled the border town of Dun."
ACCUSED = "accused Borland of shelling the border town of Dun"


def row(number: int = 1, **said: Any) -> Row:
    usual: dict[str, Any] = {"start": 7, "quote": ACCUSED, "kind": "allegation", "speaker": "Arland", "accused": "Borland"}
    return Row.of({**usual, **said}, number)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "a1", "text": TEXT, "published": "2022-02-17"}))
    return path


def test_fields_are_counted_where_both_sides_say_something_in_the_words_of_the_contract() -> None:
    found = Comparison(("one", "other"))
    found.add([row(evidence="asserted", negated=False)], [row(evidence="plenty", speaker="the ARLAND", negated=True)])
    found.add([row(accused="Arland")], [row()])
    found.add([], [row(start=200)])
    assert found.as_json() == {
        "one": "one", "other": "other", "articles": 3, "refused": 0,
        "mentions_one": 2, "mentions_other": 3, "pairs": 2, "f1": 0.8,
        "fields": {
            "kind": {"same": 2, "of": 2}, "speaker": {"same": 2, "of": 2}, "accused": {"same": 1, "of": 2},
            "negated": {"same": 0, "of": 1},
        },
    }  # fmt: skip


def test_nothing_on_both_sides_is_full_agreement() -> None:
    assert Comparison(("one", "other")).f1 == 1.0


def test_an_extractor_agrees_with_itself_and_the_table_says_of_how_many(article: Path, tmp_path: Path) -> None:
    (told,) = rows("compare", article, "--extractor", "default", "--extractor", "default", "--json", db=tmp_path / "x.db")
    assert told["pairs"] == told["mentions_one"] == told["mentions_other"] >= 2
    assert told["f1"] == 1.0
    assert all(count["same"] == count["of"] == told["pairs"] for count in told["fields"].values())
    table = ok("compare", article, "--extractor", "default", db=tmp_path / "x.db")
    assert table.startswith("default and default on 1 article\n")
    assert re.search(rf"^  accused +{told['pairs']} of {told['pairs']} +100 %$", table, re.MULTILINE)
    assert all(len(line) <= 80 for line in table.splitlines())


def test_gold_is_compared_with_by_the_article_it_names(article: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    lines = [
        {"article": "a1", "start": 7, "quote": ACCUSED, "kind": "allegation", "speaker": "Arland", "accused": "Borland"},
        {"article_ref": "a1", "start": 40, "end": 58, "kind": "allegation", "speaker": "Nobody", "accused": "Lund"},
        {"article": "another", "start": 0, "quote": "x", "kind": "allegation"},
    ]
    gold.write_text("\n".join(map(json.dumps, lines)))
    (told,) = rows("compare", article, "--extractor", "rules", "--gold", gold, "--json", db=tmp_path / "x.db")
    assert (told["other"], told["articles"], told["mentions_other"], told["pairs"]) == ("gold.jsonl", 1, 2, 1)
    assert told["mentions_one"] == 1, "gold knows no denials here, so that none counts"
    assert told["fields"]["speaker"] == {"same": 1, "of": 1}
    gold.write_text('{"article": "a1"}')
    assert "line 1 is no mention" in run("compare", article, "--gold", gold, db=tmp_path / "x.db").stderr


def test_who_is_to_be_compared_must_be_told(article: Path, tmp_path: Path) -> None:
    assert run("compare", article, db=tmp_path / "x.db").exit_code == 2
    assert run("compare", article, *(["--extractor", "rules"] * 3), db=tmp_path / "x.db").exit_code == 2
    assert run("compare", tmp_path / "none.txt", "--extractor", "rules", db=tmp_path / "x.db").exit_code == 4
