from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_factories import on

from tracker.errors import UsageError
from tracker.report.measures.buckets import bucket_label
from tracker.report.weeks import Period, last_full_week, week_bounds


def test_a_week_runs_from_monday_to_sunday() -> None:
    assert week_bounds("2022-W07") == (on(2, 14), on(2, 20))
    assert week_bounds("2020-W53") == (dt.date(2020, 12, 28), dt.date(2021, 1, 3))


@pytest.mark.parametrize("label", ["2022-07", "2022-W7", "2022W07", "last", "", "2022-W00", "0000-W01", "２０２２-W07"])
def test_a_label_that_is_no_week_is_refused_with_its_name(label: str) -> None:
    with pytest.raises(UsageError, match="week"):
        week_bounds(label)


def test_week_53_of_a_year_without_one_is_refused() -> None:
    with pytest.raises(UsageError, match="2022 has no week 53"):
        week_bounds("2022-W53")


def test_the_last_days_of_the_calendar_are_refused_not_a_crash() -> None:
    with pytest.raises(UsageError):
        week_bounds("9999-W52")


@given(st.dates(max_value=dt.date(9999, 12, 20)))
def test_every_day_is_in_the_week_that_names_it(day: dt.date) -> None:
    start, end = week_bounds(bucket_label(day, "week"))
    assert start <= day <= end
    assert Period(start, end).noun == "week"


def test_the_last_full_week_is_over_and_has_articles() -> None:
    days = [on(2, 1), on(2, 9), on(2, 14)]
    assert last_full_week(days, today=on(2, 16)) == "2022-W06"
    assert last_full_week(days, today=on(2, 20)) == "2022-W06"
    assert last_full_week(days, today=on(2, 21)) == "2022-W07"
    assert last_full_week(days, today=on(6, 1)) == "2022-W07"


def test_without_a_full_week_it_is_the_latest_that_has_articles() -> None:
    assert last_full_week([on(2, 14), on(2, 15)], today=on(2, 16)) == "2022-W07"


def test_without_articles_it_is_the_week_before() -> None:
    assert last_full_week([], today=on(2, 16)) == "2022-W06"


@pytest.mark.parametrize(
    ("start", "end", "phrase"),
    [
        (on(2, 14), on(2, 20), "In the week of 14–20 February 2022"),
        (on(2, 28), on(3, 6), "In the week of 28 February – 6 March 2022"),
        (dt.date(2021, 12, 27), on(1, 2), "In the week of 27 December 2021 – 2 January 2022"),
        (on(2, 17), on(2, 17), "On 17 February 2022"),
        (on(1, 1), on(2, 15), "From 1 January to 15 February 2022"),
    ],
)
def test_a_period_is_named_as_a_person_would(start: dt.date, end: dt.date, phrase: str) -> None:
    assert Period(start, end).phrase == phrase


def test_the_days_before_end_where_the_period_begins() -> None:
    assert Period(on(2, 14), on(2, 20)).before(7) == Period(on(2, 7), on(2, 13))
    assert Period(on(3, 1), on(3, 1)).before(1) == Period(on(2, 28), on(2, 28))
