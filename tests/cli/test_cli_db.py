from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from cli.running import contents, ok, rows, run

from tracker.resources import head_revision

if TYPE_CHECKING:
    from pathlib import Path

HEAD = head_revision()


def execute(db: Path, statement: str) -> None:
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(statement)


def test_current_tells_the_schema_of_the_database_and_of_this_version(demo: Path, tmp_path: Path) -> None:
    assert ok("db", "current", db=demo) == f"{HEAD} (this version: {HEAD})\n"
    assert ok("db", "current", db=tmp_path / "new.db") == f"empty (this version: {HEAD})\n"


def test_upgrade_makes_a_database_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    for _ in range(2):
        assert run("db", "upgrade", db=db).exit_code == 0
        assert ok("db", "current", db=db).startswith(HEAD)
    assert ok("db", "check", db=db) == ""


def test_a_database_is_made_on_first_use_in_folders_that_are_made_too(tmp_path: Path) -> None:
    db = tmp_path / "a" / "b" / "x.db"
    assert ok("list", db=db) == ""
    assert db.stat().st_mode & 0o077 == 0
    assert ok("db", "check", db=db) == ""


def test_db_takes_a_path_or_an_address_and_goes_before_the_environment(demo: Path, tmp_path: Path) -> None:
    expected = ok("list", db=demo)
    assert ok("--db", demo, "list", db=tmp_path / "other.db") == expected
    assert ok("--db", f"sqlite:///{demo}", "list") == expected != ""
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "command",
    ["list", "search words", "report", "export articles", "log", "review", "undo", "actors", "feeds list", "db current"],
)
def test_a_database_that_may_be_mistyped_is_made_with_a_word(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    word = f"there was no database at {tmp_path / 'nwes.db'}: this makes an empty one, and tracker ingest PATH fills it\n"
    assert run("--db", "nwes.db", *command.split()).stderr.startswith(word)
    assert word not in run("--db", "nwes.db", *command.split()).stderr
    assert run("-q", "--db", "other.db", "list").stderr == ""


@pytest.mark.parametrize("command", ["doctor", "db backup x.db"])
def test_what_looks_at_a_database_makes_none(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("--db", "nwes.db", *command.split())
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr == f"tracker: there is no database at {tmp_path / 'nwes.db'}: tracker ingest PATH makes one\n"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["ingest -", "import -", "watch --once", "feeds import -", "db upgrade"])
def test_what_has_something_to_put_into_a_database_makes_it(command: str, tmp_path: Path) -> None:
    run("--db", tmp_path / "news.db", *command.split())
    assert ok("--db", tmp_path / "news.db", "db", "current").startswith(HEAD)


def test_check_says_that_all_is_well_on_stderr(demo: Path) -> None:
    result = run("db", "check", db=demo)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "the schema is as it should be\n")


def test_check_names_what_differs(own: Path) -> None:
    execute(own, "DROP INDEX ix_article_url")
    result = run("db", "check", db=own)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "ix_article_url" in result.stderr


def test_check_of_an_empty_database_is_one_short_sentence(tmp_path: Path) -> None:
    result = run("db", "check", db=tmp_path / "new.db")
    assert result.exit_code == 1
    assert len(result.stderr) < 300


def test_a_downgrade_needs_a_yes(own: Path) -> None:
    before = contents(own)
    result = run("db", "downgrade", "base", db=own)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--yes" in result.stderr
    assert contents(own) == before


def test_a_downgrade_to_base_empties_and_the_next_use_starts_again(own: Path) -> None:
    assert run("db", "downgrade", "base", "--yes", db=own).exit_code == 0
    assert not any(contents(own).values())
    assert ok("db", "current", db=own).startswith("empty ")
    assert rows("list", "--json", db=own) == []
    assert ok("db", "check", db=own) == ""


@pytest.mark.parametrize("revision", ["0999", "nonsense", "head", ""])
def test_a_downgrade_to_a_schema_that_does_not_exist_changes_nothing(own: Path, revision: str) -> None:
    before = contents(own)
    result = run("db", "downgrade", revision, "--yes", db=own)
    assert result.exit_code == 2
    assert f"there is no schema {revision}" in result.stderr
    assert contents(own) == before


@pytest.fixture
def newer(own: Path) -> Path:
    """A database that a newer version has written."""
    execute(own, "UPDATE alembic_version SET version_num = '9999'")
    return own


@pytest.mark.parametrize(
    "command", [["list"], ["ingest", "-"], ["report"], ["db", "upgrade"], ["db", "downgrade", "base", "--yes"]]
)
def test_a_database_of_a_newer_version_is_refused_and_left_alone(newer: Path, command: list[str]) -> None:
    before = contents(newer)
    result = run(*command, db=newer, stdin=b'{"text": "Words."}')
    assert (result.exit_code, result.stdout) == (5, "")
    assert result.stderr.startswith(f"tracker: the database {newer} was written by a newer version")
    assert "update tracker" in result.stderr
    assert contents(newer) == before


def test_current_can_be_asked_of_a_newer_database(newer: Path) -> None:
    assert ok("db", "current", db=newer) == f"9999 (this version: {HEAD})\n"


def test_check_refuses_a_newer_database(newer: Path) -> None:
    assert run("db", "check", db=newer).exit_code == 5


@pytest.mark.parametrize("address", ["mysql://host/x?key=secret", "sqlite://", "x://", "http://"])
def test_an_address_that_is_not_supported_is_refused_without_its_password(address: str) -> None:
    result = run("list", db=address)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "give a SQLite file" in result.stderr or "sqlite:///" in result.stderr
    assert "secret" not in result.stderr
