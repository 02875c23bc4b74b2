"""Whoever is stuck is told what to type: on an empty database, after a slip, and by every message in the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.running import REPO, ok, run
from cli.test_cli_help import COMMANDS

NO_COMMANDS = {"again", "does", "itself"}  # words of prose
NAMES = {" ".join(command) for command in COMMANDS} | {command[0] for command in COMMANDS}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that nobody has put anything into."""
    path = tmp_path_factory.mktemp("empty") / "new.db"
    ok("db", "upgrade", db=path)
    return path


@pytest.mark.parametrize(
    ("command", "status", "told"),
    [
        ("list", 0, "no allegation yet: tracker ingest PATH reads articles"),
        ("list --unverified --json", 0, "no allegation of that kind: leave out a filter"),
        ("actors", 0, "no actor yet: tracker ingest PATH"),
        ("outlets nobody", 0, "no outlet of that kind"),
        ("feeds list", 0, "no feed yet: tracker feeds add URL"),
        ("watch --once", 4, "tracker feeds add URL"),
        ("report", 0, "tracker ingest PATH reads articles"),
        ("search words", 0, "fewer words find more"),
        ("show A-1", 4, "tracker list shows what there is"),
        ("undo", 2, "tracker log shows what was decided"),
        ("log head", 4, "tracker ingest PATH reads articles"),
        ("seal -o x.zip", 4, "tracker ingest PATH reads articles"),
        ("verify nothing.zip", 4, "give what tracker seal wrote"),
        ("import nothing.csv", 4, "check the path"),
        ("db restore nothing.db", 4, "give what tracker db backup wrote"),
        ("db copy nothing.db other.db", 4, "check the path"),
        ("ingst articles", 2, "Did you mean 'ingest'"),
        ("list --unverfied", 2, "--unverified"),
        ("list --sort newest", 2, "'mentions'"),
        ("ingest x.txt --extractor ruels", 2, "default, llm, rules"),
    ],
)
def test_on_an_empty_database_and_after_a_slip_the_next_step_is_told(
    command: str, status: int, told: str, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*command.split(), db=empty)
    assert result.exit_code == status
    assert told in " ".join(result.stderr.replace("│", " ").split())
    assert not (tmp_path / "x.zip").exists()


def test_where_there_is_something_nothing_is_said(demo: Path) -> None:
    for command in (["list"], ["actors"], ["outlets"], ["report"]):
        assert run(*command, db=demo).stderr == ""


def said() -> Iterator[tuple[str, str]]:
    """Every text in the code that is no docstring, with where it stands; what is filled in is `{}`."""
    for path in sorted((REPO / "tracker").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
        documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
                yield f"{path.name}:{node.lineno}", "".join(map(str, parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and not {id(node)} & (inside | documented):
                yield f"{path.name}:{node.lineno}", node.value


def test_every_command_that_a_message_names_is_there() -> None:
    named = [(where, found) for where, text in said() for found in re.findall(r"(?<!the )\btracker ([a-z]+(?: [a-z]+)?)", text)]
    assert [(where, words) for where, words in named if words.split()[0] not in NAMES | NO_COMMANDS] == []
    assert len(named) > 60
