"""Writes docs/reference/commands.md: what every command says of itself with --help, as a page.

python docs/commands.py --update
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from tracker.cli.app import app

PAGE = Path(__file__).with_name("reference") / "commands.md"
STATUSES = Path(__file__).with_name("man.txt")
HEAD = """\
# Commands

What `--help` says, of every command. Written by `python docs/commands.py --update`.

Every listing has `--json` (JSON lines) and `--csv`; on a terminal it is a table. Data go to stdout, everything else to
stderr; `-` is stdin or stdout. Dates are ISO (`2022-02-17`) or as long ago (`7d`).

| exit status | means |
|--:|---|
"""


def page() -> str:
    """The whole page."""
    return HEAD + statuses() + "".join(f"\n{part}\n" for part in sections(typer.main.get_command(app), "tracker"))


def statuses() -> str:
    """The rows of the exit statuses, which the man page begins its end with."""
    lines = STATUSES.read_text("utf-8").partition("\n\n")[0].splitlines()[1:]
    return "".join(f"| {' | '.join(line.split('  '))} |\n" for line in lines)


def sections(command: Any, name: str) -> Iterator[str]:
    """The sections of a command and of all below it."""
    yield section(command, name)
    for word, below in getattr(command, "commands", {}).items():
        yield from sections(below, f"{name} {word}")


def section(command: Any, name: str) -> str:
    """One command: what it does, how it is called, with what, and an example."""
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and "--help" not in p.opts and p.help]
    usage = [name, "[OPTIONS]" * bool(options), *map(shape, arguments), "COMMAND …" * hasattr(command, "commands")]
    parts = [
        f"{'#' * min(2 + name.count(' '), 4)} {name}",
        prose(command.help),
        f"```text\n{' '.join(filter(None, usage))}\n```",
        table(("argument", ""), [(f"`{shape(p)}`", told(p)) for p in arguments]),
        table(("option", ""), [(spelt(p), told(p)) for p in options]),
        re.sub(r"^Example: (.+)", r"Example: `\1`", command.epilog or ""),
    ]
    return "\n\n".join(filter(None, parts))


def table(head: tuple[str, str], rows: list[tuple[str, str]]) -> str:
    """A table of two columns; nothing where it has no rows."""
    if not rows:
        return ""
    lines = ([cell.replace("|", "\\|") for cell in row] for row in (head, ("---", "---"), *rows))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def shape(parameter: Any) -> str:
    """How an argument or the value of an option is written: `PATH…`, `DATE`; "" for a flag."""
    if getattr(parameter, "is_flag", False) or getattr(parameter, "count", False):
        return ""
    if parameter.metavar:
        return re.sub(r"\.{3}$", "…", parameter.metavar)
    choices = parameter.type_descriptor.choices or ()
    return "|".join(choice.value for choice in choices) or parameter.name.upper()


def spelt(parameter: Any) -> str:
    """An option as it is typed, in all its forms."""
    value = shape(parameter)
    return ", ".join(f"`{form}{' ' * bool(value)}{value}`" for form in (*parameter.opts, *parameter.secondary_opts))


def told(parameter: Any) -> str:
    """What an argument or option is for, and what holds without it."""
    words = prose(parameter.help or "")
    default = parameter.default
    named = default is not None and default is not False and default != () and not callable(default) and not parameter.required
    return f"{words} Default: `{getattr(default, 'value', default)}`." if named and f"{default}" not in {"0", ""} else words


def prose(text: str) -> str:
    """Help as Markdown: one line a paragraph, no angle bracket or star that means something there."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip())]
    return "\n\n".join(re.sub(r"([*<_])", r"\\\1", part) if "`" not in part else part for part in paragraphs)


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit(__doc__)
    PAGE.write_text(page(), encoding="utf-8")
