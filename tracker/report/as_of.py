"""What was known on a given day: a record cut back to it, and when an event happened and became known.

"Known" goes by publication: an article counts from the day it was published, an event from the day of the article that
shows it, even where it tells of something earlier.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from tracker.types import Allegation, Axis, Case, Contest, Evidence, StatusEvent, Verdict

C = TypeVar("C", bound=Case)

# Where each axis stands before anything moves it. Corroboration is counted, not moved, unless an analyst sets it.
INITIAL: dict[Axis, str] = {
    Axis.EVIDENCE: Evidence.UNASSESSED.value,
    Axis.CONTEST: Contest.NONE.value,
    Axis.VERDICT: Verdict.OPEN.value,
}

_STRENGTH = {value.value: value.rank for scale in (Evidence, Contest) for value in scale}


def known_on(event: StatusEvent) -> dt.date:
    """Tell from which day an event counts: its own date or that of the article that shows it, whichever is later."""
    article = event.article
    shown = (article.published or article.ingested_at.date()) if article else None
    return max((day for day in (event.happened_on, shown) if day), default=event.recorded_at.date())


def happened_on(event: StatusEvent) -> dt.date:
    """Tell the day an event is dated to; the day it became known where the text gives none."""
    return event.happened_on or known_on(event)


def chronological(events: Iterable[StatusEvent]) -> list[StatusEvent]:
    """Events by date; of one day the one that says most comes last, as in the status, then the one recorded last.

    The rest of the key only makes the order independent of the input's.
    """
    return sorted(
        events,
        key=lambda e: (happened_on(e), _STRENGTH.get(e.value, 0), e.recorded_at, e.axis, e.value, e.voice or "", e.quote or ""),
    )


def moves(event: StatusEvent, standing: str | None) -> bool:
    """Tell whether an event moves its axis from where it stands: contest only ever grows, the others follow the latest."""
    if event.axis is Axis.CONTEST and standing is not None:
        return _STRENGTH[event.value] > _STRENGTH[standing]
    return event.value != standing


def known_by(case: C, day: dt.date) -> C:
    """Cut a case back to the mentions published, and the events known, by `day`.

    An `Allegation` keeps the status it was given: assess the case that this returns to have the status of that day.
    """
    return replace(
        case,
        mentions=tuple(m for m in case.mentions if m.seen_on <= day),
        events=tuple(e for e in case.events if known_on(e) <= day),
    )


def deciding(allegation: Allegation, axis: Axis) -> StatusEvent | None:
    """Find the latest event that gives an axis the value it has; None where no event does (a default, or a count)."""
    value = str(getattr(allegation.status, axis.value))
    return next((e for e in reversed(chronological(allegation.events)) if e.axis is axis and e.value == value), None)
