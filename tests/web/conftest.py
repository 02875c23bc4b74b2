from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from web.visits import Asking

from tracker.core import Tracker
from tracker.settings import Settings
from tracker.web.rules import Rules

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def read(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo database with its digests, made once a worker."""
    path = tmp_path_factory.getbasetemp() / "read.db"
    if not path.exists():
        shutil.copy(demo, path)
        with Tracker(path) as tracker:
            tracker.refresh()
    return path


@pytest.fixture
def own(read: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copy(read, tmp_path / "own.db"))


@pytest.fixture
def desk(own: Path) -> Iterator[Asking]:
    """The desk of a copy of the demo database, on this machine."""
    with Tracker(own, settings=Settings(user="nobody")) as tracker, Asking(tracker, Rules(analyst="Ada")) as asking:
        yield asking
