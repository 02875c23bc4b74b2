from __future__ import annotations

import os
import sqlite3
import stat
import struct
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from factories import AT
from privileges import as_nobody
from sqlalchemy import text

from tracker.errors import DatabaseBusyError, DatabaseError
from tracker.store.engine import open_engine, reader
from tracker.store.faults import translated
from tracker.store.files import APPLICATION_ID
from tracker.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path


def pragma(file: Path, name: str) -> object:
    engine = open_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        value = connection.execute(text(f"PRAGMA {name}")).scalar()
    engine.dispose()
    return value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("foreign_keys", 1),
        ("synchronous", 2),
        ("busy_timeout", 30_000),
        ("application_id", APPLICATION_ID),
    ],
)
def test_connections_are_set_up(file: Path, name: str, value: object) -> None:
    assert pragma(file, name) == value


def test_the_file_and_its_log_belong_to_their_owner_only(file: Path) -> None:
    before = os.umask(0)
    try:
        with Store.open(f"sqlite:///{file}") as store:
            store.run_started("0.1.0", AT)
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    finally:
        os.umask(before)
    assert modes == {"tracker.db": 0o600, "tracker.db-shm": 0o600, "tracker.db-wal": 0o600}


def test_folders_above_are_created(tmp_path: Path) -> None:
    assert pragma(tmp_path / "a" / "b" / "tracker.db", "foreign_keys") == 1


def test_names_with_special_characters_are_names(tmp_path: Path) -> None:
    file = tmp_path / "50% #1 ü.db"
    with Store.open(f"sqlite:///{file}"):
        pass
    with Store.open(f"sqlite:///{file}") as store:
        assert store.counts()["article"] == 0
    assert file.stat().st_size > 0


def test_the_lock_is_taken_before_anything_is_read(url: str) -> None:
    first, second = open_engine(url), open_engine(url, busy_seconds=0.05)
    try:
        busy = pytest.raises(DatabaseBusyError, match=r"tracker\.db is busy")
        with first.begin(), busy, translated("tracker.db"), second.begin():
            pytest.fail("two transactions that may write were open at once")
    finally:
        first.dispose()
        second.dispose()


def test_readers_wait_for_no_writer_and_see_one_moment(in_file: Store, url: str) -> None:
    impatient = reader(open_engine(url, busy_seconds=0.05))
    counted = text("SELECT count(*) FROM outlet")
    with impatient.connect() as reading:
        assert reading.scalar(counted) == 0
        with in_file.engine.begin() as writing:
            writing.execute(text("INSERT INTO outlet (name) VALUES ('X')"))
        assert reading.scalar(counted) == 0
        reading.rollback()
        assert reading.scalar(counted) == 1
    impatient.dispose()


def test_opening_again_keeps_the_locks_of_this_process(in_file: Store, file: Path, url: str) -> None:
    # whoever reads the file with open() drops them: the next process to leave takes the log away from under us
    in_file.run_started("0.1.0", AT)
    Store.open(url).close()
    visit = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM outlet').fetchall(); c.close()"
    subprocess.run([sys.executable, "-c", visit, file], check=True)
    assert file.with_name("tracker.db-wal").exists()


def test_lower_knows_more_than_ascii(store: Store) -> None:
    with store.engine.connect() as connection:
        assert connection.scalar(text("SELECT lower('ЁLYSÉE') || coalesce(lower(NULL), '-')")) == "ёlysée-"


def refused(url: str) -> str:
    with pytest.raises(DatabaseError) as caught:
        Store.open(url)
    return str(caught.value)


@pytest.mark.parametrize("garbage", [b"x", b"hello\n" * 1000, b"\0" * 4096, b"SQLite format 2\0" + b"\0" * 5000])
def test_garbage_is_refused_and_unchanged(file: Path, garbage: bytes) -> None:
    file.write_bytes(garbage)
    assert refused(f"sqlite:///{file}") == f"{file} is not a SQLite database: choose another file"
    assert file.read_bytes() == garbage
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("mode", ["delete", "wal"])
@pytest.mark.parametrize("mark", [0, 0x0F055112])
def test_a_foreign_database_is_refused_and_unchanged(file: Path, mode: str, mark: int) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(f"PRAGMA journal_mode = {mode}")
        connection.execute(f"PRAGMA application_id = {mark}")
        connection.execute("CREATE TABLE photo (id INTEGER)")
    connection.close()
    before = file.read_bytes()
    assert refused(f"sqlite:///{file}") == (f"{file} is a SQLite database, but not one of the tracker's: choose another file")
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_a_damaged_foreign_database_is_refused_and_unchanged(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.executescript("CREATE TABLE photo (id INTEGER); INSERT INTO photo SELECT zeroblob(9000);")
    connection.close()
    cut = file.read_bytes()[:5000]
    file.write_bytes(cut)
    assert str(file) in refused(f"sqlite:///{file}")
    assert file.read_bytes() == cut


def test_a_damaged_database_of_ours_is_refused(file: Path) -> None:
    Store.open(f"sqlite:///{file}").close()
    file.write_bytes(file.read_bytes()[:5000])
    assert refused(f"sqlite:///{file}") == (f"the database {file} cannot be used: it is damaged: restore a backup")


def test_an_empty_file_becomes_a_database(file: Path) -> None:
    file.touch()
    with Store.open(f"sqlite:///{file}") as store:
        assert store.counts()["article"] == 0


def test_a_file_whose_making_was_killed_becomes_a_database(file: Path) -> None:
    """The mark is on the disk, and the journal that takes it back: https://www.sqlite.org/fileformat.html, section 3."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    was_empty = struct.pack(">8sIIIII", bytes.fromhex("d9d505f920a163d7"), 0, 1, 0, 512, 4096)
    file.with_name(f"{file.name}-journal").write_bytes(was_empty.ljust(512, b"\0"))
    open_engine(f"sqlite:///{file}").connect().close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refused(f"sqlite:///{tmp_path}").startswith(f"{tmp_path} is a folder")


def test_a_pipe_is_refused(file: Path) -> None:
    os.mkfifo(file)
    assert "is not a regular file" in refused(f"sqlite:///{file}")


def test_a_file_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("x")
    assert "cannot be created" in refused(f"sqlite:///{tmp_path}/note.txt/tracker.db")


def test_a_folder_that_takes_no_file_is_refused() -> None:
    assert "cannot be created" in refused("sqlite:////proc/tracker.db")


def test_a_read_only_file_is_refused(own_folder: Path) -> None:
    file = own_folder / "tracker.db"
    Store.open(f"sqlite:///{file}").close()
    file.chmod(0o444)
    with as_nobody():
        assert "cannot be written" in refused(f"sqlite:///{file}")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://ann:s3cret@localhost:1/x", "Connection refused: is the server there?"),
        ("postgres://ann:s3cret@localhost:1/x", "Connection refused: is the server there?"),
        ("postgresql+psycopg2://ann:s3cret@nowhere.invalid/x", "nowhere.invalid"),
        ("postgresql://ann:s3cret@localhost", "names no database"),
        ("mysql://ann:s3cret@db/x", "mysql://"),
        ("https://ann:s3cret@example.org/tracker.db", "https://"),
        ("sqlite://ann:s3cret@db", "names no file"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:///x.db?key=s3cret", "names no file, or more than that"),
        ("ann:s3cret@db", "cannot be read"),
    ],
)
def test_other_urls_are_refused_without_repeating_a_password(url: str, says: str) -> None:
    message = refused(url)
    assert says in message
    assert "s3cret@" not in message
    assert "=s3cret" not in message
