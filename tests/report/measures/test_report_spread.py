from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.report_factories import on

from tracker.report.measures.spread import Peak, Recurrence, days_since_last, half_life, peak, recurrences

DAYS = st.lists(st.dates(dt.date(2022, 1, 1), dt.date(2022, 6, 1)), min_size=2, max_size=20).map(sorted)


def test_the_peak_is_the_first_of_the_busiest_days() -> None:
    assert peak([on(2, 1), on(2, 3), on(2, 3), on(2, 5), on(2, 5)]) == Peak(on=on(2, 3), count=2)
    assert peak([]) is None


@given(DAYS)
def test_by_the_half_life_half_of_all_are_there_and_not_a_day_sooner(days: list[dt.date]) -> None:
    after = half_life(days)
    assert after is not None
    end = days[0] + dt.timedelta(days=after)
    assert 2 * sum(day <= end for day in days) >= len(days)
    assert 2 * sum(day < end for day in days) < len(days)


def test_the_days_since_the_last_mention_go_to_the_end_of_the_window() -> None:
    assert days_since_last([on(2, 1), on(2, 3)], on(2, 20)) == 17
    assert days_since_last([on(2, 3)], on(2, 3)) == 0
    assert days_since_last([], on(2, 3)) is None


@pytest.mark.parametrize(("again", "back"), [(15, False), (16, True)])
def test_a_return_takes_two_weeks_of_silence(again: int, back: bool) -> None:
    expected = (Recurrence(before=on(2, 1), after=on(2, again), days=14),) if back else ()
    assert recurrences([on(2, 1), on(2, 1), on(2, again)]) == expected


def test_every_return_is_told() -> None:
    found = recurrences([on(1, 1), on(2, 1), on(2, 2), on(3, 1)])
    assert [(each.before, each.after, each.days) for each in found] == [(on(1, 1), on(2, 1), 30), (on(2, 2), on(3, 1), 26)]
