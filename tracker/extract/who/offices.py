"""Who holds an office that words name: "the US Secretary of State", "Russia's UN envoy", "secretary-general of NATO".

An office is three things: whose it is (a state or body), the post, and, for an envoy, where. Read so, word order and
small words do not matter: "minister of foreign affairs of Ukraine" is "Ukrainian foreign affairs minister".
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.text import fold
from tracker.types import Actor, Office

_PAST = frozenset({"former", "ex", "then", "late", "onetime", "previous"})
_NOISE = frozenset({"the", "and", "current", "incumbent", "sitting", "present", "outgoing", "new"})
_OF = frozenset({"of", "for", "from"})
_AT = frozenset({"to", "at", "in", "with"})
_ENVOYS = frozenset({"ambassador", "envoy", "representative"})
# spellings of one word; the posts that have several names are in the seeds
_SPELT = {"defence": "defense", "advisor": "adviser", "centre": "center", "organisation": "organization"}
_HANDOVER = dt.timedelta(days=1)  # two may hold an office for a day: the one who goes and the one who comes


@dataclass(frozen=True, slots=True)
class _Post:
    """Whose office it is (a canonical name or a seat; None where the words do not say), its words in order, and where."""

    whose: str | None
    words: tuple[str, ...]
    at: str | None = None


@dataclass(frozen=True, slots=True)
class _Term:
    """One person's time in an office."""

    holder: Actor
    office: Office


class Offices:
    """All dated offices of the known persons.

    `named` maps folded names and demonyms to what they name. `posts` are other names of posts, whoever's they are
    ("prime minister": "premier"); `titles` other names of one office ("US Secretary of Defense": "Pentagon chief").
    """

    def __init__(
        self,
        actors: Sequence[Actor],
        named: Mapping[str, Actor],
        posts: Mapping[str, Sequence[str]],
        titles: Mapping[str, Sequence[str]],
    ) -> None:
        seats = {fold(seat): fold(seat) for actor in actors for seat in actor.seats}
        self._owners = {name: actor.name for name, actor in named.items() if actor.kind != "person"} | seats
        self._longest = max((len(name.split()) for name in self._owners), default=0)
        self._sides = {actor.name: actor.side for actor in actors}
        self._posts = {_ordered(post): [_ordered(other) for other in others] for post, others in posts.items()}
        self._titles = {fold(title): others for title, others in titles.items()}
        self._terms: dict[_Post, list[_Term]] = defaultdict(list)
        self._bare: dict[tuple[str, ...], list[Actor]] = defaultdict(list)
        for actor in actors:
            for office in actor.offices:
                for post in self._names_of(office):
                    self._terms[post].append(_Term(actor, office))
                own = self._read(fold(office.title).split())
                if own is not None and own.words and actor not in self._bare[own.words]:
                    self._bare[own.words].append(actor)

    def holder(self, words: str, on: dt.date | None) -> Actor | None:
        """Who held the office that these words name on a day.

        On the day of a change it is the one who comes. Without a day: the only one who ever held it. For a "former" or
        "ex-" holder: the only one who held it before that day and does not hold it then. None in all other cases.
        """
        given = fold(words).split()
        post = self._read([word for word in given if word not in _PAST])
        terms = self._terms.get(post, []) if post is not None else []
        if not _PAST.isdisjoint(given):
            return _only(_former(terms, on))
        return _only({t.holder.name: t.holder for t in (_current(terms, on) if on else terms)})

    def holders(self, words: str) -> list[Actor]:
        """Everybody who ever held the office; where the words do not say whose, everybody with such a post."""
        post = self._read(fold(words).split())
        if post is None:
            return []
        found = {t.holder.name: t.holder for t in self._terms.get(post, [])}
        return list(found.values()) or (self._bare.get(post.words, []) if post.whose is None and post.at is None else [])

    def _names_of(self, office: Office) -> set[_Post]:
        """The office under all names that it goes by."""
        titles = (office.title, *self._titles.get(fold(office.title), ()))
        read = [post for title in titles if (post := self._read(fold(title).split())) is not None]
        return {replace(post, words=words) for post in read for words in (post.words, *self._posts.get(post.words, ()))}

    def _read(self, words: Sequence[str]) -> _Post | None:
        """The office that words name; None where they name nothing, or more owners than an office has.

        An office may be all name: "the UN High Commissioner for Refugees" is what its body is called, too.
        """
        if words and words[-1] in _OF | _AT:  # "the prime minister of": of somebody whom the words leave out
            return None
        envoy = not _ENVOYS.isdisjoint(words)
        before: list[str] = []
        of: list[str] = []
        at: list[str] = []
        post: list[str] = []
        owners = before
        for piece, owner in self._pieces(words):
            if owner is not None:
                owners.append(owner)
            elif piece in _AT or (piece == "for" and envoy):
                owners = at
            elif piece in _OF:
                owners = of
            elif piece not in _NOISE:
                post.append(_SPELT.get(piece, piece))
        if envoy and not at:  # "the UN ambassador of the US", "the US UN ambassador"
            before, of, at = ([], of, before) if of else (before[:1], [], before[1:])
        whose = self._narrowest([*before, *of])
        if len(whose) > 1 or len(at) > 1 or not (whose or post):
            return None
        return _Post(next(iter(whose), None), tuple(sorted(post)), next(iter(at), None))

    def _pieces(self, words: Sequence[str]) -> Iterator[tuple[str, str | None]]:
        """The words one by one, names of owners as one piece with the owner: the longest name first."""
        i = 0
        while i < len(words):
            for length in range(min(self._longest, len(words) - i), 0, -1):
                name = " ".join(words[i : i + length])
                if name in self._owners:
                    yield name, self._owners[name]
                    break
            else:
                length = 1
                yield words[i], None
            i += length

    def _narrowest(self, owners: Iterable[str]) -> set[str]:
        """The owners without those that another one speaks for: "the US Pentagon spokesman" is the Pentagon's."""
        found = set(owners)
        return found - {self._sides.get(owner) for owner in found if self._sides.get(owner) != owner}


def _ordered(words: str) -> tuple[str, ...]:
    """The words that count of a post, spelt alike, in alphabetical order."""
    small = _OF | _AT | _NOISE
    return tuple(sorted(_SPELT.get(word, word) for word in fold(words).split() if word not in small))


def _current(terms: Sequence[_Term], on: dt.date) -> list[_Term]:
    """The terms that a day is in; on the day of a change the one that begins."""
    found = [term for term in terms if term.office.held_on(on)]
    begins = max((t.office.since for t in found if t.office.since), default=None)
    ends = [t for t in found if t.office.since != begins and t.office.until and t.office.until <= on + _HANDOVER]
    return [t for t in found if t not in ends]


def _former(terms: Sequence[_Term], on: dt.date | None) -> dict[str, Actor]:
    """Who is known to have held it before a day (before today where there is none), and does not hold it then."""
    now = {t.holder.name for t in (_current(terms, on) if on else [t for t in terms if t.office.until is None])}
    past = [t for t in terms if t.office.until is not None and (on is None or t.office.until <= on)]
    return {t.holder.name: t.holder for t in past if t.holder.name not in now}


def _only(found: Mapping[str, Actor]) -> Actor | None:
    return next(iter(found.values())) if len(found) == 1 else None
