"""The words for who is who: actors as they are known beforehand, and as they lie in the store. Frozen records only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office that a person holds or held: its full title ("US Secretary of State") and the first and last day of it.

    `since` None: nobody here knows since when. `until` None: still in office, or nobody here knows until when.
    """

    title: str
    since: dt.date | None = None
    until: dt.date | None = None

    def held_on(self, day: dt.date) -> bool:
        """True where the office is known to be held on this day; both ends count. False where `since` is not known."""
        return self.since is not None and self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person, organisation or state that the tracker knows by name.

    `speaks_for` is the actor whose side it is on by office ("Joe Biden" for "United States"). `adjectives` are its
    demonyms ("Russian"). `seats` are metonyms that have officers of their own: a spokesman of the Kremlin is not any
    Russian spokesman. `roles` are undated words that name a person without the name ("opposition leader"), `offices`
    the dated ones.
    """

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    speaks_for: str | None = None

    @property
    def side(self) -> str:
        """The actor whose side it is on; itself where it speaks for nobody else."""
        return self.speaks_for or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """That an actor is another one: the name it was stored with, the name of what it is now, and since when.

    `into` is the actor that it was merged into; where that one was merged, too, `end` is what both are now, else the same.
    `at` is None for a merge that was taken back or only tried. `speaker` and `accused` count its own mentions in current
    articles.
    """

    name: str
    into: str
    end: str
    at: dt.datetime | None
    speaker: int = 0
    accused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredActor:
    """An actor as it lies in the store, with all that was merged into it.

    `names` are the other words that named it in texts, `merged` what was merged into it, directly or through another.
    `speaker` and `accused` count the mentions in current articles that it makes and that accuse it.
    """

    name: str
    kind: str
    side: str
    names: tuple[str, ...]
    merged: tuple[Merge, ...]
    speaker: int
    accused: int

    def as_json(self) -> dict[str, Any]:
        """The actor as a row of `tracker actors`."""
        return {
            "name": self.name,
            "kind": self.kind,
            "side": self.side,
            "names": list(self.names),
            "speaker": self.speaker,
            "accused": self.accused,
            "merged": [{"name": m.name, "into": m.into, "at": m.at.isoformat() if m.at else None} for m in self.merged],
        }
