"""Finds the mentions that an accusation may repeat: the nearest in time against the same side, and the most alike in words.

Both questions are bounded: a database of any size hands back no more than `LIMIT` of each.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import col

from tracker.store import postings
from tracker.store import tables as t
from tracker.store.filters import Condition, shown
from tracker.store.merges import speaking_for
from tracker.types import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

DAY = col(t.Mention.asserted_on)
ONE = dt.timedelta(days=1)
LIMIT = 100
Side = tuple[int, ...]
"""The ids of an actor and of all who speak for it; empty for nobody."""


def side(session: Session, actor_id: int) -> Side:
    """Return the ids of an actor and of all who speak for it."""
    ids = session.scalars(speaking_for(select(col(t.Actor.id)).where(col(t.Actor.id) == actor_id)))
    return tuple(sorted(int(id_) for id_ in ids if id_ is not None))


def near(session: Session, of: Side, on: dt.date | None, days: int, until: int | None) -> list[str]:
    """Return the ids of mentions against a side that were asserted at most `days` before or after a day, the nearest first.

    Without a day there are none. `until` leaves out articles with a higher id.
    """
    if on is None:
        return []
    reach = dt.timedelta(days=days)
    before = _against(session, of, DAY.between(on - reach, on), order=DAY.desc(), until=until)
    after = _against(session, of, DAY.between(on + ONE, on + reach), order=DAY, until=until)
    nearest = sorted([*before, *after], key=lambda row: (abs((row.asserted_on - on).days), row.id))
    return [row.id for row in nearest[:LIMIT]]


def alike(session: Session, of: Side, stems: Iterable[str], until: int | None) -> list[str]:
    """Return the ids of mentions against a side whose claims share most of the rarest stems."""
    claims = postings.alike(session, stems, LIMIT)
    if not claims:
        return []
    holding = col(t.Mention.claim_id).in_(claims)
    return [row.id for row in _against(session, of, holding, order=DAY.desc(), until=until)]


def _against(session: Session, of: Side, *conditions: Condition, order: Any, until: int | None) -> Sequence[Any]:
    """Rows of id and day: judged mentions that accuse the side and stand in a current article."""
    accused = col(t.Mention.accused_id)
    query = shown(col(t.Mention.id), DAY).where(
        accused.in_(of) if of else accused.is_(None),
        col(t.Mention.kind) == Kind.ALLEGATION.value,
        col(t.Judgement.id).is_not(None),
        *conditions,
        *([col(t.Mention.article_id) <= until] if until is not None else []),
    )
    return session.execute(query.order_by(order, col(t.Mention.id)).limit(LIMIT)).all()
