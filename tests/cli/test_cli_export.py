from __future__ import annotations

import csv
import io
import json
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import stix2
from cli.running import ALLEGATION_KEYS, MENTION_KEYS, ok, rows, run

from tracker import Tracker
from tracker.store import Store
from tracker.types import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

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
@pytest.mark.parametrize("option", ["--accused", "--speaker", "--outlet"])
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


@pytest.mark.parametrize("form", ["jsonl", "csv", "claimreview", "stix"])
def test_o_writes_what_stdout_would_get(demo: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / "out"
    assert ok("export", "allegations", "--format", form, "-o", path, db=demo) == ""
    assert path.read_text(encoding="utf-8") == ok("export", "allegations", "--format", form, db=demo)


def test_each_allegation_is_a_claim_or_a_review_in_the_order_of_the_list(own: Path) -> None:
    with Tracker(own) as tracker:
        tracker.set_verdict("A-3", Verdict.REFUTED, url="https://check.example/1", by="Anna Berg", rating="Mostly untrue")
        tracker.set_verdict("A-4", Verdict.SUPPORTED, by="Anna Berg")
    found = exported(own, "allegations", "--format", "claimreview")
    claims = [row.get("itemReviewed", row) for row in found]
    assert [claim["identifier"] for claim in claims] == [row["id"] for row in rows("list", "--json", db=own)]
    (review,) = (row for row in found if row["@type"] == "ClaimReview")
    assert (review["itemReviewed"]["identifier"], review["author"]["name"]) == ("A-3", "Anna Berg")
    assert review["reviewRating"]["alternateName"] == "Mostly untrue"
    assert "ratingValue" not in json.dumps(found)
    told = run("export", "allegations", "--format", "claimreview", db=own).stderr
    assert told == (
        "1 verdict left out of the reviews, for no fact-checker's own rating is recorded: "
        "tracker status ID VERDICT --by NAME --rating WORDS records one\n"
    )


def test_the_bundle_of_stix_has_a_report_for_each_allegation_and_a_note_for_each_mention(demo: Path) -> None:
    bundle = stix2.parse(ok("export", "allegations", "--format", "stix", db=demo), allow_custom=False)
    kinds = Counter(item.type for item in bundle.objects)
    assert kinds["report"] == len(exported(demo, "allegations"))
    belonging = {row["quote"] for row in exported(demo, "mentions") if row["allegation_id"]}
    assert belonging <= {item.content for item in bundle.objects if item.type == "note"}
    assert set(Counter(item.id for item in bundle.objects).values()) == {1}


@pytest.mark.parametrize(
    "option", [["--accused", "Ukraine"], ["--status", "denied"], ["--until", "2022-02-01"], ["--unverified"]]
)
def test_the_formats_for_other_tools_take_all_filters_of_the_list(demo: Path, option: list[str]) -> None:
    chosen = [row["id"] for row in rows("list", *option, "--json", db=demo)]
    assert chosen
    claims = exported(demo, "allegations", "--format", "claimreview", *option)
    assert [row["identifier"] for row in claims] == chosen
    bundle = json.loads(ok("export", "allegations", "--format", "stix", *option, db=demo))
    reports = [item for item in bundle["objects"] if item["type"] == "report"]
    assert [item["external_references"][0]["external_id"] for item in reports] == chosen


def test_nothing_found_is_nothing_written_and_a_bundle_without_objects(demo: Path) -> None:
    assert ok("export", "allegations", "--format", "claimreview", "--accused", "Nobody", db=demo) == ""
    assert set(json.loads(ok("export", "allegations", "--format", "stix", "--accused", "Nobody", db=demo))) == {"type", "id"}


@pytest.mark.parametrize("form", ["claimreview", "stix"])
@pytest.mark.parametrize("what", ["mentions", "articles", "events"])
def test_only_allegations_go_to_other_tools(demo: Path, tmp_path: Path, what: str, form: str) -> None:
    path = tmp_path / "out"
    result = run("export", what, "--format", form, "-o", path, db=demo)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"tracker: {form} is a format of allegations: export allegations, or {what} as jsonl or csv\n"
    assert not path.exists()


def test_an_unknown_format_is_a_usage_error(demo: Path) -> None:
    assert run("export", "allegations", "--format", "xml", db=demo).exit_code == 2


@pytest.mark.parametrize("what", ["mentions", "articles", "events"])
def test_allegations_are_not_gathered_where_nobody_asks_for_them(
    demo: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def refuse(*_: object) -> Iterator[object]:
        raise AssertionError("allegations were gathered")
        yield

    for way in ("each_case", "cases"):
        monkeypatch.setattr(Store, way, refuse)
    assert exported(demo, what)


COMMANDS = [["export", "mentions"], ["export", "allegations", "--format", "stix"], ["report", "--format", "html"]]


@pytest.mark.parametrize("command", COMMANDS, ids=["rows", "stix", "report"])
@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
def test_the_database_is_never_written_over(own: Path, command: list[str], end: str) -> None:
    before = exported(own, "allegations")
    target = Path(f"{own}{end}")
    result = run(*command, "-o", target, db=own)
    assert result.exit_code == 2
    assert result.stderr == (
        f"tracker: cannot write to {target}: it belongs to the database {own}, which would be lost; give another file\n"
    )
    assert exported(own, "allegations") == before


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_nor_through_a_link(own: Path, tmp_path: Path, link: Any) -> None:
    other = tmp_path / "other.csv"
    link(own, other)
    before = own.read_bytes()
    result = run("export", "mentions", "-o", other, db=own)
    assert result.exit_code == 2
    assert f"cannot write to {other}: it belongs to the database {own}" in result.stderr
    assert own.read_bytes() == before


def test_nor_by_another_way_to_it(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own.parent)
    assert run("export", "mentions", "-o", f"../{own.parent.name}/{own.name}", db=own.name).exit_code == 2


def test_a_file_beside_the_database_may_be_written(own: Path) -> None:
    ok("export", "mentions", "-o", own.with_suffix(".jsonl"), db=own)
    assert own.with_suffix(".jsonl").read_text(encoding="utf-8").count("\n") == len(exported(own, "mentions"))


@pytest.mark.parametrize("form", ["claimreview", "stix"])
def test_an_output_that_cannot_be_written_is_named(demo: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / "missing" / "out"
    result = run("export", "allegations", "--format", form, "-o", path, db=demo)
    assert result.exit_code == 1
    assert f"cannot write {path}" in result.stderr
