"""Reads the actors with their names, sides, merges and numbers of mentions, and finds one by its name."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlmodel import col

from tracker.errors import NotFoundError
from tracker.store import tables as t
from tracker.store.filters import shown
from tracker.store.merges import Merges
from tracker.text import fold
from tracker.types import Merge, StoredActor

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

NEAR, SUGGESTIONS = 65.0, 3  # similarity (0-100) from which a name is suggested, and how many are


def read(session: Session) -> list[StoredActor]:
    """Return all actors, what was merged into one as a part of it: the most mentioned first, then by name."""
    merges = Merges(session)
    rows = {row.id: row for row in session.scalars(select(t.Actor).order_by(col(t.Actor.id))) if row.id}
    parts: dict[int, list[t.Actor]] = defaultdict(list)
    for id_, row in rows.items():
        parts[merges.end(id_)].append(row)
    aliases = _aliases(session)
    speaker, accused = counts(session)
    found = []
    for id_, own in parts.items():
        ids = {row.id for row in own if row.id is not None}
        several = len(ids) > 1  # one mention may have two of them as its speakers
        side_id = rows[id_].side_id
        side = rows[merges.end(side_id)].name if side_id is not None else rows[id_].name
        names = (name for row in own for name in (row.name, *aliases[row.id or 0]))
        found.append(
            StoredActor(
                name=rows[id_].name,
                kind=rows[id_].kind,
                side=side,
                names=tuple(name for name in dict.fromkeys(names) if name != rows[id_].name),
                merged=tuple(
                    Merge(name=row.name, into=rows[row.merged_into_id].name, end=rows[id_].name, at=row.merged_at)
                    for row in own
                    if row.merged_into_id is not None
                ),
                speaker=_speaking(session, ids) if several else speaker[id_],
                accused=sum(accused[part] for part in ids),
            )
        )
    return sorted(found, key=lambda actor: (-actor.speaker - actor.accused, actor.name))


def fits(actor: StoredActor, words: str) -> bool:
    """Tell whether every word is part of one of the actor's names. Case, accents and punctuation do not count."""
    names = "\n".join(fold(name) for name in (actor.name, *actor.names))
    return all(word in names for word in fold(words).split())


def counts(session: Session) -> tuple[Counter[int], Counter[int]]:
    """Return by id in how many mentions that readers see an actor speaks, and how many accuse it, merges left aside."""
    number = func.count()
    speakers = shown(col(t.MentionSpeaker.actor_id), number).join(
        t.MentionSpeaker, col(t.MentionSpeaker.mention_id) == col(t.Mention.id)
    )
    accused = shown(col(t.Mention.accused_id), number).where(col(t.Mention.accused_id).is_not(None))
    return (
        Counter({row[0]: row[1] for row in session.execute(speakers.group_by(col(t.MentionSpeaker.actor_id)))}),
        Counter({row[0]: row[1] for row in session.execute(accused.group_by(col(t.Mention.accused_id)))}),
    )


def said_and_accused(session: Session, ids: Collection[int]) -> tuple[int, int]:
    """Return in how many mentions that readers see at least one of these actors speaks, and how many accuse one."""
    accused = shown(func.count()).where(col(t.Mention.accused_id).in_(ids))
    return _speaking(session, ids), session.scalar(accused) or 0


def named(session: Session, name: str) -> t.Actor:
    """Return the actor that was stored with this name, whatever it is now; case does not count where it need not.

    Raises NotFoundError, with the names that come closest, where there is none. Another word that names an actor in texts
    is not enough: "Moscow" may be said of many.
    """
    rows = session.scalars(select(t.Actor).where(func.lower(col(t.Actor.name)) == name.lower()).order_by(col(t.Actor.id))).all()
    exact = [row for row in rows if row.name == name] or list(rows)
    if len(exact) == 1:
        return exact[0]
    near = [row.name for row in exact] or _near(session, name)
    hint = f"did you mean {' or '.join(near)}?" if near else "tracker actors shows what there is"
    raise NotFoundError(f"no actor is called {name!r}: {hint}")


def _near(session: Session, name: str) -> list[str]:
    """Return the names of the actors that are called nearly so, the nearest first."""
    from rapidfuzz import fuzz, process

    called = {row.id: row.name for row in session.execute(select(col(t.Actor.id), col(t.Actor.name)))}
    words = [(own, id_) for id_, own in called.items()]
    words += [(alias, id_) for id_, own in _aliases(session).items() for alias in own]
    found = process.extract(name, [word for word, _ in words], scorer=fuzz.ratio, processor=fold, score_cutoff=NEAR, limit=10)
    return list(dict.fromkeys(called[words[at][1]] for _, _, at in found))[:SUGGESTIONS]


def _aliases(session: Session) -> dict[int, list[str]]:
    grouped: dict[int, list[str]] = defaultdict(list)
    rows = session.execute(select(col(t.ActorAlias.actor_id), col(t.ActorAlias.alias))).all()
    for row in sorted(rows, key=lambda row: row.alias):  # by the letters alone: a server sorts as its country does
        grouped[row.actor_id].append(row.alias)
    return grouped


def _speaking(session: Session, ids: Collection[int]) -> int:
    """Return in how many mentions that readers see at least one of these speaks."""
    spoken = select(col(t.MentionSpeaker.mention_id)).where(col(t.MentionSpeaker.actor_id).in_(ids))
    return session.scalar(shown(func.count()).where(col(t.Mention.id).in_(spoken))) or 0
