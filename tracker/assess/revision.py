"""What a new version of an article says otherwise than the one before it: claims added, removed, softened, hardened.

A claim of one version and one of the other are the same where kind and accused are, for whom it blames is a part of what a
claim is, and where the words are: equal ones first, then the pairs most alike. Statements are no claims, and are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from tracker.text import fold
from tracker.types import Contest, Evidence, Kind, Mention
from tracker.types.versions import Change, Turn

Alike = Callable[[Mention, Mention], float]


def changes(before: Sequence[Mention], after: Sequence[Mention], alike: Alike) -> tuple[Change, ...]:
    """Compare the mentions of two versions: what the later changed in its own order, then what it left out.

    `alike` tells how alike two claims are, 0 for two that are not the same. It is asked only about claims that stand in other
    words in the two versions, of one kind and against one accused.
    """
    old = [m for m in before if m.kind is not Kind.STATEMENT]
    new = [m for m in after if m.kind is not Kind.STATEMENT]
    pairs = dict(_equal(old, new))
    pairs |= _near([m for m in old if m.id not in pairs.values()], [m for m in new if m.id not in pairs], alike)
    by_id = {m.id: m for m in old}
    found: list[Change] = []
    for m in new:
        if m.id in pairs:
            found += _turned(by_id[pairs[m.id]], m)
        else:
            found.append(Change(turn=Turn.ADDED, before=None, after=m))
    kept = set(pairs.values())
    return (*found, *(Change(turn=Turn.REMOVED, before=m, after=None) for m in old if m.id not in kept))


def _equal(old: Sequence[Mention], new: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """Pair the claims in the same words, in order of the text: ids of the new and the old."""
    waiting: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
    for m in reversed(old):
        waiting[*_blame(m), fold(m.claim)].append(m)
    for m in new:
        if same := waiting[*_blame(m), fold(m.claim)]:
            yield m.id, same.pop().id


def _near(old: Sequence[Mention], new: Sequence[Mention], alike: Alike) -> dict[str, str]:
    """Pair the claims that are the most alike, the best pair first: ids of the new and the old."""
    blamed: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for m in old:
        blamed[_blame(m)].append(m)
    scored = [(alike(one, other), other, one) for other in new for one in blamed[_blame(other)]]
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for score, other, one in sorted(scored, key=lambda pair: -pair[0]):  # of pairs as good, the first in the text
        if score > 0 and other.id not in pairs and one.id not in taken:
            pairs[other.id] = one.id
            taken.add(one.id)
    return pairs


def _turned(before: Mention, after: Mention) -> Iterator[Change]:
    """What the later wording of one claim changed; that it is worded otherwise only where nothing else changed."""
    turned: list[tuple[Turn, str, str]] = []
    if before.certainty is not after.certainty:
        softer = after.certainty.rank < before.certainty.rank
        turned.append((Turn.SOFTENED if softer else Turn.HARDENED, before.certainty.value, after.certainty.value))
    evidence = [m.evidence.value.value if m.evidence else Evidence.UNASSESSED.value for m in (before, after)]
    contest = [m.contest.value.value if m.contest else Contest.NONE.value for m in (before, after)]
    axes: list[tuple[Turn, str, str]] = [
        (Turn.EVIDENCE, evidence[0], evidence[1]),
        (Turn.CONTEST, contest[0], contest[1]),
        (Turn.ATTRIBUTION, _voice(before), _voice(after)),
    ]
    turned += [(turn, was, became) for turn, was, became in axes if was != became]
    if not turned and fold(before.claim) != fold(after.claim):
        turned.append((Turn.REWORDED, before.claim, after.claim))
    for turn, was, became in turned:
        yield Change(turn=turn, before=before, after=after, was=was, became=became)


def _blame(mention: Mention) -> tuple[str, str]:
    return mention.kind.value, mention.accused or ""


def _voice(mention: Mention) -> str:
    """Whose words they are said to be."""
    speaker = mention.speaker or "nobody named"
    return f"{speaker}, reported by {mention.reported_by}" if mention.reported_by else speaker
