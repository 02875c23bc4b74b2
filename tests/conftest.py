"""What all tests share."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from offline import sitecustomize as offline  # from here on this process reaches nothing but this machine
from privileges import NOBODY

os.environ["PYTHONPATH"] = offline.path(os.environ.get("PYTHONPATH"))


@pytest.fixture
def own_folder() -> Iterator[Path]:
    """A folder that `as_nobody` can enter: pytest's own belong to whoever runs the tests."""
    with tempfile.TemporaryDirectory() as name:
        if os.geteuid() == 0:
            os.chown(name, NOBODY, NOBODY)
        yield Path(name)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With CI=true nothing may skip: a machine that lacks something must be given it by `.ci/run`."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
