"""What every actor is after merges: the one place that follows `merged_into_id`.

A merge is one reference on the actor's row. Mentions, aliases, events and allegations go on referring to the actor that
they were stored with, so that a split gives everything back; whoever reads them asks here what that actor is now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select, union
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker.store import tables as t
from tracker.store.rows import chunks

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.orm import Session

MERGED = col(t.Actor.merged_into_id).is_not(None)


@dataclass(frozen=True, slots=True)
class Face:
    """An actor as a row has it: its id and name, and the id and name of its side, if it has one."""

    id: int
    name: str
    side_id: int | None
    side: str | None


class Merges:
    """All merges of a database, each followed to its end. One query where there are none, two otherwise."""

    def __init__(self, session: Session) -> None:
        columns = (col(t.Actor.id), col(t.Actor.name), col(t.Actor.merged_into_id))
        rows = session.execute(select(*columns).where(MERGED)).all()
        self._into: dict[int, int] = {row.id: row.merged_into_id for row in rows}
        self._faces = faces(session, {self.end(id_) for id_ in self._into}) if rows else {}
        self.names: Mapping[str, str] = {row.name: self._faces[self.end(row.id)].name for row in rows}
        """The names of merged actors, each with the name of what it is now."""

    def end(self, actor_id: int) -> int:
        """Return the id of what an actor is now: itself where it was not merged."""
        while actor_id in self._into:
            actor_id = self._into[actor_id]
        return actor_id

    def seen(self, face: Face) -> tuple[str, str]:
        """Return the name of what an actor is now, and the name of its side: its own where it has none."""
        now = self._faces[self.end(face.id)] if face.id in self._into else face
        side_id = self.end(now.side_id) if now.side_id is not None else now.id
        if side_id == now.id or now.side is None:
            return now.name, now.name
        return now.name, self._faces[side_id].name if side_id != now.side_id else now.side


def whole(ids: Select[int | None]) -> Select[int | None]:
    """Select the ids of all rows that are one actor with these: what they were merged into, and all that was, too."""
    up = ids.cte(recursive=True)
    up = up.union(select(col(t.Actor.merged_into_id)).join(up, col(t.Actor.id) == up.c.id).where(MERGED))
    return _merged_into(select(up.c.id))


def speaking_for(ids: Select[int | None]) -> Select[int | None]:
    """Select the ids of these actors and of all whose side they are, as they are after merges."""
    themselves = whole(ids)
    officials = select(col(t.Actor.id)).where(col(t.Actor.merged_into_id).is_(None), col(t.Actor.side_id).in_(themselves))
    return _merged_into(select(union(whole(ids), officials).subquery().c.id))


def _merged_into(ids: Select[int | None]) -> Select[int | None]:
    """Select these ids and those of all that was merged into them, directly or through others."""
    down = ids.cte(recursive=True)
    down = down.union(select(col(t.Actor.id)).join(down, col(t.Actor.merged_into_id) == down.c.id))
    return select(down.c.id)


def faces(session: Session, ids: Collection[int]) -> dict[int, Face]:
    """Return these actors and their sides, by id."""
    side = aliased(t.Actor)
    columns: tuple[Any, ...] = (col(t.Actor.id), col(t.Actor.name), col(t.Actor.side_id), col(side.name).label("side"))
    query = select(*columns).outerjoin(side, col(side.id) == col(t.Actor.side_id))
    return {
        row.id: Face(*row) for some in chunks(sorted(ids)) for row in session.execute(query.where(col(t.Actor.id).in_(some)))
    }
