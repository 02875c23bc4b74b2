from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from factories import document, mention
from filling import add
from sqlalchemy import Engine, inspect, text
from sqlmodel import SQLModel

from tracker.errors import DatabaseError, DatabaseTooNewError, UsageError
from tracker.resources import migrations
from tracker.store import schema
from tracker.store.engine import open_engine
from tracker.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    opened = open_engine(url)
    yield opened
    opened.dispose()


def parts(sql: str) -> list[str]:
    """The head of a definition, the parts between its brackets and what follows, however they are laid out."""
    found = re.fullmatch(r"([^(]*?) ?\((.*)\)(.*)", sql)
    return [found[1], *(part.strip() for part in re.split(r", ?(?![^()]*\))", found[2])), found[3]] if found else [sql]


def objects(file: Path) -> dict[str, list[str]]:
    """All tables, indexes and views with the lines of their definitions: columns as they come, constraints by name.

    Alembic's own table is left out; quotes do not count, for SQLite puts them around the name of a table that it renames.
    """
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE tbl_name != 'alembic_version'").fetchall()
    lines = {name: parts(" ".join((sql or "").replace('"', "").split())) for name, sql in rows}
    return {name: sorted(of, key=lambda line: line * line.startswith("CONSTRAINT")) for name, of in lines.items()}


def test_there_is_one_head_and_it_is_found_without_alembic() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations()))
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [schema.head()]
    assert sorted(revision.revision for revision in script.walk_revisions()) == schema.revisions()


def test_no_init_file_hides_the_library() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()


def test_migrations_make_exactly_the_tables(engine: Engine, file: Path, tmp_path: Path) -> None:
    schema.upgrade(engine)
    other = open_engine(f"sqlite:///{tmp_path}/created.db")
    SQLModel.metadata.create_all(other)
    other.dispose()
    apart = {
        *inspect(engine).get_view_names(),
        *(name for name in objects(file) if "_words" in name or name.startswith("log_entry_")),
    }
    assert {name: of for name, of in objects(file).items() if name not in apart} == objects(tmp_path / "created.db")
    assert schema.check(engine) == []


def test_the_way_down_and_up_again(engine: Engine, file: Path) -> None:
    schema.ensure(engine)
    before = objects(file)
    schema.downgrade(engine, "base")
    assert objects(file) == {}
    assert schema.current(engine) is None
    schema.ensure(engine)
    assert objects(file) == before
    assert schema.current(engine) == schema.head()


def test_differences_are_told(engine: Engine) -> None:
    schema.ensure(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE quarantine"))
        connection.execute(text("ALTER TABLE outlet ADD COLUMN motto TEXT"))
    told = schema.check(engine)
    assert [line.split()[0] for line in told] == ["add_table", "remove_column"]
    assert "quarantine" in told[0]
    assert "motto" in told[1]


def test_no_such_revision(engine: Engine) -> None:
    with pytest.raises(UsageError, match="no schema 0815: give head or one of 0001"):
        schema.upgrade(engine, "0815")
    with pytest.raises(UsageError, match="give base or one of"):
        schema.downgrade(engine, "head")


def test_there_is_no_way_down_to_what_is_above(engine: Engine) -> None:
    with pytest.raises(UsageError, match="has schema base: 0001 is not below that"):
        schema.downgrade(engine, "0001")
    schema.ensure(engine)
    schema.downgrade(engine, "0001")
    assert schema.current(engine) == "0001"


def test_a_newer_database_is_refused_and_unchanged(engine: Engine, url: str, file: Path) -> None:
    schema.ensure(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0042'"))
    engine.dispose()
    before = file.read_bytes()
    with pytest.raises(DatabaseTooNewError) as caught:
        Store.open(url)
    assert str(caught.value) == (
        f"the database {file} was written by a newer version of tracker "
        f"(schema 0042; this one knows {schema.head()}): update tracker"
    )
    assert caught.value.status == 5
    for migrate in (schema.upgrade, schema.downgrade):
        with pytest.raises(DatabaseTooNewError):
            migrate(engine, "0001")
    engine.dispose()
    assert file.read_bytes() == before


def test_an_up_to_date_database_needs_no_alembic(engine: Engine, url: str) -> None:
    schema.ensure(engine)
    code = "import sys; from tracker.store import Store; Store.open(sys.argv[1]).close(); print('alembic' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code, url], capture_output=True, text=True, check=True, cwd=ROOT)
    assert (ran.stdout, ran.stderr) == ("False\n", "")


def test_a_migration_prints_nothing(url: str) -> None:
    code = "import sys; from tracker.store import Store; Store.open(sys.argv[1]).close()"
    ran = subprocess.run([sys.executable, "-c", code, url], capture_output=True, text=True, check=True, cwd=ROOT)
    assert (ran.stdout, ran.stderr) == ("", "")


def test_a_migration_may_rebuild_a_table_that_others_refer_to(in_file: Store) -> None:
    add(in_file, document(), mention())
    with schema.migrating(in_file.engine) as connection:
        for view in inspect(connection).get_view_names():  # SQLite renames no table while a view refers to one that is missing
            connection.execute(text(f"DROP VIEW {view}"))
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("article", recreate="always") as batch:
            batch.drop_column("language")
    assert in_file.counts()["mention"] == 1
    assert "language" not in {column["name"] for column in inspect(in_file.engine).get_columns("article")}
    with in_file.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1


def test_a_migration_that_leaves_loose_ends_is_taken_back(in_file: Store) -> None:
    add(in_file, document(), mention())
    with pytest.raises(DatabaseError, match="would refer to nothing"), schema.migrating(in_file.engine) as connection:
        connection.execute(text("DELETE FROM article"))
    assert in_file.counts()["article"] == 1


def test_alembic_works_from_the_command_line_of_a_checkout(url: str, file: Path) -> None:
    environment = _here() | {"TRACKER_DATABASE_URL": str(file)}
    for command in (["upgrade", "head"], ["check"]):
        subprocess.run([sys.executable, "-m", "alembic", *command], check=True, cwd=ROOT, env=environment, capture_output=True)
    engine = open_engine(url)
    assert schema.current(engine) == schema.head()
    engine.dispose()


def _here() -> dict[str, str]:
    return dict(os.environ) | {"PYTHONPATH": str(ROOT)}
