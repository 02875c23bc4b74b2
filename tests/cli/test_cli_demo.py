from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from cli.running import ok, process, rows, run

from tracker.cli.demo import TOUR


def test_tracker_alone_explains_itself_on_one_screen_and_names_only_commands_that_are_there() -> None:
    text = ok()
    lines = text.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    typed = [line.strip().split("  ")[0] for line in lines if line.startswith("  tracker")]
    assert typed == ["tracker demo", "tracker ingest articles/", "tracker list --unverified", "tracker report"]
    assert all(run(*shlex.split(command)[1:2], "--help").exit_code == 0 for command in typed)
    assert ok("--db", "nowhere.db") == text


def test_the_demo_goes_the_tour_and_says_what_to_type_next(demo: Path, own: Path) -> None:
    text = ok("demo", own)
    said = [line.removeprefix("$ tracker ") for line in text.splitlines() if line.startswith("$ tracker ")]
    assert len(said) == 1 + len(TOUR)
    assert "\x1b" not in text
    (most,) = [row["id"] for row in rows("list", "--sort", "mentions", "--limit", 1, "--json", db=demo)]
    for command in said[1:]:
        shown = ok(*shlex.split(command), TTY_COMPATIBLE="1", NO_COLOR="1")
        assert f"$ tracker {command}\n{shown}" in text
    assert f"trajectory {most}" in said[2]
    next_ = re.findall(rf"   tracker (--db {re.escape(str(own))} .+)", text)
    assert [shlex.split(command)[2] for command in next_] == ["show", "list", "serve"]
    assert ok(*shlex.split(next_[0])).startswith(most)


def test_a_quiet_demo_prints_no_notes_and_asks_no_model(own: Path) -> None:
    result = run("-q", "demo", own, TRACKER_EXTRACTOR="llm:none")
    assert (result.exit_code, result.stderr) == (0, "")


def test_the_demo_makes_demo_db_here_and_doing_it_twice_changes_nothing(demo: Path, tmp_path: Path) -> None:
    first = process("demo", cwd=tmp_path)
    assert (first.returncode, [path.name for path in tmp_path.iterdir()]) == (0, ["demo.db"])
    assert "21 articles: 21 new" in first.stderr
    again = process("demo", cwd=tmp_path)
    assert "21 articles: 0 new, 21 known already" in again.stderr
    assert first.stdout == again.stdout
    made = rows("list", "--json", db=tmp_path / "demo.db")
    assert made == rows("list", "--json", db=demo)


@pytest.mark.parametrize("publisher", ["", "---\npublisher: The Arland Times\n---\n"])
def test_a_database_of_other_articles_is_left_alone(own: Path, tmp_path: Path, publisher: str) -> None:
    (tmp_path / "a.md").write_text(f"{publisher}Wheat is cheap this year, farmers said.")
    ok("ingest", tmp_path / "a.md", db=own)
    result = run("demo", own)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "tracker demo demo-2.db" in result.stderr


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir")
    result = run("demo", tmp_path / "letter.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert (tmp_path / "letter.txt").read_text() == "Dear Sir"


def test_the_demo_is_named_by_its_argument_not_by_db(tmp_path: Path) -> None:
    result = run("--db", tmp_path / "x.db", "demo")
    assert result.exit_code == 2
    assert "tracker demo FILE" in result.stderr
    assert not list(tmp_path.iterdir())
