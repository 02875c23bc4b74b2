from __future__ import annotations

import json
import re
import resource
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from cli.running import contents, ok, process, rows, run, start
from privileges import as_nobody

from tracker.store import store as storing
from tracker.store.engine import open_engine
from tracker.types.paging import Sort

if TYPE_CHECKING:
    from pathlib import Path


def spoil(db: Path, page: int) -> None:
    with db.open("r+b") as opened:
        opened.seek(4096 * page)
        opened.write(b"\xff" * 4096)


def test_a_backup_and_a_restore_say_what_they_did(own: Path, tmp_path: Path) -> None:
    before = contents(own)
    kept = tmp_path / "kept.db"
    result = run("db", "backup", kept, db=own)
    assert (result.exit_code, result.stdout) == (0, "")
    assert re.fullmatch(rf"{own} is backed up in {kept} \(\d\.\d MB\)\n", result.stderr)
    assert run("outlets", "set", "Tarnwire", "--reliability", "B", db=own).exit_code == 0
    after = contents(own)
    result = run("db", "restore", kept, db=own)
    assert (result.exit_code, result.stdout) == (0, "")
    aside = re.fullmatch(rf"{own} is restored from {kept}; what it was before is kept in (\S+)\n", result.stderr)
    assert aside
    assert contents(own) == before
    assert contents(tmp_path / aside[1]) == after != before


def test_a_refused_restore_has_the_status_of_its_reason(own: Path, tmp_path: Path) -> None:
    before = contents(own)
    newer = shutil.copy(own, tmp_path / "newer.db")
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    (tmp_path / "words.txt").write_text("words " * 1000)
    for source, status in ((tmp_path / "nothing", 4), (newer, 5), (tmp_path / "words.txt", 1), (own, 2)):
        result = run("db", "restore", source, db=own)
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (status, "", 1), result.stderr
    assert contents(own) == before


def test_nothing_is_made_where_there_is_no_database(tmp_path: Path) -> None:
    for command in (["doctor"], ["db", "backup", tmp_path / "x.db"]):
        assert run(*command, db=tmp_path / "none.db").exit_code == 4
    assert not list(tmp_path.iterdir())


def test_the_doctor_says_that_all_is_well(own: Path) -> None:
    own.chmod(0o600)
    result = run("doctor", db=own)
    assert (result.exit_code, result.stderr) == (
        0,
        "articles are read on this machine: nothing is sent anywhere\nall is well\n",
    )
    assert all(line.endswith(" well") for line in result.stdout.splitlines())
    checks = rows("doctor", "--json", db=own)
    assert [set(check) for check in checks] == [{"check", "ok", "found", "examples", "mend"}] * len(result.stdout.splitlines())
    assert all(check["ok"] for check in checks)


def test_the_doctor_does_not_vouch_for_an_extractor_that_it_does_not_know(own: Path) -> None:
    own.chmod(0o600)
    said = run("doctor", db=own, TRACKER_EXTRACTOR="theirs").stderr
    assert said == "articles are read by theirs: its package says what it sends\nall is well\n"


def test_the_doctor_names_what_is_wrong_and_says_how_to_mend_it(own: Path) -> None:
    own.chmod(0o600)
    with closing(sqlite3.connect(own)) as connection, connection:
        connection.execute("UPDATE mention SET quote = 'nobody said this' WHERE kind = 'denial'")
    result = run("doctor", db=own)
    assert result.exit_code == 1
    assert result.stderr.startswith("tracker: not all is well (quotes, log, words)")
    assert re.search(
        r"quotes +\d+ found\n(  mention m\w+ quotes .*\n){5}  and \d+ more\n  to mend: .*db restore FILE", result.stdout
    )
    told = [json.loads(line) for line in run("doctor", "--json", db=own).stdout.splitlines()]
    assert [(check["check"], check["ok"]) for check in told if not check["ok"]] == [
        ("quotes", False),
        ("log", False),
        ("words", False),
    ]


# ------------------------------------------------------------------------- bad states: a sentence, a status, nothing lost


def test_a_database_that_is_locked_for_long_is_busy_and_the_command_can_be_given_again(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "open_engine", lambda url: open_engine(url, busy_seconds=0.1))
    setting = ("outlets", "set", "Tarnwire", "--reliability", "B")
    with closing(sqlite3.connect(own, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = run(*setting, db=own)
        assert (result.exit_code, result.stdout) == (5, "")
        assert result.stderr == f"tracker: the database {own} is busy, somebody else is writing to it: try again later\n"
        meanwhile = [ok("list", "--json", "--sort", sort, db=own) for sort in Sort]
        assert all(meanwhile), "readers wait for nobody"
        assert "A-1 " in ok("list", "--accused", "Russia", db=own, TTY_COMPATIBLE="1"), "nor does a table"
    assert run(*setting, db=own).exit_code == 0
    assert [ok("list", "--json", "--sort", sort, db=own) for sort in Sort] == meanwhile, "with what is kept it is the same"


def test_a_writer_waits_for_another_one(own: Path) -> None:
    with closing(sqlite3.connect(own, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with start("outlets", "set", "Tarnwire", "--reliability", "B", db=own) as waiting:
            with pytest.raises(Exception, match="timed out"):
                waiting.wait(3)
            other.execute("COMMIT")
            assert waiting.wait(30) == 0


def full(room: int):
    """Let a process write no file beyond `room` bytes: what a full disk is like, wherever the tests run."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))


def test_a_disk_without_room_is_told_in_a_sentence_and_nothing_is_lost(own: Path, tmp_path: Path) -> None:
    before, room = contents(own), own.stat().st_size // 4096 * 4096
    (tmp_path / "claims.csv").write_text("claim\n" + "".join(f"Arland shelled town {n} {'x' * 900}\n" for n in range(40)))
    result = process("db", "backup", tmp_path / "kept.db", db=own, preexec_fn=full(room // 2))
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1), result.stderr
    assert not list(tmp_path.glob("*kept*"))
    result = process("rematch", db=own, preexec_fn=full(4096))
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1), result.stderr
    assert "disk" in result.stderr
    assert contents(own) == before
    own.chmod(0o600)
    assert run("doctor", db=own).exit_code == 0


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(own_folder: Path, demo: Path) -> None:
    db = shutil.copy(demo, own_folder / "x.db")
    db.chmod(0o444)
    with as_nobody():
        result = run("outlets", "set", "Tarnwire", "--reliability", "B", db=db)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"tracker: {db} or its folder cannot be written: check the permissions, or choose another file\n"


@pytest.mark.parametrize("page", [0, 1, 2, 10, 40])
def test_a_corrupt_page_is_told_in_a_sentence_and_a_backup_puts_it_right(own: Path, tmp_path: Path, page: int) -> None:
    kept = tmp_path / "kept.db"
    ok("db", "backup", kept, db=own)
    own.chmod(0o600)
    spoil(own, page)
    result = run("doctor", db=own)
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    restored = run("db", "restore", kept, db=own)
    if page == 0:  # it could be anything now: whose it is a person must say
        assert restored.exit_code == 1
        own.rename(tmp_path / "away.db")
        restored = run("db", "restore", kept, db=own)
    assert restored.exit_code == 0, restored.stderr
    assert contents(own) == contents(kept)
    assert run("doctor", db=own).exit_code == 0
