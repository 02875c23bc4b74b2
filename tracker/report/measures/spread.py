"""How an allegation spread in time: its busiest day, its half-life, how long it has been silent, when it came back.

All go by the days on which mentions were published here, in order, one entry a mention.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# After so many days without a mention an allegation is silent, and the weekly report calls it quiet.
SILENCE_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """The day with most mentions, the first of several, and how many it has."""

    on: dt.date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """An allegation that came back: the last day before a silence, the first after it, and the days of silence between."""

    before: dt.date
    after: dt.date
    days: int


def peak(days: Sequence[dt.date]) -> Peak | None:
    """Find the busiest day; None where there is no mention."""
    # `max` keeps the first of equals, and a Counter the order of the days.
    on, count = max(Counter(days).items(), key=lambda item: item[1], default=(None, 0))
    return Peak(on=on, count=count) if on else None


def half_life(days: Sequence[dt.date]) -> int | None:
    """Count the days from the first mention until half of all were there; None of fewer than two mentions.

    Half the attention that a story draws in all is drawn by then: the time scale of Yang & Leskovec 2011, "Patterns of temporal
    variation in online media", taken from its start.
    """
    return (days[(len(days) + 1) // 2 - 1] - days[0]).days if len(days) > 1 else None


def days_since_last(days: Sequence[dt.date], until: dt.date) -> int | None:
    """Count the days from the last mention to the end of the window, which is not before it; None without a mention."""
    return (until - days[-1]).days if days else None


def recurrences(days: Sequence[dt.date]) -> tuple[Recurrence, ...]:
    """Find the returns after a silence of `SILENCE_DAYS` or more.

    Rumours that are found false come back, true ones hardly do: Shin, Jian, Driscoll & Bar 2018, "The diffusion of
    misinformation on social media". How long a silence must be is ours to say.
    """
    found = (Recurrence(before=last, after=first, days=(first - last).days - 1) for last, first in pairwise(days))
    return tuple(each for each in found if each.days >= SILENCE_DAYS)
