from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from servers import postgres

from tracker.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tracker.db"


@pytest.fixture
def url(file: Path) -> str:
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def server_template() -> Iterator[str]:
    """A database on the server with the newest schema, that others are copied from: quicker than to migrate each."""
    with postgres() as url:
        Store.open(url).close()
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def either_url(request: pytest.FixtureRequest, url: str) -> Iterator[str]:
    """A database of each kind in turn."""
    if request.param == "sqlite":
        yield url
    else:
        with postgres(request.getfixturevalue("server_template")) as server:
            yield server


@pytest.fixture
def in_file(url: str) -> Iterator[Store]:
    """A store on a SQLite file."""
    with Store.open(url) as opened:
        yield opened


@pytest.fixture
def store(either_url: str) -> Iterator[Store]:
    """A store on a database of each kind in turn."""
    with Store.open(either_url) as opened:
        yield opened
