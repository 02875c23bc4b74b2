"""Runs `tracker` for tests: in this process, where spaCy is imported once, or in a process of its own.

from cli.running import ok, process, rows, run
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tracker import Tracker
from tracker.cli.app import app

REPO = Path(__file__).resolve().parents[2]
DEMO = REPO / "seeds" / "demo"
NOWHERE = "postgresql://nobody@nowhere/none"  # a command that touches its database without being given one fails

MENTION_KEYS = {
    "id", "article_ref", "kind", "start", "end", "quote", "spans", "speaker", "speaker_text", "accused", "accused_text",
    "certainty", "negated", "evidence", "evidence_quote", "contest", "contest_quote", "claim", "asserted_on", "reported_by",
    "allegation_id", "extractor", "confidence",
}  # fmt: skip
ALLEGATION_KEYS = (
    "id", "claim", "accused", "headline", "evidence", "contest", "corroboration", "verdict", "topics", "first_asserted",
    "first_seen", "last_seen", "mentions", "articles", "outlets", "origins", "speakers",
)  # fmt: skip

# What the machine says about its terminal and its user's wishes: each test says it for itself.
_SURROUNDINGS = (
    "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM", "COLUMNS", "FORCE_COLOR", "GITHUB_ACTIONS", "LINES", "NO_COLOR", "PY_COLORS",
    "PYTHONIOENCODING", "TERM", "TRACKER_DATABASE_URL", "TRACKER_EXTRACTOR", "TRACKER_SPACY_MODEL",
    "TTY_COMPATIBLE", "TTY_INTERACTIVE",
)  # fmt: skip


def run(*args: object, db: Path | str = NOWHERE, stdin: bytes = b"", **env: str) -> Result:
    """Run the command in this process, on the database `db`; stdout and stderr are no terminals."""
    surroundings: dict[str, str | None] = dict.fromkeys(_SURROUNDINGS)
    environ = surroundings | {"COLUMNS": "80", "TRACKER_DATABASE_URL": str(db)} | env
    result = CliRunner().invoke(app, [str(arg) for arg in args], input=stdin, env=environ)
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result


def ok(*args: object, db: Path | str = NOWHERE, stdin: bytes = b"", **env: str) -> str:
    """Run the command, which must succeed, and return its stdout."""
    result = run(*args, db=db, stdin=stdin, **env)
    assert result.exit_code == 0, result.output
    return result.stdout


def rows(*args: object, db: Path | str = NOWHERE, stdin: bytes = b"") -> list[dict[str, Any]]:
    """Run the command, which must succeed, and return the JSON lines of its stdout."""
    return [json.loads(line) for line in ok(*args, db=db, stdin=stdin).split("\n")[:-1]]


def start(*args: object, db: Path | str = NOWHERE, **options: Any) -> subprocess.Popen[str]:
    """Start a real `tracker`; `env` among the options adds to the environment."""
    environ = {name: value for name, value in os.environ.items() if name not in _SURROUNDINGS}
    environ |= {"COLUMNS": "80", "PYTHONPATH": str(REPO), "TRACKER_DATABASE_URL": str(db)} | options.pop("env", {})
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    command = [sys.executable, "-m", "tracker", *map(str, args)]
    return subprocess.Popen(command, env=environ, encoding="utf-8", **pipes)


def process(*args: object, db: Path | str = NOWHERE, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a real `tracker` to its end."""
    with start(*args, db=db, **options) as started:
        out, err = started.communicate(timeout=60)
    return subprocess.CompletedProcess(started.args, started.returncode, out, err)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles of seeds/demo in a database, made once a worker. It is shared: take `own` to write to it."""
    path = tmp_path_factory.getbasetemp() / "demo.db"
    if not path.exists():
        draft = path.with_name("demo.draft.db")
        with Tracker(draft) as tracker:
            assert not tracker.ingest(DEMO).refused
        draft.rename(path)
    return path


@pytest.fixture
def own(demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo database for one test."""
    return Path(shutil.copy(demo, tmp_path / "own.db"))


def contents(db: Path, *, without: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    """Every row of every table that is not derived from others."""
    with closing(sqlite3.connect(db)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: sorted(connection.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr)
            for table in tables
            if table not in {*without, "digest", "stale"}
        }
