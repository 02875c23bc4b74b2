"""Which attributions of a text hold a token in what they say is said, and which have it as their cue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.extract.saying.rules import Reading


class Holding:
    """The attributions of one text of `size` tokens by the tokens they hold (`at`) and by their cue (`by_cue`)."""

    def __init__(self, size: int, readings: Iterable[Reading]) -> None:
        self.at: list[list[Reading]] = [[] for _ in range(size)]
        self.by_cue: dict[int, list[Reading]] = {}
        for a in readings:
            self.by_cue.setdefault(a.cue.i, []).append(a)
            for i in a.content:
                self.at[i].append(a)

    def counts(self, start: int, end: int) -> list[tuple[Reading, int]]:
        """The attributions that hold any token from start to end (exclusive), each with how many, in order of the first."""
        found: dict[int, tuple[Reading, int]] = {}
        for i in range(start, end):
            for a in self.at[i]:
                found[id(a)] = a, found[id(a)][1] + 1 if id(a) in found else 1
        return list(found.values())

    def innermost(self, i: int) -> Reading | None:
        """The smallest attribution that holds a token."""
        return min(self.at[i], key=lambda a: len(a.content), default=None)

    def outer(self, a: Reading) -> Reading | None:
        """The smallest attribution that holds the cue of another; None where nothing does."""
        around = (b for b in self.at[a.cue.i] if b is not a and b.cue != a.cue)
        return min(around, key=lambda b: len(b.content), default=None)
