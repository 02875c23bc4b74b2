"""Writes the man page, docs/tracker.1, from the commands: what their `--help` says, in the language of man.

python docs/man.py --update
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from tracker import __version__
from tracker.cli.app import app
from tracker.resources import PACKAGE

PAGE = Path(__file__).with_name("tracker.1")
AFTER = Path(__file__).with_name("man.txt")  # what no help text says: exit status, environment, files


def escaped(text: str) -> str:
    """Text that roff prints as it is: hyphens that can be copied, no line that begins as a request."""
    text = text.replace("\\", r"\e").replace("-", r"\-")
    return "\n".join(f"\\&{line}" if line[:1] in {".", "'"} else line for line in text.split("\n"))


def commands(group: Any, *path: str) -> Iterator[tuple[str, Any]]:
    """The commands below a group with their names, in the order of its help."""
    for name, command in group.commands.items():
        words = (*path, name)
        if hasattr(command, "commands"):
            yield from commands(command, *words)
        else:
            yield " ".join(words), command


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a help text."""
    for part in inspect.cleandoc(text).split("\n\n"):
        yield f".PP\n{escaped(' '.join(part.split()))}"


def term(line: str) -> str:
    """A word and, after two spaces, what is said of it."""
    word, _, told = line.strip().partition("  ")
    return f".TP\n.B {escaped(word)}\n{escaped(told.strip())}".rstrip()


def parameters(command: Any, context: Any) -> Iterator[str]:
    """Each argument and option with what its help says of it."""
    for param in command.get_params(context):
        record = param.get_help_record(context)
        if record and (param.name != "help" or context.parent is None):
            yield term(f"{record[0]}  {' '.join(record[1].split())}")


def section(name: str, command: Any, root: Any) -> Iterator[str]:
    """One command: how it is called, what it does, its arguments and options, its example."""
    context = command.make_context(name, [], parent=root, resilient_parsing=True)
    usage = " ".join(command.collect_usage_pieces(context))
    yield f'.SS "tracker {escaped(f"{name} {usage}")}"'
    yield from paragraphs(command.help or "")
    yield from parameters(command, context)
    yield f".PP\n{escaped(command.epilog)}"


def page() -> str:
    """The whole man page."""
    root = typer.main.get_command(app)
    what = root.help.partition(":")[0]
    usage = "[--db URL|FILE] [--version] [--quiet] [-v] [--no-color] COMMAND [ARGUMENT ...]"
    lines = [f'.TH TRACKER 1 "" "tracker {__version__}"', ".SH NAME", escaped(f"tracker - {what[0].lower()}{what[1:]}")]
    lines += [".SH SYNOPSIS", ".B tracker", escaped(usage), ".SH DESCRIPTION"]
    for block in (PACKAGE / "cli" / "welcome.txt").read_text("utf-8").split("\n\n"):
        lines += map(term, block.strip("\n").split("\n")) if block.startswith("  ") else paragraphs(block)
    context = root.make_context("tracker", [], resilient_parsing=True)
    lines += [".SH OPTIONS", *parameters(root, context), ".SH COMMANDS"]
    for name, command in commands(root):
        lines += section(name, command, context)
    for block in AFTER.read_text("utf-8").strip().split("\n\n"):
        title, *rest = block.split("\n")
        lines += [f".SH {title}", *map(term, rest)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit(__doc__)
    PAGE.write_text(page(), encoding="utf-8")
