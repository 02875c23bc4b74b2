"""Commands that follow feeds: `feeds add`, `list`, `remove`, `import`, `export`, and `watch`."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import output
from tracker.errors import NotFoundError, TrackerError
from tracker.files import contents
from tracker.text import plural, squash
from tracker.types import Refusal

if TYPE_CHECKING:
    from tracker.jobs.polling import Polled

COLUMNS = ("title", "url", "interval_minutes", "polled_at", "next_at", "failures", "problem")

app = typer.Typer(
    no_args_is_help=True,
    help="The feeds (RSS, Atom, JSON Feed) that tracker watch takes articles from.",
    epilog="Example: tracker feeds list",
)
Urls = Annotated[list[str], typer.Argument(metavar="URL...", help="Web addresses of feeds.")]


@app.command(epilog="Example: tracker feeds add https://example.org/feed.xml")
def add(ctx: typer.Context, urls: Urls) -> None:
    """Follow feeds. Each is asked for now, to see that it is one; its articles come in with tracker watch."""
    from tracker.report.escape import terminal

    refused: list[Refusal] = []
    with output.tracker(ctx, new=True) as tracker:
        for url in urls:
            try:
                added = tracker.add_feed(url)
            except TrackerError as error:
                if len(urls) == 1:
                    raise
                refused.append(Refusal(ref=url, reason=str(error).removeprefix(f"{url}: ")))
                continue
            output.note(ctx, terminal(f"{added.name}: followed" if added else f"{url}: followed already"))
    _tell(refused)


@app.command("list", epilog="Example: tracker feeds list --json")
def list_(ctx: typer.Context, as_json: output.Json = False, as_csv: output.Csv = False) -> None:
    """List the feeds that are followed, when each is asked next, and what went wrong the last time."""
    with output.tracker(ctx) as tracker:
        found = tracker.feeds()
    if as_json or as_csv:
        output.rows((feed.as_json() for feed in found), as_csv=as_csv, columns=COLUMNS if as_csv else ())
    elif output.on_terminal():
        from tracker.report.terminal.feeds import feed_table

        output.show(feed_table(found, output.console().width))
    else:
        from tracker.report.escape import terminal

        if not found:
            output.note(ctx, "no feed yet: tracker feeds add URL follows one")
        for feed in found:
            cells = (feed.title or "", feed.url, feed.next_at.isoformat(), feed.problem or "")
            typer.echo("\t".join(terminal(squash(cell)) for cell in cells))


@app.command(epilog="Example: tracker feeds remove https://example.org/feed.xml")
def remove(ctx: typer.Context, urls: Urls) -> None:
    """Follow feeds no longer. Their articles stay; followed again, a feed goes on where it was."""
    from tracker.report.escape import terminal

    missing: list[str] = []
    with output.tracker(ctx) as tracker:
        for url in urls:
            try:
                output.note(ctx, terminal(f"{tracker.remove_feed(url)}: no longer followed"))
            except NotFoundError as error:
                missing.append(str(error))
    if missing:
        raise NotFoundError("; ".join(missing))


@app.command("import", epilog="Example: tracker feeds import subscriptions.opml")
def import_(
    ctx: typer.Context,
    path: Annotated[str, typer.Argument(metavar="FILE", help="A list of feeds (OPML) of another reader; - is stdin.")],
) -> None:
    """Follow the feeds of a list. None is asked for yet: what is no feed shows in tracker feeds list after tracker watch."""
    from tracker.read.refusals import UnreadableError

    data = contents(path)
    with output.tracker(ctx, new=True) as tracker:
        try:
            done = tracker.import_feeds(data)
        except UnreadableError as error:
            raise TrackerError(f"{path}: {error}") from None
    output.note(ctx, f"{plural(done.new, 'new feed')}, {done.known} followed already")
    _tell(done.refused)


@app.command(epilog="Example: tracker feeds export -o feeds.opml")
def export(ctx: typer.Context, to: output.Output = None) -> None:
    """Write the list of feeds as OPML, which other feed readers take in."""
    with output.tracker(ctx, to) as tracker:
        output.write([tracker.export_feeds()], to)


def watch(
    ctx: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Poll what is due and end: for cron.")] = False,
    every: Annotated[
        int | None,
        typer.Option(
            metavar="MIN", min=1, max=1440, help="Minutes between two polls of a feed that wants no longer ones [30]."
        ),
    ] = None,
) -> None:
    """Take in the articles of feeds as they appear, until it is interrupted; tracker feeds add says which feeds.

    An entry that is only a teaser is read from its page. What cannot be read is named, kept in quarantine, and asked for again
    after an hour, after six, and after a day. Ends with the article in hand; what was told is stored.
    """
    failed = False
    with output.tracker(ctx, new=True) as tracker, _until_signal() as signals:
        output.announce(ctx, tracker.settings)
        for polled in tracker.watch(once=once, every=every, stopped=lambda: bool(signals)):
            failed = failed or bool(polled.result.refused or polled.feed.problem)
            _tell_polled(ctx, polled)
    if signal.SIGINT in signals:
        raise KeyboardInterrupt
    if once and failed:
        raise typer.Exit(3)


def _tell_polled(ctx: typer.Context, polled: Polled) -> None:
    """One line for a feed that brought something, and one for each entry, or feed, that could not be read."""
    from tracker.report.escape import terminal

    feed, result = polled.feed, polled.result
    if feed.problem:
        again = f"asked again {feed.next_at:%Y-%m-%d %H:%M} UTC"
        typer.echo(terminal(f"{squash(feed.name)}: {squash(feed.problem)}; {again}"), err=True)
    for refusal in result.refused:
        typer.echo(f"refused {terminal(squash(refusal.ref))}: {terminal(squash(refusal.reason))}", err=True)
    counts = (
        (result.new, "new"),
        (result.revised, "revised"),
        (result.known, "known already"),
        (len(result.refused), "refused"),
        (result.undated, "without a date"),
        (result.unread, "in other languages"),
        (polled.left, "left for the next poll"),
    )
    told = ", ".join(f"{count} {word}" for count, word in counts if count)
    if result.new or result.revised or result.refused:
        mentions = plural(sum(result.mentions.values()), "mention")
        output.note(
            ctx, terminal(f"{squash(feed.name)}: {told}; {mentions}, {plural(result.new_allegations, 'new allegation')}")
        )
        output.proposed(ctx, result.told)


@contextmanager
def _until_signal() -> Iterator[list[int]]:
    """Gather SIGINT and SIGTERM instead of ending at once; a second one ends at once."""
    came: list[int] = []

    def note(number: int, _: Any) -> None:
        came.append(number)
        signal.signal(number, before[number])

    before: dict[int, Any] = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _tell(refused: list[Refusal]) -> None:
    """Name what was refused, with the exit status for it."""
    from tracker.report.escape import terminal

    for refusal in refused:
        typer.echo(f"refused {terminal(refusal.ref)}: {terminal(refusal.reason)}", err=True)
    if refused:
        raise typer.Exit(3)


COMMANDS: list[output.Command] = [watch]
EXAMPLES = {"watch": "Example: tracker watch --once"}
