"""The actors that one text may mean: those that are listed, those that it explains, and those that its names make known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.extract.who.learnt import Learnt
from tracker.types import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from tracker.extract.who.gazetteer import Gazetteer

BARE = 4  # letters from which on a name may have lost its apostrophe or be spelt in another way


class KnownActors:
    """Actors by name; one that the text made known comes before a listed one of the same name."""

    def __init__(self, doc: Doc, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._learnt = Learnt(doc, gazetteer)
        self.added: dict[str, Actor] = dict(self._learnt.actors)

    def add(self, actor: Actor) -> None:
        """Take an actor as one of this text, unless one of its name is there."""
        self.added.setdefault(actor.name, actor)

    def named(self, text: str) -> Actor | None:
        """The actor of this name, as the gazetteer or the text itself tells; also without its apostrophe ("Syrias army")."""
        if (actor := self.gazetteer.named(text) or self._learnt.named(text)) is not None:
            return actor
        bare = text[:-1] if text.endswith("s") and not text.endswith("ss") else ""
        actor = self.gazetteer.named(bare) if len(bare) > BARE and bare[0].isupper() else None
        return actor if actor is not None and actor.kind != "person" else None

    def by_adjective(self, text: str) -> Actor | None:
        """The actor behind a demonym, as the gazetteer or the text itself tells."""
        return self.gazetteer.by_adjective(text) or self._learnt.by_adjective(text)

    def meant(self, text: str) -> Actor | None:
        """The actor behind a demonym or a name: "Russian" and "Russia"."""
        return self.by_adjective(text) or self.named(text)

    def listed(self, name: str) -> Actor | None:
        """The record of a canonical name; None where the text alone made the name."""
        return self.added.get(name) or self.gazetteer.actors.get(name)

    def record(self, name: str) -> Actor:
        """The record behind a canonical name; one of kind `unknown` where the text alone made the name."""
        return self.listed(name) or Actor(name=name, kind="unknown", speaks_for=None)

    def kind(self, name: str) -> str:
        """The kind of actor that a canonical name is of; `unknown` where the text alone made it."""
        actor = self.listed(name)
        return actor.kind if actor else "unknown"

    def side(self, name: str) -> str:
        """The actor whose side a name is on, as this article or the gazetteer tells; itself where neither does."""
        actor = self.added.get(name)
        return self.gazetteer.side(actor.speaks_for) if actor and actor.speaks_for else self.gazetteer.side(name)
