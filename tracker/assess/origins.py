"""How many independent origins an allegation has, and which mentions are copies.

Two mentions have one origin where they share a speaker, or where one repeats the other's words (a wire text). Outlets are
never counted: ten outlets that quote one minister are one origin. A mention without a named speaker is its outlet's own.
"""

from __future__ import annotations

from collections.abc import Sequence

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


def count(mentions: Sequence[StoredMention]) -> int:
    """Number of independent origins: connected groups of mentions by shared speaker or copied words."""
    copied = copies(mentions)
    groups: list[set[str]] = []
    for stored in mentions:
        keys = set(stored.mention.speakers) or {f"outlet {stored.article.outlet or stored.article.ref}"}
        keys |= {f"text {stored.mention.id}", f"text {copied.get(stored.mention.id, stored.mention.id)}"}
        joined = [g for g in groups if g & keys]
        groups = [g for g in groups if not g & keys] + [keys.union(*joined)]
    return len(groups)
