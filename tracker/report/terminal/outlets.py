"""Outlets on a terminal: who publishes, where it is at home, in which circle, how reliable, how many articles."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from tracker.report.terminal.layout import GAP, NARROW, columns, foreign
from tracker.text import plural, squash
from tracker.types.outlets import StoredOutlet

_COUNTRY, _LETTER, _COUNT = 7, 11, 8
_HEADS = ("Outlet", "Country", "Circle", "Reliability", "Articles")


def outlet_table(outlets: Sequence[StoredOutlet], total: int, width: int) -> RenderableType:
    """List outlets: name and, below it, domains; country; circle; the letter of the Admiralty scale; current articles."""
    if not total:
        return Text("No outlets yet. tracker ingest PATH reads articles.")
    count = Text(f"{len(outlets) or 'None'} of {plural(total, 'outlet')}.")
    if width < NARROW:
        return Group(columns([[_named(o, _about(o))] for o in outlets], []), count)
    room = width - _COUNTRY - _LETTER - _COUNT - 4 * GAP
    circle = room // 2
    rows = [
        [_named(o), *(foreign(squash(cell)) for cell in (o.country or "", o.circle or "", _letter(o), f"{o.articles:,}"))]
        for o in outlets
    ]
    heads = [Text(head, style="bold") for head in _HEADS]
    return Group(columns([heads, *rows], [room - circle, _COUNTRY, circle, _LETTER, _COUNT]), count)


def _letter(outlet: StoredOutlet) -> str:
    """The letter; F, which every outlet has at first, with what it means: it is no bad mark."""
    return "F, unjudged" if outlet.reliability == "F" else outlet.reliability


def _named(outlet: StoredOutlet, *below: Text) -> Text:
    domains = foreign("; ".join(map(squash, outlet.domains)), style="dim")
    return Text("\n").join([foreign(squash(outlet.name), style="bold"), *(part for part in (*below, domains) if part.plain)])


def _about(outlet: StoredOutlet) -> Text:
    parts = (outlet.country, outlet.circle, f"reliability {_letter(outlet)}", plural(outlet.articles, "article"))
    return foreign(" · ".join(squash(part) for part in parts if part))
