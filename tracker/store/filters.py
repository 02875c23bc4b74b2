"""Selections as SQL conditions. The one place that decides what counts as current, as seen and as named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Date, Select, String, and_, bindparam, cast, func, not_, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker.store import directory
from tracker.store import tables as t
from tracker.store.merges import speaking_for
from tracker.types import Decision, Kind

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from tracker.store.selection import Selection

Condition = ColumnElement[bool]

CURRENT: Condition = col(t.Article.superseded_by).is_(None)
"""Readers see what stands in the latest text of each article only."""

LIVE: Condition = col(t.Judgement.superseded_at).is_(None)

UNLINKED_DENIAL: Condition = and_(col(t.Mention.kind) == Kind.DENIAL.value, col(t.Judgement.id).is_(None))
"""Denials that no judgement in force gives to an allegation, of what `shown` selects."""

SEEN_ON: ColumnElement[dt.date] = func.coalesce(col(t.Article.published), func.date(col(t.Article.ingested_at), type_=Date))
"""The day of an article, as `StoredMention.seen_on`."""


def current(at: dt.datetime | None) -> Condition:
    """What `CURRENT` was at a moment: ingested by then, and not superseded by a text that was."""
    if at is None:
        return CURRENT
    later = aliased(t.Article)
    followed = select(col(later.id)).where(col(later.id) == col(t.Article.superseded_by), col(later.ingested_at) <= at)
    return and_(col(t.Article.ingested_at) <= at, not_(followed.correlate(t.Article).exists()))


def live(table: Any, made_at: Any, at: dt.datetime | None) -> Condition:
    """What stands of a table that supersedes its rows; what stood at a moment, as far as it was not taken back since.

    What an action made came with it, whatever day it tells of (an event that moved says when it was first recorded); what was
    made by one that was undone is not seen of any moment, for what it had ended stands again.
    """
    if at is None:
        return col(table.superseded_at).is_(None)
    standing = select(col(t.Action.id)).where(
        col(t.Action.id) == col(table.action_id), col(t.Action.made_at) <= at, col(t.Action.undone_at).is_(None)
    )
    by_then = or_(col(table.action_id).is_(None), standing.correlate(table).exists())
    return and_(made_at <= at, by_then, or_(col(table.superseded_at).is_(None), col(table.superseded_at) > at))


def shown(*columns: Any, at: dt.datetime | None = None, superseded: bool = False) -> Select[Any]:
    """Select columns of the mentions that readers see, of their articles and, where there is one, their judgement.

    `at` is the moment that they look from; None is now. `superseded` adds those of texts that were revised since.
    """
    articles = select(*columns).select_from(t.Mention).join(t.Article, col(t.Article.id) == col(t.Mention.article_id))
    every = articles.outerjoin(t.Judgement, _belongs(at))
    return every if superseded else every.where(current(at))


def belonging(*columns: Any, at: dt.datetime | None = None) -> Select[Any]:
    """Select as `shown`, but only of mentions that belong to an allegation: from there a database finds them."""
    mentions = select(*columns).select_from(t.Judgement).join(t.Mention, _belongs(at))
    return mentions.join(t.Article, col(t.Article.id) == col(t.Mention.article_id)).where(current(at))


def _belongs(at: dt.datetime | None) -> Condition:
    """Joins a mention to its allegation."""
    return and_(
        col(t.Judgement.mention_id) == col(t.Mention.id),
        col(t.Judgement.decision) == Decision.POSITIVE.value,
        live(t.Judgement, col(t.Judgement.made_at), at),
    )


def of_article(selection: Selection) -> list[Condition]:
    """Conditions on the article: outlet, since, until."""
    conditions: list[Condition] = []
    if selection.outlet is not None:
        outlets = select(col(t.Outlet.id)).where(func.lower(col(t.Outlet.name)).in_(directory.names(selection.outlet)))
        conditions.append(col(t.Article.outlet_id).in_(outlets))
    if selection.since is not None:
        conditions.append(selection.since <= SEEN_ON)
    if selection.until is not None:
        conditions.append(selection.until >= SEEN_ON)
    return conditions


def of_speaker(session: Session, selection: Selection) -> list[Condition]:
    """Conditions on who speaks in a mention.

    Who is meant is asked first: a server that does not know how many they are reads every mention there is.
    """
    if selection.speaker is None:
        return []
    meant: Any = bindparam("speakers", session.scalars(_named(selection.speaker)).all(), expanding=True, literal_execute=True)
    return [col(t.Mention.id).in_(select(col(t.MentionSpeaker.mention_id)).where(col(t.MentionSpeaker.actor_id).in_(meant)))]


def of_blame(selection: Selection, accused_id: Any, topics: Any) -> list[Condition]:
    """Conditions on whom and of what: `accused_id` and `topics` are the columns of a mention or of an allegation."""
    conditions: list[Condition] = []
    if selection.accused is not None:
        conditions.append(accused_id.in_(_named(selection.accused)))
    if selection.topic is not None:
        # a JSON list as text: the quotes make it the whole element
        conditions.append(cast(topics, String).icontains(json.dumps(selection.topic), autoescape=True))
    return conditions


def of_mention(session: Session, selection: Selection) -> list[Condition]:
    """Conditions on the mention itself: speaker, accused, topic."""
    return of_speaker(session, selection) + of_blame(selection, col(t.Mention.accused_id), col(t.Mention.acts))


def _named(name: str) -> Select[int | None]:
    """Select the ids of the actors that `name` names, and of those whose side it names."""
    alias = select(col(t.ActorAlias.actor_id)).where(_same(col(t.ActorAlias.alias), name))
    return speaking_for(select(col(t.Actor.id)).where(or_(_same(col(t.Actor.name), name), col(t.Actor.id).in_(alias))))


def _same(column: Any, name: str) -> Condition:
    same: Condition = func.lower(column) == name.lower()
    return same
