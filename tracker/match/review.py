"""What a person should decide next, and what to show for it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from tracker.match.score import similarity
from tracker.match.words import Words
from tracker.types import Case, Proposal, StoredMention

Asked = tuple[Case, Case, str, float, str]


def proposals(asked: Iterable[Asked], words: Words) -> list[Proposal]:
    """Turn open questions into proposals: first those of mentions that extractors disagree on, then the most valuable.

    A question is two allegations, the mention of the first that raised it, the matcher's score and its reason. Shown beside it
    is the mention of the other allegation that is most alike in words. The value is the score times the geometric mean of
    the numbers of mentions: a likely merge of two large allegations changes most.
    """
    found = [_proposal(*question, words) for question in asked if question[0].alleging and question[1].alleging]
    return sorted(found, key=lambda p: (not p.disputed, -p.value, p.one_id, p.other_id))


def _proposal(own: Case, other: Case, mention_id: str, score: float, reason: str, words: Words) -> Proposal:
    raised = next((m for m in own.alleging if m.mention.id == mention_id), own.alleging[0])
    return Proposal(
        one_id=own.id,
        other_id=other.id,
        one=raised,
        other=nearest(raised, other.alleging, words),
        score=score,
        reason=reason,
        value=score * math.sqrt(len(own.alleging) * len(other.alleging)),
    )


def nearest(to: StoredMention, members: Sequence[StoredMention], words: Words) -> StoredMention:
    """Return the mention of another allegation whose claim is most like that of this one."""
    return max(members, key=lambda m: similarity(to.mention.claim, m.mention.claim, words).score)
