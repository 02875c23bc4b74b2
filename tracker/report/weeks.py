"""Weeks of the calendar (ISO 8601: Monday to Sunday, 2022-W07), and spans of days as the reports talk about them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.errors import UsageError
from tracker.report import words
from tracker.report.measures.buckets import bucket_label

_LABEL = re.compile(r"([0-9]{4})-W([0-9]{2})")
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both included."""

    start: dt.date
    end: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.start <= day <= self.end

    @property
    def days(self) -> tuple[dt.date, ...]:
        """Every day of it, in order."""
        return tuple(map(dt.date.fromordinal, range(self.start.toordinal(), self.end.toordinal() + 1)))

    @property
    def length(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    @property
    def noun(self) -> str:
        """What to call it: a week, a day, or just a period."""
        return {1: "day", 7: "week"}.get(self.length, "period")

    @property
    def phrase(self) -> str:
        """How a sentence begins that tells of it: "In the week of 14–20 February 2022", "From 1 May to 9 May 2022"."""
        if self.noun == "week":
            return f"In the week of {words.date_range(self.start, self.end)}"
        if self.noun == "day":
            return f"On {words.long_date(self.end)}"
        return f"From {words.long_date(self.start, year=self.end.year)} to {words.long_date(self.end)}"

    def before(self, days: int) -> Period:
        """Give the days, so many of them, that end where this begins."""
        first = max(self.start.toordinal() - days, 1)
        return Period(dt.date.fromordinal(first), dt.date.fromordinal(max(self.start.toordinal() - 1, 1)))


def week_bounds(label: str) -> tuple[dt.date, dt.date]:
    """Give Monday and Sunday of an ISO week like 2022-W07; `UsageError` where there is no such week."""
    found = _LABEL.fullmatch(label)
    if not found:
        raise UsageError(f"{label!r} is not a week: write it like 2022-W07")
    year, week = int(found[1]), int(found[2])
    try:
        return dt.date.fromisocalendar(year, week, 1), dt.date.fromisocalendar(year, week, 7)
    except ValueError:
        raise UsageError(f"there is no week {label}: {year} has no week {week} in ISO 8601") from None


def neighbours(monday: dt.date) -> tuple[str, str]:
    """The labels of the weeks before and after the one that begins on this day."""
    return bucket_label(monday - _WEEK, "week"), bucket_label(monday + _WEEK, "week")


def last_full_week(days: Iterable[dt.date], today: dt.date) -> str:
    """Name the last week over by `today` that has any of `days` (those of articles), else the latest week that has one.

    Without any days it is the last week that is over.
    """
    monday = today - dt.timedelta(days=today.weekday())
    known = list(days)
    past = [day for day in known if day < monday]
    return bucket_label(max(past or known, default=monday - _WEEK), "week")
