"""Bursts: days on which an allegation has an unusual part of all that was taken in, not only many mentions.

Source: Kleinberg 2002, "Bursty and hierarchical structure in streams", the automaton of two states for batched arrivals: on day
t, r_t of d_t mentions are of this allegation.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

# Kleinberg's s, how many times its usual part an allegation has in a burst, and gamma, what it costs to enter one.
SCALE = 2.0
COST = 1.0
# Our own bounds: below them a burst of one article looks like any other.
MIN_MENTIONS = 10
MIN_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """The days from `start` to `end`: `n` mentions of the allegation among `of` of all.

    `weight` is how much likelier the counts are in a burst than out of one, as a natural logarithm (Kleinberg's weight).
    """

    start: dt.date
    end: dt.date
    n: int
    of: int
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bursts:
    """The bursts found among `n` mentions, of `of` of all, on `days` days with any, the last of them `end`.

    `found` is None where it cannot be told, and `why` says why.
    """

    n: int
    of: int
    days: int
    start: dt.date | None
    end: dt.date | None
    found: tuple[Burst, ...] | None
    why: str | None


def bursts(seen: Iterable[dt.date], volume: Mapping[dt.date, int], until: dt.date | None) -> Bursts:
    """Find the bursts up to `until` from the days of the mentions and the number of all mentions, day by day.

    A day on which nothing came in tells nothing and is left out. One with fewer mentions in all than of this allegation is
    taken to have just these.
    """
    here = Counter(day for day in seen if until and day <= until)
    total = {day: max(volume.get(day, 0), here[day]) for day in {*volume, *here} if until and day <= until}
    days = sorted(day for day, count in total.items() if count)
    relevant, totals = [here[day] for day in days], [total[day] for day in days]
    why = _untold(sum(relevant), sum(totals), len(days), known=bool(volume))
    return Bursts(
        n=sum(relevant),
        of=sum(totals),
        days=len(days),
        start=days[0] if days else None,
        end=days[-1] if days else None,
        found=None if why else _runs(days, relevant, totals),
        why=why,
    )


def states(relevant: Sequence[int], totals: Sequence[int]) -> list[bool]:
    """Tell which batches are in a burst: the cheapest sequence of states (Viterbi), the calm one where two cost the same.

    A batch in state i costs -ln of the binomial probability of its count at rate p_i: p_0 is the rate over all batches, p_1 is
    `SCALE` · p_0 and must be below 1. To enter a burst costs `COST` · ln of the number of batches, to leave it nothing. Before
    the first batch it is calm.
    """
    enter = COST * math.log(len(totals))
    calm, burst = 0.0, math.inf
    came: list[tuple[bool, bool]] = []  # for calm and for burst: whether the cheapest way there comes from a burst
    for gain in _gains(relevant, totals):
        came.append((burst < calm, burst < calm + enter))
        calm, burst = min(calm, burst), min(burst, calm + enter) - gain
    state = burst < calm
    path = []
    for before in reversed(came):
        path.append(state)
        state = before[state]
    return path[::-1]


def _gains(relevant: Sequence[int], totals: Sequence[int]) -> list[float]:
    """How much less each batch costs in a burst than in the calm: what does not depend on the state is left out."""
    rate = sum(relevant) / sum(totals)
    hit, miss = math.log(SCALE), math.log((1 - SCALE * rate) / (1 - rate))
    return [r * hit + (d - r) * miss for r, d in zip(relevant, totals, strict=True)]


def _runs(days: Sequence[dt.date], relevant: Sequence[int], totals: Sequence[int]) -> tuple[Burst, ...]:
    gains = _gains(relevant, totals)
    found = []
    for bursting, group in groupby(zip(states(relevant, totals), range(len(days)), strict=True), key=lambda pair: pair[0]):
        if bursting:
            run = [at for _, at in group]
            n, of, weight = (sum(values[at] for at in run) for values in (relevant, totals, gains))
            found.append(Burst(start=days[run[0]], end=days[run[-1]], n=int(n), of=int(of), weight=round(weight, 2)))
    return tuple(found)


def _untold(n: int, of: int, days: int, *, known: bool) -> str | None:
    if not known:
        return "how many mentions were taken in is not known"
    if n < MIN_MENTIONS:
        return f"too few mentions: {n} of the {MIN_MENTIONS} it takes"
    if days < MIN_DAYS:
        return f"too few days: {days} of the {MIN_DAYS} it takes"
    if n * SCALE >= of:
        return f"its usual part, {n} of {of}, is too large to double"
    return None
