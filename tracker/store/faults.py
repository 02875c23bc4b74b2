"""Turns what SQLAlchemy and the drivers raise into the tracker's own errors: nothing else leaves the station."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from tracker.errors import DatabaseBusyError, DatabaseError, TogetherError

if TYPE_CHECKING:
    from collections.abc import Iterator

ADVICE = {
    sqlite3.SQLITE_CORRUPT: "it is damaged: restore a backup",
    sqlite3.SQLITE_IOERR: "the disk does not read or write: look at its room, its limits and its health",
    sqlite3.SQLITE_FULL: "the disk is full: make room and try again",
    sqlite3.SQLITE_NOTADB: "it is not a SQLite database: choose another file",
    sqlite3.SQLITE_READONLY: "it cannot be written: check its permissions",
}

# By the first characters of the server's code (the SQL standard's SQLSTATE); None where trying again later will do.
SERVER_ADVICE = {
    "08": "the connection was lost: what was acknowledged is stored, the same command goes on from there",
    "25006": "it can only be read: give a user, or a server, that may write",
    "28": "the server does not let this user in: check user and password (in PGPASSWORD or ~/.pgpass)",
    "3D000": "the server has no database of this name: make it with createdb",
    "42501": "this user may not do that there: give a user that may write",
    "53100": "the disk of the server is full: make room and try again",
    "53": None,
    "55P03": None,
    "57P": "the server is stopping: what was acknowledged is stored, the same command goes on from there",
}
TOGETHER = {"23505", "40001", "40P01"}  # a key that another transaction took first, orders that cross each other


@contextmanager
def translated(file: str) -> Iterator[None]:
    """Run a block that talks to the database `file`.

    Raises DatabaseBusyError where somebody else holds it, DatabaseError for every other error of the database or its
    libraries. Both name the file, and neither repeats statements or their values. Other exceptions pass.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _typed(file, error) from error
    except UnicodeEncodeError as error:
        # half a surrogate pair: JSON can spell it, no database stores it
        raise DatabaseError(f"the database {file} cannot hold a text that is not valid Unicode: {error}") from error


def is_busy(error: sqlite3.Error) -> bool:
    """Whether somebody else holds the database, so that trying again later will do."""
    return _code(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def is_corrupt(error: sqlite3.Error) -> bool:
    """Whether pages of the database are not what SQLite wrote."""
    return _code(error) == sqlite3.SQLITE_CORRUPT


def _typed(file: str, error: Exception) -> DatabaseError:
    cause = getattr(error, "orig", None) or error
    if hasattr(cause, "sqlstate"):
        return _of_server(file, cause)
    if not isinstance(cause, sqlite3.Error):
        return DatabaseError(f"the database {file} cannot be used: {type(cause).__name__}: {_first_line(cause)}")
    if is_busy(cause):
        return DatabaseBusyError(f"the database {file} is busy, somebody else is writing to it: try again later")
    return DatabaseError(f"the database {file} cannot be used: {ADVICE.get(_code(cause), _first_line(cause))}")


def _of_server(place: str, error: Exception) -> DatabaseError:
    """Type an error of psycopg. One without a code came before there was a connection; it names server and port itself."""
    code = str(getattr(error, "sqlstate", None) or "")
    if code in TOGETHER:
        return TogetherError(f"the database {place} is busy, somebody else wrote the same at that moment: try again")
    for start, advice in SERVER_ADVICE.items():
        if code.startswith(start) and advice is None:
            return DatabaseBusyError(f"the database {place} is busy: try again later")
        if code.startswith(start):
            return DatabaseError(f"the database {place} cannot be used: {advice}")
    return DatabaseError(f"the database {place} cannot be used: {_reason(error)}")


def _reason(error: Exception) -> str:
    """Return what libpq says of a connection that failed, without its hints; or the first line of anything else."""
    line = _first_line(error).removeprefix("connection failed: ").rpartition("FATAL:  ")[2]
    if "authentication failed" in line or "no password supplied" in line:
        return f"{line}: check user and password (in PGPASSWORD or ~/.pgpass)"
    if line.startswith("database") and line.endswith("does not exist"):
        return f"{line}: make it with createdb"
    if line.startswith(("consuming input failed", "server closed the connection", "the connection is closed")):
        return str(SERVER_ADVICE["08"])
    return f"{line}: is the server there?" if line.endswith("Connection refused") else line


def _code(error: sqlite3.Error) -> int:
    """Return the primary result code of SQLite, -1 where the driver itself complains; the rest is detail."""
    return getattr(error, "sqlite_errorcode", -1) & 0xFF


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "")
