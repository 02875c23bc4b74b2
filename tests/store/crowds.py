"""The crowd of made-up mentions on either database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from crowd import fill
from servers import postgres
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from tracker.store import Store


@contextmanager
def filled(kind: str, url: str, count: int) -> Iterator[Store]:
    """A store with so many mentions: of SQLite at `url`, or of PostgreSQL on a database of its own."""
    if kind == "sqlite":
        with Store.open(url) as store:
            fill(store.engine, count)
            yield store
        return
    with postgres() as server:
        engine = create_engine(server)
        SQLModel.metadata.create_all(engine)
        fill(engine, count)
        with Store(engine) as store:
            yield store
