"""Merges actors and takes merges back: one reference on one row, nothing else is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import UsageError
from tracker.store import roster
from tracker.store import tables as t
from tracker.store.merges import Merges
from tracker.types import Merge

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session


def merge(session: Session, name: str, into: str, at: dt.datetime) -> Merge:
    """Make one actor another one, from now on and for all that is stored. Doing it twice changes nothing.

    Raises NotFoundError where there is no such actor; UsageError where both are one already, by the same name or by
    merges, and where the first was merged into a third.
    """
    moved, target = roster.named(session, name), roster.named(session, into)
    merges = Merges(session)
    if moved.id is None or target.id is None:  # for the types: what was read has an id
        raise UsageError(f"{name} or {into} is not stored")
    if moved.id == target.id:
        raise UsageError(f"{moved.name} cannot be merged into itself: give two actors")
    if moved.merged_into_id is None:
        if merges.end(target.id) == moved.id:
            raise UsageError(f"{target.name} is {moved.name} already: tracker actors split {target.name!r} comes first")
        moved.merged_into_id, moved.merged_at = target.id, at
        session.flush()
    elif moved.merged_into_id != target.id:
        other = session.get_one(t.Actor, moved.merged_into_id)
        raise UsageError(f"{moved.name} is {other.name} already: tracker actors split {moved.name!r} comes first")
    return _told(session, moved, target, moved.merged_at)


def split(session: Session, name: str) -> Merge:
    """Take the merge of an actor back: it is itself again, with all that was stored of it, before and since.

    What was merged into it stays so. Raises NotFoundError where there is no such actor, UsageError where it was not merged.
    """
    moved = roster.named(session, name)
    if moved.merged_into_id is None:
        raise UsageError(f"{moved.name} was not merged into another actor: there is nothing to split")
    target = session.get_one(t.Actor, moved.merged_into_id)
    told = _told(session, moved, target, None)
    moved.merged_into_id = moved.merged_at = None
    session.flush()
    return told


def _told(session: Session, moved: t.Actor, target: t.Actor, at: dt.datetime | None) -> Merge:
    speaker, accused = roster.counts(session)
    end = session.get_one(t.Actor, Merges(session).end(target.id or 0))
    return Merge(
        name=moved.name,
        into=target.name,
        end=end.name,
        at=at,
        speaker=speaker[moved.id or 0],
        accused=accused[moved.id or 0],
    )
