from __future__ import annotations

import gzip
import json
import shutil
from typing import TYPE_CHECKING

import pytest
import stored
from servers import postgres
from sqlalchemy import MetaData, create_engine, select
from stored import SCHEMAS, release, rows

from tracker import Tracker
from tracker.resources import head_revision
from tracker.store import Store, doctor, schema
from tracker.store.engine import open_engine

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.mark.parametrize("old", SCHEMAS)
def test_a_stored_database_of_every_version_upgrades_with_its_content_unchanged(old: str, file: Path, tmp_path: Path) -> None:
    before = rows(release(old, file))
    assert sum(len(found) for _, found in before.values()) > 100
    engine = open_engine(f"sqlite:///{file}")
    assert schema.current(engine) == old
    schema.ensure(engine)
    assert schema.current(engine) == head_revision()
    assert [check.name for check in doctor.examine(engine) if check.found] == []
    engine.dispose()
    after = rows(file)
    for table, (columns, found) in before.items():
        now, there = after[table]
        places = [now.index(column) for column in columns]
        assert {tuple(row[n] for n in places) for row in there} == found, table


@pytest.mark.parametrize("old", SCHEMAS)
def test_what_a_person_sees_of_it_is_what_was_decided(old: str, file: Path) -> None:
    release(old, file)
    with Tracker(file) as tracker:
        allegations = tracker.allegations()
        assert allegations
        assert all(m.mention.quote for a in allegations for m in a.mentions)
        if old >= "0004":
            assert [a.kind for a in tracker.log()] == ["merge", "judge", "status", "merge", "undo"]
            assert [a.status.headline for a in allegations if a.status.verdict == "refuted"] == ["refuted"]


def test_a_database_on_a_server_from_before_the_log_has_its_rows_as_the_beginning_of_the_log(file: Path) -> None:
    release("0010", file)
    with postgres() as url:
        engine = open_engine(url)
        schema.upgrade(engine, "0010")
        carry(file, engine)
        schema.ensure(engine)
        with Store(engine) as store:
            assert sum(len(found) for entry in store.log() for found in json.loads(entry.payload)["rows"].values()) > 100
            assert store.log_faults() == []
            assert [check.name for check in doctor.examine(engine) if check.found] == []


def carry(file: Path, engine: Engine) -> None:
    """Put the rows of a file into a database of the same schema, all but what that computes from them."""
    there = MetaData()
    there.reflect(engine)
    with create_engine(f"sqlite:///{file}").connect() as source, engine.begin() as target:
        target.exec_driver_sql("SET LOCAL session_replication_role = replica")  # actors refer to each other
        for table in there.sorted_tables:
            columns = [column for column in table.c if column.computed is None]
            found = [dict(row) for row in source.execute(select(*columns)).mappings()]
            if found and table.name != "alembic_version":
                target.execute(table.insert(), found)


def test_a_database_is_stored_as_it_is(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release("0006", file)
    monkeypatch.setattr(stored, "FOLDER", tmp_path)
    assert stored.keep(file) == tmp_path / "0006.db.gz"
    (tmp_path / "again.db").write_bytes(gzip.decompress((tmp_path / "0006.db.gz").read_bytes()))
    assert rows(tmp_path / "again.db") == rows(file)


def test_an_upgrade_that_fails_leaves_the_old_database(file: Path, tmp_path: Path) -> None:
    release("0004", file)
    copy = shutil.copy(file, tmp_path / "copy.db")
    engine = open_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE feed (id INTEGER)")  # in the way of 0006
    with pytest.raises(Exception, match="already exists"):
        schema.ensure(engine)
    assert schema.current(engine) == "0004"
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE feed")
    engine.dispose()
    assert rows(file) == rows(copy)
