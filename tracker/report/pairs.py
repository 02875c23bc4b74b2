"""Who said most in a period, and against whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.report import words
from tracker.report.notes import Notes
from tracker.report.view import View
from tracker.types import StoredMention

_ROWS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A speaker and whom it accused (None: nobody by name), with counts of one period; `notes` has its first quote."""

    speaker: str
    accused: str | None
    mentions: int
    allegations: int
    outlets: int
    notes: tuple[int, ...]


def pairs(views: Iterable[View], notes: Notes) -> tuple[tuple[Pair, ...], int]:
    """Count the pairs of speaker and accused: the ten with most mentions, and how many there are.

    A mention by several speakers counts for each of them; one without a named speaker counts for nobody.
    """
    said: dict[tuple[str, str | None], list[tuple[int, StoredMention]]] = {}
    for v in views:
        for m in v.here:
            for name in dict.fromkeys(m.mention.speakers):
                said.setdefault((name, v.allegation.accused), []).append((v.allegation.id, m))
    most = sorted(said.items(), key=lambda item: (-len(item[1]), item[0][0], item[0][1] or ""))
    table = tuple(
        Pair(
            speaker=name,
            accused=accused,
            mentions=len(found),
            allegations=len({allegation for allegation, _ in found}),
            outlets=len({words.outlet(m.article) for _, m in found}),
            notes=notes.cite([found[0][1]]),
        )
        for (name, accused), found in most[:_ROWS]
    )
    return table, len(most)
