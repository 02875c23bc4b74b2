"""Feeds on a terminal: what is followed, when it is asked next, and what went wrong the last time."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from tracker.report.terminal.layout import GAP, NARROW, columns, foreign
from tracker.text import plural, squash
from tracker.types.feeds import StoredFeed

_NEXT = 16


def feed_table(feeds: Sequence[StoredFeed], width: int) -> RenderableType:
    """List feeds: title and, below it, the address and the last problem; when the next poll is due (UTC)."""
    if not feeds:
        return Text("No feeds yet. tracker feeds add URL follows one.")
    count = Text(f"{plural(len(feeds), 'feed')}. Times are UTC.")
    if width < NARROW:
        return Group(columns([[_named(feed, Text(f"next {_moment(feed)}"))] for feed in feeds], []), count)
    heads = [Text(head, style="bold") for head in ("Feed", "Next poll")]
    rows = [[_named(feed), Text(_moment(feed))] for feed in feeds]
    return Group(columns([heads, *rows], [width - _NEXT - 2 * GAP, _NEXT]), count)


def _named(feed: StoredFeed, *below: Text) -> Text:
    failed = f"{plural(feed.failures, 'failure')}: {squash(feed.problem)}" if feed.problem else ""
    address = squash(feed.url) if feed.title else ""
    lines = (foreign(squash(feed.name), style="bold"), foreign(address, style="dim"), foreign(failed), *below)
    return Text("\n").join(line for line in lines if line.plain)


def _moment(feed: StoredFeed) -> str:
    return f"{feed.next_at:%Y-%m-%d %H:%M}"
