"""What a denial denies: never its neighbour. It reaches only an accusation of the same side that shares its main act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tracker.match.frame import Frame, Match, frame, score
from tracker.match.words import Words
from tracker.types import Band, StoredMention

WINDOW_DAYS = 60


def denied(denial: StoredMention, candidates: Mapping[int, Sequence[StoredMention]], words: Words) -> Match | None:
    """The allegation that a denial rejects, of those against the denier's side; None where none fits.

    The main act must be the same. The victim must be, too, or, where one names none, both must speak of a deed or both
    of something yet to come: who denies plans to invade does not deny having shelled a town. Of several that fit, the best in
    words counts. A denial that names no act ("denied the claim") is left to the article that says what was claimed.
    """
    own = frame(denial, words)
    if not own.acts or own.side is None:
        return None
    matches = []
    for key, members in sorted(candidates.items()):
        scored = [(score(own, other, words).total, m) for m in members if _fits(own, other := frame(m, words))]
        if scored:
            best, _ = max(scored, key=lambda s: s[0])
            reason = f"denies the same act ({own.acts[0]}) for {own.side}"
            matches.append(Match(allegation_id=key, score=best, band=Band.SAME, reason=reason))
    return max(matches, key=lambda m: m.score, default=None)


def _fits(own: Frame, other: Frame) -> bool:
    near = own.on is None or other.on is None or abs((own.on - other.on).days) <= WINDOW_DAYS
    shared = bool(own.objects & other.objects)
    meant = shared or (not (own.objects and other.objects) and own.yet_to_come == other.yet_to_come)
    return own.side == other.side and own.acts[:1] == other.acts[:1] and meant and near
