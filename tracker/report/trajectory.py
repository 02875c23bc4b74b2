"""How one allegation moved: counts, first movers, spread, certainty and status over time.

"Seen" dates are those of publication here and make the buckets; "said" dates are those that the texts give and order
the paths. Denials are not mentions: they are counted apart. The measures follow Shin 2018 (recurrence, growing
certainty), Zubiaga 2016 (time to the first denial) and Yang & Leskovec 2011 (half-life). `chart` puts them into words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.report import known, words
from tracker.report.buckets import Bucket, By, fill
from tracker.report.paths import CertaintyStep, StatusStep, certainty_path, said_order, status_path
from tracker.report.plain import plain
from tracker.text import squash
from tracker.types import Allegation, Axis, Certainty, Contest, Kind, Precision, StatusEvent, StoredMention

# Shorter quotes ("will invade Ukraine") recur without anybody copying anybody.
_COPY_LENGTH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstMover:
    """The mention that comes first: `said` as exactly as its text tells, `seen` the day of its article."""

    mention_id: str
    speaker: str
    outlet: str
    certainty: Certainty
    said: dt.date | None
    precision: Precision
    seen: dt.date
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstDenial:
    """The earliest rejection, and the days from the first mention to it: negative where the denial is older."""

    on: dt.date
    voice: str
    days_after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """The measures of one allegation. None where there are too few mentions to measure.

    `n` mentions were published from `first_day` to `last_day`, which is `days` days with both ends; `denials` are not
    among them. `amplification` is mentions an independent origin. `half_life` is the number of days from the first
    mention until half of all were there (of two mentions at least). `copies` are the ids of mentions that repeat, but
    for case and white space, a quote of 40 characters or more that another outlet had earlier.
    """

    id: str
    by: By
    n: int
    denials: int
    first_day: dt.date | None
    last_day: dt.date | None
    days: int
    buckets: tuple[Bucket, ...]
    first_said: FirstMover | None
    first_seen: FirstMover | None
    speakers: int
    outlets: int
    origins: int
    amplification: float | None
    half_life: int | None
    first_denial: FirstDenial | None
    certainty: tuple[CertaintyStep, ...]
    status: tuple[StatusStep, ...]
    copies: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the measures as a JSON object: keys as the fields here, dates ISO, amplification to two decimals."""
        record: dict[str, Any] = plain(self)
        if self.amplification is not None:
            record["amplification"] = round(self.amplification, 2)
        return record


def measure(allegation: Allegation, by: By) -> Trajectory:
    """Measure an allegation by day, ISO week or month. The order of its mentions and events does not matter."""
    seen = sorted(allegation.alleging, key=_seen_order)
    said = sorted(allegation.alleging, key=said_order)
    denials = [m for m in allegation.mentions if m.mention.kind is Kind.DENIAL]
    days = [m.seen_on for m in seen]
    return Trajectory(
        id=allegation.public_id,
        by=by,
        n=len(seen),
        denials=len(denials),
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        days=(days[-1] - days[0]).days + 1 if days else 0,
        buckets=fill(seen, denials, by),
        first_said=next((_first_mover(m) for m in said if m.asserted_on), None),
        first_seen=_first_mover(seen[0]) if seen else None,
        speakers=len(allegation.speakers),
        outlets=len(allegation.outlets),
        origins=allegation.origins,
        amplification=len(seen) / allegation.origins if seen and allegation.origins else None,
        half_life=(days[(len(days) + 1) // 2 - 1] - days[0]).days if len(days) > 1 else None,
        first_denial=_first_denial(denials, allegation.events, said[0] if said else None),
        certainty=certainty_path(said),
        status=status_path(allegation.events),
        copies=_copies(seen),
    )


def _seen_order(m: StoredMention) -> tuple[dt.date, dt.date, str, int]:
    return m.seen_on, words.said(m)[0], m.mention.id, m.article.id


def _first_mover(m: StoredMention) -> FirstMover:
    mention = m.mention
    return FirstMover(
        mention_id=mention.id,
        speaker=words.speaker(m),
        outlet=words.outlet(m.article),
        certainty=mention.certainty,
        said=m.asserted_on,
        precision=words.said(m)[1],
        seen=m.seen_on,
        quote=mention.quote,
    )


def _first_denial(
    denials: Iterable[StoredMention], events: Iterable[StatusEvent], first: StoredMention | None
) -> FirstDenial | None:
    found = [(words.said(m)[0], words.denier(m)) for m in denials]
    contest = (event for event in events if event.axis is Axis.CONTEST and event.value == Contest.DENIED)
    found += [(known.happened_on(event), words.denier(event)) for event in contest]
    if not found:
        return None
    on, voice = min(found)
    after = (on - words.said(first)[0]).days if first else None
    return FirstDenial(on=on, voice=voice, days_after=after)


def _copies(seen: Sequence[StoredMention]) -> tuple[str, ...]:
    printed: dict[str, set[str]] = {}
    copies = []
    for m in seen:
        quote = squash(m.mention.quote).casefold()
        if len(quote) < _COPY_LENGTH:
            continue
        outlet = words.outlet(m.article)
        outlets = printed.setdefault(quote, set())
        if outlets - {outlet}:
            copies.append(m.mention.id)
        outlets.add(outlet)
    return tuple(copies)
