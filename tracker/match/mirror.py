"""Accusations in return: the accused accuses its accuser of the like. Two allegations, linked, never one."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.types import StoredMention


def crossing(mention: StoredMention, members: Sequence[StoredMention]) -> StoredMention | None:
    """The accusation of one allegation that a mention answers, or that answers it; None where there is none.

    Two accusations cross where each side accuses the other and both name a common class of act.
    """
    for member in members:
        crossed = member.accused_side in mention.sides.values() and mention.accused_side in member.sides.values()
        if crossed and set(member.mention.acts) & set(mention.mention.acts):
            return member
    return None


def is_answer(mention: StoredMention, to: StoredMention) -> bool:
    """True where of two crossing accusations the first was made no earlier than the second."""
    return (to.asserted_on or to.seen_on) <= (mention.asserted_on or mention.seen_on)
