"""The actors that are known before a text is read: names, aliases, demonyms and offices from `seeds/actors.toml`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from rapidfuzz import fuzz, process

from tracker.text import fold
from tracker.types import Actor

NAME_CUTOFF = 88.0  # similarity (0-100) from which a full name is taken for a known one with a typing error


class Gazetteer:
    """Finds known actors by name, demonym, family name or office. All look-ups fold case, accents and articles."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self.actors = {actor.name: actor for actor in actors}
        self._names: dict[str, Actor] = {}
        self._adjectives: dict[str, Actor] = {}
        self._families: dict[str, list[Actor]] = defaultdict(list)
        self._offices: dict[str, list[Actor]] = defaultdict(list)
        for actor in self.actors.values():
            for name in (actor.name, *actor.aliases):
                self._names.setdefault(fold(name), actor)
            for adjective in actor.adjectives:
                self._adjectives.setdefault(fold(adjective), actor)
            for office in actor.roles:
                self._offices[fold(office)].append(actor)
            if actor.kind == "person":
                for family in dict.fromkeys(fold(name).split()[-1] for name in (actor.name, *actor.aliases)):
                    self._families[family].append(actor)
        self._persons = {
            fold(name): actor
            for actor in self.actors.values()
            if actor.kind == "person"
            for name in (actor.name, *actor.aliases)
        }
        self._words = {word for name in self._names for word in name.split()}

    @classmethod
    def parse(cls, table: Mapping[str, Any]) -> Gazetteer:
        """A gazetteer from the parsed TOML file (`[[actor]]` tables)."""
        lists = ("aliases", "adjectives", "roles")
        return cls(
            Actor(
                name=row["name"],
                kind=row["kind"],
                speaks_for=row.get("speaks_for") or None,
                **{key: tuple(row.get(key, ())) for key in lists},
            )
            for row in table["actor"]
        )

    def named(self, text: str) -> Actor | None:
        """The actor that goes by exactly this name, alias or metonym."""
        return self._names.get(fold(text))

    def knows(self, word: str) -> bool:
        """True where a word is part of any name: a phrase of which it is false names nobody here."""
        return not self._words.isdisjoint(fold(word).split())

    def by_adjective(self, text: str) -> Actor | None:
        """The actor that a demonym means: "Russian" is Russia."""
        return self._adjectives.get(fold(text))

    def person(self, text: str) -> Actor | None:
        """The person of this full name, spelled right or nearly so ("Anthony Blinken"); None for a single word."""
        folded = fold(text)
        if actor := self._persons.get(folded):
            return actor
        if " " not in folded:
            return None
        best = process.extractOne(folded, self._persons.keys(), scorer=fuzz.ratio, score_cutoff=NAME_CUTOFF)
        if best is None or folded.split()[-1][:1] != best[0].split()[-1][:1]:
            return None
        return self._persons[best[0]]

    def family(self, text: str) -> Actor | None:
        """The one person of this family name; None where there is none or more than one."""
        found = self._families.get(fold(text), [])
        return found[0] if len(found) == 1 else None

    def holders(self, office: str) -> list[Actor]:
        """Everybody who is listed with this office."""
        return self._offices.get(fold(office), [])

    def side(self, name: str) -> str:
        """The actor whose side a name is on by office; the name itself where nothing is known."""
        seen = {name}
        while (actor := self.actors.get(name)) is not None and actor.speaks_for and actor.speaks_for not in seen:
            name = actor.speaks_for
            seen.add(name)
        return name
