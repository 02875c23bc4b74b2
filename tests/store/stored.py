"""Databases as earlier versions of the tracker left them: `released/NNNN.sql.gz`, made by the last commit of each schema.

Each has four articles, one of them revised, an input in quarantine and, from 0004 on, decisions: merged, kept apart, undone.
"""

from __future__ import annotations

import gzip
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from tracker.store.files import APPLICATION_ID

RELEASED = sorted(Path(__file__).with_name("released").glob("*.sql.gz"))
SCHEMAS = [path.name.partition(".")[0] for path in RELEASED]


def release(schema: str, file: Path) -> Path:
    """Make the database of a version of the tracker that had this schema."""
    os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    dump = gzip.decompress((Path(__file__).with_name("released") / f"{schema}.sql.gz").read_bytes()).decode()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.executescript(dump)
    return file


def rows(file: Path) -> dict[str, tuple[list[str], set[tuple[object, ...]]]]:
    """The columns and rows of every table."""
    with closing(sqlite3.connect(file)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        names.remove("alembic_version")
        found = {name: connection.execute(f'SELECT * FROM "{name}"') for name in names}  # noqa: S608  # its own tables
        return {name: ([column[0] for column in cursor.description], set(cursor)) for name, cursor in found.items()}
