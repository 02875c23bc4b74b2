"""A history that moved to another database is the same there, and goes on there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from factories import AT, document, mention
from filling import accuse, add
from servers import postgres
from sqlalchemy import select
from sqlmodel import SQLModel

from tracker.errors import DatabaseError
from tracker.store import schema
from tracker.store.copying import DERIVED, copy
from tracker.store.engine import open_engine
from tracker.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


def content(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in SQLModel.metadata.sorted_tables
            if table.name not in DERIVED
        }


def test_there_and_back_again(in_file: Store, server_template: str, tmp_path: Path) -> None:
    first = accuse(in_file, "a", url="https://a.example/1")
    add(in_file, document(text="Another text.", url="https://a.example/1"))  # supersedes the first: refers to a later row
    second = accuse(in_file, "b")
    with in_file.write() as writer:
        writer.merge_actors("Arland", "Borland", AT)
        writer.link(first, second, "counters")
    with postgres(server_template) as url, Store.open(url) as there:
        counts = copy(in_file.engine, there.engine)
        assert counts.items() <= there.counts().items()
        assert counts.items() <= in_file.counts().items()
        assert content(there.engine) == content(in_file.engine)
        back = open_engine(f"sqlite:///{tmp_path}/back.db")
        schema.ensure(back)
        copy(there.engine, back)
        assert content(back) == content(in_file.engine)
        back.dispose()
        assert accuse(there, "c") > second  # numbers go on after the last
        assert there.search("shelled") != []


def test_what_is_not_empty_is_left_alone(in_file: Store, tmp_path: Path) -> None:
    accuse(in_file, "a")
    with Store.open(f"sqlite:///{tmp_path}/other.db") as other:
        add(other, document(), mention())
        before = content(other.engine)
        with pytest.raises(DatabaseError, match="is not empty"):
            copy(in_file.engine, other.engine)
        assert content(other.engine) == before
