"""Keeps the database: copies of it while others write, and one of those put back. Of SQLite only: PostgreSQL has its own tools.

A copy is drafted beside its place and takes its name when it is whole, checked and on the disk. A restore pours the copy into
the database in one transaction, alone with it, so that no other program finds half of each; what was there is kept first.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from tracker.errors import DatabaseBusyError, DatabaseError, DatabaseTooNewError, NotFoundError, UsageError
from tracker.store import schema
from tracker.store.engine import open_engine, reader
from tracker.store.faults import is_busy, is_corrupt, translated
from tracker.store.files import APPLICATION_ID

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from sqlalchemy import Engine

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database: `-wal` is a part of it."""


def open_existing(url: str) -> Engine:
    """Return an engine as `open_engine` does, but create nothing. Raises NotFoundError where there is no database."""
    if file := missing(url):
        raise NotFoundError(f"there is no database at {file}: tracker ingest PATH makes one")
    return open_engine(url)


def missing(url: str) -> str | None:
    """Return the SQLite file that a URL names where it is not there, else None. What is wrong with it, `open_engine` says."""
    with suppress(ArgumentError):
        parsed = make_url(url)
        file = parsed.database
        if parsed.get_backend_name() == "sqlite" and file and not parsed.query and not Path(file).exists():
            return file
    return None


def backup(engine: Engine, to: Path) -> None:
    """Copy the database as it is at one moment into a new file, which only its owner may read; others may write meanwhile.

    The file appears whole and checked, or not at all. Raises UsageError where it exists, DatabaseError where the database is
    empty or damaged, or the file cannot be written.
    """
    _sqlite_only(engine, "back it up with pg_dump --format=custom")
    file = str(engine.url.database)
    _refuse_existing(to)
    if schema.current(engine) is None:
        raise DatabaseError(f"the database {file} is empty: there is nothing to back up")
    with translated(file), reader(engine).connect() as connection, _drafted(to) as draft:
        driver: Any = connection.connection.driver_connection
        _copy(driver, draft, file, to)


def restore(engine: Engine, source: Path, at: dt.datetime, busy_seconds: float = 30.0) -> Path | None:
    """Make the database what a backup was, and return where what was there is kept; None where there was nothing.

    `at` is the moment, which names the file that is kept; a database that is damaged is set aside as it is, with its log.
    Raises NotFoundError, DatabaseError where `source` is no sound database of the tracker, DatabaseTooNewError,
    DatabaseBusyError where another program has the database open: nothing was changed.
    """
    _sqlite_only(engine, "restore it with pg_restore")
    file = Path(str(engine.url.database))
    engine.dispose()  # or this process would be the other program
    kept = file.with_name(f"{file.name}.before-restore-{at:%Y%m%dT%H%M%SZ}")
    with _source(source, file) as backup:
        if not file.stat().st_size:
            _pour(backup, file, busy_seconds)
            return None
        _refuse_existing(kept)
        if _is_sound(file, busy_seconds):
            return kept if _pour(backup, file, busy_seconds, kept) else None
        with translated(str(file)), _drafted(file) as draft:
            _copy(backup, draft, str(source), file)
            _set_aside(file, kept)
    return kept


def damage(connection: Any, most: int = 10) -> list[str]:
    """Return what is broken in the pages and indexes of a SQLite database, a line each, at most so many."""
    found: list[str] = []
    try:
        for row in connection.execute(f"PRAGMA integrity_check({most})"):
            found += (line for line in str(row[0]).splitlines() if not line.startswith("***"))
    except sqlite3.DatabaseError as error:
        if not is_corrupt(error):
            raise
        found.append(str(error))  # too broken to go on looking
    return [] if found == ["ok"] else found


def _sqlite_only(engine: Engine, instead: str) -> None:
    if engine.dialect.name != "sqlite":
        raise UsageError(f"a {engine.dialect.name} database is kept with its own tools: {instead}")


def _refuse_existing(file: Path) -> None:
    if file.exists() or file.is_symlink():
        raise UsageError(f"{file} exists already, and a backup overwrites nothing: give another name")


@contextmanager
def _drafted(final: Path) -> Iterator[Path]:
    """A new file beside `final`, its owner's alone, which takes that name at the end of the block: whole, and on the disk."""
    draft = final.with_name(f".{final.name}.{os.getpid()}.part")
    try:
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield draft
        _sync(draft)
        draft.replace(final)
        _sync(final.parent)
    except OSError as error:
        raise DatabaseError(f"{final} cannot be written: {error.strerror or error}: choose another place") from error
    finally:
        for end in ("", *BESIDE):
            Path(f"{draft}{end}").unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _copy(source: Any, draft: Path, name: str, final: Path) -> None:
    """Copy a database into the empty draft of `final`, without a log beside it. Raises DatabaseError where it is damaged."""
    with translated(str(final)), closing(sqlite3.connect(draft, isolation_level=None)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        if found := damage(target, 1):
            raise DatabaseError(f"the database {name} is damaged ({found[0]}), and was not copied: tracker doctor tells more")


@contextmanager
def _source(source: Path, file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that only reads the backup. Raises where that is no sound database of the tracker, or a newer one."""
    if not source.is_file():
        raise NotFoundError(f"{source}: no such file: give what tracker db backup wrote")
    if source.resolve() == file.resolve() or source.samefile(file):
        raise UsageError(f"{source} is the database itself: give a backup of it")
    with (
        translated(str(source)),
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as connection,
    ):
        connection.execute("BEGIN")  # one moment, from the check to the copy
        if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
            raise DatabaseError(f"{source} is not a database of the tracker: it was not restored")
        if found := damage(connection, 1):
            raise DatabaseError(f"{source} is damaged ({found[0]}): it was not restored; try an older backup")
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise DatabaseError(f"{source} is damaged (rows refer to nothing): it was not restored; try an older backup")
        _refuse_newer(connection, source)
        yield connection


def _refuse_newer(connection: sqlite3.Connection, source: Path) -> None:
    tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    revision = tables and connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if not revision:
        raise DatabaseError(f"{source} has no tables of the tracker: it was not restored")
    if revision[0] not in schema.revisions():
        raise DatabaseTooNewError(
            f"{source} was written by a newer version of tracker (schema {revision[0]}; this one knows {schema.head()}): "
            "it was not restored; update tracker"
        )


def _is_sound(file: Path, busy_seconds: float) -> bool:
    """Whether there is something to keep by copying: False where the file is damaged, and must be kept as it is."""
    try:
        with (
            translated(str(file)),
            closing(sqlite3.connect(file, isolation_level=None, timeout=busy_seconds)) as connection,
        ):
            return not damage(connection, 1)
    except DatabaseBusyError:
        raise
    except DatabaseError:
        return False


def _pour(backup: sqlite3.Connection, file: Path, busy_seconds: float, kept: Path | None = None) -> bool:
    """Write a backup over a database in one transaction, after a copy of what it was; return whether there was anything.

    The connection is alone with the database from before the copy to the end: nothing that others write falls in between.
    """
    with translated(str(file)), closing(sqlite3.connect(file, isolation_level=None, timeout=busy_seconds)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if not is_busy(error):
                raise
            raise DatabaseBusyError(
                f"the database {file} is in use: end the programs that have it open, then try again"
            ) from error
        connection.execute("COMMIT")  # the lock stays, in this mode
        filled = connection.execute("SELECT 1 FROM sqlite_master").fetchone() is not None
        if kept is not None and filled:
            with _drafted(kept) as draft:
                _copy(connection, draft, str(file), kept)
        backup.backup(connection)
        return filled


def _set_aside(file: Path, kept: Path) -> None:
    """Keep a damaged database under another name, its log too; its place is taken in one step, and its log goes before."""
    for end in ("", "-wal"):
        if Path(f"{file}{end}").exists():
            Path(f"{kept}{end}").hardlink_to(f"{file}{end}")
    for end in BESIDE:
        Path(f"{file}{end}").unlink(missing_ok=True)
