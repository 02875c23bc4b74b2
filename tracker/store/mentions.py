"""Reads mentions: first the ids of those that fit, then the records, in a few queries for hundreds of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, case, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.store import tables as t
from tracker.store.articles import infos
from tracker.store.context import REACH, around
from tracker.store.convert import mention_record
from tracker.store.filters import Condition, shown
from tracker.store.merges import Face, Merges
from tracker.store.rows import chunks
from tracker.types import ArticleInfo, StoredMention

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

Accused = aliased(t.Actor)
Side = aliased(t.Actor)
AccusedSide = aliased(t.Actor)


def find(session: Session, *conditions: Condition, at: dt.datetime | None = None) -> Sequence[str]:
    """Return the ids of the mentions of current articles that fit, ordered by article, start, id.

    Conditions may speak of `Mention`, of `Article` and of `Judgement`: the one that gives the mention its allegation.
    """
    order = (col(t.Mention.article_id), col(t.Mention.start), col(t.Mention.id))
    return session.scalars(shown(col(t.Mention.id), at=at).where(*conditions).order_by(*order)).all()


def load(
    session: Session, ids: Sequence[str], merges: Merges, at: dt.datetime | None = None, *, superseded: bool = False
) -> Iterator[StoredMention]:
    """Yield the mentions with these ids in this order; ids that readers do not see, or did not at a moment, are left out.

    With `superseded`, those of texts that a revision has superseded are not.
    """
    query = _query(at, superseded=superseded)
    for some in chunks(ids):
        rows = {row.Mention.id: row for row in session.execute(query.where(col(t.Mention.id).in_(some)))}
        speakers = _speakers(session, some, merges)
        articles = infos(session, {row.Mention.article_id for row in rows.values()}, at)
        for id_ in some:
            if row := rows.get(id_):
                yield _stored(row, articles[row.Mention.article_id], speakers[id_], merges)


def _query(at: dt.datetime | None, *, superseded: bool) -> Any:
    """Select mentions with a window of text instead of the text: it may be large, and is shared by its mentions."""
    start, end = col(t.Mention.start), col(t.Mention.end)
    first: ColumnElement[int] = case((start > REACH, start - REACH), else_=0)
    columns = shown(
        t.Mention,
        col(t.Judgement.allegation_id).label("allegation_id"),
        col(Accused.name).label("accused"),
        col(Accused.side_id).label("side_id"),
        col(AccusedSide.name).label("side"),
        first.label("first"),
        func.substr(col(t.Article.text), first + 1, end - first + REACH).label("window"),
        quoted(col(t.Mention.evidence_start), col(t.Mention.evidence_end)).label("evidence_quote"),
        quoted(col(t.Mention.contest_start), col(t.Mention.contest_end)).label("contest_quote"),
        at=at,
        superseded=superseded,
    )
    accused = columns.outerjoin(Accused, col(Accused.id) == col(t.Mention.accused_id))
    return accused.outerjoin(AccusedSide, col(AccusedSide.id) == col(Accused.side_id))


def quoted(start: Any, end: Any) -> ColumnElement[str]:
    """Select a span of the article's text; null where the span is."""
    span: ColumnElement[str] = func.substr(col(t.Article.text), start + 1, end - start)
    return span


def _speakers(session: Session, mention_ids: Sequence[str], merges: Merges) -> dict[str, dict[str, str]]:
    """Return for each mention its speakers, in order, with the side of each."""
    face: tuple[Any, ...] = (col(t.Actor.id), col(t.Actor.name), col(t.Actor.side_id), col(Side.name).label("side"))
    query = (
        select(col(t.MentionSpeaker.mention_id), *face)
        .join(t.Actor, col(t.Actor.id) == col(t.MentionSpeaker.actor_id))
        .outerjoin(Side, col(Side.id) == col(t.Actor.side_id))
        .where(col(t.MentionSpeaker.mention_id).in_(mention_ids))
        .order_by(col(t.MentionSpeaker.position))
    )
    speakers: dict[str, dict[str, str]] = defaultdict(dict)
    for mention_id, *of in session.execute(query):
        name, side = merges.seen(Face(*of))
        speakers[mention_id][name] = side
    return speakers


def _stored(row: Row[Any], article: ArticleInfo, sides: dict[str, str], merges: Merges) -> StoredMention:
    accused = accused_side = None
    if row.Mention.accused_id is not None:
        accused, accused_side = merges.seen(Face(row.Mention.accused_id, row.accused, row.side_id, row.side))
    mention = mention_record(
        row.Mention,
        article_ref=article.ref,
        speakers=tuple(sides),
        accused=accused,
        evidence_quote=row.evidence_quote,
        contest_quote=row.contest_quote,
        names=merges.names,
    )
    before, after = around(row.window, mention.start - row.first, mention.end - row.first)
    return StoredMention(
        mention=mention,
        article=article,
        allegation_id=row.allegation_id,
        before=before,
        after=after,
        sides=sides,
        accused_side=accused_side,
    )
