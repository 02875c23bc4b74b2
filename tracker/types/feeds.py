"""The words for what is followed: a feed as it lies in the store, and when it, and its entries, are asked for again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

INTERVAL = 30  # minutes between two polls of a feed, where it does not want more
LONGEST = 24 * 60  # minutes: whatever a feed wants and however often it failed, it is asked once a day
AGAIN = (dt.timedelta(hours=1), dt.timedelta(hours=6), dt.timedelta(days=1))
"""How long after an entry was refused for the first time it is asked for again; after the last time it counts as seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFeed:
    """A feed that is followed. `failures` in a row; `problem` is the last one, None where the last poll went well."""

    id: int
    url: str
    title: str | None
    interval_minutes: int
    etag: str | None
    modified: str | None
    polled_at: dt.datetime | None
    next_at: dt.datetime
    failures: int
    problem: str | None

    @property
    def name(self) -> str:
        """The title, else the address."""
        return self.title or self.url

    def as_json(self) -> dict[str, Any]:
        """The feed as a row of `tracker feeds list`."""
        return {
            "title": self.title,
            "url": self.url,
            "interval_minutes": self.interval_minutes,
            "polled_at": self.polled_at.isoformat() if self.polled_at else None,
            "next_at": self.next_at.isoformat(),
            "failures": self.failures,
            "problem": self.problem,
        }


def pause(interval: int, every: int | None = None, failures: int = 0) -> dt.timedelta:
    """How long to leave a feed alone: its own interval, doubled with each failure in a row, at most a day.

    `every` is what a person wants instead of the usual interval, in minutes; a feed that wants more time gets it.
    """
    minutes = interval if every is None or interval > max(every, INTERVAL) else every
    return dt.timedelta(minutes=min(minutes * 2 ** min(failures, 16), LONGEST))


def asked_again(first: dt.datetime, last_poll: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether one of the times to ask again for a refused entry came since the last poll."""
    return any((last_poll or first) < first + wait <= now for wait in AGAIN)


def given_up(first: dt.datetime, now: dt.datetime) -> bool:
    """Whether this is the last time that a refused entry is asked for."""
    return first + AGAIN[-1] <= now
