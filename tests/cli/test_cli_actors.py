from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from cli.running import contents, ok, rows, run

from tracker import Tracker
from tracker.text import plural

if TYPE_CHECKING:
    from pathlib import Path

KEYS = ("name", "kind", "side", "names", "speaker", "accused", "merged")
PART, WHOLE = "Russian-backed separatists", "Russia"  # of the demo: both speak and both are accused


def listed(db: Path, *args: object) -> list[dict[str, Any]]:
    return rows("actors", *args, "--json", db=db)


def named(db: Path, name: str) -> dict[str, Any]:
    return next(row for row in listed(db) if row["name"] == name)


def told(db: Path) -> list[str]:
    """All that the commands tell of a database."""
    views = [["export", what] for what in ("mentions", "allegations", "articles", "events")]
    views += [["list"], ["actors"], ["show", "A-1", "--all"], ["trajectory", "A-1"], ["report", "--week", "2022-W07"]]
    views += [["list", option, name] for option in ("--accused", "--speaker") for name in (PART, WHOLE)]
    return [ok(*view, db=db) for view in views]


def test_every_actor_has_its_mentions_counted(demo: Path) -> None:
    mentions = rows("export", "mentions", db=demo)
    for row in listed(demo):
        assert tuple(row) == KEYS
        assert row["speaker"] == sum(row["name"] in m["speakers"] for m in mentions)
        assert row["accused"] == sum(row["name"] == m["accused"] for m in mentions)
        assert row["merged"] == []


def test_the_most_mentioned_come_first(demo: Path) -> None:
    order = [(-row["speaker"] - row["accused"], row["name"]) for row in listed(demo)]
    assert order == sorted(order)
    assert order[0][0] < order[-1][0]


def test_words_that_are_no_command_are_looked_for_in_all_names(demo: Path) -> None:
    assert listed(demo, "KREMLIN") == listed(demo, "list", "kremlin") == [r for r in listed(demo) if _has(r, "kremlin")] != []
    assert [row["name"] for row in listed(demo, "antony", "blinken")] == ["Antony Blinken"]
    assert listed(demo, "no such words") == []


def _has(row: dict[str, Any], word: str) -> bool:
    return any(word in name.lower() for name in (row["name"], *row["names"]))


def test_options_may_come_before_words(demo: Path) -> None:
    assert ok("actors", "--json", "kremlin", db=demo) == ok("actors", "kremlin", "--json", db=demo)


def test_unknown_are_those_of_that_kind(demo: Path) -> None:
    assert listed(demo, "--unknown") == [row for row in listed(demo) if row["kind"] == "unknown"] != []


def test_csv_holds_what_json_holds_and_has_its_header_in_any_case(demo: Path) -> None:
    found = list(csv.DictReader(ok("actors", "--csv", db=demo).splitlines()))
    assert [(row["name"], row["speaker"]) for row in found] == [(row["name"], str(row["speaker"])) for row in listed(demo)]
    assert ok("actors", "zzz", "--csv", db=demo) == ",".join(KEYS) + "\n"


def test_a_pipe_gets_one_line_an_actor_with_tabs(demo: Path) -> None:
    lines = [line.split("\t") for line in ok("actors", db=demo).splitlines()]
    assert [(cells[0], len(cells)) for cells in lines] == [(row["name"], 6) for row in listed(demo)]


def test_a_limit_never_cuts_silently(demo: Path) -> None:
    total = len(listed(demo))
    for form in ("--json", "--csv", "--limit=3"):
        result = run("actors", form, "--limit", "3", db=demo)
        assert (result.exit_code, result.stderr) == (0, f"3 of {total} actors (--limit 3)\n")
    text = ok("actors", "--limit", "2", db=demo, TTY_COMPATIBLE="1")
    assert text.splitlines()[-1] == f"2 of {total} actors."


@pytest.mark.parametrize("width", ["40", "80", "120"])
def test_a_table_keeps_to_the_width_of_its_terminal(demo: Path, width: str) -> None:
    text = re.sub(r"\x1b\[[0-9;]*m", "", ok("actors", db=demo, TTY_COMPATIBLE="1", COLUMNS=width))
    assert max(len(line) for line in text.splitlines()) <= int(width)


def test_a_terminal_hears_that_there_is_nothing_yet(tmp_path: Path) -> None:
    assert "No actors yet. tracker ingest PATH" in ok("actors", db=tmp_path / "new.db", TTY_COMPATIBLE="1")


def test_a_merge_says_what_it_did_on_stderr(own: Path) -> None:
    part = named(own, PART)
    result = run("actors", "merge", PART, WHOLE, db=own)
    assert (result.exit_code, result.stdout) == (0, "")
    made = plural(part["speaker"], "mention")
    assert result.stderr == f"{PART} is now {WHOLE}: {made} by it, {part['accused']} against it\n"
    assert run("--quiet", "actors", "split", PART, db=own).stderr == ""


def test_after_a_merge_the_name_is_told_as_another_name_only(own: Path) -> None:
    part, whole = named(own, PART), named(own, WHOLE)
    ok("actors", "merge", PART, WHOLE, db=own)
    both = named(own, WHOLE)
    assert both["accused"] == part["accused"] + whole["accused"]
    assert PART in both["names"]
    assert [(m["name"], m["into"]) for m in both["merged"]] == [(PART, WHOLE)]
    for what in ("mentions", "allegations", "events"):
        for row in rows("export", what, db=own):
            assert PART not in (row.get("accused"), row.get("speaker"), row.get("voice"), *row.get("speakers", ()))
    assert ok("list", "--accused", PART, db=own) == ok("list", "--accused", WHOLE, db=own) != ""
    assert ok("export", "mentions", "--speaker", PART, db=own) == ok("export", "mentions", "--speaker", WHOLE, db=own) != ""


def test_a_merge_keeps_the_clusters(own: Path) -> None:
    before = {row["id"]: row["allegation_id"] for row in rows("export", "mentions", db=own)}
    ok("actors", "merge", PART, WHOLE, db=own)
    assert {row["id"]: row["allegation_id"] for row in rows("export", "mentions", db=own)} == before


def test_a_split_leaves_no_trace_but_in_the_log(own: Path) -> None:
    before, stored = told(own), contents(own, without=("log_entry",))
    entries = len(rows("log", "--all", "--json", db=own))
    ok("actors", "merge", PART, WHOLE, db=own)
    assert told(own) != before
    ok("actors", "split", PART, db=own)
    assert told(own) == before
    assert contents(own, without=("log_entry",)) == stored
    assert len(rows("log", "--all", "--json", db=own)) == entries + 2


def test_a_merge_holds_for_what_is_ingested_later_and_so_does_a_split(own: Path) -> None:
    ok("actors", "merge", PART, WHOLE, db=own)
    text = "Ukraine accused the Russian-backed separatists of shelling Dun."
    article = {"id": "later", "text": text, "published": "2022-02-21"}
    ok("ingest", "-", db=own, stdin=json.dumps(article).encode())

    def later() -> list[str]:
        mentions = [row for row in rows("export", "mentions", db=own) if row["article_ref"] == "later"]
        allegations = {row["id"]: row["accused"] for row in rows("export", "allegations", db=own)}
        return [name for row in mentions for name in (row["accused"], allegations[row["allegation_id"]])]

    assert set(later()) == {WHOLE}
    ok("actors", "split", PART, db=own)
    assert PART in later()


def test_a_dry_run_tells_and_writes_nothing(own: Path) -> None:
    before = contents(own)
    result = run("actors", "merge", PART, WHOLE, "--dry-run", db=own)
    assert result.exit_code == 0
    assert result.stderr.startswith(f"{PART} would be {WHOLE}: ")
    assert result.stderr.endswith("nothing was written (--dry-run)\n")
    assert contents(own) == before


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (["merge", "Rusia", "Ukraine"], "no actor is called 'Rusia': did you mean Russia"),
        (["merge", "Ukraine", "Rusia"], "did you mean Russia"),
        (["merge", "Moscow", "Ukraine"], "did you mean Russia?"),
        (["split", "Rusia"], "did you mean Russia"),
        (["split", "zzzzz"], "tracker actors shows what there is"),
    ],
)
def test_an_unknown_name_is_status_4_with_names_that_come_close(own: Path, args: list[str], hint: str) -> None:
    before = contents(own)
    result = run("actors", *args, db=own)
    assert (result.exit_code, result.stdout) == (4, "")
    assert hint in result.stderr
    assert contents(own) == before


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (["merge", "Russia", "RUSSIA"], "cannot be merged into itself"),
        (["split", "Russia"], "was not merged"),
        (["merge", "Russia"], "Missing argument 'INTO'"),
        (["--limit", "0"], "greater than or equal to 1"),
        (["--nonsense"], "No such option"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(own: Path, args: list[str], hint: str) -> None:
    result = run("actors", *args, db=own)
    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in result.stderr


def test_a_circle_of_merges_is_refused(own: Path) -> None:
    ok("actors", "merge", PART, WHOLE, db=own)
    result = run("actors", "merge", WHOLE, PART, db=own)
    assert result.exit_code == 2
    assert f"{PART} is {WHOLE} already" in result.stderr


def test_the_facade_does_what_the_commands_do(own: Path) -> None:
    with Tracker(own) as tracker:
        assert tracker.merge_actors(PART, WHOLE, dry_run=True).end == WHOLE
        assert tracker.actors("separatists")[0].name == PART
        assert tracker.merge_actors(PART, WHOLE).at is not None
        assert tracker.actors("separatists")[0].name == WHOLE
        accused = {a.accused for a in tracker.allegations(accused=PART)}
        assert WHOLE in accused
        assert PART not in accused
        assert tracker.split_actor(PART).into == WHOLE
        assert PART in {a.name for a in tracker.actors()}
