"""How far two extractors agree, on a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from tracker.report.terminal.layout import columns, foreign
from tracker.text import plural


def comparison(told: Mapping[str, Any]) -> RenderableType:
    """The figures of a comparison as `--json` has them: who found how much, then by field how many of how many are alike."""
    head = foreign(f"{told['one']} and {told['other']} on {plural(told['articles'], 'article')}", style="bold")
    both = f"{told['pairs']} mentions in both, of {told['mentions_one']} and {told['mentions_other']} (F1 {told['f1']:.2f})"
    rows = [[Text("Of these alike in", style="bold"), Text(), Text()]]
    for name, count in told["fields"].items():
        share = f"{100 * count['same'] / count['of']:.0f} %" if count["of"] else ""
        rows.append([Text(f"  {name}"), Text(f"{count['same']:>6} of {count['of']}"), Text(f"{share:>6}")])
    return Group(head, Text(both), columns(rows, [18, 16, 6]))
