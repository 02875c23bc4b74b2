"""Databases as earlier versions of the tracker left them: `released/NNNN.*.gz`, made by the last commit of each schema.

Up to 0007 they are dumps; later ones are files, for a dump brings no index of words back. Each has four articles, one of them
revised, an input in quarantine and, from 0004 on, decisions: merged, kept apart, undone.

    python tests/store/stored.py FILE     stores a database under its schema: before a release, and before the next migration
"""

from __future__ import annotations

import gzip
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from tracker.store.files import APPLICATION_ID

FOLDER = Path(__file__).with_name("released")
RELEASED = sorted(FOLDER.glob("*.gz"))
SCHEMAS = [path.name.partition(".")[0] for path in RELEASED]


def release(schema: str, file: Path) -> Path:
    """Make the database of a version of the tracker that had this schema."""
    os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    (kept,) = FOLDER.glob(f"{schema}.*.gz")
    data = gzip.decompress(kept.read_bytes())
    if kept.name.endswith(".db.gz"):
        file.write_bytes(data)
        return file
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.executescript(data.decode())
    return file


def keep(file: Path) -> Path:
    """Store a database, and return the file that holds it."""
    with closing(sqlite3.connect(file)) as connection:
        (schema,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        connection.execute("PRAGMA journal_mode = DELETE")
    kept = FOLDER / f"{schema}.db.gz"
    kept.write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))
    return kept


def rows(file: Path) -> dict[str, tuple[list[str], set[tuple[object, ...]]]]:
    """The columns and rows of every table."""
    with closing(sqlite3.connect(file)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        names.remove("alembic_version")
        found = {name: connection.execute(f'SELECT * FROM "{name}"') for name in names}
        return {name: ([column[0] for column in cursor.description], set(cursor)) for name, cursor in found.items()}


if __name__ == "__main__":
    print(keep(Path(sys.argv[1])))
