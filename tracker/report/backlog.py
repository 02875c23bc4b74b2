"""What is counted over all allegations, those included that a report does not tell of: the backlog, the week before."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.report import as_of
from tracker.report.view import SETTLED
from tracker.report.weeks import Period
from tracker.types import Allegation, Axis, Kind, Life

# Upper ends in days, both included, of the ages of the backlog.
_AGES = ((7, "up to a week"), (28, "up to four weeks"), (91, "up to three months"))
_OLDER = "longer than three months"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """All allegations of a database as of a day: `lives`, and `volume`: mentions that allege, and that deny, of each day.

    `settled` has those that are not unverified, with the day from which they are not.
    """

    lives: Sequence[Life]
    volume: Mapping[dt.date, tuple[int, int]]
    settled: Mapping[int, dt.date]

    def unverified(self, day: dt.date) -> list[Life]:
        """Those that were seen by a day and not settled by then, the longest open first."""
        open_ = [x for x in self.lives if x.first_seen <= day and self.settled.get(x.id, dt.date.max) > day]
        return sorted(open_, key=lambda x: (x.first_seen, x.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """How many unverified allegations are open for so long."""

    title: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number of the period beside that of as many days before it."""

    key: str
    title: str
    now: int
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Mentions that allege, and denials, published on one day."""

    day: dt.date
    mentions: int
    denials: int


def settled(allegations: Sequence[Allegation]) -> dict[int, dt.date]:
    """Tell which allegations are not unverified, and from which day their deciding event could be known."""
    found: dict[int, dt.date] = {}
    for a in allegations:
        if not a.status.unverified:
            deciding = [e for axis in (Axis.VERDICT, Axis.CORROBORATION) if (e := as_of.deciding(a, axis))]
            found[a.id] = min(map(as_of.known_on, deciding), default=a.first_seen or dt.date.min)
    return found


def is_resolved(allegation: Allegation, period: Period) -> bool:
    """Tell whether a verdict that settles an allegation became known in a period."""
    verdicts = (e for e in allegation.events if e.axis is Axis.VERDICT and e.value in SETTLED)
    return any(as_of.known_on(e) in period for e in verdicts)


def counted(allegations: Sequence[Allegation]) -> Whole:
    """Count allegations that are all at hand."""
    lives = [Life(a.id, a.first_seen, a.last_seen, len(a.alleging)) for a in allegations if a.first_seen and a.last_seen]
    said = Counter((m.seen_on, m.mention.kind is Kind.DENIAL) for a in allegations for m in a.mentions)
    volume = {day: (said[day, False], said[day, True]) for day in sorted({day for day, _ in said})}
    return Whole(lives=lives, volume=volume, settled=settled(allegations))


def ages(whole: Whole, day: dt.date) -> tuple[Age, ...]:
    """Count the unverified allegations by how many days they have been open on a day, first and last included."""
    limits = [*_AGES, (None, _OLDER)]
    found: Counter[str] = Counter()
    for life in whole.unverified(day):
        days = (day - life.first_seen).days + 1
        found[next(title for limit, title in limits if limit is None or days <= limit)] += 1
    return tuple(Age(title=title, count=found[title]) for _, title in limits)


def daily(whole: Whole, period: Period) -> tuple[Day, ...]:
    """Count what was said on each day of a period."""
    return tuple(Day(day=day, mentions=said[0], denials=said[1]) for day in period.days for said in [_of(whole, day)])


def counts(whole: Whole, articles: tuple[int, int], resolved: tuple[int, int], period: Period) -> tuple[Count, ...]:
    """Compare a period with as many days before it; `articles` and `resolved` are counted elsewhere, (now, before)."""
    both = (period, period.before(period.length))
    mentions, denials = ([sum(_of(whole, day)[n] for day in p.days) for p in both] for n in (0, 1))
    new = [sum(life.first_seen in p for life in whole.lives) for p in both]
    unverified = [len(whole.unverified(p.end)) for p in both]
    rows = {
        "articles": ("Articles read", articles),
        "mentions": ("Mentions", mentions),
        "new": ("New allegations", new),
        "denials": ("Denials of allegations", denials),
        "resolved": ("Resolved", resolved),
        "unverified": ("Unverified at the end", unverified),
    }
    return tuple(Count(key=key, title=title, now=pair[0], before=pair[1]) for key, (title, pair) in rows.items())


def _of(whole: Whole, day: dt.date) -> tuple[int, int]:
    return whole.volume.get(day, (0, 0))
