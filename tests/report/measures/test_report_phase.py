from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.report_factories import on

from tracker.report.measures.phase import Phase, standing


def days(*counts: tuple[int, int]) -> list[dt.date]:
    """So many mentions on days of March."""
    return [on(3, day) for day, count in counts for _ in range(count)]


# All at the end of 28 March: the last seven days begin with the 22nd, the seven before with the 15th.
@pytest.mark.parametrize(
    ("seen", "phase", "why"),
    [
        (days((14, 9)), Phase.DORMANT, "no mention for 14 days"),
        (days((22, 1)), Phase.EMERGING, "first seen in the last 7 days"),
        (days((10, 9), (25, 1)), Phase.REVIVED, "back after 14 days of silence"),
        (days((15, 3), (22, 1)), None, "too few: 4 mentions of the 5 it takes"),
        (days((15, 2), (22, 3)), Phase.SPREADING, "3 mentions in the last 7 days, 2 in the 7 before, at most 3 in any 7"),
        (days((15, 3), (22, 4)), Phase.PEAKING, "4 mentions in the last 7 days, 3 in the 7 before, at most 4 in any 7"),
        (days((15, 4), (22, 3)), Phase.PEAKING, "3 mentions in the last 7 days, 4 in the 7 before, at most 4 in any 7"),
        (days((15, 5), (22, 3)), Phase.FADING, "3 mentions in the last 7 days, 5 in the 7 before, at most 5 in any 7"),
        (days((1, 9), (8, 9), (21, 9)), Phase.FADING, "0 mentions in the last 7 days, 9 in the 7 before, at most 9 in any 7"),
        (
            days((10, 2), (14, 2), (20, 1), (22, 1)),
            Phase.FADING,
            "1 mention in the last 7 days, 1 in the 7 before, at most 4 in any 7",
        ),
    ],
)
def test_the_rule(seen: list[dt.date], phase: Phase | None, why: str) -> None:
    told = standing(seen, on(3, 28))
    assert (told.phase, told.why, told.n, told.until) == (phase, why, len(seen), on(3, 28))


def test_a_return_of_more_than_a_week_ago_is_no_revival() -> None:
    back = days((1, 9), (21, 4))
    assert standing(back, on(3, 27)).phase is Phase.REVIVED
    assert standing(back, on(3, 28)).phase is Phase.FADING


@pytest.mark.parametrize("until", [None, on(3, 1)])
def test_without_a_mention_there_is_no_phase(until: dt.date | None) -> None:
    told = standing([], until)
    assert (told.phase, told.why, told.n, told.until) == (None, "no mention seen by then", 0, until)


@given(st.lists(st.dates(on(1, 1), on(4, 1)), min_size=5, max_size=30).map(sorted), st.integers(0, 60))
def test_five_mentions_always_have_a_phase_and_two_silent_weeks_are_always_dormant(days: list[dt.date], later: int) -> None:
    phase = standing(days, days[-1] + dt.timedelta(days=later)).phase
    assert phase is not None
    assert (phase is Phase.DORMANT) == (later >= 14)


def test_the_calendar_may_begin_in_the_last_two_weeks() -> None:
    assert standing([dt.date.min] * 5, dt.date(1, 1, 9)).phase is Phase.FADING
