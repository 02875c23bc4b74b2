"""The key of an allegation: who is accused of which kind of act against whom. Gates first, words second.

Two mentions can be the same accusation only if the gates let them: the same side is accused, nobody's victim is the other's
culprit, both affirm the act, and the main act is of one class. What passes is scored by its acts and its words. Certainty,
speaker and outlet are never part of the key: they are what changes while the accusation stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.match.score import similarity
from tracker.types import Band, Certainty, Kind, Similarity, StoredMention

WINDOW_DAYS = 180  # an accusation that returns after a longer silence is offered for review, not merged
# Chosen on the 48 annotated articles of eval/news: of what joins most mentions rightly, what joins fewest wrongly.
SAME, REVIEW, RELATED = 0.50, 0.42, 0.35
SAME_WORDING = 0.30  # one act in words that share less than this is for a person to judge
SURE = 0.5  # a mention whose speaker or accused is less sure than this is never joined without a person
_ACT, _TEXT = 0.55, 0.45


# These close a whole allegation, not only one of its members.
DIRECTION, VICTIM = "direction of blame differs", "victim differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What identifies one accusation. `side` is the actor on whose side the accused is; `acts` the main class first.

    `yet_to_come` tells plans and fears from deeds; only a denial is held to it.
    """

    side: str | None
    acts: tuple[str, ...]
    objects: frozenset[str]
    negated: bool
    yet_to_come: bool
    text: str
    on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How alike two frames are, 0 to 1, with the similarity of their words and the parts in words."""

    total: float
    wording: Similarity
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How well a mention fits an allegation, and why: `reason` names the gate that closed, or the parts of the score."""

    allegation_id: int
    score: float
    band: Band
    reason: str


def frame(stored: StoredMention) -> Frame:
    """The frame of a stored mention. A denial affirms for this purpose: what it denies is the accusation."""
    mention = stored.mention
    return Frame(
        side=stored.accused_side or mention.accused,
        acts=mention.acts,
        objects=frozenset(mention.objects),
        negated=mention.negated and mention.kind is not Kind.DENIAL,
        yet_to_come=mention.certainty is not Certainty.ASSERTED,
        text=mention.claim,
        on=stored.asserted_on,
    )


def gate(a: Frame, b: Frame) -> str | None:
    """The reason why two frames cannot be the same accusation; None where they can."""
    if a.side != b.side:
        return "accused differs" if a.side and b.side else "accused unknown on one side"
    if a.side is None and similarity(a.text, b.text).band is not Band.SAME:
        return "accused unknown, and the words differ"
    if a.side is not None and (a.side in b.objects or b.side in a.objects):
        return DIRECTION
    if a.objects and b.objects and not a.objects & b.objects:
        return VICTIM
    if a.negated != b.negated:
        return "one is negated"
    if a.acts and b.acts and a.acts[0] not in b.acts and b.acts[0] not in a.acts:
        return "act differs"
    if a.on and b.on and abs((a.on - b.on).days) > WINDOW_DAYS:
        return f"more than {WINDOW_DAYS} days apart"
    return None


def score(a: Frame, b: Frame) -> Score:
    """How alike two frames that passed the gates are."""
    shared, either = set(a.acts) & set(b.acts), set(a.acts) | set(b.acts)
    acts = len(shared) / len(either) if either else 0.0
    main = a.acts[:1] == b.acts[:1] and bool(a.acts)
    act = (acts + main) / 2
    text = similarity(a.text, b.text)
    same_act = ", ".join(sorted(shared)) or "no act in common"
    guards = [g for g in text.guards if g != "names"]
    told = f"; {' and '.join(guards)} differ" if guards else ""
    reason = f"same accused; {same_act}; wording {text.score:.2f}{told}"
    return Score(total=round(_ACT * act + _TEXT * text.score, 4), wording=text, reason=reason)


def best(mention: StoredMention, candidates: Mapping[int, Sequence[StoredMention]]) -> Match | None:
    """The allegation that a mention fits best: by the mean of its two best members, ties to the older allegation.

    None where there is no candidate at all.
    """
    own, sure = frame(mention), mention.mention.confidence >= SURE
    matches = [_against(own, key, members, sure=sure) for key, members in sorted(candidates.items()) if members]
    return max(matches, key=lambda m: (m.band is not Band.DIFFERENT, m.score), default=None)


def _against(own: Frame, key: int, members: Sequence[StoredMention], *, sure: bool) -> Match:
    scored: list[Score] = []
    closed = ""
    for member in members:
        other = frame(member)
        reason = gate(own, other)
        if reason in {DIRECTION, VICTIM}:
            return Match(allegation_id=key, score=0.0, band=Band.DIFFERENT, reason=reason)
        if reason:
            closed = closed or reason
        else:
            scored.append(score(own, other))
    if not scored:
        return Match(allegation_id=key, score=0.0, band=Band.DIFFERENT, reason=closed)
    top = sorted(scored, key=lambda s: -s.total)[:2]
    total = round(sum(s.total for s in top) / len(top), 4)
    return Match(allegation_id=key, score=total, band=_band(total, top[0], sure=sure), reason=top[0].reason)


def _band(total: float, nearest: Score, *, sure: bool) -> Band:
    if total >= SAME:
        guarded = {"numbers", "negation", "direction"} & set(nearest.wording.guards)
        return Band.SAME if sure and not guarded and nearest.wording.score >= SAME_WORDING else Band.REVIEW
    if total >= REVIEW:
        return Band.REVIEW
    return Band.RELATED if total >= RELATED else Band.DIFFERENT


def clearest(members: Sequence[StoredMention]) -> str:
    """The claim sentence that words an allegation best, of those of its mentions.

    Best is what begins with the accused and is of a length that people read in one go; then what is nearest to nine words;
    of equals, what was said first.
    """
    ordered = sorted(members, key=lambda m: (m.asserted_on or m.seen_on, m.mention.id))
    return min((m.mention for m in ordered), key=lambda m: _wording(m.claim, m.accused)).claim


def _wording(claim: str, accused: str | None) -> tuple[bool, bool, int]:
    words = claim.split()
    begins = bool(accused) and claim.startswith(accused or "") and " accused of " not in claim
    readable = 5 <= len(words) <= 18
    return not (begins and readable), not readable, abs(len(words) - 9) // 3
