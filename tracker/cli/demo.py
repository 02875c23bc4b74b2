"""The command that shows what the others do, on articles that ship with the tracker: `demo`."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from tracker import resources
from tracker.cli import output
from tracker.cli.app import State
from tracker.core import Tracker
from tracker.errors import DatabaseError, UsageError

# What a newcomer would type, in this order; `{most}` is the allegation with the most mentions.
TOUR = ("list --unverified --sort mentions --limit 8", "trajectory {most}", "report --week 2022-W07")
NEXT = """
This was {file}, made of the articles in {articles}. Go on with it:

  where it stands, why, and every quote   tracker --db {file} show {most}
  what else Russia is accused of          tracker --db {file} list --accused Russia
  the same in a browser                   tracker --db {file} serve

Or with articles of your own (text, Markdown, HTML, JSON lines, addresses …):

  tracker ingest YOUR-ARTICLES
  tracker list --unverified
"""


def demo(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The database of the demo.")] = Path("demo.db"),
) -> None:
    """Show what tracker does, on 21 articles that ship with it: a list, a trajectory and a weekly report.

    The articles go into FILE, a database of its own. Nothing is asked of a network. Doing it twice changes nothing.
    """
    state: State = ctx.obj
    if state.db:
        raise UsageError("the demo has a database of its own, and --db is not heeded: say tracker demo FILE")
    articles = resources.seeds() / "demo"
    _refuse_others(file)
    os.environ["TRACKER_EXTRACTOR"] = "default"  # another may ask a network
    os.environ.setdefault("TTY_COMPATIBLE", "1")  # tables, whoever looks
    if not sys.stdout.isatty():
        os.environ.setdefault("NO_COLOR", "1")
    _step(ctx, file, "ingest", _short(articles))
    with Tracker(file) as tracker:
        most = tracker.listed_now(sort="mentions", limit=1).items[0].row["id"]
    for command in TOUR:
        _step(ctx, file, *command.format(most=most).split())
    typer.echo(NEXT.format(file=shlex.quote(str(file)), articles=_short(articles), most=most).rstrip())


def _refuse_others(file: Path) -> None:
    """Raise DatabaseError where the file holds articles other than the demo's."""
    if not file.exists():
        return
    names = {outlet["name"] for outlet in resources.load("demo/SOURCES.toml")["outlets"]}
    with Tracker(file) as tracker:
        ours = sum(outlet.articles for outlet in tracker.outlets() if outlet.name in names)
        if tracker.store.counts()["article"] > ours:
            raise DatabaseError(f"{file} holds articles that are not the demo's: give another file, as tracker demo demo-2.db")


def _step(ctx: typer.Context, file: Path, *words: str) -> None:
    """Say one command and run it."""
    line = ["--db", str(file), *words]
    typer.echo(f"\n$ tracker {shlex.join(line)}")
    told = ["-q"] * ctx.obj.quiet + ["-v"] * ctx.obj.verbose
    if status := ctx.find_root().command.main([*told, *line], prog_name="tracker", standalone_mode=False):
        raise typer.Exit(status)


def _short(path: Path) -> str:
    """The path from here, where it is below."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


COMMANDS: list[output.Command] = [demo]
EXAMPLES = {"demo": "Example: tracker demo"}
