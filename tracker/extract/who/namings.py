"""Where one article names whom, in order: what pronouns and short forms point back to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.extract.who import Who

if TYPE_CHECKING:
    from spacy.tokens import Token

_HE, _SHE = frozenset(["he", "him", "his", "himself"]), frozenset(["she", "her", "hers", "herself"])
_THINGS = frozenset(["it", "its", "itself", "they", "them", "their", "themselves"])
_MEMORY = 2000  # tokens back that a pronoun can reach, at the very most
_REACH, _NEAR = 150, 60  # tokens back to whom a pronoun means, and to where that is likely
_LISTED = 200  # tokens back to whom else it may mean
_GROUP = 6  # namings of the sentences before that a pronoun may mean


@dataclass(frozen=True, slots=True)
class Naming:
    """One naming of an actor: its head's index, the canonical name, whether it is a person, a subject, in a quotation."""

    at: int
    name: str
    person: bool
    subject: bool
    quoted: bool


@dataclass(frozen=True, slots=True)
class Sort:
    """What a pronoun stands for: a person of a gender ("m", "f"; None: any), or no person."""

    person: bool
    gender: str | None = None

    @classmethod
    def of(cls, token: Token) -> Sort | None:
        """The sort that a third-person pronoun stands for; None for any other word."""
        if token.lower_ in _HE:
            return cls(person=True, gender="m")
        if token.lower_ in _SHE:
            return cls(person=True, gender="f")
        return cls(person=False) if token.lower_ in _THINGS else None


class Namings:
    """The namings of one text in order; `quoted` are the tokens in quotation marks, `genders` the "m" or "f" of some names."""

    def __init__(self, quoted: AbstractSet[int], genders: Mapping[str, str]) -> None:
        self._all: list[Naming] = []
        self._quoted, self._genders = quoted, genders

    def add(self, naming: Naming) -> None:
        """Take one more, which stands after all others."""
        self._all.append(naming)

    def names(self) -> list[str]:
        """The canonical name of every naming, in order."""
        return [n.name for n in self._all]

    def places(self, names: AbstractSet[str]) -> list[tuple[int, str]]:
        """The namings of some actors, as (token index, name)."""
        return [(n.at, n.name) for n in self._all if n.name in names]

    def before(self, at: int, reach: int | None = None) -> list[Naming]:
        """The namings before a token, in order; with `reach`, those of so many tokens."""
        end = self._position(at)
        return self._all[self._position(at - reach) if reach is not None else 0 : end]

    def last(self, at: int, most: int) -> list[Naming]:
        """At most so many namings right before a token, in order."""
        end = self._position(at)
        return self._all[max(0, end - most) : end]

    def _position(self, at: int) -> int:
        return bisect_left(self._all, at, key=lambda n: n.at)

    def nearest(self, token: Token, sort: Sort, reported: AbstractSet[int]) -> Who | None:
        """Whom a pronoun means: the nearest fitting actor before it, subjects first, quotations left out.

        `reported` are the tokens of what somebody says: whom it names is seldom meant by a pronoun outside.
        """
        near = [n for n in self._in_same_speech(token, sort, reported) if token.i - n.at < _REACH]
        start = token.sent.start
        same = [n for n in near if n.at >= start]
        before = [n for n in near if n.at < start]
        for group in (same, before[-_GROUP:]):
            if subjects := [n for n in group if n.subject]:
                chosen = subjects[-1]
                return Who(chosen.name, token.text, 0.7 if token.i - chosen.at < _NEAR else 0.55)
            if group:
                return Who(group[-1].name, token.text, 0.5)
        return None

    def _in_same_speech(self, token: Token, sort: Sort, reported: AbstractSet[int]) -> list[Naming]:
        """Namings of the right sort: in a quotation those of quotations, outside of what is said those outside, if any."""
        inside = token.i in self._quoted
        back = [n for n in self.before(token.i, _MEMORY) if n.person == sort.person and (inside or not n.quoted)]
        if inside:
            back = [n for n in back if n.quoted] or back
        elif token.i not in reported:
            back = [n for n in back if n.at not in reported] or back
        return [n for n in back if self._fits(n, sort)]

    def back(self, token: Token, sort: Sort) -> list[Naming]:
        """Namings of the right sort before a word, the nearest first."""
        return [n for n in reversed(self.before(token.i, _LISTED)) if n.person == sort.person and self._fits(n, sort)]

    def _fits(self, naming: Naming, sort: Sort) -> bool:
        return sort.gender is None or self._genders.get(naming.name, sort.gender) == sort.gender
