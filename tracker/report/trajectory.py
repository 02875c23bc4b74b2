"""How one allegation moved: counts, first movers, spread, certainty, wording and status over time.

"Seen" dates are those of publication here and make the buckets; "said" dates are those that the texts give and order
the paths. Denials are not mentions: they are counted apart. Each measure stands in a module of its own, with its source;
`chart` and `figures` put them into words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from tracker.report import words
from tracker.report.measures.buckets import Bucket, By, fill
from tracker.report.measures.bursts import Bursts, bursts
from tracker.report.measures.drift import Drift, drift
from tracker.report.measures.jumps import Jumps, jumps
from tracker.report.measures.milestones import FirstDenial, FirstVerdict, first_denial, first_verdict
from tracker.report.measures.mutation import Mutation, mutation
from tracker.report.measures.paths import CertaintyStep, Dwell, StatusStep, certainty_path, dwell_times, said_order, status_path
from tracker.report.measures.phase import Standing, standing
from tracker.report.measures.repeats import Repeats, repeats
from tracker.report.measures.spread import Peak, Recurrence, days_since_last, half_life, peak, recurrences
from tracker.report.measures.stance import Share, Stances, attribution_loss, stances
from tracker.report.measures.utterance import Utterance, utterance
from tracker.report.values import plain
from tracker.types import Allegation, Kind, StoredMention


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """The measures of one allegation. None where there is too little to measure; of `n` mentions unless one has its own `n`.

    `n` mentions were published from `first_day` to `last_day`, which is `days` days with both ends; `denials` are not
    among them. `first_said`, `first_seen` and `first_ingested` are the first mover by what the texts say, by publication, and
    by when it was taken in here. `amplification` is mentions an independent origin, `half_life` the days from the first
    mention until half of all were there, `copies` the ids of the mentions that echo an earlier one.

    The window ends with the day `until`. The `later` mentions are dated after it: they are counted in `n`, but not in
    `days_since_last`, `recurrences`, `bursts` and `phase`, which look back from there.
    """

    id: str
    by: By
    n: int
    denials: int
    first_day: dt.date | None
    last_day: dt.date | None
    days: int
    buckets: tuple[Bucket, ...]
    first_said: Utterance | None
    first_seen: Utterance | None
    speakers: int
    outlets: int
    origins: int
    amplification: float | None
    half_life: int | None
    first_denial: FirstDenial | None
    certainty: tuple[CertaintyStep, ...]
    status: tuple[StatusStep, ...]
    copies: tuple[str, ...]
    until: dt.date | None
    later: int
    phase: Standing
    bursts: Bursts
    peak: Peak | None
    days_since_last: int | None
    recurrences: tuple[Recurrence, ...]
    first_verdict: FirstVerdict | None
    stances: Stances
    drift: Drift
    mutation: Mutation
    attribution_loss: Share
    repeats: Repeats
    jumps: Jumps
    dwell: tuple[Dwell, ...]
    claim: str
    first_ingested: Utterance | None

    def as_json(self) -> dict[str, Any]:
        """Give the measures as a JSON object: keys as the fields here, dates ISO, amplification to two decimals."""
        record: dict[str, Any] = plain(self)
        if self.amplification is not None:
            record["amplification"] = round(self.amplification, 2)
        return record


def measure(
    allegation: Allegation,
    by: By,
    *,
    until: dt.date | None = None,
    volume: Mapping[dt.date, int] | None = None,
    groups: Mapping[str, str] | None = None,
) -> Trajectory:
    """Measure an allegation by day, ISO week or month. The order of its mentions and events does not matter.

    `until` is the last day of the window, None the day of the last mention. `volume` is how many mentions, without denials, all
    allegations have by day of publication: bursts are measured against it. `groups` leads from an outlet to its group.
    """
    seen = sorted(allegation.alleging, key=_seen_order)
    said = sorted(allegation.alleging, key=said_order)
    denials = [m for m in allegation.mentions if m.mention.kind is Kind.DENIAL]
    days = [m.seen_on for m in seen]
    end = until or (days[-1] if days else None)
    inside = list(takewhile(lambda day: end is not None and day <= end, days))
    first = said[0] if said else None
    path = status_path(allegation.events)
    return Trajectory(
        id=allegation.public_id,
        by=by,
        n=len(seen),
        denials=len(denials),
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        days=(days[-1] - days[0]).days + 1 if days else 0,
        buckets=fill(seen, denials, by, allegation.origin_of),
        first_said=next((utterance(m) for m in said if m.asserted_on), None),
        first_seen=utterance(seen[0]) if seen else None,
        speakers=len(allegation.speakers),
        outlets=len(allegation.outlets),
        origins=allegation.origins,
        amplification=len(seen) / allegation.origins if seen and allegation.origins else None,
        half_life=half_life(days),
        first_denial=first_denial(denials, allegation.events, first),
        certainty=certainty_path(said),
        status=path,
        copies=tuple(m.mention.id for m in seen if m.mention.id in allegation.echoes),
        until=end,
        later=len(days) - len(inside),
        phase=standing(inside, end),
        bursts=bursts(inside, volume or {}, end),
        peak=peak(days),
        days_since_last=days_since_last(inside, end) if end else None,
        recurrences=recurrences(inside),
        first_verdict=first_verdict(allegation.events, first),
        stances=stances(allegation.mentions, allegation.events),
        drift=drift(said),
        mutation=mutation(said),
        attribution_loss=attribution_loss(said),
        repeats=repeats(said, allegation.echoes, allegation.events),
        jumps=jumps(seen, groups or {}),
        dwell=dwell_times(path, days[0] if days else None, end),
        claim=allegation.claim,
        first_ingested=utterance(min(seen, key=lambda m: m.article.ingested_at)) if seen else None,
    )


def _seen_order(m: StoredMention) -> tuple[dt.date, dt.date, str, int]:
    return m.seen_on, words.said(m)[0], m.mention.id, m.article.id
