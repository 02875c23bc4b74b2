"""Certainty drift: who moved *could* to *did*, shown by the two mentions between which it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.report.measures.utterance import Utterance, utterance
from tracker.types import StoredMention


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """The last mention of a lower certainty and the first of the highest that follows one; `n` mentions were looked at.

    `again` tells that the highest certainty had been heard before the lower one. Both mentions are None where no mention is
    surer than the one before it, and where there are fewer than two.
    """

    n: int
    before: Utterance | None
    after: Utterance | None
    again: bool


def drift(said: Sequence[StoredMention]) -> Drift:
    """Find the first rise to the highest certainty that comes after a lower one, in the order in which mentions were said.

    That a rumour is sharpened as it is retold: Allport & Postman 1947, "The psychology of rumor". The scale, from possible to
    asserted, is the tracker's own.
    """
    ranks = [m.mention.certainty.rank for m in said]
    rises = [at for at, (before, after) in enumerate(pairwise(ranks), 1) if after > before]
    if not rises:
        return Drift(n=len(said), before=None, after=None, again=False)
    top = max(rises, key=lambda at: ranks[at])
    again = ranks[top] in ranks[:top]
    return Drift(n=len(said), before=utterance(said[top - 1]), after=utterance(said[top]), again=again)
