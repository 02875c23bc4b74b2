"""Runs the migrations: inside `tracker.store.schema`, or for `alembic …` on the command line of a checkout.

Both go through `schema.migrating`: the application's engine and one IMMEDIATE transaction, so that a killed upgrade
leaves the old schema or the new one. On the command line the database is `TRACKER_DATABASE_URL`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context

from tracker.settings import Settings, database_url
from tracker.store.engine import open_engine
from tracker.store.schema import is_modelled, migrating
from tracker.store.tables import METADATA

if TYPE_CHECKING:
    from sqlalchemy import Connection


def run(connection: Connection) -> None:
    """Run what was asked for in the transaction that `connection` is in."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        include_object=is_modelled,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with migrating(open_engine(database_url(None, Settings.from_environment()))) as own:
        run(own)
