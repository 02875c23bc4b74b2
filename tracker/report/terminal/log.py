"""The log on a terminal: decisions, or entries, in columns of what is short, and beside these what was done."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from tracker.report.terminal.layout import NARROW, beside, foreign
from tracker.text import plural, squash

WHAT = "What"
_WIDEST = 16  # of a short column: a name may be longer


def log_table(heads: Sequence[str], rows: Sequence[Sequence[str]], nouns: tuple[str, str], width: int) -> RenderableType:
    """List rows under their heads, the column `WHAT` last; `nouns` are what one of them and many are called."""
    if not rows:
        return Text(f"No {nouns[1]} yet.")
    at = list(heads).index(WHAT)
    told = [[*row[:at], *row[at + 1 :], row[at]] for row in (heads, *rows)]
    widths = [min(_WIDEST, max(map(len, cells))) for cells in list(zip(*told, strict=True))[:-1]]
    lines = [[foreign(squash(cell)) for cell in row] for row in told[1:]]
    if width >= NARROW:
        lines.insert(0, [Text(head, style="bold") for head in told[0]])
    return Group(beside(lines, widths, width), Text(f"{plural(len(rows), *nouns)}. Times are UTC."))
