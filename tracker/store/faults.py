"""Turns what SQLAlchemy and sqlite3 raise into the tracker's own errors: nothing else leaves the station."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from tracker.errors import DatabaseBusyError, DatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator

ADVICE = {
    sqlite3.SQLITE_CORRUPT: "it is damaged: restore a backup",
    sqlite3.SQLITE_FULL: "the disk is full: make room and try again",
    sqlite3.SQLITE_NOTADB: "it is not a SQLite database: choose another file",
    sqlite3.SQLITE_READONLY: "it cannot be written: check its permissions",
}


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


def _typed(file: str, error: Exception) -> DatabaseError:
    cause = getattr(error, "orig", None) or error
    if not isinstance(cause, sqlite3.Error):
        return DatabaseError(f"the database {file} cannot be used: {type(cause).__name__}: {_first_line(cause)}")
    if is_busy(cause):
        return DatabaseBusyError(f"the database {file} is busy, somebody else is writing to it: try again later")
    return DatabaseError(f"the database {file} cannot be used: {ADVICE.get(_code(cause), _first_line(cause))}")


def _code(error: sqlite3.Error) -> int:
    """Return the primary result code of SQLite, -1 where the driver itself complains; the rest is detail."""
    return getattr(error, "sqlite_errorcode", -1) & 0xFF


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "")
