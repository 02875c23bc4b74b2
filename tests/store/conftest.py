from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from servers import postgres
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from tracker.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tracker.db"


@pytest.fixture
def url(file: Path) -> str:
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def file_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the newest schema, that others are copied from: quicker than to migrate each."""
    path = tmp_path_factory.mktemp("schema") / "new.db"
    Store.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def server_template() -> Iterator[str]:
    """The same on the server."""
    with postgres() as url:
        Store.open(url).close()
        yield url


@pytest.fixture(scope="session")
def server_database(server_template: str) -> Iterator[tuple[str, Engine]]:
    """A database on the server that many tests use in turn: to empty it is quicker than to make another."""
    with postgres(server_template) as url:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        yield url, engine
        engine.dispose()


@pytest.fixture
def file_url(file: Path, file_template: Path, url: str) -> str:
    """A file with the newest schema, and nothing in it."""
    shutil.copy(file_template, file)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def either_url(request: pytest.FixtureRequest, file_url: str) -> str:
    """A database of each kind in turn."""
    if request.param == "sqlite":
        return file_url
    server, engine = request.getfixturevalue("server_database")
    names = ", ".join(f'"{table.name}"' for table in SQLModel.metadata.sorted_tables)
    with engine.connect() as connection:
        connection.exec_driver_sql("SET session_replication_role = replica")  # the log lets nobody empty it
        connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        connection.exec_driver_sql("SET session_replication_role = DEFAULT")
    return str(server)


@pytest.fixture
def in_file(file_url: str) -> Iterator[Store]:
    """A store on a SQLite file."""
    with Store.open(file_url) as opened:
        yield opened


@pytest.fixture
def store(either_url: str) -> Iterator[Store]:
    """A store on a database of each kind in turn."""
    with Store.open(either_url) as opened:
        yield opened
