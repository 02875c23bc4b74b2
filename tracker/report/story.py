"""One allegation told for a page: what a trajectory measures of it, kept to what can be looked at in one go.

Nothing here depends on other allegations or on today, so that it stays true until the allegation itself changes.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from tracker.report import words
from tracker.report.backlog import Day
from tracker.report.measures.drift import Drift, drift
from tracker.report.measures.milestones import FirstDenial, first_denial
from tracker.report.measures.mutation import Rewording, mutation
from tracker.report.measures.paths import StatusStep, said_order, status_path
from tracker.report.measures.spread import half_life
from tracker.report.measures.utterance import Utterance, utterance
from tracker.report.values import plain
from tracker.types import Allegation, Certainty, Kind, StoredMention

# So many from either end of a long list: there may be one for each of 100,000 mentions.
STEPS, CHANGES, VOICES = 10, 3, 20

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who made an allegation: how often, first and last when, and how surely then."""

    name: str
    side: str
    mentions: int
    first: dt.date
    last: dt.date
    certainty: Certainty
    certainty_last: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """How an allegation moved.

    `daily` has the days with mentions or denials. `voices` are the first 20 of `voices_total` speakers, by number of mentions.
    `steps` are the changes of an axis, `rewordings` those of the `wordings` from each to the next: the first and the last of
    them where `steps_left_out` or `rewordings_left_out` are not 0. `copies` mentions echo an earlier one. `amplification` is
    mentions an independent origin, `half_life` the days until half of all mentions were there.
    """

    daily: tuple[Day, ...]
    first_said: Utterance | None
    first_denial: FirstDenial | None
    half_life: int | None
    amplification: float | None
    copies: int
    drift: Drift
    wordings: int
    rewordings: tuple[Rewording, ...]
    rewordings_left_out: int
    steps: tuple[StatusStep, ...]
    steps_left_out: int
    voices: tuple[Voice, ...]
    voices_total: int

    def as_json(self) -> dict[str, Any]:
        """Give the story as a JSON object: keys as the fields here, dates ISO."""
        told: dict[str, Any] = plain(self)
        return told


def story(allegation: Allegation) -> Story:
    """Tell an allegation; the order of its mentions and events does not matter."""
    said = sorted(allegation.alleging, key=said_order)
    denials = [m for m in allegation.mentions if m.mention.kind is Kind.DENIAL]
    alleged, denied = Counter(m.seen_on for m in said), Counter(m.seen_on for m in denials)
    changed, voices = mutation(said), _voices(said)
    steps = status_path(allegation.events)
    rewordings = _ends(changed.changes, CHANGES)
    return Story(
        daily=tuple(Day(day=day, mentions=alleged[day], denials=denied[day]) for day in sorted({*alleged, *denied})),
        first_said=next((utterance(m) for m in said if m.asserted_on), None),
        first_denial=first_denial(denials, allegation.events, said[0] if said else None),
        half_life=half_life(sorted(m.seen_on for m in said)),
        amplification=round(len(said) / allegation.origins, 2) if said and allegation.origins else None,
        copies=len(allegation.echoes),
        drift=drift(said),
        wordings=changed.wordings,
        rewordings=rewordings,
        rewordings_left_out=len(changed.changes) + changed.left_out - len(rewordings),
        steps=_ends(steps, STEPS),
        steps_left_out=max(len(steps) - 2 * STEPS, 0),
        voices=tuple(voices[:VOICES]),
        voices_total=len(voices),
    )


def _voices(said: Sequence[StoredMention]) -> list[Voice]:
    """The speakers, the most heard first, of two heard as often the earlier."""
    heard: dict[str, list[StoredMention]] = {}
    for m in said:
        for name in m.mention.speakers:
            heard.setdefault(name, []).append(m)
    ordered = sorted(heard.items(), key=lambda item: -len(item[1]))
    return [
        Voice(
            name=name,
            side=own[0].sides.get(name, name),
            mentions=len(own),
            first=words.said(own[0])[0],
            last=words.said(own[-1])[0],
            certainty=own[0].mention.certainty,
            certainty_last=own[-1].mention.certainty,
        )
        for name, own in ordered
    ]


def _ends(listed: Sequence[T], size: int) -> tuple[T, ...]:
    return (*listed[:size], *listed[size:][-size:])
