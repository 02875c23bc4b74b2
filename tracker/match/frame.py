"""The key of an allegation: who is accused of which kind of act against whom, and when. Gates first, then slots and words.

Two mentions can be the same accusation only if the gates let them: the same side is accused, nobody's victim is the other's
culprit, both affirm the act, and they are not half a year apart. What passes is scored by its slots (acts, time of the deed,
days between, context) and its words. Certainty, speaker and outlet are never part of the key: they are what changes while the
accusation stays.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.match.guards import DIRECTION as TURNED
from tracker.match.guards import NEGATION, NUMBERS
from tracker.match.score import overlap, similarity
from tracker.match.words import Wording, Words
from tracker.text import fold, plural
from tracker.types import Band, Certainty, Kind, Similarity, StoredMention

WINDOW_DAYS = 180  # an accusation that returns after a longer silence is offered for review, not merged
SAME, REVIEW, RELATED = 0.26, 0.22, 0.15  # chosen on eval/news, the whole way; of what is joined there .29 is right
TELLING_DAYS = 60  # from how long ago an accusation is looked for whatever its words
SURE = 0.2  # a mention whose speaker or accused is less sure than this is never joined without a person

# What each slot is worth; those that fit sum to 1, those that do not are taken off. Set by hand on frames of the corpus and of
# eval/news with their true accused: most of it in words, a quarter in acts, a fifth in what stands around.
FIT = {"stems": 0.40, "wording": 0.15, "acts": 0.125, "main act": 0.125, "context": 0.20}
MISFIT = {"years": 0.15, "past": 0.08}
PER_DOUBLING = 0.04  # of the days in between, beyond the three days in which a story is told again
FRESH_DAYS = 3

# These close a whole allegation, not only one of its members.
DIRECTION, VICTIM = "direction of blame differs", "victim differs"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What identifies one accusation. `side` is the actor on whose side the accused is; `acts` the main class first.

    `yet_to_come` tells plans and fears from deeds; `years` are those that the words name, `past` is true where they look back;
    `context` is the sentence with its neighbours.
    """

    side: str | None
    acts: tuple[str, ...]
    objects: frozenset[str]
    negated: bool
    yet_to_come: bool
    text: str
    on: dt.date | None
    years: frozenset[int] = frozenset()
    past: bool = False
    context: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How alike two frames are, 0 to 1, with the similarity of their words and the parts in words."""

    total: float
    wording: Similarity
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How well a mention fits an allegation, and why: `reason` names the gate that closed, or the parts of the score.

    `wording` is the band of the words alone, against the member that is most alike.
    """

    allegation_id: int
    score: float
    band: Band
    reason: str
    wording: Band = Band.DIFFERENT


def frame(stored: StoredMention, words: Words) -> Frame:
    """The frame of a stored mention. A denial affirms for this purpose: what it denies is the accusation."""
    mention = stored.mention
    context = f"{stored.before}{mention.quote}{stored.after}"
    years = frozenset(int(y) for y in _YEAR.findall(context))
    earlier = any(year < stored.seen_on.year for year in years)
    return Frame(
        side=stored.accused_side or mention.accused,
        acts=mention.acts,
        objects=frozenset(mention.objects),
        negated=mention.negated and mention.kind is not Kind.DENIAL,
        yet_to_come=mention.certainty is not Certainty.ASSERTED,
        text=mention.claim,
        on=stored.asserted_on,
        years=years,
        past=earlier or not words.past.isdisjoint(fold(context).split()),
        context=context,
    )


def gate(a: Frame, b: Frame, words: Words) -> str | None:
    """The reason why two frames cannot be the same accusation; None where they can."""
    if a.side != b.side:
        return "accused differs" if a.side and b.side else "accused unknown on one side"
    if a.side is None and similarity(a.text, b.text, words).band is not Band.SAME:
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


def score(a: Frame, b: Frame, words: Words) -> Score:
    """How alike two frames that passed the gates are."""
    shared, either = set(a.acts) & set(b.acts), set(a.acts) | set(b.acts)
    text = similarity(a.text, b.text, words)
    fit = {
        "stems": overlap(_told(a, words), _told(b, words)),
        "wording": text.score,
        "acts": len(shared) / len(either) if either else 0.0,
        "main act": float(a.acts[:1] == b.acts[:1] and bool(a.acts)),
        "context": overlap(words.read(a.context or a.text), words.read(b.context or b.text)),
    }
    misfit = {"years": _apart(a.years, b.years), "past": a.past != b.past}
    days = abs((a.on - b.on).days) if a.on and b.on else 0
    total = math.fsum(FIT[slot] * value for slot, value in fit.items())
    total -= math.fsum(MISFIT[slot] for slot, differs in misfit.items() if differs)
    total -= PER_DOUBLING * max(0.0, math.log2((days + FRESH_DAYS) / FRESH_DAYS))
    differing = [slot for slot, differs in misfit.items() if differs] + [g for g in text.guards if g != "names"]
    parts = [
        "same accused",
        ", ".join(sorted(shared)) or "no act in common",
        f"words {fit['stems']:.2f}",
        f"context {fit['context']:.2f}",
        f"{plural(days, 'day')} apart",
        *([f"{' and '.join(differing)} differ"] if differing else []),
    ]
    return Score(total=round(min(1.0, max(0.0, total)), 4), wording=text, reason="; ".join(parts))


def _told(a: Frame, words: Words) -> Wording:
    """The words of a claim without the name of the accused, which both have."""
    own = set(fold(a.side or "").split())
    return words.read(" ".join(w for w in a.text.split() if fold(w) not in own))


def _apart(a: frozenset[int], b: frozenset[int]) -> bool:
    return bool(a and b and not a & b)


def best(mention: StoredMention, candidates: Mapping[int, Sequence[StoredMention]], words: Words) -> Match | None:
    """The allegation that a mention fits best: by the mean of its two best members, ties to the older allegation.

    None where there is no candidate at all.
    """
    own, sure = frame(mention, words), mention.mention.confidence >= SURE
    matches = [_against(own, key, members, words, sure=sure) for key, members in sorted(candidates.items()) if members]
    return max(matches, key=lambda m: (m.band is not Band.DIFFERENT, m.score), default=None)


def _against(own: Frame, key: int, members: Sequence[StoredMention], words: Words, *, sure: bool) -> Match:
    scored: list[Score] = []
    closed = ""
    for member in members:
        other = frame(member, words)
        reason = gate(own, other, words)
        if reason in {DIRECTION, VICTIM}:
            return Match(allegation_id=key, score=0.0, band=Band.DIFFERENT, reason=reason)
        if reason:
            closed = closed or reason
        else:
            scored.append(score(own, other, words))
    if not scored:
        return Match(allegation_id=key, score=0.0, band=Band.DIFFERENT, reason=closed)
    top = sorted(scored, key=lambda s: -s.total)[:2]
    total = round(sum(s.total for s in top) / len(top), 4)
    band = _band(total, top[0], sure=sure)
    return Match(allegation_id=key, score=total, band=band, reason=top[0].reason, wording=top[0].wording.band)


def _band(total: float, nearest: Score, *, sure: bool) -> Band:
    if total >= SAME:
        guarded = {NUMBERS, NEGATION, TURNED} & set(nearest.wording.guards)
        return Band.SAME if sure and not guarded else Band.REVIEW
    if total >= REVIEW:
        return Band.REVIEW
    return Band.RELATED if total >= RELATED else Band.DIFFERENT


def clearest(members: Sequence[StoredMention], accused: str | None = None) -> str:
    """The claim sentence that words an allegation best, of those of its mentions; if any accuses `accused`, of those that do.

    Best is what begins with the accused and is of a length that people read in one go; then what is nearest to nine words;
    of equals, what was said first.
    """
    fitting = [m for m in members if accused and m.mention.accused == accused] or members
    ordered = sorted(fitting, key=lambda m: (m.asserted_on or m.seen_on, m.mention.id))
    return min((m.mention for m in ordered), key=lambda m: _wording(m.claim, m.accused)).claim


def _wording(claim: str, accused: str | None) -> tuple[bool, bool, int]:
    words = claim.split()
    begins = bool(accused) and claim.startswith(accused or "") and " accused of " not in claim
    readable = 5 <= len(words) <= 18
    return not (begins and readable), not readable, abs(len(words) - 9) // 3
