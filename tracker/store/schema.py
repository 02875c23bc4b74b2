"""Which schema a database has, and how it gets another.

Alembic takes a second to import: what every command asks (`ensure`) does without it unless something must be migrated.
"""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, func, inspect, select, text

from tracker.errors import DatabaseError, DatabaseTooNewError, UsageError
from tracker.resources import migrations
from tracker.store.engine import place, reader
from tracker.store.faults import translated
from tracker.store.server import MIGRATION, is_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alembic.config import Config

# what alembic has to say is for developers: it must not reach the terminal by logging's last resort
logging.getLogger("alembic").addHandler(logging.NullHandler())


def revisions() -> list[str]:
    """Return all revisions of this version, oldest first: `["0001", …]`."""
    names = (re.match(r"(\d{4})_\w+\.py$", file.name) for file in (migrations() / "versions").iterdir())
    return sorted(name[1] for name in names if name)


def head() -> str:
    """Return the newest revision of this version."""
    return revisions()[-1]


def current(engine: Engine) -> str | None:
    """Return the revision that the database has; None where it has no schema. Raises DatabaseError."""
    with translated(place(engine)), reader(engine).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision


def ensure(engine: Engine) -> None:
    """Bring the database to the newest schema; cheap where it has it.

    Raises DatabaseTooNewError where a newer version of the tracker wrote it, DatabaseError where it cannot be used.
    """
    if current(engine) != head():
        upgrade(engine)


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate up to `revision` ("head" or one of `revisions()`), all or nothing.

    Raises UsageError where there is no such revision, DatabaseTooNewError, DatabaseError.
    """
    from alembic import command

    _require(revision, "head")
    with translated(place(engine)), migrating(engine) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Migrate down to `revision` ("base" or one of `revisions()`), all or nothing. What has no place there is lost.

    Raises as `upgrade`, and UsageError where the database is below that revision already.
    """
    from alembic import command

    _require(revision, "base")
    found = current(engine) or "base"
    if revision != "base" and (found == "base" or found < revision):
        raise UsageError(f"the database {place(engine)} has schema {found}: {revision} is not below that")
    with translated(place(engine)), migrating(engine) as connection:
        command.downgrade(_config(connection), revision)


def check(engine: Engine) -> list[str]:
    """Return how the database differs from the tables of this version, a line each; empty where it does not."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from tracker.store.tables import METADATA

    refuse_newer(engine)
    if current(engine) is None:
        return ["it is empty"]
    with translated(place(engine)), reader(engine).connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_modelled})
        return [_line(difference) for difference in compare_metadata(context, METADATA)]


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """Open the one transaction of a migration; committed at the end, rolled back on any exception.

    On a server a lock keeps out others who migrate: who waited for it finds that there is nothing left to do.
    SQLite alters a table by building another and dropping the first, which foreign keys would forbid. They can be switched
    off only outside a transaction, so they are off for this connection and checked before the commit.
    Raises DatabaseTooNewError where the database is newer than this version, DatabaseError where a key points nowhere.
    """
    refuse_newer(engine)
    if is_server(engine):
        with engine.begin() as connection:
            connection.execute(select(func.pg_advisory_xact_lock(MIGRATION)))
            _refuse_foreign(connection)
            yield connection
        return
    with engine.connect() as connection:
        _foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                yield connection
                if broken := connection.execute(text("PRAGMA foreign_key_check")).fetchall():
                    raise DatabaseError(f"the migration was taken back: {len(broken)} rows would refer to nothing")
        finally:
            _foreign_keys(connection, "ON")


def _refuse_foreign(connection: Connection) -> None:
    """Refuse a database of a server that others use, or that cannot tell capital letters from small ones in every language."""
    name, found = connection.engine.url.database, set(inspect(connection).get_table_names())
    if found - {"alembic_version"} and "allegation" not in found:
        raise DatabaseError(f"the database {name} holds tables of others: give the tracker one of its own (createdb)")
    if connection.scalar(text("SELECT lower('Ä') = 'ä' AND getdatabaseencoding() = 'UTF8'")) is not True:
        raise DatabaseError(f"the database {name} does not know all letters: make it with createdb -E UTF8 --locale=C.UTF-8")


def _foreign_keys(connection: Connection, state: str) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA foreign_keys = {state}")


def refuse_newer(engine: Engine) -> None:
    """Raise DatabaseTooNewError where a newer version of the tracker wrote the database."""
    found = current(engine)
    if found is not None and found not in revisions():
        raise DatabaseTooNewError(
            f"the database {place(engine)} was written by a newer version of tracker "
            f"(schema {found}; this one knows {head()}): update tracker"
        )


def _require(revision: str, word: str) -> None:
    if revision not in {word, *revisions()}:
        raise UsageError(f"there is no schema {revision}: give {word} or one of {', '.join(revisions())}")


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    return config


def is_modelled(_object: Any, name: str | None, _kind: str, _reflected: bool, _other: Any) -> bool:
    """Tell alembic to compare something of a database: all but the indexes of words, which no library describes (0008)."""
    return not re.search(r"(^|_)words($|_)", name or "")


def _line(difference: Any) -> str:
    """Make a line of what alembic found: a tuple (what, things…), or a list of such on one column."""
    if isinstance(difference, list):
        return "; ".join(_line(part) for part in difference)
    what, *things = difference
    return " ".join([what, *(str(getattr(thing, "name", thing)) for thing in things if thing is not None)])
