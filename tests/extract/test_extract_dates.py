from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.dates import resolve
from tracker.types import Precision

THURSDAY = dt.date(2022, 2, 17)
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
published = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31))


def on(month: int, day: int, year: int = 2022) -> tuple[dt.date, Precision]:
    return dt.date(year, month, day), Precision.DAY


def in_month(month: int, year: int = 2022) -> tuple[dt.date, Precision]:
    return dt.date(year, month, 1), Precision.MONTH


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Thursday", on(2, 17)),
        ("on Monday", on(2, 14)),
        ("on Friday", on(2, 11)),
        ("on Tuesday night (15/02)", on(2, 15)),
        ("on Wednesday (15/02)", on(2, 15)),
        ("on 15/02 (13.02.2021)", on(2, 13, 2021)),
        ("today", on(2, 17)),
        ("yesterday", on(2, 16)),
        ("last night", on(2, 16)),
        ("two days ago", on(2, 15)),
        ("a week ago", on(2, 10)),
        ("on 3 February", on(2, 3)),
        ("on February 3", on(2, 3)),
        ("on Feb. 3", on(2, 3)),
        ("on the 3rd of February", on(2, 3)),
        ("on 3 March", on(3, 3, 2021)),
        ("on December 24", on(12, 24, 2021)),
        ("on 3 March 2019", on(3, 3, 2019)),
        ("on March 3, 2019", on(3, 3, 2019)),
        ("on 2019-03-04", on(3, 4, 2019)),
        ("in January", in_month(1)),
        ("in early January", in_month(1)),
        ("in December", in_month(12, 2021)),
        ("in March", in_month(3, 2021)),
        ("in March 2019", in_month(3, 2019)),
        ("since November", in_month(11, 2021)),
        ("last month", in_month(1)),
        ("last year", (dt.date(2021, 1, 1), Precision.YEAR)),
        ("3 months ago", in_month(11, 2021)),
        ("two years ago", (dt.date(2020, 1, 1), Precision.YEAR)),
    ],
)
def test_a_date_is_read_as_news_means_it(text: str, expected: tuple[dt.date, Precision]) -> None:
    assert resolve(f"the minister said {text} that", THURSDAY) == expected


def test_last_month_of_january_is_december() -> None:
    assert resolve("last month", dt.date(2022, 1, 20)) == in_month(12, 2021)


def test_this_very_month_says_less_than_the_day_of_publication() -> None:
    assert resolve("in February", THURSDAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the minister said",
        "on 29 February 2021",
        "on 29 February",
        "on 31 April 2021",
        "on 2021-13-01",
        "on 2021-02-30",
        "(45/02)",
        "(10/13)",
        "he may say",
    ],
)
def test_what_is_no_date_stays_open(text: str) -> None:
    assert resolve(text, dt.date(2021, 3, 20)) is None


@pytest.mark.parametrize("text", ["on Monday", "yesterday", "in January", "on 3 February", "(15/02)", "two days ago"])
def test_without_a_day_of_publication_only_full_dates_resolve(text: str) -> None:
    assert resolve(text, None) is None
    assert resolve(f"{text} 2021-02-03", None) == on(2, 3, 2021)


@given(published, st.sampled_from(DAYS))
def test_a_weekday_is_the_last_such_day_up_to_publication(day: dt.date, name: str) -> None:
    found, precision = resolve(f"on {name}", day)
    assert 0 <= (day - found).days < 7
    assert found.strftime("%A") == name
    assert precision is Precision.DAY


@given(published, published)
def test_an_iso_date_resolves_to_itself(day: dt.date, anchor: dt.date) -> None:
    assert resolve(f"on {day.isoformat()}", anchor) == (day, Precision.DAY)


@given(published, published)
def test_a_full_date_in_words_resolves_to_itself(day: dt.date, anchor: dt.date) -> None:
    name = MONTHS[day.month - 1]
    for text in (f"on {day.day} {name} {day.year}", f"on {name} {day.day}, {day.year}"):
        assert resolve(text, anchor) == (day, Precision.DAY)


@given(published, st.sampled_from(MONTHS))
def test_a_month_is_the_last_such_month_and_stands_for_its_first_day(day: dt.date, name: str) -> None:
    found = resolve(f"in {name}", day)
    if name == MONTHS[day.month - 1]:
        assert found is None
    else:
        assert found[1] is Precision.MONTH
        assert found[0].day == 1
        assert MONTHS[found[0].month - 1] == name
        assert 0 < (day - found[0]).days <= 366


@given(
    published,
    st.sampled_from(
        [
            "today",
            "yesterday",
            "last week",
            "last month",
            "last year",
            "3 days ago",
            "two weeks ago",
            "a month ago",
            "ten years ago",
        ]
        + [f"on {day}" for day in DAYS]
        + [f"in {month}" for month in MONTHS]
        + [f"on 28 {month}" for month in MONTHS]
        + ["(07/03)", "(30.12)"]
    ),
)
def test_what_was_said_was_never_said_after_publication(day: dt.date, text: str) -> None:
    found = resolve(text, day)
    assert found is None or found[0] <= day


@given(
    st.lists(st.sampled_from(["31", " ", "February", "(", "99/99", ")", "2021-00-00", "ago", "ten", "in ", "May", ". "])).map(
        "".join
    )
)
def test_no_heap_of_dates_raises(text: str) -> None:
    found = resolve(text, THURSDAY)
    assert found is None or isinstance(found[0], dt.date)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Norway said on Monday that Finland had bombed the bridge.", dt.date(2022, 2, 14)),
        ("In January, Norway said that Finland had bombed the bridge.", dt.date(2022, 1, 1)),
        ("On Tuesday night (15/02), Norway said that Finland had bombed the bridge.", dt.date(2022, 2, 15)),
        ("Norway said that Finland had bombed the bridge.", THURSDAY),
        ("Norway said that Finland had bombed the bridge on Monday.", THURSDAY),
    ],
)
def test_it_was_said_when_the_cue_says_not_when_the_act_was(one, text: str, day: dt.date) -> None:
    assert one(text).asserted_on == day


def test_without_any_date_it_is_not_known_when_it_was_said(one) -> None:
    assert one("Norway said that Finland had bombed the bridge.", None).asserted_on is None


def test_a_year_that_does_not_exist_is_no_date() -> None:
    assert resolve("in January 0000", THURSDAY) is None


def test_last_weekday_is_never_the_day_of_publication() -> None:
    assert resolve("last Thursday", THURSDAY) == on(2, 10)


def test_a_number_of_people_who_may_is_no_day_in_may() -> None:
    assert resolve("an island where 20 may live, Norway said", THURSDAY) is None
