from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.types.feeds import asked_again, given_up, pause

FIRST = dt.datetime(2022, 2, 17, 9, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("interval", "every", "failures", "minutes"),
    [
        (30, None, 0, 30),
        (60, None, 0, 60),
        (30, 5, 0, 5),
        (60, 5, 0, 60),  # the feed wants an hour
        (60, 90, 0, 90),
        (30, 30, 0, 30),
        (30, None, 1, 60),
        (30, None, 3, 240),
        (30, None, 6, 1440),  # 1,920 would be more than a day
        (30, None, 10_000, 1440),
        (1440, None, 1, 1440),
    ],
)
def test_how_long_a_feed_is_left_alone(interval: int, every: int | None, failures: int, minutes: int) -> None:
    assert pause(interval, every, failures) == minutes * MINUTE


@given(st.integers(30, 1440), st.none() | st.integers(1, 1440), st.integers(0, 50))
def test_no_failure_shortens_the_pause_and_none_is_longer_than_a_day(interval: int, every: int | None, failures: int) -> None:
    assert pause(interval, every, failures) <= pause(interval, every, failures + 1) <= dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("before", "now", "again"),
    [
        (30, 59, False),
        (30, 60, True),
        (60, 90, False),
        (90, 359, False),
        (340, 361, True),
        (361, 1439, False),
        (1430, 1440, True),
        (30, 5000, True),  # after a long silence: once
    ],
)
def test_a_refused_entry_is_asked_for_after_an_hour_after_six_and_after_a_day(before: int, now: int, *, again: bool) -> None:
    assert asked_again(FIRST, FIRST + before * MINUTE, FIRST + now * MINUTE) == again
    assert given_up(FIRST, FIRST + now * MINUTE) == (now >= 1440)


@given(st.lists(st.integers(1, 2000), min_size=1))
def test_however_often_a_feed_is_polled_an_entry_is_asked_for_three_times_at_most_and_at_last_given_up(
    steps: list[int],
) -> None:
    moments = [FIRST]
    for step in [*steps, 1440]:
        moments.append(moments[-1] + step * MINUTE)
    tries = [now for before, now in pairwise(moments) if asked_again(FIRST, before, now)]
    assert 1 <= len(tries) <= 3
    assert given_up(FIRST, tries[-1])
    assert not any(given_up(FIRST, now) for now in tries[:-1])
