from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from cli.running import ALLEGATION_KEYS, MENTION_KEYS, ok, rows, run

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ["mentions", "allegations", "articles", "events"]
ARTICLE_KEYS = {"id", "title", "url", "publisher", "published", "language", "text"}


def exported(db: Path, what: str, *args: object) -> list[dict[str, Any]]:
    return rows("export", what, *args, db=db)


def texts(db: Path) -> dict[str, str]:
    return {row["id"]: row["text"] for row in exported(db, "articles")}


def test_every_mention_has_the_keys_of_the_contract(demo: Path) -> None:
    found = exported(demo, "mentions")
    assert len(found) > 100
    assert all(set(row) >= MENTION_KEYS for row in found)
    assert {tuple(row) for row in found} == {tuple(found[0])}


def test_every_quote_is_what_stands_at_its_span(demo: Path) -> None:
    articles = texts(demo)
    for row in exported(demo, "mentions"):
        text = articles[row["article_ref"]]
        assert text[row["start"] : row["end"]] == row["quote"] != ""
        for quote in (row["evidence_quote"], row["contest_quote"]):
            assert quote is None or (quote and quote in text)


def test_every_span_lies_in_the_text_and_the_content_reaches_from_start_to_end(demo: Path) -> None:
    articles = texts(demo)
    for row in exported(demo, "mentions"):
        assert set(row["spans"]) == {"speaker", "cue", "content"}
        for spans in row["spans"].values():
            assert all(0 <= start < end <= len(articles[row["article_ref"]]) for start, end in spans)
        content = row["spans"]["content"]
        assert (min(start for start, _ in content), max(end for _, end in content)) == (row["start"], row["end"])


def test_every_value_of_a_mention_is_one_of_the_contract(demo: Path) -> None:
    for row in exported(demo, "mentions"):
        assert row["kind"] in {"allegation", "denial", "statement"}
        assert row["certainty"] in {"possible", "likely", "planned", "asserted"}
        assert row["evidence"] in {"unassessed", "none_provided", "asserted", "published"}
        assert row["contest"] in {"none", "denied", "counter_claimed", "disputed", "conceded"}
        assert (row["evidence"] == "unassessed") == (row["evidence_quote"] is None)
        assert (row["contest"] == "none") == (row["contest_quote"] is None)
        assert 0 <= row["confidence"] <= 1
        assert isinstance(row["negated"], bool)


def test_ids_are_unique(demo: Path) -> None:
    for what in ("mentions", "allegations", "articles"):
        assert set(Counter(row["id"] for row in exported(demo, what)).values()) == {1}


def test_mentions_and_allegations_tell_the_same_story(demo: Path) -> None:
    mentions = [row for row in exported(demo, "mentions") if row["allegation_id"] and row["kind"] != "denial"]
    counted = Counter(row["allegation_id"] for row in mentions)
    assert counted == {row["id"]: row["mentions"] for row in exported(demo, "allegations")}
    accusing = [row for row in exported(demo, "mentions") if row["kind"] == "allegation"]
    assert all(row["allegation_id"] for row in accusing)


def test_allegations_are_those_of_the_list(demo: Path) -> None:
    found = exported(demo, "allegations")
    assert {tuple(row) for row in found} == {ALLEGATION_KEYS}
    listed = rows("list", "--json", db=demo)
    assert sorted(map(json.dumps, found)) == sorted(map(json.dumps, listed))


def test_events_belong_to_allegations_and_quote_their_articles(demo: Path) -> None:
    allegations, articles = {row["id"] for row in exported(demo, "allegations")}, texts(demo)
    found = exported(demo, "events")
    assert found
    for row in found:
        assert row["allegation_id"] in allegations
        assert row["quote"] is None or row["quote"] in articles[row["article_ref"]]
        assert row["axis"] in {"evidence", "contest", "corroboration", "verdict"}


def test_articles_can_be_ingested_again(demo: Path, tmp_path: Path) -> None:
    path, copy = tmp_path / "articles.jsonl", tmp_path / "copy.db"
    ok("export", "articles", "--outlet", "Radio Ormsvale", "-o", path, db=demo)
    ok("ingest", path, db=copy)
    before, after = exported(demo, "articles", "--outlet", "Radio Ormsvale"), exported(copy, "articles")
    assert len(before) == len(after) > 2
    assert [{key: row[key] for key in ARTICLE_KEYS} for row in before] == [{k: row[k] for k in ARTICLE_KEYS} for row in after]


def test_unknown_keys_come_through_an_export_unchanged(tmp_path: Path) -> None:
    db, again = tmp_path / "x.db", tmp_path / "y.db"
    ok("ingest", "-", db=db, stdin=b'{"text": "Words.", "tags": ["a"]}')
    assert exported(db, "articles")[0]["extra"] == {"tags": ["a"]}
    ok("ingest", "-", db=again, stdin=ok("export", "articles", db=db).encode())
    assert exported(again, "articles")[0]["extra"] == {"tags": ["a"]}


@pytest.mark.parametrize("what", KINDS)
def test_csv_holds_as_many_rows_and_the_same_columns(demo: Path, what: str) -> None:
    found = list(csv.DictReader(io.StringIO(ok("export", what, "--format", "csv", db=demo), newline="")))
    as_json = exported(demo, what)
    assert len(found) == len(as_json)
    assert [list(row) for row in found] == [list(row) for row in as_json]


@pytest.mark.parametrize("what", KINDS)
def test_csv_has_its_header_even_when_there_is_nothing(demo: Path, what: str) -> None:
    header = ok("export", what, "--format", "csv", db=demo).split("\n", 1)[0]
    assert ok("export", what, "--format", "csv", "--outlet", "Nobody", db=demo) == f"{header}\n"


@pytest.mark.parametrize("what", KINDS)
@pytest.mark.parametrize("option", ["--accused", "--speaker", "--outlet", "--topic"])
def test_a_filter_with_an_unknown_name_lets_nothing_through(demo: Path, what: str, option: str) -> None:
    assert ok("export", what, option, "Nobody", db=demo) == ""


@pytest.mark.parametrize("what", KINDS)
def test_a_filter_lets_some_through(demo: Path, what: str) -> None:
    some, everything = ok("export", what, "--accused", "Russia", db=demo), ok("export", what, db=demo)
    assert 0 < some.count("\n") < everything.count("\n")
    assert set(some.splitlines()) < set(everything.splitlines())


def test_dates_bound_the_day_of_the_article(demo: Path) -> None:
    published = {row["id"]: row["published"] for row in exported(demo, "articles")}
    chosen = ("--since", "2022-02-17", "--until", "2022-02-18")
    found = exported(demo, "mentions", *chosen)
    assert [row for row in exported(demo, "mentions") if "2022-02-17" <= published[row["article_ref"]] <= "2022-02-18"] == found
    assert {row["published"] for row in exported(demo, "articles", *chosen)} == {"2022-02-17", "2022-02-18"}


@pytest.mark.parametrize("option", [["--unverified"], ["--status", "denied"]])
def test_export_takes_all_filters_of_the_list(demo: Path, option: list[str]) -> None:
    assert exported(demo, "allegations", *option) == rows("list", *option, "--json", db=demo)


def test_filters_are_checked_before_the_database_is_touched() -> None:
    result = run("export", "mentions", "--since", "2022-02-30")
    assert result.exit_code == 2
    assert "--since '2022-02-30' is not a date" in result.stderr


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_o_writes_what_stdout_would_get(demo: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / "out"
    assert ok("export", "mentions", "--format", form, "-o", path, db=demo) == ""
    assert path.read_text(encoding="utf-8") == ok("export", "mentions", "--format", form, db=demo)
