"""What only a real process can show: its streams, its exit status, its signals."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from cli.running import DEMO, REPO, process, start

ARTICLE = '{"text": "Arland accused Borland of shelling the border town of Dun."}\n'


def test_data_goes_to_stdout_and_the_rest_to_stderr(demo: Path) -> None:
    result = process("list", "--json", "--limit", "2", db=demo)
    assert result.returncode == 0
    assert [json.loads(line)["id"][:2] for line in result.stdout.splitlines()] == ["A-", "A-"]
    assert re.fullmatch(r"2 of \d+ allegations \(--limit 2\)\n", result.stderr)


@pytest.mark.parametrize(
    ("status", "args"),
    [
        (1, ["--db", "/", "list"]),
        (2, ["nonsense"]),
        (2, ["list", "--since", "x"]),
        (4, ["show", "A-999"]),
        (4, ["ingest", "no.txt"]),
    ],
    ids=str,
)
def test_a_failure_has_its_exit_status_one_sentence_and_no_traceback(own: Path, status: int, args: list[str]) -> None:
    result = process(*args, db=own)
    assert result.returncode == status
    assert result.stderr
    assert "Traceback" not in result.stderr
    assert "unexpected" not in result.stderr


def test_refused_and_too_new_have_theirs(own: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert process("ingest", tmp_path / "empty.txt", db=own).returncode == 3
    with closing(sqlite3.connect(own)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert process("list", db=own).returncode == 5


def test_a_traceback_has_to_be_asked_for_twice(demo: Path) -> None:
    assert "Traceback" not in process("-v", "show", "A-999", db=demo).stderr
    result = process("-v", "-v", "show", "A-999", db=demo)
    assert result.returncode == 4
    assert "Traceback" in result.stderr
    assert result.stderr.endswith("tracker: no allegation A-999: tracker list shows what there is\n")


def test_a_reader_that_leaves_early_is_not_an_error(demo: Path) -> None:
    with start("export", "mentions", db=demo) as exporting:
        assert exporting.stdout
        assert exporting.stderr
        assert json.loads(exporting.stdout.readline())["quote"]
        exporting.stdout.close()
        assert (exporting.stderr.read(), exporting.wait(30)) == ("", 0)


def without_reader(*args: str, db: Path) -> tuple[int, str]:
    """The exit status and stderr of a process whose stdout nobody reads, from the start."""
    reading, writing = os.pipe()
    os.close(reading)
    with start(*args, db=db, stdout=writing) as started:
        os.close(writing)
        assert started.stderr
        return started.wait(30), started.stderr.read()


@pytest.mark.parametrize("args", [["list"], ["export", "events", "--format", "csv"]])
def test_nobody_reading_is_not_an_error(demo: Path, args: list[str]) -> None:
    assert without_reader(*args, db=demo) == (0, "")


def test_nobody_reading_what_is_drawn_is_not_an_error(demo: Path) -> None:
    assert without_reader("show", "A-1", db=demo) == (0, "")


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["list", "--help"], []])
def test_nobody_reading_the_help_is_not_an_error(demo: Path, args: list[str]) -> None:
    assert without_reader(*args, db=demo) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_in_a_sentence(demo: Path) -> None:
    with Path("/dev/full").open("w") as full:
        result = process("export", "mentions", db=demo, stdout=full)
    assert result.returncode == 1
    assert "unexpected" not in result.stderr


def test_an_export_is_utf_8_wherever_it_goes(demo: Path) -> None:
    result = process("export", "mentions", db=demo, env={"PYTHONIOENCODING": "latin-1"})
    assert result.returncode == 0
    assert result.stdout == process("export", "mentions", db=demo).stdout


def stored(db: Path) -> int:
    with closing(sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM article").fetchone()
        return int(count)


def test_ctrl_c_ends_with_130_and_keeps_what_is_stored(own: Path) -> None:
    before = stored(own)
    with start("ingest", "-", db=own, stdin=subprocess.PIPE) as ingesting:
        assert ingesting.stdin
        assert ingesting.stderr
        ingesting.stdin.write(ARTICLE)
        ingesting.stdin.flush()
        deadline = time.monotonic() + 60
        while stored(own) == before and time.monotonic() < deadline:
            time.sleep(0.05)
        ingesting.send_signal(signal.SIGINT)
        assert ingesting.wait(30) == 130
        message = ingesting.stderr.read()
    assert message == "tracker: interrupted; what was acknowledged is stored, and the same command goes on from there\n"
    assert stored(own) == before + 1
    assert process("db", "check", db=own).returncode == 0


def test_ctrl_c_while_starting_gives_no_traceback() -> None:
    early = (
        "import sys, signal, os\n"
        "class Early:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == 'tracker.cli.app': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Early())\n"
        "from tracker.cli import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", early]
    result = subprocess.run(command, cwd=REPO, env=os.environ, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 130
    assert "Traceback" not in result.stderr


def test_without_any_word_the_database_is_in_the_users_data_folder(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "TRACKER_DATABASE_URL": ""}
    assert process("list", env=home).returncode == 0
    assert [path.parent.name for path in tmp_path.rglob("tracker.db")] == ["tracker"]


def test_an_ingest_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    result = process("--db", db, "ingest", DEMO / "tarnwire.jsonl", next(DEMO.glob("*.html")))
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr.startswith("5 articles: 5 new\n")
