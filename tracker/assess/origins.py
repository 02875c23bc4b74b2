"""How many independent origins an allegation has, and which mentions are copies.

Two mentions have one origin where they share a speaker, or where one repeats the other's words (a wire text). Outlets are
never counted: ten outlets that quote one minister are one origin. A mention without a named speaker is its outlet's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tracker.text import fold
from tracker.types import StoredMention

MIN_COPIED = 40  # characters: shorter quotes coincide by chance


def copies(mentions: Sequence[StoredMention]) -> dict[str, str]:
    """Which mentions repeat an earlier one word for word in another outlet: id of the copy → id of the first."""
    first: dict[str, StoredMention] = {}
    found: dict[str, str] = {}
    for stored in sorted(mentions, key=lambda m: (m.seen_on, m.article.id, m.mention.id)):
        words = fold(stored.mention.quote)
        if len(words) < MIN_COPIED:
            continue
        earlier = first.setdefault(words, stored)
        if earlier.article.id != stored.article.id:
            found[stored.mention.id] = earlier.mention.id
    return found


def count(mentions: Sequence[StoredMention], copied: Mapping[str, str]) -> int:
    """Number of independent origins: connected groups of mentions by shared speaker or `copied` words (as `copies` tells)."""
    parents: dict[str, str] = {}

    def root(key: str) -> str:
        while (parent := parents.setdefault(key, key)) != key:
            parents[key] = key = parents[parent]  # halve the way for whoever comes next
        return key

    for stored in mentions:
        first = root(f"text {copied.get(stored.mention.id, stored.mention.id)}")
        outlet = f"outlet {stored.article.outlet or stored.article.ref}"
        for key in (f"text {stored.mention.id}", *(stored.mention.speakers or (outlet,))):
            parents[root(key)] = first = root(first)
    return len({root(key) for key in parents})
