"""Columns of foreign text on a terminal."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from tracker.report import escape

# Below this many columns what would stand side by side stands one below the other.
NARROW = 72
GAP = 2

_STYLES = {
    "retracted": "red",
    "refuted": "red",
    "supported": "green",
    "corroborated": "green",
    "disputed": "yellow",
    "denied": "yellow",
}


def text(renderable: RenderableType, width: int) -> str:
    """Give what would be printed as plain text, without any control sequence, ending in a line end."""
    console = Console(file=io.StringIO(), width=width, color_system=None, force_terminal=False)
    with console.capture() as capture:
        console.print(renderable)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())


def foreign(words: str, style: str = "") -> Text:
    """Foreign words as they may be shown. Line ends are layout: squash what is foreign before joining it with them."""
    return Text("\n".join(map(escape.terminal, words.split("\n"))), style=style)


def headline(status: str) -> Text:
    """Give the headline of a status the colour of its first word."""
    return foreign(status, style=_STYLES.get(status.partition(";")[0], ""))


def columns(rows: Iterable[Sequence[Text]], widths: Sequence[int]) -> Table:
    """Cells side by side; a column without a width takes what is left. Words too long for their column are folded."""
    table = Table.grid(padding=(0, GAP, 0, 0))
    for row in rows:
        for column in range(len(table.columns), len(row)):
            table.add_column(width=widths[column] if column < len(widths) else None, overflow="fold")
        table.add_row(*row)
    return table


def beside(rows: Iterable[Sequence[Text]], widths: Sequence[int], width: int) -> RenderableType:
    """Set short cells and then the long one side by side; on a narrow terminal the long one below, indented."""
    if width >= NARROW:
        return columns(rows, widths)
    lines: list[RenderableType] = []
    for *short, long in rows:
        lines.append(Text("  ").join(cell for cell in short if cell.plain))
        if long.plain:
            lines.append(columns([[Text(), long]], [0]))
    return Group(*lines)
