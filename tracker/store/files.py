"""What may be opened as a database: looks at the file before anything can change it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from tracker.errors import DatabaseError

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x54524B52  # "TRKR": the mark in the header of every database of the tracker
SMALLEST_PAGE = 512  # of SQLite, which takes what is shorter for an empty database


def prepare(path: Path) -> None:
    """Make sure that `path` is a database of the tracker, or an empty file that may become one.

    A missing file is created, with the folders above it, readable and writable by its owner only: it may hold what
    is not yet public. Raises DatabaseError, and changes nothing, where the path is something else.
    """
    _create(path)
    if path.is_dir():
        raise DatabaseError(f"{path} is a folder: name a file in it, for example {path / 'tracker.db'}")
    if not path.is_file():
        raise DatabaseError(f"{path} is not a regular file: choose another one")
    # beside the database SQLite writes its log: the folder counts as much as the file
    if not (_writable(path) and _writable(path.parent)):
        raise DatabaseError(f"{path} or its folder cannot be written: check the permissions, or choose another file")
    if path.stat().st_size:
        _refuse_foreign(path)


def refuse(path: Path | str) -> DatabaseError:
    """Return the error for a SQLite database of another application."""
    return DatabaseError(f"{path} is a SQLite database, but not one of the tracker's: choose another file")


def _create(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            with suppress(FileExistsError):  # another process was quicker
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise DatabaseError(f"{path} cannot be created: {error.strerror}: {error.filename}") from error


def _writable(path: Path) -> bool:
    """Ask for the effective user where the system can: that is who will write."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _refuse_foreign(path: Path) -> None:
    """Read the header through SQLite in immutable mode, which touches nothing: no lock, no log, no recovery.

    Opening the file ourselves would be a trap: closing it drops every POSIX lock that this process holds on it.
    """
    garbage = DatabaseError(f"{path} is not a SQLite database: choose another file")
    if path.stat().st_size < SMALLEST_PAGE:
        raise garbage
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            (found,) = connection.execute("PRAGMA application_id").fetchone()
    except sqlite3.Error as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            raise garbage from error
        return  # a view without locks may be torn while somebody writes: the first real connection looks again
    if found != APPLICATION_ID:
        raise refuse(path)
