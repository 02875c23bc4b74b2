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
from tracker.types import Band, Decision, Kind, StoredMention

WINDOW_DAYS = 180  # an accusation that returns after a longer silence is offered for review, not merged
# Chosen on 48 annotated articles (eval/news) for precision of joined pairs first.
SAME, REVIEW, RELATED = 0.58, 0.50, 0.40
_ACT, _TEXT = 0.55, 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What identifies one accusation. `side` is the actor on whose side the accused is; `acts` the main class first."""

    side: str | None
    acts: tuple[str, ...]
    objects: frozenset[str]
    negated: bool
    text: str
    on: dt.date | None


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
        return "direction of blame differs"
    if a.negated != b.negated:
        return "one is negated"
    if a.acts and b.acts and a.acts[0] not in b.acts and b.acts[0] not in a.acts:
        return "act differs"
    if a.on and b.on and abs((a.on - b.on).days) > WINDOW_DAYS:
        return f"more than {WINDOW_DAYS} days apart"
    return None


def score(a: Frame, b: Frame) -> tuple[float, str]:
    """Score of two frames that passed the gates, 0 to 1, and its parts in words."""
    shared, either = set(a.acts) & set(b.acts), set(a.acts) | set(b.acts)
    acts = len(shared) / len(either) if either else 0.0
    main = a.acts[:1] == b.acts[:1] and bool(a.acts)
    act = (acts + main) / 2
    text = similarity(a.text, b.text)
    total = _ACT * act + _TEXT * text.score
    same_act = ", ".join(sorted(shared)) or "no act in common"
    guards = f"; {' and '.join(text.guards)} differ" if set(text.guards) - {"names"} else ""
    return round(total, 4), f"same accused; {same_act}; wording {text.score:.2f}{guards}"


def best(mention: StoredMention, candidates: Mapping[int, Sequence[StoredMention]]) -> Match | None:
    """The allegation that a mention fits best: by the mean of its two best members, ties to the older allegation.

    None where there is no candidate at all.
    """
    own = frame(mention)
    matches = [_against(own, key, members) for key, members in sorted(candidates.items()) if members]
    return max(matches, key=lambda m: (m.band is not Band.DIFFERENT, m.score), default=None)


def _against(own: Frame, key: int, members: Sequence[StoredMention]) -> Match:
    scored: list[tuple[float, str]] = []
    closed = ""
    for member in members:
        other = frame(member)
        if reason := gate(own, other):
            closed = closed or reason
        else:
            scored.append(score(own, other))
    if not scored:
        return Match(allegation_id=key, score=0.0, band=Band.DIFFERENT, reason=closed)
    scored.sort(key=lambda s: -s[0])
    top = scored[:2]
    total = round(sum(s for s, _ in top) / len(top), 4)
    return Match(allegation_id=key, score=total, band=_band(total, top[0][1]), reason=top[0][1])


def _band(total: float, reason: str) -> Band:
    if total >= SAME:
        return Band.REVIEW if "numbers" in reason or "negation" in reason else Band.SAME
    if total >= REVIEW:
        return Band.REVIEW
    return Band.RELATED if total >= RELATED else Band.DIFFERENT


def decision(band: Band) -> Decision:
    """What the matcher itself decides in a band: it joins only what is `same`, and asks about `review`."""
    return {Band.SAME: Decision.POSITIVE, Band.REVIEW: Decision.UNSURE}.get(band, Decision.NEGATIVE)
