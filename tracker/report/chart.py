"""A trajectory as rows of a chart and lines of figures, in words: what the terminal, and any other page, draws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from tracker.report import words
from tracker.report.buckets import Bucket, bucket_label
from tracker.report.paths import CertaintyStep, StatusStep
from tracker.report.trajectory import FirstMover, Trajectory
from tracker.text import plural

_LEVELS = "▁▂▃▄▅▆▇█"
# More steps of certainty than this are given by their first and last few.
_STEPS = 6


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


def weeks_sparkline(trajectory: Trajectory, limit: int = 6) -> str:
    """Draw the last `limit` buckets that end with the last mention."""
    counts = [bucket.count for bucket in trajectory.buckets]
    while counts and not counts[-1]:
        counts.pop()
    return sparkline(counts[-limit:])


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


def figures(trajectory: Trajectory) -> list[str]:
    """Put the measures into lines; the last says of how many mentions and in what time."""
    lines = [" · ".join(_rates(trajectory)), _certainty_line(trajectory.certainty)]
    if trajectory.copies:
        copies = len(trajectory.copies)
        lines.append(f"{copies} of the {plural(trajectory.n, 'mention')} {_copies_are(copies)}")
    counted = f"n = {plural(trajectory.n, 'mention')} in {plural(trajectory.days, 'day')}"
    denied = f", {plural(trajectory.denials, 'denial')} not counted" if trajectory.denials else ""
    return [line for line in [*lines, f"{counted}{denied}; only what was ingested here"] if line]


def _copies_are(count: int) -> str:
    return "is a copy of an earlier text" if count == 1 else "are copies of an earlier text"


def _rates(trajectory: Trajectory) -> Iterable[str]:
    if trajectory.amplification is not None:
        ratio = f"{trajectory.amplification:.1f}".removesuffix(".0")
        yield f"amplification {ratio} {'mention' if ratio == '1' else 'mentions'} an origin"
    # Of two mentions the first is half: that says nothing.
    if trajectory.half_life is not None and trajectory.n > 2:
        yield f"half-life {plural(trajectory.half_life, 'day')}"
    denial = trajectory.first_denial
    if denial is None:
        yield "no denial seen"
    elif denial.days_after is not None:
        days = denial.days_after
        place = f"after {plural(days, 'day')}" if days > 0 else f"{plural(-days, 'day')} before the first mention"
        yield f"first denial {place if days else 'on the same day'} ({denial.voice})"


def _certainty_line(path: Sequence[CertaintyStep]) -> str:
    if len(path) == 1:
        return f"certainty: {path[0].certainty.value} throughout ({path[0].speaker} first)"
    heard: set[str] = set()
    steps = []
    for step in path:
        again = " again" if step.certainty in heard else ""
        heard.add(step.certainty)
        steps.append(f"{step.certainty.value}{again} {words.short_date(step.on, step.precision)} ({step.speaker})")
    if len(steps) > _STEPS:
        steps = [*steps[:3], f"{len(steps) - _STEPS + 1} more changes", *steps[-2:]]
    return f"certainty: {' → '.join(steps)}" if steps else ""


def _bucket_notes(trajectory: Trajectory, bucket: Bucket) -> list[str]:
    notes: list[str] = []
    if bucket is trajectory.buckets[0]:
        notes += _movers(trajectory.first_said, trajectory.first_seen)
    else:
        new = [plural(len(found), f"new {noun}") for found, noun in _new(bucket) if found]
        notes += [", ".join(new)] if new else []
    if bucket.denials:
        notes.append(plural(bucket.denials, "denial"))
    return notes


def _new(bucket: Bucket) -> list[tuple[tuple[str, ...], str]]:
    return [(bucket.new_speakers, "speaker"), (bucket.new_outlets, "outlet")]


def _movers(said: FirstMover | None, seen: FirstMover | None) -> Iterable[str]:
    if said and said.said:
        yield f"first mover: {said.speaker}, {words.short_date(said.said, said.precision)} ({said.certainty.value})"
    if seen:
        yield f"first seen here: {seen.outlet}, {words.short_date(seen.seen)}"


def _status_note(step: StatusStep) -> str:
    before = f"{words.value_words(step.before)} → " if step.before else ""
    return f"{step.axis.value}: {before}{words.value_words(step.after)} ({step.voice}, {words.short_date(step.on)})"
