"""Two texts side by side: which words of one the other lacks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from tracker.text import fold, squash


def lacking(own: str, other: str) -> Iterator[tuple[bool, str]]:
    """Yield the words of a text in runs, each with whether the other text lacks them; case and marks do not count."""
    theirs = {part for word in squash(other).split() for part in fold(word).split()}
    for lacks, run in groupby(squash(own).split(), key=lambda word: not theirs.issuperset(fold(word).split())):
        yield lacks, " ".join(run)
