"""What the rest of the extractor knows of a text, for mentions that a model proposes: who is who, which acts, said when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from tracker.extract import acts as act_rules
from tracker.extract.saying import when
from tracker.text import fold
from tracker.types import Actor, Precision, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tracker.extract.reading import Text


class Ground(Protocol):
    """What proposals are checked by, besides the words of the text. All spans count characters of the text."""

    def known(self, name: str) -> str | None:
        """The canonical name of an actor that is listed, or that the text itself introduces under a longer name."""

    def actor(self, name: str) -> Actor:
        """The record behind a canonical name."""

    def side(self, name: str) -> str:
        """The actor whose side a name is on."""

    def acts(self, content: Sequence[Span], /) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The act classes of some words, the main one first, and at whom they are aimed."""

    def said_on(self, cue: Span | None, content: Sequence[Span], /) -> tuple[dt.date, Precision] | None:
        """When it was said, where the words around a cue tell."""


class Parsed:
    """The ground that the built-in extractor's own reading of a text is."""

    def __init__(self, read: Text, published: dt.date | None) -> None:
        self.read, self.cast, self.published = read, read.cast, published
        self._named = {fold(name): name for name in dict.fromkeys(self.cast.named())}

    def known(self, name: str) -> str | None:
        """See `Ground`. A family name means the one person of the text that has it."""
        actors, gazetteer = self.cast.actors, self.cast.gazetteer
        listed = (
            actors.named(name) or gazetteer.person(name) or actors.by_adjective(name) or gazetteer.office(name, self.published)
        )
        if listed is not None:
            return listed.name
        key = fold(name)
        if key in self._named:
            return self._named[key]
        ending = [full for folded, full in self._named.items() if folded.endswith(f" {key}")]
        return ending[0] if len(ending) == 1 else None

    def actor(self, name: str) -> Actor:
        """See `Ground`."""
        return self.cast.actor(name)

    def side(self, name: str) -> str:
        """See `Ground`."""
        return self.cast.side(name)

    def acts(self, content: Sequence[Span]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """See `Ground`."""
        found = act_rules.find(self.read.doc, tuple(t.i for t in self._tokens(content)), self.cast.lexicon)
        kinds = [a.kind for a in found if not a.aim] or [a.kind for a in found]
        aimed = (self.cast.resolve(token) for act in found for token in act_rules.patients(act))
        return tuple(dict.fromkeys(kinds)), tuple(dict.fromkeys(who.name for who in aimed if who and who.confidence > 0.8))

    def said_on(self, cue: Span | None, content: Sequence[Span]) -> tuple[dt.date, Precision] | None:
        """See `Ground`."""
        if cue is None or not (words := self._tokens([cue])):
            return None
        inside = {t.i for t in self._tokens(content)}
        verb = next((t for t in words if t.head not in words or t.head == t), words[0])
        return when.said(verb, inside, self.cast.lexicon, self.published)

    def _tokens(self, spans: Sequence[Span]) -> list[Token]:
        found = (self.read.doc.char_span(start, end, alignment_mode="expand") for start, end in spans)
        return [token for span in found if span is not None for token in span if not token.is_space]
