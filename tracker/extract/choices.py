"""Possible answers to "who speaks?" and "who is accused?", each with the signs that speak for it.

Several ways to an answer often lead to the same actor: such answers are one, with the signs of all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tracker.extract.who import Who

NOBODY: tuple[str, ...] = ()


@dataclass(slots=True)
class Choice:
    """One answer: the canonical names (several where they speak with one voice, none for "nobody"), and the signs for it.

    `token` heads the phrase that names it nearest to the clause; `text` are its words, `confidence` tells how sure the
    naming is.
    """

    names: tuple[str, ...]
    text: str = ""
    token: Token | None = None
    confidence: float = 1.0
    signs: set[str] = field(default_factory=set)


class Choices:
    """Answers as they are found; the first naming of an actor gives the words."""

    def __init__(self) -> None:
        self._by_name: dict[tuple[str, ...], Choice] = {}

    def add(self, found: Iterable[Who], token: Token | None, *signs: str) -> Choice | None:
        """Add an answer, or the signs to the one that is there; None where nobody was found."""
        who = list(found)
        names = tuple(dict.fromkeys(w.name for w in who))
        if not names:
            return None
        if (choice := self._by_name.get(names)) is None:
            choice = Choice(names, who[0].text, token, min(w.confidence for w in who))
            self._by_name[names] = choice
        choice.signs.update(signs)
        return choice

    def copy(self) -> Choices:
        """The same answers, to be added to without changing these."""
        other = Choices()
        other._by_name = {names: replace(c, signs=set(c.signs)) for names, c in self._by_name.items()}
        return other

    def nobody(self, *signs: str) -> None:
        """Add the answer that nobody is named."""
        self._by_name.setdefault(NOBODY, Choice(NOBODY)).signs.update(signs)

    def all(self) -> list[Choice]:
        """All answers in the order in which they were found."""
        return list(self._by_name.values())
