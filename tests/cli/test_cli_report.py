from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cli.running import ok, rows, run

from tracker.cli.output import opened

SECTIONS = ("new", "spreading", "changed", "denied", "resolved", "gone_quiet", "unverified", "to_check")


def made(db: Path, *args: object) -> dict[str, Any]:
    (found,) = rows("report", *args, "--format", "json", db=db)
    return found


def test_without_a_week_it_is_the_last_full_week_with_articles(demo: Path) -> None:
    assert ok("report", db=demo) == ok("report", "--week", "2022-W07", db=demo)
    assert made(demo)["week"] == "2022-W07"


def test_markdown_begins_with_the_days_it_covers(demo: Path) -> None:
    text = ok("report", "--week", "2022-W07", db=demo)
    assert text.startswith("# Allegations, 14–20 February 2022\n")
    assert text.endswith("\n")


def test_json_has_the_days_the_sections_and_the_quotes(demo: Path) -> None:
    found = made(demo, "--week", "2022-W07")
    assert (found["from"], found["to"]) == ("2022-02-14", "2022-02-20")
    published = [row["published"] for row in rows("export", "articles", db=demo)]
    assert found["articles"] == sum("2022-02-14" <= day <= "2022-02-20" for day in published)
    numbers = {note["number"] for note in found["notes"]}
    cited = {number for section in SECTIONS for line in found[section] for number in line["notes"] + line["status_notes"]}
    assert cited <= numbers
    assert found["new"]
    assert found["unverified"]


def test_every_quote_of_a_report_stands_in_its_article(demo: Path) -> None:
    texts = {row["url"]: row["text"] for row in rows("export", "articles", db=demo)}
    notes = made(demo)["notes"]
    assert notes
    assert all(note["quote"] in texts[note["url"]] for note in notes)


def test_the_days_of_a_week_give_the_report_of_that_week(demo: Path) -> None:
    week, days = made(demo, "--week", "2022-W07"), made(demo, "--from", "2022-02-14", "--to", "2022-02-20")
    assert days.pop("week") == "2022-02-14 to 2022-02-20"
    assert week.pop("week") == "2022-W07"
    assert days == week


def test_both_days_are_included(demo: Path) -> None:
    assert made(demo, "--from", "2022-02-06", "--to", "2022-02-06")["articles"] == 1


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["--week", "2022-W7"], "'2022-W7' is not a week: write it like 2022-W07"),
        (["--week", "last"], "'last' is not a week: write it like 2022-W07"),
        (["--week", "2022-W00"], "there is no week 2022-W00"),
        (["--week", "2021-W53"], "there is no week 2021-W53: 2021 has no week 53"),
        (["--week", "0000-W01"], "there is no week 0000-W01"),
        (["--from", "2022-02-20", "--to", "2022-02-14"], "swap --from and --to"),
        (["--from", "2022-02-14"], "both --from and --to"),
        (["--to", "2022-02-14"], "both --from and --to"),
        (["--week", "2022-W07", "--from", "2022-02-14"], "--from and --to"),
        (["--week", "2022-W07", "--from", "2022-02-14", "--to", "2022-02-20"], "not both"),
        (["--from", "2022-02-30", "--to", "2022-03-01"], "--from '2022-02-30' is not a date"),
        (["--from", "2022-02-14", "--to", "soon"], "--to 'soon' is not a date"),
        (["--format", "docx"], "docx"),
    ],
    ids=str,
)
def test_a_time_that_makes_no_sense_is_a_usage_error(demo: Path, args: list[str], why: str) -> None:
    result = run("report", *args, db=demo)
    assert (result.exit_code, result.stdout) == (2, "")
    assert why in result.stderr


def test_a_year_that_has_a_week_53_has_a_report_on_it(demo: Path) -> None:
    assert made(demo, "--week", "2020-W53")["to"] == "2021-01-03"


def test_a_week_without_articles_says_so(demo: Path, tmp_path: Path) -> None:
    for db in (demo, tmp_path / "new.db"):
        assert "the tracker read no articles" in ok("report", "--week", "2021-W20", db=db)
        found = made(db, "--week", "2021-W20")
        assert found["articles"] == 0
        assert not any(found[section] for section in SECTIONS)


def test_a_database_without_articles_has_a_report_on_nothing(tmp_path: Path) -> None:
    assert "the tracker read no articles" in ok("report", db=tmp_path / "new.db")


def test_o_writes_what_stdout_would_get(demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "week.md"
    path.write_text("last week's")
    assert ok("report", "-o", path, db=demo) == ""
    assert path.read_text(encoding="utf-8") == ok("report", db=demo) == ok("report", "-o", "-", db=demo)
    assert [p.name for p in tmp_path.iterdir()] == ["week.md"]


@pytest.mark.parametrize("command", [["report"], ["export", "mentions"]])
def test_a_file_that_cannot_be_written_is_named(demo: Path, tmp_path: Path, command: list[str]) -> None:
    for path in (tmp_path / "missing" / "week.md", tmp_path):
        result = run(*command, "-o", path, db=demo)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith(f"tracker: cannot write {path}: ")
        assert result.stderr.endswith("give another file with -o\n")
        assert result.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_file_takes_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "week.md"
    path.write_text("last week's")

    def fail_halfway() -> None:
        with opened(path) as out:
            out.write("half of it")
            out.flush()
            assert path.read_text() == "last week's"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail_halfway()
    assert path.read_text() == "last week's"
    assert list(tmp_path.iterdir()) == [path]


def test_o_follows_a_link(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("last week's")
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")
    ok("report", "-o", tmp_path / "link.md", db=demo)
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text(encoding="utf-8").startswith("# Allegations")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_o_writes_into_a_pipe(demo: Path, tmp_path: Path) -> None:
    pipe, got = tmp_path / "pipe", []
    os.mkfifo(pipe)
    keep = os.open(pipe, os.O_RDWR)  # so that neither side waits for the other
    reader = threading.Thread(target=lambda: got.append(os.read(keep, 100)), daemon=True)
    try:
        ok("report", "-o", pipe, db=demo)
        assert pipe.is_fifo()
        reader.start()
        reader.join(5)
        assert got
    finally:
        os.close(keep)


def test_o_keeps_a_private_file_private(demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "week.md"
    path.touch(0o600)
    ok("report", "-o", path, db=demo)
    assert path.stat().st_mode & 0o777 == 0o600


def test_json_is_one_line(demo: Path) -> None:
    text = ok("report", "--format", "json", db=demo)
    assert text.count("\n") == 1
    assert json.loads(text)["summary"]


def test_html_is_one_page_with_a_policy_and_the_same_bytes_each_time(demo: Path, tmp_path: Path) -> None:
    page = tmp_path / "week.html"
    ok("report", "--format", "html", "-o", page, db=demo)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "default-src 'none'" in text
    assert text == ok("report", "--format", "html", db=demo)


def test_csv_has_a_row_for_each_line_with_its_quotes(demo: Path) -> None:
    found = list(csv.DictReader(io.StringIO(ok("report", "--format", "csv", db=demo))))
    whole = made(demo)
    told = [*SECTIONS, "denied_unlinked"]
    assert [(row["section"], row["id"]) for row in found] == [(s, line["id"]) for s in told for line in whole[s]]
    quotes = {note["number"]: note["quote"] for note in whole["notes"]}
    first = whole["new"][0]
    assert found[0]["quotes"] == "; ".join(quotes[number] for number in first["notes"])
    assert found[0]["of"] == str(whole["new_of"])


def test_a_pdf_is_written_as_bytes(demo: Path, tmp_path: Path) -> None:
    page = tmp_path / "day.pdf"
    ok("report", "--from", "2022-02-14", "--to", "2022-02-14", "--format", "pdf", "-o", page, db=demo)
    assert page.read_bytes().startswith(b"%PDF-")


def test_on_a_terminal_it_is_short_and_says_what_shows_all(demo: Path) -> None:
    text = ok("report", db=demo, TTY_COMPATIBLE="1", NO_COLOR="1")
    assert "(5 of " in text
    assert text.rstrip().endswith("\n  tracker report --week 2022-W07 --format html -o week.html")
    assert max(map(len, text.splitlines())) <= 80
    days = ok("report", "--from", "2022-02-14", "--to", "2022-02-15", db=demo, TTY_COMPATIBLE="1", NO_COLOR="1")
    assert days.rstrip().endswith("\n  tracker report --from 2022-02-14 --to 2022-02-15 --format html -o week.html")


def test_it_can_be_kept_to_whom_and_to_what(demo: Path) -> None:
    found = made(demo, "--accused", "russia", "--topic", "false_flag")
    assert found["scope"] == "against russia and of false flag"
    assert {line["accused"] for section in SECTIONS for line in found[section]} == {"Russia"}
    nobody = made(demo, "--accused", "Nobody Known")
    assert not any(nobody[section] for section in SECTIONS)
    assert nobody["headline"] == "No accusation against Nobody Known was made or repeated in this week."


def test_as_of_a_day_before_anything_was_ingested_there_is_nothing(demo: Path) -> None:
    assert made(demo, "--week", "2022-W07", "--as-of", "2022-02-20")["articles"] == 0
    (measured,) = rows("trajectory", "A-1", "--as-of", "2022-02-20", "--json", db=demo)
    assert measured["n"] == 0
    assert run("report", "--as-of", "someday", db=demo).exit_code == 2


def test_articles_of_the_future_and_of_one_day_have_their_report(tmp_path: Path) -> None:
    said = {"text": "Arland accused Borland of shelling the border town of Dun.", "published": "2099-12-31", "publisher": "A"}
    db = tmp_path / "future.db"
    ok("ingest", "-", db=db, stdin=json.dumps(said).encode())
    assert made(db, "--week", "2099-W53")["new_of"] == 1
    assert made(db)["week"] == "2099-W53", "the only one that has articles"
    assert "1 mention" in ok("trajectory", "A-1", db=db)


@pytest.mark.parametrize(("name", "first"), [("w.html", "<!doctype html>"), ("w.JSON", "{"), ("w.md", "# "), ("w.txt", "# ")])
def test_the_name_of_a_file_tells_the_format(demo: Path, tmp_path: Path, name: str, first: str) -> None:
    ok("report", "--week", "2022-W07", "-o", tmp_path / name, db=demo)
    assert (tmp_path / name).read_text("utf-8").lower().startswith(first)


def test_no_output_replaces_a_database(demo: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE kept (word)")
    before = other.read_bytes()
    for command in (("report",), ("export", "allegations")):  # a seal replaces nothing at all
        done = run(*command, "-o", other, db=demo)
        assert (done.exit_code, done.stdout, other.read_bytes()) == (2, "", before)
        assert "it is a database, which would be lost; give another file" in " ".join(done.stderr.split())
