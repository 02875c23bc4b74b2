"""How long it took: from the first time an allegation was said to its first denial, and to its first verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.report import as_of, words
from tracker.types import Axis, Contest, StatusEvent, StoredMention, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstDenial:
    """The earliest rejection, and the days from the first mention to it: negative where the denial is older."""

    on: dt.date
    voice: str
    days_after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstVerdict:
    """The earliest verdict other than open, whose it is, and the days from the first mention to it."""

    on: dt.date
    value: str
    voice: str
    days_after: int | None


def first_denial(
    denials: Iterable[StoredMention], events: Iterable[StatusEvent], first: StoredMention | None
) -> FirstDenial | None:
    """Find the first denial among mentions and events; days go from `first`, None where nobody alleges it.

    How long a rumour runs until somebody stands against it: after Zubiaga, Liakata, Procter, Wong Sak Hoi & Tolmie 2016,
    "Analysing how people orient to and spread rumours".
    """
    found = [(words.said(m)[0], words.denier(m)) for m in denials]
    contest = (event for event in events if event.axis is Axis.CONTEST and event.value == Contest.DENIED)
    found += [(as_of.happened_on(event), words.denier(event)) for event in contest]
    if not found:
        return None
    on, voice = min(found)
    return FirstDenial(on=on, voice=voice, days_after=_after(first, on))


def first_verdict(events: Iterable[StatusEvent], first: StoredMention | None) -> FirstVerdict | None:
    """Find the first verdict, of an analyst or a fact-check; None where it was always open."""
    verdicts = (e for e in as_of.chronological(events) if e.axis is Axis.VERDICT and e.value != Verdict.OPEN)
    if (event := next(verdicts, None)) is None:
        return None
    on = as_of.happened_on(event)
    return FirstVerdict(on=on, value=event.value, voice=words.voice(event), days_after=_after(first, on))


def _after(first: StoredMention | None, on: dt.date) -> int | None:
    return (on - words.said(first)[0]).days if first else None
