"""The table of the log refuses every change, on both databases; and what was there before it is its beginning."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from factories import AT, document, mention
from filling import add, open_case
from servers import postgres
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from tracker.resources import migrations
from tracker.store import Store, schema
from tracker.store import tables as t

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

KINDS = ["sqlite", "postgresql"]


def migration() -> ModuleType:
    spec = importlib.util.spec_from_file_location("log", migrations() / "versions" / "0011_log.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def database(kind: str, url: str) -> Iterator[Engine]:
    """A database with every table but the log, which the migration then adds."""
    if kind == "sqlite":
        with Store.open(url) as store:
            schema.downgrade(store.engine, migration().down_revision)
            yield store.engine
        return
    with postgres() as server:
        engine = create_engine(server)
        SQLModel.metadata.create_all(
            engine, tables=[table for name, table in SQLModel.metadata.tables.items() if name != "log_entry"]
        )
        yield engine
        engine.dispose()


def up(engine: Engine) -> None:
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        migration().upgrade()


def story(store: Store, name: str) -> None:
    words = f"{name}. {document().text}"
    one = mention(text=words, id=f"m{name * 15}")
    add(store, document(text=words, url=None, ref=name), one)
    open_case(store, one)


@pytest.mark.parametrize("kind", KINDS)
def test_entries_are_appended_in_order_and_never_changed(kind: str, url: str) -> None:
    with database(kind, url) as engine:
        up(engine)
        store = Store(engine)
        story(store, "a")
        story(store, "b")
        assert [entry.seq for entry in store.log()] == [4, 3, 2, 1]
        assert store.log_faults() == []
        for statement in (
            "UPDATE log_entry SET kind = 'x' WHERE seq = 2",
            "UPDATE log_entry SET seq = 9 WHERE seq = 4",
            "DELETE FROM log_entry WHERE seq = 4",
            "DELETE FROM log_entry",
            "INSERT INTO log_entry SELECT 6, at, kind, payload, hash, 'x' FROM log_entry WHERE seq = 4",
            "INSERT INTO log_entry SELECT 5, at, kind, payload, previous, 'x' FROM log_entry WHERE seq = 4",
            "INSERT INTO log_entry SELECT 4, at, kind, payload, previous, 'x' FROM log_entry WHERE seq = 4",
            "INSERT OR REPLACE INTO log_entry SELECT 4, at, 'x', payload, previous, hash FROM log_entry WHERE seq = 4"
            if kind == "sqlite"
            else "TRUNCATE log_entry",
        ):
            with pytest.raises(DBAPIError, match=r"append-only|only where it ends"), engine.begin() as connection:
                connection.execute(text(statement))
        assert store.log_faults() == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_there_before_the_log_is_its_beginning(kind: str, url: str) -> None:
    with database(kind, url) as engine:
        up(engine)
        store = Store(engine)
        story(store, "a")
        down = migration().downgrade
        with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
            down()
        up(engine)
        assert {entry.kind for entry in store.log()} == {"imported by migration"}
        assert store.log_faults() == []
        told = {table for entry in store.log() for table in json.loads(entry.payload)["rows"]}
        assert {"article", "mention", "judgement", "allegation", "actor"} <= told
        story(store, "b")
        assert store.log_faults() == []
        with engine.begin() as connection:
            connection.execute(text("UPDATE judgement SET reason = 'other' WHERE id = 1"))
        assert [fault.where for fault in store.log_faults()] == ["judgement 1"]


def test_both_databases_write_the_same_payloads(url: str) -> None:
    told = []
    for kind in KINDS:
        with database(kind, url) as engine:
            up(engine)
            store = Store(engine)
            story(store, "a")
            told.append([(entry.kind, entry.payload) for entry in store.log()])
    assert told[0] == told[1]


def test_a_full_migration_enters_many_rows_in_pieces(url: str) -> None:
    with database("sqlite", url) as engine:
        with engine.begin() as connection:
            connection.execute(t.Outlet.__table__.insert(), [{"name": f"Outlet {n}", "reliability": "F"} for n in range(1_001)])
        schema.upgrade(engine)
        store = Store(engine)
        assert [len(json.loads(entry.payload)["rows"]["outlet"]) for entry in store.log()] == [1, 500, 500]
        assert store.log_faults() == []


@pytest.mark.parametrize("kind", KINDS)
def test_writers_at_the_same_time_make_one_chain(kind: str, url: str) -> None:
    with database(kind, url) as engine:
        up(engine)
        store = Store(engine)

        def write(name: str) -> None:
            for number in range(8):
                with store.write(by=name) as writer:
                    writer.new_allegation(f"{name} {number}", None, (), AT)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(write, "abcd"))
        assert [entry.seq for entry in store.log()] == list(range(32, 0, -1))
        assert Counter(json.loads(entry.payload)["by"] for entry in store.log()) == dict.fromkeys("abcd", 8)
        assert store.log_faults() == []
