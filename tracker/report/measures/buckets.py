"""Mentions and denials of one allegation, counted by day, ISO week or month of publication."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tracker.report import words
from tracker.types import StoredMention

By = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """One day, ISO week or month between the first and the last mention or denial; empty ones included.

    `count` mentions and `denials` were published in it; `new_speakers` and `new_outlets` appear for the first time, and
    `new_origins` origins do. `speakers`, `outlets` and `origins` are how many there have been so far. `silence` is 0 unless
    the bucket is empty, then the length in days of the whole gap that it is part of.
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
    new_origins: int
    origins: int


def bucket_label(day: dt.date, by: By) -> str:
    """Name the bucket a day falls into: 2022-02-17, 2022-W07 (ISO 8601) or 2022-02."""
    if by == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return day.isoformat() if by == "day" else day.isoformat()[:7]


def fill(
    seen: Sequence[StoredMention], denials: Sequence[StoredMention], by: By, origin_of: Mapping[str, str]
) -> tuple[Bucket, ...]:
    """Put mentions (in order of publication) and denials into their buckets, with none left out in between.

    `origin_of` leads from the id of a mention to its origin. Who takes a thing up, and when, are the adopters of Rogers 1962,
    "Diffusion of innovations".
    """
    active = sorted(m.seen_on for m in (*seen, *denials))
    if not active:
        return ()
    mentions: dict[str, list[StoredMention]] = {}
    came_from: dict[str, list[str]] = {}
    for m in seen:
        label = bucket_label(m.seen_on, by)
        mentions.setdefault(label, []).append(m)
        came_from.setdefault(label, []).append(origin_of[m.mention.id])
    denied = Counter(bucket_label(m.seen_on, by) for m in denials)
    speakers: set[str] = set()
    outlets: set[str] = set()
    known: set[str] = set()
    buckets = []
    for start in _starts(active[0], active[-1], by):
        label = bucket_label(start, by)
        here = mentions.get(label, [])
        new_speakers = _new((name for m in here for name in m.mention.speakers), speakers)
        new_outlets = _new((words.outlet(m.article) for m in here), outlets)
        new_origins = _new(came_from.get(label, ()), known)
        buckets.append(
            Bucket(
                label=label,
                start=start,
                count=len(here),
                denials=denied[label],
                new_speakers=new_speakers,
                new_outlets=new_outlets,
                speakers=len(speakers),
                outlets=len(outlets),
                silence=0 if here or denied[label] else _silence(active, start),
                new_origins=len(new_origins),
                origins=len(known),
            )
        )
    return tuple(buckets)


def _new(names: Iterable[str], known: set[str]) -> tuple[str, ...]:
    """List, in order and each once, the names that are not `known`, and add them to these."""
    found = tuple(dict.fromkeys(name for name in names if name not in known))
    known.update(found)
    return found


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
