"""Denials of a period that nobody could join to an allegation: what they reject may not be here, or may be worded otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.report import words
from tracker.report.notes import Notes
from tracker.report.weeks import Period
from tracker.text import plural
from tracker.types import StoredMention

HOW = "tracker move ID A-n joins one to what it denies, where that is here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlinked:
    """One denial: `id` is that of its mention, `quote` the words in which it is made, `notes` the number of that quote.

    What it rejects is not told: that would be a claim of ours, and a denial may be worded as anything.
    """

    id: str
    quote: str
    speaker: str
    text: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkedDenials:
    """The denials of a period that belong to no allegation: the first 50 of `total`."""

    denials: tuple[Unlinked, ...] = ()
    total: int = 0

    def __bool__(self) -> bool:
        return bool(self.total)

    def intro(self, listed: int) -> str:
        """Say how many there are, what to do about it, and of how many the page lists the first."""
        extent = f" The first {listed} of {self.total:,}." if self.total > listed else ""
        return f"{told(self.total)}: {HOW}.{extent}"


NONE = UnlinkedDenials()


def told(count: int) -> str:
    """Count them in a clause."""
    return f"{plural(count, 'denial')} could not be joined to an allegation"


def unlinked(denials: Iterable[StoredMention], period: Period, notes: Notes, limit: int) -> UnlinkedDenials:
    """Tell of the denials published in a period, in the order in which they were; the order of the input does not matter."""
    found = sorted(denials, key=lambda m: (m.seen_on, m.article.id, m.mention.start, m.mention.id))
    here = [m for m in found if m.seen_on in period]
    listed = tuple(
        Unlinked(
            id=m.mention.id,
            quote=m.mention.quote,
            speaker=words.speaker(m),
            text=f"{words.speaker(m)}, {words.when(m.seen_on, year=period.end.year)}.",
            notes=notes.cite([m]),
        )
        for m in here[:limit]
    )
    return UnlinkedDenials(denials=listed, total=len(here))
