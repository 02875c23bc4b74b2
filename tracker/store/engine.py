"""Opens a database: which URLs are taken, and how every SQLite connection is set up. PostgreSQL: see `server`.

The driver is in autocommit and SQLAlchemy's `begin` event says BEGIN IMMEDIATE, so that a transaction holds the write
lock before it reads: with the driver's own transactions two processes insert what each did not find, or fail halfway.
"""

from __future__ import annotations

import functools
import random
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from tracker.errors import DatabaseError
from tracker.store.faults import is_busy
from tracker.store.files import APPLICATION_ID, prepare, refuse
from tracker.store.server import PATIENCE, is_server, open_server

READ_ONLY = "tracker_read_only"


def open_engine(url: str, busy_seconds: float = 30.0) -> Engine:
    """Return an engine on the database of `url`: a SQLite file, which is created if it is missing, or one on a server.

    A connection waits `busy_seconds` for another writer. Raises DatabaseError for URLs that name neither and for files that
    are not, and cannot become, a database of the tracker; these are left as they are.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "postgresql":
        return open_server(parsed, busy_seconds)
    path = _path(parsed)
    prepare(path)
    engine = create_engine(
        URL.create("sqlite", database=str(path)), connect_args={"isolation_level": None, "timeout": busy_seconds}
    )

    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _record: Any) -> None:
        _set_up(connection, path, busy_seconds)

    event.listen(engine, "begin", functools.partial(_begin, busy_seconds))
    return engine


def reader(engine: Engine) -> Engine:
    """Return the same engine for transactions that only read: they see one moment and wait for no writer."""
    if is_server(engine):
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine.execution_options(**{READ_ONLY: True})


def impatient(engine: Engine, seconds: float) -> Engine:
    """Return the same engine for transactions that wait so long at most for other writers."""
    return engine.execution_options(**{PATIENCE: seconds})


def place(engine: Engine) -> str:
    """Return what people are told of where a database is: its file, or its name and server, never a password."""
    if not is_server(engine):
        return str(engine.url.database)
    return f"{engine.url.database} on {engine.url.host or 'this machine'}"


def _parsed(url: str) -> URL:
    """Return the parts of a URL. No message repeats the URL: it may hold a password."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseError("the database URL cannot be read: give a file, or sqlite:///path/to/tracker.db") from None
    scheme = parsed.get_backend_name()
    if scheme == "postgres":
        return parsed.set(drivername="postgresql")
    if scheme not in {"sqlite", "postgresql"}:
        raise DatabaseError(
            f"a database URL that starts with {scheme}:// is not supported: give a SQLite file, or postgresql://…"
        )
    return parsed


def _path(parsed: URL) -> Path:
    """Return the file that a URL names."""
    if not parsed.database or parsed.database == ":memory:" or parsed.host or parsed.query:
        raise DatabaseError("the database URL names no file, or more than that: write sqlite:///path/to/tracker.db")
    return Path(parsed.database).absolute()


def _begin(busy_seconds: float, connection: Connection) -> None:
    """Begin a transaction. One that writes asks for the lock every few milliseconds, at random.

    SQLite's own wait asks every tenth of a second: beside others who write article after article it may never get a turn.
    """
    if connection.get_execution_options().get(READ_ONLY, False):
        connection.exec_driver_sql("BEGIN")
        return
    driver: Any = connection.connection.driver_connection
    deadline = time.monotonic() + connection.get_execution_options().get(PATIENCE, busy_seconds)
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if not is_busy(error) or time.monotonic() > deadline:
                    raise
                time.sleep(random.uniform(0.001, 0.01))  # noqa: S311  # no secret
            else:
                return
    finally:
        driver.execute(f"PRAGMA busy_timeout = {int(busy_seconds * 1000)}")


def _set_up(connection: sqlite3.Connection, path: Path, busy_seconds: float) -> None:
    """Look whose database it is, and mark a new one: before WAL, for the mark must be in the file, not in the log."""
    # in one transaction: a mark that somebody was killed over is taken back by the first who reads, and the file is empty again
    connection.execute("BEGIN")
    (found,) = connection.execute("PRAGMA application_id").fetchone()
    new = connection.execute("PRAGMA page_count").fetchone() == (0,)
    connection.execute("COMMIT")
    if found != APPLICATION_ID and not new:
        raise refuse(path)
    if found != APPLICATION_ID:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _use_log(connection, busy_seconds)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # SQLite's own knows ASCII only, and searching for names must not
    connection.create_function("lower", 1, _lower, deterministic=True)


def _use_log(connection: sqlite3.Connection, busy_seconds: float) -> None:
    """Switch to WAL. SQLite does not wait for other connections here, so this does."""
    deadline = time.monotonic() + busy_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value
