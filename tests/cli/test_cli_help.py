from __future__ import annotations

import re
from typing import Any

import pytest
import typer.main
from cli.running import ok, run

import tracker
from tracker.cli.app import app


def commands(group: Any, *path: str) -> list[tuple[str, ...]]:
    """All commands below `group`, each as the words that name it."""
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        found += commands(command, *path, name) if hasattr(command, "commands") else [(*path, name)]
    return found


COMMANDS = commands(typer.main.get_command(app))


def test_the_commands_of_the_contract_are_there() -> None:
    wanted = {"ingest", "extract", "dedupe", "list", "show", "trajectory", "search", "report", "export"}
    wanted |= {f"actors {name}" for name in ("list", "merge", "split")}
    wanted |= {f"db {name}" for name in ("upgrade", "downgrade", "current", "check")}
    assert wanted <= {" ".join(command) for command in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_help_has_an_example_of_that_command_with_options_that_it_has(command: tuple[str, ...]) -> None:
    text = ok(*command, "--help", COLUMNS="200")
    example = re.search(r"Example: (tracker .+)", text)
    assert example
    assert re.match(rf"tracker (--?\w+ \S+ )*{' '.join(command)}\b", example[1])
    options = re.findall(r"(?<!\S)--?[a-z][a-z-]*", example[1])
    assert all(option in text or option in ok("--help", COLUMNS="200") for option in options)


@pytest.mark.parametrize("command", [(), *COMMANDS], ids=" ".join)
def test_help_fits_a_narrow_terminal_and_needs_no_database(command: tuple[str, ...]) -> None:
    text = ok(*command, "-h", COLUMNS="80")
    assert all(len(line) <= 80 for line in text.splitlines())


def test_the_help_of_the_whole_lists_every_command_and_an_example() -> None:
    text = ok("--help")
    assert all(re.search(rf"^│ {command[0]}\b", text, re.MULTILINE) for command in COMMANDS)
    assert "Example: tracker ingest" in text


def test_version_names_the_version_and_the_schema() -> None:
    assert re.fullmatch(rf"tracker {re.escape(tracker.__version__)} \(schema \d{{4}}\)\n", ok("--version"))


@pytest.mark.parametrize("group", ["db", "feeds"])
def test_a_group_without_a_command_shows_its_help_and_is_a_usage_error(group: str) -> None:
    result = run(group)
    assert result.exit_code == 2
    assert "Usage:" in result.output


@pytest.mark.parametrize(
    "args", [["nonsense"], ["list", "--nonsense"], ["show"], ["db", "nonsense"], ["export", "nonsense"], ["list", "extra"]]
)
def test_what_is_not_understood_is_named_on_stderr(args: list[str]) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage:" in result.stderr
    assert "Error" in result.stderr
