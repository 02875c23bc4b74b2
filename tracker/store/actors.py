"""Keeps the actors that are met: found or made by name, with the words that named them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from tracker.store import tables as t
from tracker.store.rows import added

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from tracker.types import Actor, Mention

UNKNOWN = "unknown"


class Cast:
    """The actors of one transaction, by canonical name."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._ids: dict[str, int] = {}
        self._described: set[str] = set()

    def find(self, name: str) -> int | None:
        """Return the id of an actor; None where the store has none of this name."""
        if name not in self._ids:
            found = self._session.scalar(select(col(t.Actor.id)).where(col(t.Actor.name) == name))
            if found is None:
                return None
            self._ids[name] = found
        return self._ids[name]

    def enter(self, name: str, known: Mapping[str, Actor]) -> int:
        """Return the id of an actor, which is made where it is missing, with the kind and side that `known` gives.

        What `known` does not know becomes of kind "unknown"; it never takes a kind or a side away.
        """
        id_ = self.find(name)
        if id_ is None:
            id_ = self._make(name)
        if name in known and name not in self._described:
            self._described.add(name)  # first, for two actors may speak for each other
            self._describe(id_, known[name], known)
        return id_

    def note_names(self, mention: Mention, known: Mapping[str, Actor]) -> None:
        """Keep the words that name the accused and the speaker of a mention as their aliases.

        Words for several speakers at once name none of them.
        """
        if mention.accused and mention.accused_text:
            self._alias(mention.accused, mention.accused_text, known)
        if len(mention.speakers) == 1 and mention.speaker_text:
            self._alias(mention.speakers[0], mention.speaker_text, known)

    def _make(self, name: str) -> int:
        self._ids[name] = added(self._session, t.Actor(name=name, kind=UNKNOWN))
        return self._ids[name]

    def _describe(self, id_: int, actor: Actor, known: Mapping[str, Actor]) -> None:
        row = self._session.get_one(t.Actor, id_)
        row.kind = actor.kind
        row.side_id = self.enter(actor.side, known) if actor.side != actor.name else None

    def _alias(self, name: str, words: str, known: Mapping[str, Actor]) -> None:
        actor_id = self.enter(name, known)
        same = (col(t.ActorAlias.actor_id) == actor_id, col(t.ActorAlias.alias) == words)
        if words != name and _is_name(words) and self._session.scalar(select(col(t.ActorAlias.id)).where(*same)) is None:
            self._session.add(t.ActorAlias(actor_id=actor_id, alias=words))


_NO_NAMES = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "some",
        "one",
        "he",
        "she",
        "it",
        "they",
        "i",
        "we",
        "you",
        "his",
        "her",
        "its",
        "their",
        "q",
    ]
)


def _is_name(words: str) -> bool:
    """True for words that name somebody in any text, not only in this one: "the Kremlin", but not "He" or "The president"."""
    return any(word[:1].isupper() and word.lower() not in _NO_NAMES for word in words.split())
