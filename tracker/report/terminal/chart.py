"""How one allegation moved, as a chart on a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from tracker.report import chart as charts
from tracker.report.figures import figures
from tracker.report.terminal.layout import beside, columns, foreign
from tracker.report.trajectory import Trajectory
from tracker.text import plural, squash


def chart(trajectory: Trajectory, width: int) -> RenderableType:
    """Draw a bar a bucket with what happened in it, silences as one line, the measures below."""
    head = [Text(trajectory.id, style="bold"), foreign(squash(trajectory.claim), style="bold")]
    title = columns([head], [len(trajectory.id)])
    if not trajectory.n:
        denials = f", {plural(trajectory.denials, 'denial')}" if trajectory.denials else ""
        return Group(title, Text(f"no mentions{denials}"))
    rows = charts.rows(trajectory)
    top = max(row.count for row in rows)
    longest = min(top, width // 4)
    drawn = []
    for row in rows:
        bar = "█" * -(-row.count * longest // top)
        drawn.append([Text(row.label), Text(f"{bar} {row.count}" if row.count else ""), foreign("\n".join(row.notes))])
    widths = [max(len(row.label) for row in rows), longest + 1 + len(str(top))]
    return Group(title, beside(drawn, widths, width), *map(foreign, figures(trajectory)))
