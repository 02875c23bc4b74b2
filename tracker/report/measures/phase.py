"""The phase an allegation is in at the end of the window, by a written rule."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.report.measures.spread import SILENCE_DAYS, recurrences
from tracker.text import plural

WEEK = 7
GROWTH = 1.5
NEAR_PEAK = 0.75
# Fewer mentions than this neither grow nor fade.
MIN_MENTIONS = 5


class Phase(StrEnum):
    """Where in its life an allegation stands."""

    EMERGING = "emerging"
    SPREADING = "spreading"
    PEAKING = "peaking"
    FADING = "fading"
    DORMANT = "dormant"
    REVIVED = "revived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The phase on the day `until`, of `n` mentions, and the counts that put it there; None where they are too few."""

    phase: Phase | None
    why: str
    n: int
    until: dt.date | None


def standing(days: Sequence[dt.date], until: dt.date | None) -> Standing:
    """Tell the phase from the days of the mentions, in order, none after `until`.

    The rule is our own; the words are those in which news talk of a story. The last seven days end with `until`, and the seven
    before them come right before. The first that holds:

    1. dormant: no mention for `SILENCE_DAYS` (14) days or more;
    2. emerging: the first mention is of the last seven days;
    3. revived: it came back from such a silence in the last seven days;
    4. unknown: fewer than `MIN_MENTIONS` (5) mentions;
    5. spreading: the last seven days have `GROWTH` (1.5) times the mentions of the seven before, or more;
    6. peaking: they have `NEAR_PEAK` (three quarters) of the mentions of its busiest seven days, or more;
    7. fading: all else.
    """
    if not days or until is None:
        return Standing(phase=None, why="no mention seen by then", n=len(days), until=until)
    phase, why = _rule(days, until)
    return Standing(phase=phase, why=why, n=len(days), until=until)


def _rule(days: Sequence[dt.date], until: dt.date) -> tuple[Phase | None, str]:
    silent = _ago(days[-1], until)
    if silent >= SILENCE_DAYS:
        return Phase.DORMANT, f"no mention for {plural(silent, 'day')}"
    if _ago(days[0], until) < WEEK:
        return Phase.EMERGING, f"first seen in the last {WEEK} days"
    if (back := recurrences(days)) and _ago(back[-1].after, until) < WEEK:
        return Phase.REVIVED, f"back after {plural(back[-1].days, 'day')} of silence"
    if len(days) < MIN_MENTIONS:
        return None, f"too few: {plural(len(days), 'mention')} of the {MIN_MENTIONS} it takes"
    recent, before, busiest = *_last_weeks(days, until), _busiest(days)
    why = f"{plural(recent, 'mention')} in the last {WEEK} days, {before} in the {WEEK} before, at most {busiest} in any {WEEK}"
    if recent and recent >= GROWTH * before:
        return Phase.SPREADING, why
    return Phase.PEAKING if recent >= NEAR_PEAK * busiest else Phase.FADING, why


def _ago(day: dt.date, until: dt.date) -> int:
    return (until - day).days


def _last_weeks(days: Sequence[dt.date], until: dt.date) -> tuple[int, int]:
    """Count the mentions of the last seven days and of the seven before."""
    # Ordinals: the calendar may begin in these days.
    before, earlier = (bisect_right(days, until.toordinal() - back * WEEK, key=dt.date.toordinal) for back in (1, 2))
    return len(days) - before, before - earlier


def _busiest(days: Sequence[dt.date]) -> int:
    """Count the most mentions that any seven days have."""
    first = most = 0
    for last, day in enumerate(days):
        while (day - days[first]).days >= WEEK:
            first += 1
        most = max(most, last - first + 1)
    return most
