"""The list of allegations on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from tracker.report import chart as charts
from tracker.report import words
from tracker.report.terminal.layout import GAP, NARROW, columns, foreign, headline
from tracker.text import plural, squash
from tracker.types import Allegation

_STATUS, _LAST, _CARRIED = 18, 11, 12
# A terminal this wide has room for "9 speakers, 8 outlets" on one line.
_WIDE, _CARRIED_WIDE = 100, 22


def allegation_table(allegations: Sequence[Allegation], total: int, filtered: str, width: int) -> RenderableType:
    """List allegations: id, claim, status, last seen, who carries it; `filtered` is a word for what was let through."""
    if not total:
        return Text("No allegations yet. tracker ingest PATH reads articles.")
    which = f" ({filtered})" if filtered else ""
    count = f"{len(allegations) or 'None'} of {plural(total, 'allegation')}{which}."
    if not allegations:
        return foreign(count)
    count = f"{count} tracker show {allegations[0].public_id} tells more."
    ids = max(len(allegation.public_id) for allegation in allegations)
    if width < NARROW:
        return Group(columns([[cells[0], _stack(cells[1:])] for cells in map(_cells, allegations)], [ids]), foreign(count))
    carried = _CARRIED_WIDE if width >= _WIDE else _CARRIED
    widths = [ids, width - ids - _STATUS - _LAST - carried - 4 * GAP, _STATUS, _LAST, carried]
    heads = [Text(head, style="bold") for head in ("ID", "Allegation", "Status", "Last seen", "Carried by")]
    return Group(columns([heads, *map(_cells, allegations)], widths), foreign(count))


def _cells(allegation: Allegation) -> list[Text]:
    last = words.short_date(allegation.last_seen) if allegation.last_seen else ""
    return [
        Text(allegation.public_id, style="bold"),
        foreign(squash(allegation.claim)),
        headline(allegation.status.headline),
        Text(f"{last}\n{charts.weeks_sparkline([m.seen_on for m in allegation.alleging])}"),
        Text(words.carried_by(allegation).replace(" (", "\n(")),
    ]


def _stack(cells: Sequence[Text]) -> Text:
    claim, status, last, carried = cells
    return Text("\n").join([claim, status, Text(" ").join(last.split()), Text(" ").join(carried.split())])
