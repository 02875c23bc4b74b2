"""An allegation as one period sees it: what was said in it and before, and what it changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from tracker.report import as_of
from tracker.report.measures.paths import said_order
from tracker.report.weeks import Period
from tracker.types import Allegation, Axis, Contest, Kind, StatusEvent, StoredMention, Verdict

Proof: TypeAlias = StoredMention | StatusEvent

SETTLED = {Verdict.SUPPORTED, Verdict.REFUTED, Verdict.RETRACTED, Verdict.OCCURRED, Verdict.DID_NOT_OCCUR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The value of an axis before a period and at its end, and the first event in it that says so."""

    axis: Axis
    before: str | None
    after: StatusEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An allegation at the end of a period: `here` its mentions in it, `earlier` those before, in the order said.

    `denials` are the rejections published in the period, `denied_earlier` tells whether there were any before.
    """

    allegation: Allegation
    here: tuple[StoredMention, ...]
    earlier: tuple[StoredMention, ...]
    denials: tuple[Proof, ...]
    denied_earlier: bool
    changes: tuple[Change, ...]

    @property
    def is_new(self) -> bool:
        """Whether the period is the first that has it."""
        return bool(self.here) and not self.earlier

    @property
    def last_day(self) -> dt.date:
        """The day of its last mention."""
        return max(m.seen_on for m in (*self.here, *self.earlier))


def view(allegation: Allegation, period: Period) -> View:
    """See an allegation, already cut back to what was known by the end of a period, from that period."""
    said = sorted(allegation.alleging, key=said_order)
    rejecting = sorted((m for m in allegation.mentions if m.mention.kind is Kind.DENIAL), key=said_order)
    events = as_of.chronological(allegation.events)
    told = {m.mention.id for m in rejecting}
    contesting = [e for e in events if e.axis is Axis.CONTEST and e.value == Contest.DENIED and e.mention_id not in told]
    denials: list[Proof] = [*rejecting, *contesting]
    return View(
        allegation=allegation,
        here=tuple(m for m in said if m.seen_on in period),
        earlier=tuple(m for m in said if m.seen_on < period.start),
        denials=tuple(denial for denial in denials if published_on(denial) in period),
        denied_earlier=any(published_on(denial) < period.start for denial in denials),
        changes=_changes(events, period),
    )


def published_on(proof: Proof) -> dt.date:
    """Tell from which day a quote could be read."""
    return proof.seen_on if isinstance(proof, StoredMention) else as_of.known_on(proof)


def one_each(mentions: Iterable[StoredMention]) -> list[StoredMention]:
    """Keep the first of several mentions by the same speakers: enough to hear everybody once."""
    heard: dict[tuple[str, ...], StoredMention] = {}
    for m in mentions:
        heard.setdefault(m.mention.speakers or (m.mention.id,), m)
    return list(heard.values())


def status_proofs(allegation: Allegation) -> list[Proof]:
    """Find the events behind the headline: those that gave verdict, contest and evidence the values they have."""
    events = [as_of.deciding(allegation, axis) for axis in (Axis.VERDICT, Axis.CONTEST, Axis.EVIDENCE)]
    return [event for event in events if event]


def _changes(events: Iterable[StatusEvent], period: Period) -> tuple[Change, ...]:
    """Compare where each axis stood before the period with where it stands at its end, and find who first said so."""
    before: dict[Axis, str] = dict(as_of.INITIAL)
    after = dict(before)
    first: dict[tuple[Axis, str], StatusEvent] = {}
    for event in events:
        if not as_of.moves(event, after.get(event.axis)):
            continue
        after[event.axis] = event.value
        if as_of.known_on(event) < period.start:
            before[event.axis] = event.value
        else:
            first.setdefault((event.axis, event.value), event)
    return tuple(
        Change(axis=axis, before=before.get(axis), after=first[axis, after[axis]])
        for axis in Axis
        if axis in after and after[axis] != before.get(axis)
    )
