"""Accusations in return: the accused accuses its accuser of the like. Two allegations, linked, never one."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.types import StoredMention


def answers(mention: StoredMention, members: Sequence[StoredMention]) -> StoredMention | None:
    """The earlier accusation that a mention answers, among those of one allegation; None where it answers none.

    It does where each side accuses the other, both name a common class of act, and the other was said no later.
    """
    for member in members:
        crossed = member.accused_side in mention.sides.values() and mention.accused_side in member.sides.values()
        earlier = (member.asserted_on or member.seen_on) <= (mention.asserted_on or mention.seen_on)
        if crossed and earlier and set(member.mention.acts) & set(mention.mention.acts):
            return member
    return None
