"""The order of things: how surely an allegation was worded, and what moved its status, step by step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.report import as_of, words
from tracker.types import Axis, Certainty, Precision, StatusEvent, StoredMention


@dataclass(frozen=True, slots=True, kw_only=True)
class CertaintyStep:
    """A mention that is worded more or less surely than the one said before it; also the very first mention."""

    on: dt.date
    precision: Precision
    certainty: Certainty
    speaker: str
    quote: str
    mention_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusStep:
    """An event that gave an axis another value. `before` is None where the axis had none of its own (corroboration)."""

    on: dt.date
    axis: Axis
    before: str | None
    after: str
    voice: str
    quote: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dwell:
    """How many `days` an axis stood at a value: from `start` to the next change, the last one to the end of the window."""

    axis: Axis
    value: str
    start: dt.date
    end: dt.date
    days: int


def said_order(m: StoredMention) -> tuple[dt.date, dt.date, str, int]:
    """Sort by when it was said, then by when it was published; ids make the order independent of the input's."""
    return words.said(m)[0], m.seen_on, m.mention.id, m.article.id


def certainty_path(said: Sequence[StoredMention]) -> tuple[CertaintyStep, ...]:
    """Keep, of mentions in the order in which they were said, those that change the certainty."""
    changed = [*said[:1], *(m for before, m in pairwise(said) if m.mention.certainty is not before.mention.certainty)]
    return tuple(
        CertaintyStep(
            on=words.said(m)[0],
            precision=words.said(m)[1],
            certainty=m.mention.certainty,
            speaker=words.speaker(m),
            quote=m.mention.quote,
            mention_id=m.mention.id,
        )
        for m in changed
    )


def status_path(events: Iterable[StatusEvent]) -> tuple[StatusStep, ...]:
    """Keep the events that changed an axis, in order of their dates; one that leaves it as it stands is no step."""
    standing: dict[Axis, str] = dict(as_of.INITIAL)
    steps = []
    for event in as_of.chronological(events):
        before = standing.get(event.axis)
        if as_of.moves(event, before):
            standing[event.axis] = event.value
            steps.append(
                StatusStep(
                    on=as_of.happened_on(event),
                    axis=event.axis,
                    before=before,
                    after=event.value,
                    voice=words.voice(event),
                    quote=event.quote,
                )
            )
    return tuple(steps)


def dwell_times(steps: Iterable[StatusStep], first: dt.date | None, until: dt.date | None) -> tuple[Dwell, ...]:
    """Tell how long each value of each axis stood in the window: axis by axis, in order; empty where the window has no end.

    Before its first step an axis stands at its initial value since `first`, the first mention; corroboration has none. Steps
    after `until` have not happened. After the state sequences of event history analysis: Blossfeld & Rohwer 1995.
    """
    if until is None:
        return ()
    stood: dict[Axis, list[tuple[dt.date, str]]] = {axis: [] for axis in Axis}
    for step in steps:
        if step.on <= until:
            stood[step.axis].append((step.on, step.after))
    for axis, value in as_of.INITIAL.items():
        if first and first <= min((on for on, _ in stood[axis]), default=until):
            stood[axis].insert(0, (first, value))
    return tuple(
        Dwell(axis=axis, value=value, start=start, end=end, days=(end - start).days)
        for axis, path in stood.items()
        for (start, value), (end, _) in pairwise([*path, (until, "")])
    )
