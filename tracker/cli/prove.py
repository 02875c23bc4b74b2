"""Commands that prove what was decided: `log`, `log head`, `log verify`, `seal`, `verify`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import output
from tracker.cli.actors import Group
from tracker.errors import NotFoundError, TamperedError, UsageError
from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tracker.core import Tracker

COLUMNS = ("id", "kind", "arguments", "because", "made_by", "made_at", "target_id", "undone_at")
ENTRY = ("seq", "at", "kind", "payload", "previous", "hash")
# on a terminal: the heads of the columns, and what a row is called
_DECISIONS = ("Decision", "When", "Who", "What"), ("decision", "decisions")
_ENTRIES = ("Entry", "When", "Kind", "What", "Hash"), ("entry", "entries")
Head = Annotated[
    str | None, typer.Option(metavar="HEAD", help="A head that you kept, as tracker log head prints it: it must be there.")
]

log = typer.Typer(
    cls=Group,
    help="Who decided what, when and why, and the proof of it: every decision, article and status event stands in a log that "
    "nothing changes. What is no command lists the decisions, the newest first; tracker log list -h tells how.",
    epilog="Example: tracker log A-3",
)


@log.command("list", epilog="Example: tracker log list A-3")
def list_(
    ctx: typer.Context,
    allegation: Annotated[str | None, typer.Argument(metavar="[ID]", help="Only what touches this allegation.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every entry of the log, articles and events included, with its hash.")
    ] = False,
    as_json: output.Json = False,
    as_csv: output.Csv = False,
) -> None:
    """List the decisions, the newest first: who decided what, when, why, and whether it stands.

    What --json prints, tracker import takes into another database. With --all it has the whole payload of each entry, by which
    anybody can check its hash (docs/log.md).
    """
    if everything and allegation is not None:
        raise UsageError("--all lists the whole log: leave out the allegation, or --all")
    with output.tracker(ctx) as tracker:
        if everything:
            entries = (entry.as_json() for entry in tracker.entries())
            _print(entries, ENTRY, _entry, *_ENTRIES, as_json=as_json, as_csv=as_csv)
            return
        actions = tracker.log(allegation)[::-1]
    from tracker.report import decisions

    def told(row: Mapping[str, Any]) -> tuple[str, ...]:
        action = by_id[row["id"]]
        told_ = decisions.told(action) + decisions.state(action)
        return str(action.id), f"{action.made_at:%Y-%m-%d %H:%M}", action.made_by, told_

    by_id = {action.id: action for action in actions}
    made = (action.as_json() for action in actions)
    _print(made, COLUMNS, told, *_DECISIONS, as_json=as_json, as_csv=as_csv)
    if not (actions or as_json or as_csv or output.on_terminal()):
        output.note(ctx, "nobody has decided anything here yet")


def _entry(row: Mapping[str, Any]) -> tuple[str, ...]:
    counts = Counter({table: len(rows) for table, rows in row["payload"]["rows"].items()})
    what = ", ".join(plural(count, table.replace("_", " ")) for table, count in counts.items())
    return str(row["seq"]), row["at"][:16].replace("T", " "), row["kind"], what, row["hash"][:16]


def _print(
    rows: Iterable[Mapping[str, Any]],
    columns: tuple[str, ...],
    line: Callable[[Mapping[str, Any]], tuple[str, ...]],
    heads: tuple[str, ...],
    nouns: tuple[str, str],
    *,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Print rows as such, or the cells that `line` makes of each: on a terminal under their heads."""
    if as_json or as_csv:
        output.rows(rows, as_csv=as_csv, columns=columns if as_csv else ())
        return
    if output.on_terminal():
        from tracker.report.terminal.log import log_table

        output.show(log_table(heads, [line(row) for row in rows], nouns, output.console().width))
        return
    from tracker.report.escape import terminal as safe

    for row in rows:
        typer.echo("\t".join(safe(cell) for cell in line(row)))


@log.command(epilog="Example: tracker log head > head-of-today.txt")
def head(ctx: typer.Context) -> None:
    """Print the number and the hash of the last entry. Keep it elsewhere: by it anybody can tell that the log was cut."""
    with output.tracker(ctx) as tracker:
        typer.echo(_last(tracker))


def _last(tracker: Tracker) -> str:
    """The head of the log. Raises NotFoundError where nothing is in it."""
    if (found := tracker.log_head()) is None:
        raise NotFoundError(
            "the log is empty, for nothing has been ingested or decided here: tracker ingest PATH reads articles"
        )
    return found


@log.command(epilog="Example: tracker log verify --head $(cat head-of-today.txt)")
def verify(ctx: typer.Context, head: Head = None) -> None:
    """Check every entry of the log and every row that it tells of; print what was changed, added or taken away."""
    with output.tracker(ctx) as tracker:
        faults = tracker.verify_log(head)
        last = tracker.log_head()
    _faults([str(fault) for fault in faults], "the log does not hold")
    kept = "" if head else "; without --head nobody can see that its tail was cut, or that it was written anew as a whole"
    output.note(ctx, f"the log holds, and the tables agree with it, up to {last or 'its beginning'}{kept}")


def seal(
    ctx: typer.Context,
    to: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The bundle, a new zip file; - is stdout.")],
    week: Annotated[
        str | None, typer.Option(metavar="WEEK", help="An ISO week: 2022-W07. Default: the last with articles.")
    ] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day, with --to.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day, with --from.")] = None,
) -> None:
    """Write a report with its quotes, the hashes of its articles and the log, so that others can check it without tracker.

    The whole log goes with it: who decided what, and the addresses of all articles. The same record gives the same bytes.
    """
    from tracker.report import seal as sealing

    if str(to) != "-" and to.is_file():
        raise UsageError(f"{to} exists already, and a seal overwrites nothing: give another name")
    with output.tracker(ctx, to) as tracker:
        last = _last(tracker)
        found = tracker.seal(week, start=output.day(start, "--from"), end=output.day(end, "--to"))
    with output.opened(to, binary=True) as out:
        out.write(sealing.pack(found))
    if not (told := json.loads(found["report.json"]))["articles"]:
        output.note(ctx, f"no article of {told['week']}: a week without articles was sealed; tracker list shows what there is")
    output.note(ctx, f"sealed; keep this head elsewhere, by which others know it: {last}")


def verify_bundle(
    ctx: typer.Context,
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="What tracker seal wrote, or a folder it was unpacked to.")],
    head: Head = None,
) -> None:
    """Check a bundle of tracker seal, without any database: its files, the log, the texts and the quotes."""
    from tracker import sealed
    from tracker.facade.proving import checked_head

    wanted = checked_head(head) or ""
    try:
        found = sealed.files(bundle)
    except FileNotFoundError:
        raise NotFoundError(f"{bundle}: no such file: give what tracker seal wrote") from None
    except (OSError, ValueError) as error:
        raise TamperedError(
            f"{bundle} cannot be checked: {getattr(error, 'strerror', None) or error}: give what tracker seal wrote"
        ) from None
    _faults(sealed.check(found, wanted), f"{bundle} is not as it was sealed")
    kept = "" if head else "; without --head nobody can see that it was made anew as a whole"
    output.note(ctx, f"{bundle} is as it was sealed{kept}")


def _faults(faults: list[str], what: str) -> None:
    """Print what is wrong, and end with an error; nothing happens where nothing is."""
    from tracker.report.escape import terminal as safe

    for fault in faults:
        typer.echo(safe(fault))
    if faults:
        raise TamperedError(f"{what}: {plural(len(faults), 'fault')}")


COMMANDS: list[output.Command] = [seal, verify_bundle]
EXAMPLES = {
    "seal": "Example: tracker seal --week 2022-W07 -o 2022-W07.zip",
    "verify_bundle": "Example: tracker verify 2022-W07.zip",
}
