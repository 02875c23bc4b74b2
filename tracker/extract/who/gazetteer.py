"""The actors that are known before a text is read: names, aliases, demonyms and offices from `seeds/actors.toml`."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tracker.extract.who.offices import Offices
from tracker.extract.who.persons import Persons
from tracker.text import fold
from tracker.types import Actor, Office


class Gazetteer:
    """Finds known actors by name, demonym, family name or office. All look-ups fold case, accents and articles.

    The rest are the tables of that name in `seeds/actors.toml`: other names of posts and of offices, the spellings of first
    names, and whose family name comes first.
    """

    def __init__(
        self,
        actors: Iterable[Actor],
        *,
        posts: Mapping[str, Sequence[str]] | None = None,
        titles: Mapping[str, Sequence[str]] | None = None,
        given_names: Sequence[str] = (),
        family_first: Sequence[str] = (),
    ) -> None:
        self.actors = {actor.name: actor for actor in actors}
        self._names: dict[str, Actor] = {}
        self._adjectives: dict[str, Actor] = {}
        self._roles: dict[str, list[Actor]] = defaultdict(list)
        for actor in self.actors.values():
            for name in (actor.name, *actor.aliases, *actor.seats):
                self._names.setdefault(fold(name), actor)
            for adjective in actor.adjectives:
                self._adjectives.setdefault(fold(adjective), actor)
            for role in actor.roles:
                self._roles[fold(role)].append(actor)
        known = list(self.actors.values())
        self._persons = Persons(known, given_names, family_first)
        self._offices = Offices(known, self._adjectives | self._names, posts or {}, titles or {})
        self._words = {word for name in self._names for word in name.split()}

    @classmethod
    def parse(cls, table: Mapping[str, Any]) -> Gazetteer:
        """A gazetteer from the parsed TOML file (`[[actor]]` tables)."""
        lists = ("aliases", "adjectives", "seats", "roles")
        actors = (
            Actor(
                name=row["name"],
                kind=row["kind"],
                speaks_for=row.get("speaks_for") or None,
                offices=tuple(Office(**office) for office in row.get("offices", ())),
                **{key: tuple(row.get(key, ())) for key in lists},
            )
            for row in table["actor"]
        )
        return cls(
            actors,
            posts=table.get("posts"),
            titles=table.get("titles"),
            given_names=table.get("given_names", ()),
            family_first=table.get("family_first", ()),
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
        """The person of this full name, spelt right or nearly so ("Antony Blinkin").

        None for a single word, for what names something else, and where the error might make another person's name.
        """
        listed = self.named(text)
        return None if listed is not None and listed.kind != "person" else self._persons.full(text)

    def family(self, text: str) -> Actor | None:
        """The one person of this family name; None where there is none or more than one."""
        return self._persons.family(text)

    def office(self, words: str, on: dt.date | None) -> Actor | None:
        """Who held the office that these words name ("the US Secretary of State") on a day.

        On the day of a change it is the one who comes. Without a day: the only one who ever held it. For a "former" or
        "ex-" holder: the only one who held it before that day and does not hold it then. None in all other cases, so
        for whoever is acting, deputy or designate, and for words that do not say whose office it is.
        """
        return self._offices.holder(words, on)

    def holders(self, office: str) -> list[Actor]:
        """Everybody who is listed with this office or role, past and present, whoever's it is where the words do not say."""
        found = {a.name: a for a in (*self._roles.get(fold(office), ()), *self._offices.holders(office))}
        return list(found.values())

    def side(self, name: str) -> str:
        """The actor whose side a name is on by office; the name itself where nothing is known."""
        seen = {name}
        while (actor := self.actors.get(name)) is not None and actor.speaks_for and actor.speaks_for not in seen:
            name = actor.speaks_for
            seen.add(name)
        return name
