"""Reads what the matcher was not sure of and nobody has decided, in a fixed number of queries.

For a page, how large an allegation is comes from its digest, so that no mention is read but those that the page shows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker.errors import NotFoundError
from tracker.store import cases, mentions
from tracker.store import tables as t
from tracker.store.decisions import PAIRED, REMATCH
from tracker.store.filters import CURRENT, LIVE, SEEN_ON, belonging
from tracker.store.merges import Merges
from tracker.types import Decision, Kind
from tracker.types.paging import Page, place, placed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from tracker.types import StoredMention


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whether the allegation that a mention belongs to, `own`, and another one are one; `value` is what deciding it changes,
    where that was asked for.
    """

    mention_id: str
    own: int
    other: int
    score: float
    reason: str
    value: float = 0.0


def asked(session: Session) -> list[Question]:
    """Return the open questions, in the order in which they arose."""
    doubts = _doubts(session)
    if not doubts:
        return []
    heirs = cases.merged(session)
    pairs = session.execute(select(col(t.PairJudgement.one_id), col(t.PairJudgement.other_id)).where(PAIRED))
    decided = {frozenset((heirs.get(one, one), heirs.get(other, other))) for one, other in pairs}
    found: dict[frozenset[int], Question] = {}
    for mention_id, own, doubted, score, reason in doubts:
        other = heirs.get(doubted, doubted)
        pair = frozenset((own, other))
        if own != other and pair not in decided:
            found.setdefault(pair, Question(mention_id=mention_id, own=own, other=other, score=score, reason=reason))
    return list(found.values())


def page(session: Session, after: str | None, limit: int) -> Page[Question]:
    """Return a page of the open questions: the most valuable first, as `tracker.match.review` has it."""
    valued = sorted(_valued(session), key=_order)
    later = valued if after is None else [question for question in valued if _order(question) > _placed(after)]
    shown = later[:limit]
    last = place(shown[-1].value, f"{shown[-1].own}.{shown[-1].other}") if len(later) > limit else None
    return Page(items=tuple(shown), total=len(valued), after=last)


def _placed(after: str) -> tuple[float, int, int]:
    value, pair = placed(after, float, str)
    own, _, other = pair.partition(".")
    if not (own.isdecimal() and other.isdecimal()):
        raise NotFoundError(
            f"{after!r} is no place among the questions: take the address of the next page as the page gives it"
        )
    return -value, int(own), int(other)


def between(session: Session, one: int, other: int) -> Question | None:
    """Return the open question between two allegations, None where there is none."""
    return next((question for question in _valued(session) if {question.own, question.other} == {one, other}), None)


def compared(session: Session, question: Question, limit: int) -> tuple[StoredMention, list[StoredMention]] | None:
    """Return the mention that raised a question, and the latest that make the other allegation; None where one is gone."""
    of, merges = col(t.Judgement.allegation_id), Merges(session)
    alleging = belonging(col(t.Mention.id)).where(of == question.other, col(t.Mention.kind) != Kind.DENIAL.value)
    latest = session.scalars(alleging.order_by(SEEN_ON.desc(), col(t.Mention.id)).limit(limit)).all()
    raised = next(mentions.load(session, [question.mention_id], merges), None)
    others = list(mentions.load(session, latest, merges))
    return (raised, others) if raised is not None and others else None


def _order(question: Question) -> tuple[float, int, int]:
    return -question.value, question.own, question.other


def _valued(session: Session) -> list[Question]:
    """The open questions between allegations that readers see, each with its value as `tracker.match.review` has it."""
    found = asked(session)
    sizes = _sizes(session) if found else {}
    seen = [question for question in found if sizes.get(question.own) and sizes.get(question.other)]
    return [replace(q, value=q.score * math.sqrt(sizes[q.own] * sizes[q.other])) for q in seen]


def _doubts(session: Session) -> Sequence[Any]:
    """The live doubts of the matcher on mentions of current articles, in the order in which they arose."""
    belongs = aliased(t.Judgement)
    rematches = select(col(t.Action.id)).where(col(t.Action.kind) == REMATCH)
    doubt = t.Judgement
    query = (
        select(col(doubt.mention_id), col(belongs.allegation_id), col(doubt.allegation_id), col(doubt.score), col(doubt.reason))
        .join(
            belongs,
            (col(belongs.mention_id) == col(doubt.mention_id))
            & (col(belongs.decision) == Decision.POSITIVE.value)
            & col(belongs.superseded_at).is_(None),
        )
        .join(t.Mention, col(t.Mention.id) == col(doubt.mention_id))
        .join(t.Article, col(t.Article.id) == col(t.Mention.article_id))
        .where(
            col(doubt.decision) == Decision.UNSURE.value,
            LIVE,
            or_(col(doubt.action_id).is_(None), col(doubt.action_id).in_(rematches)),
            CURRENT,
        )
        .order_by(col(doubt.id))
    )
    return session.execute(query).all()


def _sizes(session: Session) -> dict[int, int]:
    """How many mentions make each allegation that somebody doubts, or that a doubt is about."""
    doubted = select(col(t.Judgement.mention_id)).where(col(t.Judgement.decision) == Decision.UNSURE.value, LIVE)
    sizes = select(col(t.Digest.allegation_id), col(t.Digest.mentions))
    kin = select(col(t.Judgement.allegation_id)).where(col(t.Judgement.mention_id).in_(doubted))
    heirs = select(col(t.Allegation.merged_into_id)).where(col(t.Allegation.merged_into_id).is_not(None))
    either = or_(col(t.Digest.allegation_id).in_(kin), col(t.Digest.allegation_id).in_(heirs))
    return dict(session.execute(sizes.where(either)).all())
