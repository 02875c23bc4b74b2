"""A trajectory as rows of a chart, in words: what the terminal, and any other page, draws. `figures` has the lines below it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from tracker.report import words
from tracker.report.measures.buckets import Bucket, bucket_label
from tracker.report.measures.paths import StatusStep
from tracker.report.trajectory import Trajectory
from tracker.text import plural

_LEVELS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the chart: a bucket, or a whole silence as one row, with what there is to say about it."""

    label: str
    count: int
    notes: tuple[str, ...]


def sparkline(counts: Sequence[int]) -> str:
    """One block a count, its height relative to the highest. The lowest block is kept for nothing at all."""
    top = max(counts, default=0)
    return "".join(_LEVELS[-(-count * (len(_LEVELS) - 1) // top) if top else 0] for count in counts)


def weeks_sparkline(days: Iterable[dt.date], limit: int = 6) -> str:
    """Draw mentions, given by their days, week by week (ISO 8601): the last `limit` weeks to that of the last mention."""
    weeks = Counter((day.toordinal() - 1) // 7 for day in days)  # the calendar begins on a Monday
    if not weeks:
        return ""
    last = max(weeks)
    return sparkline([weeks[week] for week in range(max(min(weeks), last - limit + 1), last + 1)])


def rows(trajectory: Trajectory) -> list[Row]:
    """Chart the buckets in order, with every change of status at its date, also before and after the mentions."""
    changes: dict[str, list[str]] = {}
    for step in sorted(trajectory.status, key=lambda step: step.on):
        changes.setdefault(bucket_label(step.on, trajectory.by), []).append(_status_note(step))
    drawn = []
    for empty, group in groupby(trajectory.buckets, key=lambda bucket: bool(bucket.silence)):
        for run in [list(group)] if empty else [[bucket] for bucket in group]:
            notes = [f"silence of {plural(run[0].silence, 'day')}"] if empty else _bucket_notes(trajectory, run[0])
            notes += [note for bucket in run for note in changes.pop(bucket.label, [])]
            drawn.append(Row(label=run[0].label, count=run[0].count, notes=tuple(notes)))
    # What is left happened outside the time in which anybody mentioned it. The labels sort as their dates do.
    drawn += [Row(label=label, count=0, notes=tuple(notes)) for label, notes in changes.items()]
    return sorted(drawn, key=lambda row: row.label)


def _bucket_notes(trajectory: Trajectory, bucket: Bucket) -> list[str]:
    notes: list[str] = []
    if bucket is trajectory.buckets[0]:
        notes += _movers(trajectory)
    else:
        new = [plural(count, f"new {noun}") for count, noun in _new(bucket) if count]
        notes += [", ".join(new)] if new else []
    if bucket.denials:
        notes.append(plural(bucket.denials, "denial"))
    return notes


def _new(bucket: Bucket) -> list[tuple[int, str]]:
    return [(len(bucket.new_speakers), "speaker"), (len(bucket.new_outlets), "outlet"), (bucket.new_origins, "origin")]


def _movers(trajectory: Trajectory) -> Iterable[str]:
    said, seen, ingested = trajectory.first_said, trajectory.first_seen, trajectory.first_ingested
    if said and said.said:
        yield f"first mover: {said.speaker}, {words.short_date(said.said, said.precision)} ({said.certainty.value})"
    if seen:
        yield f"first seen here: {seen.outlet}, {words.short_date(seen.seen)}"
    if seen and ingested and ingested.ingested < seen.ingested:
        yield f"first taken in: {ingested.outlet}, {words.short_date(ingested.ingested)}"


def _status_note(step: StatusStep) -> str:
    before = f"{words.value_words(step.before)} → " if step.before else ""
    return f"{step.axis.value}: {before}{words.value_words(step.after)} ({step.voice}, {words.short_date(step.on)})"
