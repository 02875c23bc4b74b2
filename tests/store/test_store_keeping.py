from __future__ import annotations

import datetime as dt
import os
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from factories import AT, TEXT, document, mention
from filling import ACTORS, accuse, add, judgement
from sqlalchemy import create_engine
from stored import release, rows

from tracker.errors import DatabaseBusyError, DatabaseError, DatabaseTooNewError, NotFoundError, UsageError
from tracker.store import doctor
from tracker.store.engine import open_engine
from tracker.store.keeping import backup, open_existing, restore
from tracker.store.store import Store


@pytest.fixture
def kept(in_file: Store, tmp_path: Path) -> Path:
    """A backup of a store with one article."""
    accuse(in_file, "first")
    backup(in_file.engine, tmp_path / "kept.db")
    return tmp_path / "kept.db"


def spoil(file: Path, page: int) -> None:
    """Overwrite a page of a database."""
    with file.open("r+b") as opened:
        opened.seek(4096 * page)
        opened.write(b"\xff" * 4096)


def sound(file: Path) -> bool:
    engine = open_existing(f"sqlite:///{file}")
    found = [check.name for check in doctor.examine(engine) if check.found]
    engine.dispose()
    return not found


def test_a_backup_is_one_file_of_its_owner_with_everything_in_it(in_file: Store, file: Path, kept: Path) -> None:
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert rows(kept) == rows(file)
    assert sorted(path.name for path in kept.parent.glob("*kept*")) == ["kept.db"]
    kept.chmod(0o400)
    kept.parent.chmod(0o500)  # as on a medium that cannot be written
    assert rows(kept) == rows(file)
    kept.parent.chmod(0o700)


def test_what_others_write_during_a_backup_is_in_it_whole_or_not_at_all(in_file: Store, tmp_path: Path) -> None:
    add(in_file, document(text="x" * 3_000_000, url=None, ref="big"))
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            doc, run = document(text=f"{number}. {TEXT}", url=None, ref=f"{number}"), in_file.run_started("0.1.0", AT)
            one = mention(text=doc.text)
            with in_file.write() as writer:
                writer.add_article(doc, [one], run, AT, actors=ACTORS)
                writer.judge(judgement(one.id, writer.new_allegation(one.claim, one.accused, one.acts, AT)))
            number += 1

    writing = threading.Thread(target=write)
    writing.start()
    try:
        for number in range(5):
            backup(in_file.engine, tmp_path / f"{number}.db")
    finally:
        stop.set()
        writing.join()
    sizes = []
    for number in range(5):
        assert sound(tmp_path / f"{number}.db")
        with Store.open(f"sqlite:///{tmp_path}/{number}.db") as copy:
            counts = copy.counts()
        assert counts["mention"] == counts["article"] - 1
        sizes.append(counts["article"])
    assert sizes == sorted(sizes)
    assert in_file.counts()["article"] >= sizes[-1] > sizes[0], "nothing was written meanwhile"


def test_a_backup_overwrites_nothing(in_file: Store, file: Path, kept: Path) -> None:
    for there in (kept, file, file.parent):
        before = there.stat()
        with pytest.raises(UsageError, match="overwrites nothing"):
            backup(in_file.engine, there)
        assert there.stat() == before


def test_a_backup_into_a_folder_that_is_not_there_is_refused(in_file: Store, tmp_path: Path) -> None:
    accuse(in_file, "first")
    with pytest.raises(DatabaseError, match="No such file or directory"):
        backup(in_file.engine, tmp_path / "nowhere" / "x.db")


def test_a_damaged_database_is_not_backed_up(in_file: Store, file: Path, url: str, tmp_path: Path) -> None:
    add(in_file, document(text="x" * 100_000))
    in_file.close()
    spoil(file, 20)
    with pytest.raises(DatabaseError, match=r"tracker\.db is damaged .* tracker doctor tells more"):
        backup(open_engine(url), tmp_path / "x.db")
    assert not list(tmp_path.glob("*x.db*"))


def test_there_is_nothing_to_back_up_of_what_is_empty_or_not_there(url: str, file: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no database"):
        open_existing(url)
    assert not file.exists()
    with pytest.raises(DatabaseError, match="is empty"):
        backup(open_engine(url), tmp_path / "x.db")


def test_a_restore_brings_back_what_was_and_keeps_what_is(in_file: Store, url: str, file: Path, kept: Path) -> None:
    before = rows(file)
    accuse(in_file, "second")
    after = rows(file)
    in_file.close()
    aside = restore(open_engine(url), kept, AT)
    assert aside == file.with_name("tracker.db.before-restore-20220218T093000Z")
    assert (rows(file), rows(aside)) == (before, after)
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    assert sound(file)
    assert sound(aside)


def test_a_restore_makes_a_database_where_there_was_none(kept: Path, tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/new/x.db")
    assert restore(engine, kept, AT) is None
    assert rows(tmp_path / "new" / "x.db") == rows(kept)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["x.db"]
    assert stat.S_IMODE((tmp_path / "new" / "x.db").stat().st_mode) == 0o600


def test_a_damaged_database_is_set_aside_as_it_is(in_file: Store, url: str, file: Path, kept: Path) -> None:
    in_file.close()
    spoil(file, 3)
    damaged = file.read_bytes()
    aside = restore(open_engine(url), kept, AT)
    assert aside is not None
    assert aside.read_bytes() == damaged
    assert rows(file) == rows(kept)
    assert sound(file)


def test_the_log_of_a_damaged_database_is_set_aside_with_it(in_file: Store, url: str, file: Path, kept: Path) -> None:
    in_file.close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("INSERT INTO outlet (name) VALUES ('late')")
        connection.commit()
        log = Path(f"{file}-wal").read_bytes()
        whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * 4096 * 2 + whole[4096 * 3 :])
    Path(f"{file}-wal").write_bytes(log)
    aside = restore(open_engine(url), kept, AT)
    assert aside is not None
    assert aside.exists()
    assert rows(file) == rows(kept), "a log that was left behind would be played into the backup"


def test_a_database_that_is_open_elsewhere_is_not_restored(in_file: Store, url: str, file: Path, kept: Path) -> None:
    accuse(in_file, "second")
    before = rows(file)
    with pytest.raises(DatabaseBusyError, match="is in use: end the programs"):
        restore(open_engine(url), kept, AT, busy_seconds=0.05)
    assert rows(file) == before
    assert not list(file.parent.glob("*before*"))


@pytest.mark.parametrize("cut", [0, 100, 4096, 30_000])
def test_half_a_backup_is_refused(in_file: Store, url: str, file: Path, kept: Path, cut: int) -> None:
    in_file.close()
    half = kept.with_name("half.db")
    half.write_bytes(kept.read_bytes()[:cut])
    refuse(url, file, half, DatabaseError, "half.db")


def test_what_is_no_backup_is_refused(in_file: Store, url: str, file: Path, kept: Path, tmp_path: Path) -> None:
    in_file.close()
    (tmp_path / "note.txt").write_text("words\n" * 1000)
    refuse(url, file, tmp_path / "note.txt", DatabaseError, "not a SQLite database")
    refuse(url, file, tmp_path / "nothing.db", NotFoundError, "no such file")
    refuse(url, file, tmp_path, NotFoundError, "no such file")
    refuse(url, file, file, UsageError, "the database itself")
    with closing(sqlite3.connect(tmp_path / "photos.db")) as connection:
        connection.execute("CREATE TABLE photo (id INTEGER)")
    refuse(url, file, tmp_path / "photos.db", DatabaseError, "not a database of the tracker")
    open_engine(f"sqlite:///{tmp_path}/empty.db").connect().close()
    refuse(url, file, tmp_path / "empty.db", DatabaseError, "has no tables")


def test_a_backup_that_is_damaged_or_newer_is_refused(in_file: Store, url: str, file: Path, kept: Path, tmp_path: Path) -> None:
    in_file.close()
    with closing(sqlite3.connect(kept)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    refuse(url, file, kept, DatabaseTooNewError, "schema 9999")
    with closing(sqlite3.connect(kept)) as connection, connection:
        connection.execute("DELETE FROM article")
    refuse(url, file, kept, DatabaseError, "rows refer to nothing")
    spoil(kept, 5)
    refuse(url, file, kept, DatabaseError, "damaged")


def refuse(url: str, file: Path, source: Path, error: type[Exception], says: str) -> None:
    """Restoring `source` must raise, and change nothing."""
    before, beside = rows(file), sorted(file.parent.glob("tracker.db*"))
    with pytest.raises(error, match=says):
        restore(open_engine(url), source, AT)
    assert rows(file) == before
    assert sorted(file.parent.glob("tracker.db*")) == beside


def test_an_older_backup_is_restored_and_upgraded_on_first_use(in_file: Store, url: str, tmp_path: Path) -> None:
    accuse(in_file, "first")
    in_file.close()
    assert restore(open_engine(url), release("0001", tmp_path / "old.db"), AT)
    with Store.open(url) as opened:
        assert opened.counts()["article"] == 5


def test_other_databases_are_kept_with_their_own_tools(tmp_path: Path) -> None:
    elsewhere = create_engine("postgresql+psycopg:///nowhere")
    with pytest.raises(UsageError, match="pg_dump"):
        backup(elsewhere, tmp_path / "x.db")
    with pytest.raises(UsageError, match="pg_restore"):
        restore(elsewhere, tmp_path / "x.db", dt.datetime.now(dt.UTC))


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_a_database_and_all_beside_it_are_its_owners_alone_whatever_the_mask(url: str, file: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        with Store.open(url) as store:
            add(store, document(), mention())
            backup(store.engine, file.with_name("kept.db"))
            found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    finally:
        os.umask(before)
    assert found == dict.fromkeys(["kept.db", "tracker.db", "tracker.db-shm", "tracker.db-wal"], 0o600)
