"""What proposals for one article are to each other: told twice, said by several, or made of another one's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tracker.extract.llm.proposed import Draft, RefusedError, inside, shared
from tracker.types import Kind
from tracker.types.proposals import Fate, Told


def standing(drafts: Sequence[Draft], text: str, told: list[Told]) -> list[Draft]:
    """The drafts that can stand together, in order of the text. What was mended least goes first; `told` hears the rest."""
    ranked = sorted(drafts, key=lambda d: (len(d.mended), *d.content.hull, d.kind))
    distinct = _passing(ranked, lambda draft, taken: _distinct(draft, taken, text, told), told)
    apart = _passing(distinct, lambda draft, _: _apart(draft, distinct, text), told)
    return sorted(apart, key=lambda d: (*d.content.hull, d.kind, d.accused or ""))


def _passing(drafts: Sequence[Draft], check: Callable[[Draft, Sequence[Draft]], bool], told: list[Told]) -> list[Draft]:
    """Those drafts that a check lets pass, given those before them that it did."""
    passed: list[Draft] = []
    for draft in drafts:
        try:
            if check(draft, passed):
                passed.append(draft)
        except RefusedError as error:
            told.append(error.told)
    return passed


def _distinct(draft: Draft, taken: Sequence[Draft], text: str, told: list[Told]) -> bool:
    """False where the same is told by another draft, which then has the speakers of both.

    Refuses what is told twice by one speaker, and what had to be mended where the other had not.
    """
    for other in taken:
        same = (other.kind, other.accused) == (draft.kind, draft.accused)
        if not same or shared(other.content.hull, draft.content.hull) < 0.8:
            continue
        if draft.speaker is None or draft.speaker in other.speakers or len(draft.mended) > len(other.mended):
            raise RefusedError("the same as another", text[slice(*draft.content.hull)])
        other.more.append(draft.speaker)
        told.append(Told(Fate.REPAIRED, "the speakers of one claim put together", draft.speaker))
        return False
    return True


def _apart(draft: Draft, others: Sequence[Draft], text: str) -> bool:
    """Refuse what takes its speaker from what somebody else is quoted with, and mend what takes its evidence from there."""
    hull = draft.content.hull
    for other in others:
        if other is draft or inside(hull, other.content.hull):
            continue  # what stands in another's quote is said within it
        quoted = other.content.hull
        if draft.speaker_span and inside(draft.speaker_span, quoted) and not inside(quoted, hull):
            raise RefusedError("speaker: words of another mention's quote", text[slice(*draft.speaker_span)])
        remark = draft.evidence
        if remark and other.kind is Kind.ALLEGATION and inside(remark.span, quoted) and not inside(quoted, hull):
            draft.evidence = None
            draft.mended.append(Told(Fate.REPAIRED, "evidence: words of another mention's quote", remark.quote))
    return True
