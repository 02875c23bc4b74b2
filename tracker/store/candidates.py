"""Finds the mentions that an accusation may repeat: the nearest in time against the same side, and the most alike in words.

Both questions are bounded: a database of any size hands back no more than `limit` of each.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlmodel import col

from tracker.store import postings
from tracker.store import tables as t
from tracker.store.cases import of_side
from tracker.store.filters import Condition, shown
from tracker.types import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

DAY = col(t.Mention.asserted_on)
ONE = dt.timedelta(days=1)


def near(session: Session, side_id: int | None, on: dt.date | None, days: int, limit: int, until: int | None) -> list[str]:
    """Return the ids of mentions against a side that were asserted at most `days` before or after a day, the nearest first.

    None as `side_id` means mentions without accused; without a day there are none.
    """
    if on is None:
        return []
    reach = dt.timedelta(days=days)
    before = _against(session, side_id, DAY.between(on - reach, on), order=DAY.desc(), limit=limit, until=until)
    after = _against(session, side_id, DAY.between(on + ONE, on + reach), order=DAY, limit=limit, until=until)
    nearest = sorted([*before, *after], key=lambda row: (abs((row.asserted_on - on).days), row.id))
    return [row.id for row in nearest[:limit]]


def alike(session: Session, side_id: int | None, stems: Iterable[str], limit: int, until: int | None) -> list[str]:
    """Return the ids of mentions against a side whose claims share most of the rarest stems."""
    holding = postings.mentions_of(postings.alike(session, stems, limit))
    return [row.id for row in _against(session, side_id, holding, order=DAY.desc(), limit=limit, until=until)]


def _against(
    session: Session, side_id: int | None, *conditions: Condition, order: Any, limit: int, until: int | None
) -> list[Any]:
    """Rows of id and day: judged mentions that accuse the side and stand in a current article."""
    known = [col(t.Mention.article_id) <= until] if until is not None else []
    query = shown(col(t.Mention.id), DAY).where(
        of_side(col(t.Mention.accused_id), side_id),
        col(t.Mention.kind) == Kind.ALLEGATION.value,
        col(t.Judgement.id).is_not(None),
        *conditions,
        *known,
    )
    return list(session.execute(query.order_by(order, col(t.Mention.id)).limit(limit)).all())
