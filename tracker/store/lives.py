"""Counts over all allegations, made by the database: when each was first and last heard, how much was said each day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, Integer, Select, and_, cast, func, or_, select
from sqlmodel import col

from tracker.store import tables as t
from tracker.store.filters import SEEN_ON, Condition, belonging, current, live, of_blame
from tracker.types import Axis, Kind, Life

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from tracker.store.selection import Selection

_ALLEGING = col(t.Mention.kind) != Kind.DENIAL.value


def lives(session: Session, selection: Selection) -> list[Life]:
    """Return when each allegation that fits was heard, by id: what stands in articles published by `selection.until`.

    Of the selection, `accused`, `topic`, `until` and `as_of` count.
    """
    of = col(t.Judgement.allegation_id)
    seen = belonging(of, func.min(SEEN_ON), func.max(SEEN_ON), func.count(), at=selection.as_of)
    query = seen.where(_ALLEGING, *_until(selection)).group_by(of).order_by(of)
    rows = session.execute(_of_whole(query, of, selection))
    return [Life(*row) for row in rows]


def volume(session: Session, selection: Selection) -> dict[dt.date, tuple[int, int]]:
    """Return how many mentions that allege, and how many that deny, were published on each day that has any.

    Of the selection, `accused`, `topic`, `until` and `as_of` count; without them, all that was ingested.
    """
    of, denials = col(t.Judgement.allegation_id), func.sum(cast(~_ALLEGING, Integer))
    query = belonging(SEEN_ON, func.count(), denials, at=selection.as_of).where(*_until(selection))
    rows = session.execute(_of_whole(query.group_by(SEEN_ON).order_by(SEEN_ON), of, selection))
    return {day: (count - denied, denied) for day, count, denied in rows}


def taken_in(session: Session, selection: Selection) -> dict[dt.date, int]:
    """Return how many mentions that allege were taken in with the articles of each day that has articles, in order of days.

    Of the selection, `until` and `as_of` count. Cheaper than `volume`, which looks at every mention.
    """
    query = select(SEEN_ON, func.sum(col(t.Article.alleging))).where(current(selection.as_of), *_until(selection))
    return dict(session.execute(query.group_by(SEEN_ON).order_by(SEEN_ON)).all())


def article_days(session: Session, selection: Selection) -> list[dt.date]:
    """Return the days on which current articles were published, or ingested where they have no date, in order."""
    query = select(SEEN_ON).distinct().select_from(t.Article).where(current(selection.as_of), *_until(selection))
    return list(session.scalars(query.order_by(SEEN_ON)))


def moved(session: Session, selection: Selection, since: dt.date) -> set[int]:
    """Return the allegations with a denial published, or an event that happened or became known, from `since` on."""
    of = col(t.Judgement.allegation_id)
    denied = belonging(of, at=selection.as_of).where(~_ALLEGING, since <= SEEN_ON, *_until(selection))
    event = t.StatusEvent
    day = func.date(col(event.recorded_at), type_=Date)
    undated = and_(col(event.happened_on).is_(None), col(event.article_id).is_(None), day >= since)
    shows = (
        select(col(event.allegation_id))
        .outerjoin(t.Article, col(t.Article.id) == col(event.article_id))
        .where(
            live(event, col(event.recorded_at), selection.as_of),
            or_(col(event.happened_on) >= since, and_(col(event.article_id).is_not(None), since <= SEEN_ON), undated),
        )
    )
    return set(session.scalars(denied)) | set(session.scalars(shows))


def decided(session: Session, selection: Selection) -> Sequence[int]:
    """Return the allegations that have a verdict, or a corroboration that somebody set: few, whatever the size of the whole."""
    event = t.StatusEvent
    by_people = col(event.axis).in_([Axis.VERDICT.value, Axis.CORROBORATION.value])
    standing = live(event, col(event.recorded_at), selection.as_of)
    return session.scalars(select(col(event.allegation_id)).where(by_people, standing).distinct()).all()


def _until(selection: Selection) -> list[Condition]:
    return [selection.until >= SEEN_ON] if selection.until is not None else []


def _of_whole(query: Select[Any], of: Any, selection: Selection) -> Select[Any]:
    """Keep what belongs to allegations that fit whom and of what the selection asks for."""
    conditions = of_blame(selection, col(t.Allegation.accused_id), col(t.Allegation.topics))
    return query.where(of.in_(select(col(t.Allegation.id)).where(*conditions))) if conditions else query
