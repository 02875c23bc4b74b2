"""The application: global options, one place for errors and exit status, and the list of commands."""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from tracker import __version__
from tracker.errors import TrackerError, UsageError
from tracker.resources import PACKAGE

_PASSWORD = re.compile(r"://[^/@]*:[^/@]+@|[?&]password=")
_EPILOG = "Example: tracker ingest articles/ && tracker list --unverified && tracker report"


@dataclass(slots=True)
class State:
    """The global options of one call."""

    db: str | None = None
    quiet: bool = False
    verbose: int = 0


class Group(TyperGroup):
    """Turns what goes wrong into one sentence and the exit status of the contract."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Read the arguments: help and version are printed while they are read, maybe to a closed pipe."""
        with _to_whoever_reads():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a closed pipe is no error, and no traceback reaches a user without `-v -v`."""
        try:
            with _to_whoever_reads():
                return super().invoke(ctx)
        except TrackerError as error:
            return _fail(ctx, str(error), error.status)
        except OSError as error:
            return _fail(ctx, f"cannot write the output: {error.strerror or error}", 1)
        except KeyboardInterrupt:
            return _fail(ctx, "interrupted; what was acknowledged is stored, and the same command goes on from there", 130)
        except Exception as error:  # the last line of defence between a fault of ours and a person
            if isinstance(error, typer.Abort) or hasattr(error, "exit_code"):
                raise
            return _fail(ctx, f"unexpected {type(error).__name__}: {error} (-v -v shows where; please report it)", 1)


@contextmanager
def _to_whoever_reads() -> Iterator[None]:
    """End without an error where nobody reads any longer: nothing more is written to the closed pipe."""
    try:
        yield
    except (BrokenPipeError, SystemExit) as error:
        if isinstance(error, SystemExit) and not isinstance(error.__context__, BrokenPipeError):
            raise  # only of a closed pipe rich makes an end with status 1
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None


def _fail(ctx: Any, message: str, status: int) -> Any:
    from tracker.report.escape import terminal

    if isinstance(ctx.obj, State) and ctx.obj.verbose > 1:
        traceback.print_exc()
    typer.echo(f"tracker: {terminal(message)}", err=True)
    raise typer.Exit(status)


def refuse_password(*urls: str) -> None:
    """Raise UsageError where a URL on the command line has a password: everybody on the machine can read it there."""
    if any(map(_PASSWORD.search, urls)):
        raise UsageError("everybody on this machine can read a password on the command line: put it in PGPASSWORD or ~/.pgpass")


def _version(wanted: bool) -> None:
    if wanted:
        from tracker.resources import head_revision

        typer.echo(f"tracker {__version__} (schema {head_revision()})")
        raise typer.Exit


app = typer.Typer(
    cls=Group,
    name="tracker",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Follow allegations through the news: who said it, whom it accuses, what evidence was offered, who denied it.",
    epilog=_EPILOG,
)


@app.callback(invoke_without_command=True)
def options(
    ctx: typer.Context,
    db: Annotated[
        str | None,
        typer.Option("--db", metavar="URL|FILE", help="The database. Default: $TRACKER_DATABASE_URL, else your data folder."),
    ] = None,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,  # noqa: ARG001  # its callback acts
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print results and errors only.")] = False,
    verbose: Annotated[int, typer.Option("--verbose", "-v", count=True, help="Say more; twice for tracebacks.")] = 0,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colour. NO_COLOR does the same.")] = False,
) -> None:
    """Global options."""
    refuse_password(db or "")
    if no_color:
        os.environ["NO_COLOR"] = "1"
    ctx.obj = State(db=db, quiet=quiet, verbose=verbose)
    if ctx.invoked_subcommand is None:
        typer.echo((PACKAGE / "cli" / "welcome.txt").read_text("utf-8"), nl=False)


def _register() -> None:
    from tracker.cli import (
        actors,
        browse,
        compare,
        database,
        decide,
        demo,
        desk,
        doctor,
        feeds,
        intake,
        outlets,
        prove,
        publish,
        revisions,
    )

    for module in (demo, intake, compare, feeds, browse, revisions, decide, publish, prove, doctor, desk):
        for command in module.COMMANDS:
            app.command(command.__name__.removesuffix("_bundle").rstrip("_"), epilog=module.EXAMPLES[command.__name__])(command)
    app.add_typer(prove.log, name="log")
    app.add_typer(actors.app, name="actors")
    app.add_typer(outlets.app, name="outlets")
    app.add_typer(feeds.app, name="feeds")
    app.add_typer(database.app, name="db")


_register()
