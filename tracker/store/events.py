"""Reads status events, with the words that show them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, literal, or_, select
from sqlmodel import col

from tracker.store import tables as t
from tracker.store.articles import infos
from tracker.store.filters import live, shown
from tracker.store.mentions import quoted
from tracker.store.rows import chunks
from tracker.types import ArticleInfo, Axis, StatusEvent

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from tracker.store.merges import Merges


def load(
    session: Session, allegation_ids: Sequence[int], merges: Merges, at: dt.datetime | None = None
) -> dict[int, list[StatusEvent]]:
    """Return the events of some hundreds of allegations, ordered by the day they happened, else were recorded.

    `at` is the moment that the reader looks from. An event that rests on a mention goes with it: where readers do not see the
    mention, they do not see the event.
    """
    rows = session.execute(_query(at).where(col(t.StatusEvent.allegation_id).in_(allegation_ids))).all()
    articles = infos(session, {row.StatusEvent.article_id for row in rows if row.StatusEvent.article_id})
    ratings = _ratings(session, [row.StatusEvent for row in rows if row.StatusEvent.axis == Axis.VERDICT])
    events: dict[int, list[StatusEvent]] = defaultdict(list)
    for row in sorted(rows, key=_order):
        events[row.StatusEvent.allegation_id].append(_record(row, articles, merges.names, ratings))
    return events


def _ratings(session: Session, verdicts: Sequence[t.StatusEvent]) -> dict[tuple[Any, ...], str]:
    """Return the ratings in the words of a rater who is named, by what their verdicts say.

    They are kept with the decision that recorded them. An event that moves to another allegation belongs to the decision that
    moved it, but goes on saying when it was recorded: by that the first decision is found.
    """
    found: dict[tuple[Any, ...], str] = {}
    moment = col(t.Action.made_at)
    for some in chunks(sorted({event.recorded_at for event in verdicts})):
        for action in session.scalars(select(t.Action).where(col(t.Action.kind) == "status", moment.in_(some))):
            given = action.arguments
            if given.get("rating") and given.get("by"):
                found[action.made_at, given["verdict"], given["by"], given.get("url")] = given["rating"]
    return found


def _query(at: dt.datetime | None) -> Any:
    seen = shown(literal(1), at=at).where(col(t.Mention.id) == col(t.StatusEvent.mention_id)).correlate(t.StatusEvent)
    return (
        select(t.StatusEvent, quoted(col(t.StatusEvent.start), col(t.StatusEvent.end)).label("quote"))
        .outerjoin(t.Article, col(t.Article.id) == col(t.StatusEvent.article_id))
        .where(
            live(t.StatusEvent, col(t.StatusEvent.recorded_at), at), or_(col(t.StatusEvent.mention_id).is_(None), seen.exists())
        )
    )


def _order(row: Row[Any]) -> tuple[Any, ...]:
    event = row.StatusEvent
    return event.happened_on or event.recorded_at.date(), event.recorded_at, event.id


def _record(
    row: Row[Any], articles: dict[int, ArticleInfo], names: Mapping[str, str], ratings: Mapping[tuple[Any, ...], str]
) -> StatusEvent:
    event: t.StatusEvent = row.StatusEvent
    return StatusEvent(
        axis=Axis(event.axis),
        value=event.value,
        voice=names.get(event.voice, event.voice) if event.voice else None,
        quote=row.quote,
        happened_on=event.happened_on,
        recorded_at=event.recorded_at,
        made_by=event.made_by,
        mention_id=event.mention_id,
        article=articles[event.article_id] if event.article_id else None,
        url=event.url,
        rating=ratings.get((event.recorded_at, event.value, event.voice, event.url)),
    )
