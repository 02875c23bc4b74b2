"""Persons by their full names, spelt right or nearly so.

A name that is typed wrong is worth finding; a name of somebody else must never be taken for it. So an error is an error
only where it does not make a first or family name that somebody bears, where the initials are right, and where the name is
long enough to be recognised in spite of it.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from tracker.text import fold
from tracker.types import Actor

_ARTICLES = ("al", "el")  # of Arabic names, where the use varies: "Bashar al-Assad", "Bashar Assad"
# Letters of a name from which so many errors may be in it. Below ten only the family name may have one.
_ONE_IN_FAMILY, _ONE, _TWO = 8, 10, 16
_LONG_FAMILY = 5

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """One name of a person, folded and without middle initials; `family` and `given` are the places of these words."""

    words: Words
    family: int
    given: int
    bearer: Actor


class Persons:
    """All persons with all their names.

    `given_names` lists first names, each with its spellings in one string; `family_first` the sides, and the persons, whose
    family name comes first.
    """

    def __init__(self, actors: Iterable[Actor], given_names: Sequence[str] = (), family_first: Collection[str] = ()) -> None:
        self._family_first = frozenset(family_first)
        self._spellings = {word: spelt for line in given_names for spelt in [fold(line).split()] for word in spelt}
        self._exact: dict[str, Actor] = {}
        self._near: dict[Words, list[_Name]] = defaultdict(list)
        self._joined: dict[str, dict[str, Actor]] = defaultdict(dict)
        self._initials: dict[str, set[Words]] = defaultdict(set)
        self._families: dict[str, list[Actor]] = defaultdict(list)
        persons = [actor for actor in actors if actor.kind == "person"]
        for actor in persons:
            for name in (actor.name, *actor.aliases):
                self._exact.setdefault(fold(name), actor)
        for actor in persons:
            for words in dict.fromkeys(w for name in (actor.name, *actor.aliases) for w in self.variants(name)):
                self._add(words, actor)
        self._longest = max((len(initials) for initials in self._near), default=0)
        self._given = {name.words[name.given] for some in self._near.values() for name in some} | self._spellings.keys()

    def _add(self, words: Words, actor: Actor) -> None:
        self._exact.setdefault(" ".join(words), actor)
        first = words[0] in fold(actor.name).split() and words[0] not in self._spellings
        first = first and not self._family_first.isdisjoint({actor.name, actor.side})
        name = _Name(_plain(words), 0 if first else -1, -1 if first else 0, actor)
        if actor not in self._families[name.words[name.family]]:
            self._families[name.words[name.family]].append(actor)
        if len(name.words) < len(words):
            self._initials[actor.name].add(_middle_initials(words))
        if len(name.words) > 1:
            self._near[tuple(w[0] for w in name.words)].append(name)
            self._joined["".join(name.words)][actor.name] = actor

    def variants(self, name: str) -> Iterator[Words]:
        """A name, folded, in all spellings that follow from its first name and its Arabic articles."""
        first, *rest = fold(name).split()
        written = [[first] if not rest else self._spellings.get(first, [first])]
        written += [[*_ARTICLES, ""] if word in _ARTICLES else [word] for word in rest]
        for words in itertools.product(*written):
            yield tuple(filter(None, words))

    def family(self, text: str) -> Actor | None:
        """The one person of this family name; None where there is none or more than one."""
        found = self._families.get(fold(text), [])
        return found[0] if len(found) == 1 else None

    def full(self, text: str) -> Actor | None:
        """The person of this full name, spelt right or nearly so; None for a single word that is no name of anybody."""
        folded = fold(text)
        words = tuple(folded.split())
        if folded in self._exact or len(words) < 2:
            return self._exact.get(folded)
        initials = _middle_initials(words)
        found = self._nearest(_plain(words), len(initials))
        if found is not None and initials and self._initials[found.name] and initials not in self._initials[found.name]:
            return None  # George H. W. Bush is not George W. Bush
        return found

    def _nearest(self, words: Words, initials: int) -> Actor | None:
        """The only person at the least distance at which there is one; None where there are two.

        `initials` is how many middle initials stood in the name: they are not compared here, but make it longer.
        """
        by_distance: dict[int, dict[str, Actor]] = defaultdict(dict)
        # what has more words than any name here is none, and would have too many initials to try
        for firsts in itertools.product(*({*word[:2]} for word in words)) if len(words) <= self._longest else ():
            for name in self._near.get(firsts, ()):
                if (errors := self._errors(words, name, initials)) is not None:
                    by_distance[errors][name.bearer.name] = name.bearer
        found = by_distance[min(by_distance)] if by_distance else self._joined.get("".join(words), {})
        return next(iter(found.values())) if len(found) == 1 else None

    def _errors(self, words: Words, name: _Name, initials: int) -> int | None:
        """How many typing errors make `name` into `words`; None where they are too many, or make another name."""
        errors = []
        for word, right in zip(words, name.words, strict=True):
            if word[0] != right[0] and word[:2] != right[1::-1]:  # an initial is right, or changed places
                return None
            errors.append(OSA.distance(word, right, score_cutoff=1))
        in_family, family, given = errors[name.family], words[name.family], words[name.given]
        letters = sum(map(len, name.words)) + initials
        allowed = 2 if letters >= _TWO else 1 if letters >= _ONE_IN_FAMILY else 0
        if max(errors) > 1 or sum(errors) > allowed:
            return None
        if letters < _ONE and (sum(errors) > in_family or (in_family and len(name.words[name.family]) < _LONG_FAMILY)):
            return None
        if in_family and family in self._families:
            return None
        if errors[name.given] and given in self._given and given not in self._spellings.get(name.words[name.given], ()):
            return None
        return sum(errors)


def _middle_initials(words: Words) -> Words:
    return tuple(word for word in words[1:-1] if len(word) == 1)


def _plain(words: Words) -> Words:
    """A name without its middle initials."""
    return tuple(w for i, w in enumerate(words) if len(w) > 1 or i in {0, len(words) - 1})
