"""Commands that show and merge the stored actors: `actors`, `actors merge`, `actors split`."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from tracker.cli import output
from tracker.text import plural, squash
from tracker.types import Merge

COLUMNS = ("name", "kind", "side", "names", "speaker", "accused", "merged")
_LIST = "list"


class Group(TyperGroup):
    """Takes what is no command for words to list: `tracker actors putin` is `tracker actors list putin`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command `list` before arguments that begin with neither a command nor a call for help."""
        known = {*self.commands, *ctx.help_option_names}
        return super().parse_args(ctx, args if args and args[0] in known else [_LIST, *args])


app = typer.Typer(
    cls=Group,
    help="The actors of the database: who speaks, who is accused, and who is who. Words that are no command list the actors "
    "whose names they are part of; tracker actors list -h tells how.",
    epilog="Example: tracker actors putin",
)


@app.command(_LIST, epilog="Example: tracker actors list --unknown --limit 20")
def list_(
    ctx: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="WORDS", help="All must occur in the names of an actor.")] = None,
    unknown: Annotated[bool, typer.Option("--unknown", help="Only those of whom nothing but the name is known.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    as_json: output.Json = False,
    as_csv: output.Csv = False,
) -> None:
    """List actors with their other names and the number of mentions that they make and that accuse them, the most first."""
    with output.tracker(ctx) as tracker:
        found = tracker.actors(" ".join(words or ()), unknown=unknown)
        total = len(tracker.actors())
    shown = found[:limit]
    terminal = output.on_terminal() and not (as_json or as_csv)
    if as_json or as_csv:
        output.rows((a.as_json() for a in shown), as_csv=as_csv, columns=COLUMNS if as_csv else ())
    elif terminal:
        from tracker.report.terminal.actors import actor_table

        output.show(actor_table(shown, total, output.console().width))
    else:
        from tracker.report.escape import terminal as safe

        for a in shown:
            cells = (a.name, a.kind, a.side, str(a.speaker), str(a.accused), "; ".join(a.names))
            typer.echo("\t".join(safe(squash(c)) for c in cells))
    if not found and not terminal:
        output.none_found(ctx, "actor", filtered=bool(words) or unknown)
    if len(shown) < len(found) and not terminal:
        output.note(ctx, f"{len(shown)} of {plural(len(found), 'actor')} (--limit {limit})")


@app.command(epilog="Example: tracker actors merge 'Mr Putin' 'Vladimir Putin' --dry-run")
def merge(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="FROM", help="The actor that is another one, by its name.")],
    into: Annotated[str, typer.Argument(metavar="INTO", help="The actor that it is, by its name.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be merged; change nothing.")] = False,
) -> None:
    """Make FROM another name of INTO: in every listing, filter, export and report, and in what is ingested later.

    Nothing that is stored is rewritten: tracker actors split takes it back. Allegations that are stored keep their mentions
    and their claims as they are; what is ingested later is compared with those of both.
    """
    with output.tracker(ctx) as tracker:
        done = tracker.merge_actors(name, into, dry_run=dry_run)
    end = f", which is {done.end}" if done.end != done.into else ""
    output.note(ctx, f"{done.name} {'would be' if dry_run else 'is now'} {done.into}{end}: {_counted(done)}")
    if dry_run:
        output.note(ctx, "nothing was written (--dry-run)")


@app.command(epilog="Example: tracker actors split 'Mr Putin'")
def split(
    ctx: typer.Context, name: Annotated[str, typer.Argument(metavar="NAME", help="The actor that was merged, by its name.")]
) -> None:
    """Take a merge back: NAME is itself again, with all that was stored of it before and since."""
    with output.tracker(ctx) as tracker:
        done = tracker.split_actor(name)
    output.note(ctx, f"{done.name} is no longer {done.into}: {_counted(done)}")


def _counted(done: Merge) -> str:
    return f"{plural(done.speaker, 'mention')} by it, {done.accused:,} against it"
