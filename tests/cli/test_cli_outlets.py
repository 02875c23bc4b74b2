from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from cli.running import ok, rows, run

from tracker import Tracker

if TYPE_CHECKING:
    from pathlib import Path


KEYS = ["name", "country", "circle", "reliability", "domains", "aliases", "articles"]
PLAIN = "The weather was mild and dry in all parts of Arland on {}."


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A database with two outlets: one that the seeds know by two names, with two articles, and one that they do not know."""
    path = tmp_path / "x.db"
    published = [("BBC News", "Monday"), ("bbc.co.uk", "Tuesday"), ("Arland Times", "Sunday")]
    lines = [json.dumps({"id": day, "publisher": name, "text": PLAIN.format(day)}) for name, day in published]
    ok("ingest", "-", db=path, stdin="\n".join(lines).encode())
    return path


def test_two_names_of_one_outlet_are_one_row(db: Path) -> None:
    bbc, times = rows("outlets", "--json", db=db)
    assert list(bbc) == list(times) == KEYS
    assert (bbc["name"], bbc["country"], bbc["reliability"], bbc["articles"]) == ("BBC", "GB", "F", 2)
    assert times == dict(zip(KEYS, ["Arland Times", None, None, "F", [], [], 1], strict=True))


def test_words_that_are_no_command_are_looked_for(db: Path) -> None:
    assert [row["name"] for row in rows("outlets", "bbc.co.uk", "--json", db=db)] == ["BBC"]
    assert rows("outlets", "list", "bbc", "--json", db=db) == rows("outlets", "bbc", "--json", db=db)
    assert rows("outlets", "nobody", "--json", db=db) == []


def test_filters_take_an_alias(db: Path) -> None:
    assert [row["id"] for row in rows("export", "articles", "--outlet", "BBC World", db=db)] == ["Monday", "Tuesday"]


def test_what_is_set_is_shown_and_kept(db: Path) -> None:
    command = ["outlets", "set", "arland times", "--country", "ar", "--circle", "press of Arland", "--reliability", "b"]
    result = run(*command, "--domain", "arland.example", db=db)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Arland Times: AR, press of Arland, reliability B, arland.example\n"
    (found,) = rows("outlets", "arland", "--json", db=db)
    assert [found[key] for key in KEYS[:5]] == ["Arland Times", "AR", "press of Arland", "B", ["arland.example"]]


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (["Arland Times"], 2, "nothing to set: give --country, --circle, --reliability or --domain"),
        (["Arland Times", "--reliability", "G"], 2, "the reliability 'G' is none: give a letter from A to F"),
        (["Dun Post", "--country", "AR"], 4, "no outlet 'Dun Post': tracker outlets lists those that have articles"),
    ],
)
def test_what_cannot_be_set_is_told_in_a_sentence(db: Path, args: list[str], status: int, said: str) -> None:
    result = run("outlets", "set", *args, db=db)
    assert (result.exit_code, result.stderr) == (status, f"tracker: {said}\n")


def test_csv_has_a_header_even_without_rows(db: Path) -> None:
    found = list(csv.reader(ok("outlets", "--csv", db=db).splitlines()))
    assert found[0] == KEYS
    assert [row[0] for row in found[1:]] == ["BBC", "Arland Times"]
    assert ok("outlets", "nobody", "--csv", db=db).splitlines() == [",".join(KEYS)]


def test_what_a_limit_leaves_out_is_told(db: Path) -> None:
    result = run("outlets", "--limit", 1, db=db)
    assert result.stdout.count("\n") == 1
    assert result.stderr == "1 of 2 outlets (--limit 1)\n"


@pytest.mark.parametrize("width", [100, 60])
def test_the_table_tells_all_and_lets_no_name_write_to_the_terminal(width: int) -> None:
    from tracker.report.terminal.layout import text
    from tracker.report.terminal.outlets import outlet_table
    from tracker.types.outlets import StoredOutlet

    row = StoredOutlet(
        name="Arland\x1b[31m Times",
        country="AR",
        circle="press",
        reliability="B",
        domains=("a.example",),
        aliases=(),
        articles=3,
    )
    shown = text(outlet_table([row], 2, width), width)
    assert "\x1b" not in shown
    for part in ("Times", "AR", "press", "B", "a.example", "3", "1 of 2 outlets."):
        assert part in shown
    assert text(outlet_table([], 0, width), width) == "No outlets yet. tracker ingest PATH reads articles.\n"


@pytest.mark.parametrize("width", ["100", "80", "60"])
def test_that_nobody_has_judged_an_outlet_is_said_in_words(db: Path, width: str) -> None:
    ok("outlets", "set", "BBC", "--reliability", "B", db=db)
    text = ok("outlets", db=db, TTY_COMPATIBLE="1", NO_COLOR="1", COLUMNS=width)
    assert text.count("F, unjudged") == 1
    assert [line.split("\t")[3] for line in ok("outlets", db=db).splitlines()] == ["B", "F"]


def test_the_circles_of_outlets_are_the_groups_of_a_trajectory(tmp_path: Path) -> None:
    said = "The foreign minister of Arland said on Thursday that Borland had shelled a kindergarten in the border town of Dun."
    with Tracker(tmp_path / "x.db") as tracker:
        lines = [
            json.dumps({"id": name, "publisher": name, "published": day, "text": said})
            for name, day in (("TASS", "2022-02-17"), ("BBC", "2022-02-18"))
        ]
        path = tmp_path / "a.jsonl"
        path.write_text("\n".join(lines), encoding="utf-8")
        tracker.ingest(path)
        (allegation,) = tracker.allegations()
        (jump,) = tracker.trajectory(allegation.id).jumps.found or ()
    assert (jump.before, jump.after) == ("state media of Russia", "public broadcasting of the United Kingdom")
