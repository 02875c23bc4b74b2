"""What all tests share."""

from __future__ import annotations

import csv
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cli.running import demo as demo
from cli.running import own as own
from offline import sitecustomize as offline  # from here on this process reaches nothing but this machine
from privileges import NOBODY

os.environ["PYTHONPATH"] = offline.path(os.environ.get("PYTHONPATH"))


COUNTED = "counted"


@pytest.fixture(autouse=True)
def _csv_as_it_was() -> Iterator[None]:
    """The limit of a CSV field is the process's, and a test may set a small one."""
    before = csv.field_size_limit()
    yield
    csv.field_size_limit(before)


@pytest.fixture
def own_folder() -> Iterator[Path]:
    """A folder that `as_nobody` can enter: pytest's own belong to whoever runs the tests."""
    with tempfile.TemporaryDirectory() as name:
        if os.geteuid() == 0:
            os.chown(name, NOBODY, NOBODY)
        yield Path(name)


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Callable[[str, int], None]:
    """Tells how many of something a test has done, for the table at the end."""
    return lambda what, number: record_property(COUNTED, (what, number))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many kills, runs and the like there were, and all of them well: `make test` has the short forms."""
    counts: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", []):
        for what, number in (value for name, value in report.user_properties if name == COUNTED):
            counts[what] += number
    if counts:
        terminalreporter.section("done, and all well")
        for what, number in counts.items():
            terminalreporter.write_line(f"{number:>7,}  {what}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With CI=true nothing may skip: a machine that lacks something must be given it by `.ci/run`."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
