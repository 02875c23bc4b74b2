"""Mentions and denials of one allegation, counted by day, ISO week or month of publication."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tracker.report import words
from tracker.types import StoredMention

By = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """One day, ISO week or month between the first and the last mention or denial; empty ones included.

    `count` mentions and `denials` were published in it, `new_speakers` and `new_outlets` appear for the first time;
    `speakers` and `outlets` are how many there have been so far. `silence` is 0 unless the bucket is empty, then the
    length in days of the whole gap that it is part of.
    """

    label: str
    start: dt.date
    count: int
    denials: int
    new_speakers: tuple[str, ...]
    new_outlets: tuple[str, ...]
    speakers: int
    outlets: int
    silence: int


def bucket_label(day: dt.date, by: By) -> str:
    """Name the bucket a day falls into: 2022-02-17, 2022-W07 (ISO 8601) or 2022-02."""
    if by == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return day.isoformat() if by == "day" else day.isoformat()[:7]


def fill(seen: Sequence[StoredMention], denials: Sequence[StoredMention], by: By) -> tuple[Bucket, ...]:
    """Put mentions (in order of publication) and denials into their buckets, with none left out in between."""
    active = sorted(m.seen_on for m in (*seen, *denials))
    if not active:
        return ()
    mentions: dict[str, list[StoredMention]] = {}
    for m in seen:
        mentions.setdefault(bucket_label(m.seen_on, by), []).append(m)
    denied = Counter(bucket_label(m.seen_on, by) for m in denials)
    speakers: dict[str, None] = {}
    outlets: dict[str, None] = {}
    buckets = []
    for start in _starts(active[0], active[-1], by):
        label = bucket_label(start, by)
        here = mentions.get(label, [])
        speakers_before, outlets_before = len(speakers), len(outlets)
        speakers |= dict.fromkeys(name for m in here for name in m.mention.speakers)
        outlets |= dict.fromkeys(words.outlet(m.article) for m in here)
        buckets.append(
            Bucket(
                label=label,
                start=start,
                count=len(here),
                denials=denied[label],
                new_speakers=tuple(speakers)[speakers_before:],
                new_outlets=tuple(outlets)[outlets_before:],
                speakers=len(speakers),
                outlets=len(outlets),
                silence=0 if here or denied[label] else _silence(active, start),
            )
        )
    return tuple(buckets)


def _starts(first: dt.date, last: dt.date, by: By) -> list[dt.date]:
    """List the first day of every bucket from that of `first` to that of `last`."""
    if by == "month":
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        return [dt.date(month // 12, month % 12 + 1, 1) for month in months]
    begin, step = (first.toordinal() - first.weekday(), 7) if by == "week" else (first.toordinal(), 1)
    return [dt.date.fromordinal(day) for day in range(begin, last.toordinal() + 1, step)]


def _silence(active: Sequence[dt.date], day: dt.date) -> int:
    """Count the days without anything between the last active day before `day` and the next one after it."""
    after = bisect_left(active, day)
    return (active[after] - active[after - 1]).days - 1
