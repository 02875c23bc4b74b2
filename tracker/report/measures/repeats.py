"""Who keeps saying it: on how many days each speaker said it, and on how many of them after it was refuted."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.report import as_of, words
from tracker.types import Axis, StatusEvent, StoredMention, Verdict

# The "Bottomless Pinocchio": Kessler 2018, The Washington Post, of a claim that was rated false and repeated 20 times.
FLAGGED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeater:
    """A speaker that said it on `days` days, of which `after_refuted` come after the refutation (None where there is none)."""

    speaker: str
    days: int
    first: dt.date
    last: dt.date
    after_refuted: int | None
    flagged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """Who said it on two days or more, most days first, among the speakers of `n` mentions; the refutation, if any."""

    n: int
    refuted_on: dt.date | None
    speakers: tuple[Repeater, ...]


def repeats(mentions: Iterable[StoredMention], echoes: Mapping[str, str], events: Iterable[StatusEvent]) -> Repeats:
    """Count, for each speaker, the days on which they said it; from `FLAGGED` days after the refutation they are flagged.

    Days, not mentions: ten outlets that quote one speech heard it once, and a speaker must not be blamed for them. Echoes and
    mentions without a named speaker do not count. The refutation is the first verdict `refuted`; its own day is not after it.
    """
    refuted = next((e for e in as_of.chronological(events) if e.axis is Axis.VERDICT and e.value == Verdict.REFUTED), None)
    refuted_on = as_of.happened_on(refuted) if refuted else None
    own = [m for m in mentions if m.mention.speakers and m.mention.id not in echoes]
    days: dict[str, set[dt.date]] = defaultdict(set)
    for m in own:
        for speaker in m.mention.speakers:
            days[speaker].add(words.said(m)[0])
    found = [_repeater(speaker, on, refuted_on) for speaker, on in days.items() if len(on) > 1]
    found.sort(key=lambda r: (-r.days, r.speaker))
    return Repeats(n=len(own), refuted_on=refuted_on, speakers=tuple(found))


def _repeater(speaker: str, days: set[dt.date], refuted_on: dt.date | None) -> Repeater:
    after = sum(day > refuted_on for day in days) if refuted_on else None
    return Repeater(
        speaker=speaker,
        days=len(days),
        first=min(days),
        last=max(days),
        after_refuted=after,
        flagged=(after or 0) >= FLAGGED,
    )
