from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest
from cli.running import ALLEGATION_KEYS, MENTION_KEYS, ok, rows, run

from tracker.text import squash

if TYPE_CHECKING:
    from pathlib import Path


def whole(db: Path, id_: str) -> dict[str, Any]:
    (found,) = rows("show", id_, "--json", db=db)
    return found


def carried(db: Path) -> str:
    """The id of the allegation with the most mentions."""
    return rows("list", "--sort", "mentions", "--limit", "1", "--json", db=db)[0]["id"]


def test_an_id_may_be_typed_with_or_without_its_letter(demo: Path) -> None:
    text = ok("show", "A-1", db=demo)
    assert text.startswith("A-1 ")
    assert {ok("show", id_, db=demo) for id_ in ("1", "a-1", " A-1 ")} == {text}


@pytest.mark.parametrize("command", ["show", "trajectory"])
def test_an_id_that_does_not_exist_is_not_found(demo: Path, command: str) -> None:
    for id_ in ("A-999", "0", "99999999999999999999999"):
        result = run(command, id_, db=demo)
        assert (result.exit_code, result.stdout) == (4, "")
        assert result.stderr == f"tracker: no allegation A-{id_.removeprefix('A-')}: tracker list shows what there is\n"


@pytest.mark.parametrize("command", ["show", "trajectory"])
@pytest.mark.parametrize("id_", ["nonsense", "A-", "A-1.5", "--1", "", "A-A-1", "²", "1 2"])
def test_what_is_no_id_is_a_usage_error(demo: Path, command: str, id_: str) -> None:
    result = run(command, "--", id_, db=demo)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "they look like A-3" in result.stderr


def test_a_mention_is_shown_with_what_it_belongs_to(demo: Path) -> None:
    mentions = rows("export", "mentions", db=demo)
    joined = next(row for row in mentions if row["kind"] == "allegation")
    text = squash(ok("show", joined["id"], db=demo, COLUMNS="2000"))
    assert f"[{squash(joined['quote'])}]" in text
    assert joined["speaker"] in text
    assert f"It belongs to {joined['allegation_id']}: tracker show {joined['allegation_id']}" in text
    said = next(row for row in mentions if row["kind"] == "statement")
    assert "This is a statement: it accuses nobody" in ok("show", said["id"], db=demo)


def test_a_denial_of_no_allegation_says_so_and_how_it_is_joined(own: Path) -> None:
    loose = next(r for r in rows("export", "mentions", db=own) if r["kind"] == "denial" and not r["allegation_id"])
    text = squash(ok("show", loose["id"], db=own, COLUMNS="2000"))
    assert f"[{squash(loose['quote'])}]" in text
    assert squash(loose["article_ref"]) in text or "https://" in text
    assert "This is a denial that was joined to no allegation." in text
    assert f"tracker move {loose['id']} ID joins it" in text
    (found,) = rows("show", loose["id"], "--json", db=own)
    assert found.keys() >= MENTION_KEYS | {"reasons", "outlet", "url", "before", "after"}
    assert (found["quote"], found["allegation_id"]) == (loose["quote"], None)
    ok("move", loose["id"], "A-1", db=own)
    assert "It belongs to A-1" in ok("show", loose["id"], db=own)


def test_a_mention_that_is_not_there_is_not_found(demo: Path) -> None:
    result = run("show", "m000000000000000", db=demo)
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.startswith("tracker: no mention m000000000000000 in a current article")


def test_the_axes_are_named_with_their_reason(demo: Path) -> None:
    text = ok("show", "A-1", db=demo)
    for axis in ("evidence", "contest", "corroboration", "verdict"):
        assert f"\n{axis} " in text
    assert whole(demo, "A-1")["claim"] in squash(text)


def test_all_shows_every_quote_and_less_does_not(demo: Path) -> None:
    quotes = [squash(mention["quote"]) for mention in whole(demo, carried(demo))["mentions_detail"]]
    everything = squash(ok("show", carried(demo), "--all", db=demo, COLUMNS="2000"))
    short = squash(ok("show", carried(demo), db=demo, COLUMNS="2000"))
    assert [quote for quote in quotes if quote not in everything] == []
    assert [quote for quote in quotes if quote not in short]
    assert f"tracker show {carried(demo)} --all" in short


def test_all_shows_every_event_and_judgement(demo: Path) -> None:
    found = whole(demo, carried(demo))
    text = squash(ok("show", carried(demo), "--all", db=demo, COLUMNS="2000"))
    assert all(squash(event["quote"]) in text for event in found["events"] if event["quote"])
    assert all(squash(judgement["reason"]) in text for judgement in found["judgements"])


def test_json_is_one_object_with_everything(demo: Path) -> None:
    found = whole(demo, "A-1")
    assert tuple(found)[: len(ALLEGATION_KEYS)] == ALLEGATION_KEYS
    assert set(found["why"]) == {"evidence", "contest", "corroboration", "verdict"}
    assert all(set(mention) >= MENTION_KEYS - {"allegation_id"} for mention in found["mentions_detail"])
    assert sum(mention["kind"] != "denial" for mention in found["mentions_detail"]) == found["mentions"]
    assert {judgement["mention_id"] for judgement in found["judgements"]} >= {m["id"] for m in found["mentions_detail"]}


def test_json_of_one_allegation_agrees_with_the_list(demo: Path) -> None:
    for row in rows("list", "--json", "--limit", "5", db=demo):
        assert row.items() <= whole(demo, row["id"]).items()


def test_every_allegation_can_be_shown_and_drawn(demo: Path) -> None:
    for row in rows("list", "--json", db=demo):
        assert ok("show", row["id"], db=demo).startswith(row["id"])
        assert ok("trajectory", row["id"], db=demo).startswith(row["id"])


@pytest.mark.parametrize(("by", "form"), [("day", "%Y-%m-%d"), ("week", "%G-W%V"), ("month", "%Y-%m")])
def test_a_trajectory_has_steps_of_the_length_asked_for(demo: Path, by: str, form: str) -> None:
    name = carried(demo)
    (found,) = rows("trajectory", name, "--by", by, "--json", db=demo)
    first = min(dt.date.fromisoformat(m["asserted_on"]) for m in whole(demo, name)["mentions_detail"])
    label = first.strftime(form)
    assert (found["id"], found["by"], found["buckets"][0]["label"]) == (name, by, label)
    assert sum(bucket["count"] for bucket in found["buckets"]) == found["n"] == whole(demo, name)["mentions"]
    assert sum(bucket["denials"] for bucket in found["buckets"]) == found["denials"]
    assert label in ok("trajectory", name, "--by", by, db=demo)


def test_a_trajectory_goes_by_weeks_unless_told_otherwise(demo: Path) -> None:
    assert ok("trajectory", "A-1", db=demo) == ok("trajectory", "1", "--by", "week", db=demo)


def test_a_step_that_does_not_exist_is_a_usage_error(demo: Path) -> None:
    result = run("trajectory", "A-1", "--by", "decade", db=demo)
    assert result.exit_code == 2
    assert "decade" in result.stderr


def test_search_finds_claims_quotes_and_articles_that_hold_all_words(demo: Path) -> None:
    hits = rows("search", "False", "flag", "--json", db=demo)
    assert {hit["kind"] for hit in hits} == {"allegation", "mention", "article"}
    assert all(tuple(hit) == ("kind", "id", "text", "article", "published") for hit in hits)
    for hit in hits:
        if hit["kind"] != "article":  # of an article one passage is shown
            assert "false" in hit["text"].lower()
            assert "flag" in hit["text"].lower()
    texts = [f"{row['title']} {row['text']}".lower() for row in rows("export", "articles", db=demo)]
    assert sum(hit["kind"] == "article" for hit in hits) == sum("false" in text and "flag" in text for text in texts)


def test_words_may_come_as_one_argument(demo: Path) -> None:
    assert ok("search", "false", "flag", db=demo) == ok("search", "false flag", db=demo) != ""


def test_a_search_is_not_a_pattern(demo: Path) -> None:
    for word in ("%", "_", "*", "' OR 1=1 --"):
        texts = [f"{row['title']}\n{row['text']}" for row in rows("export", "articles", db=demo)]
        articles = [hit for hit in rows("search", word, "--json", db=demo) if hit["kind"] == "article"]
        assert len(articles) == sum(all(part in text for part in word.split()) for text in texts)


def test_a_search_says_how_much_there_is(demo: Path) -> None:
    total = len(rows("search", "flag", "--json", db=demo))
    result = run("search", "flag", "--limit", "2", db=demo)
    assert (len(result.stdout.splitlines()), result.stderr) == (2, f"2 of {total} hits\n")
    assert run("search", "zzzz", db=demo).stderr == "nothing found: fewer words find more\n"


@pytest.mark.parametrize("form", ["--json", "--csv"])
def test_a_search_for_a_program_is_not_cut_silently_either(demo: Path, form: str) -> None:
    assert run("search", "flag", "--limit", "2", form, db=demo).stderr.startswith("2 of ")


def test_a_search_as_csv_has_a_header_even_when_there_is_nothing(demo: Path) -> None:
    header = "kind,id,text,article,published\n"
    assert ok("search", "zzzz", "--csv", db=demo) == header
    assert ok("search", "flag", "--csv", db=demo).startswith(header)


@pytest.mark.parametrize("words", [[], [""], [" ", "\t"]])
def test_a_search_for_nothing_is_a_usage_error(demo: Path, words: list[str]) -> None:
    assert run("search", *words, db=demo).exit_code == 2


def test_what_articles_hold_cannot_steer_the_terminal(tmp_path: Path) -> None:
    evil = "\x1b[31mDun\x1b]0;x\x07 \u202e"
    article = {"id": evil, "publisher": evil, "title": evil, "text": f"Arland accused Borland of shelling {evil}town of Dun."}
    db = tmp_path / "x.db"
    result = run("ingest", "-", db=db, stdin=json.dumps(article).encode())
    refused = run("ingest", evil, db=db).stderr
    shown = [
        ok(*args, db=db) for args in (["list"], ["show", "1", "--all"], ["trajectory", "1"], ["search", "Dun"], ["report"])
    ]
    for text in (result.output, refused, *shown):
        assert text.strip()
        assert not set("\x1b\x07\u202e") & set(text)
