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
        # days
        ("late Wednesday", on(2, 16)),
        ("on Sunday evening", on(2, 13)),
        ("overnight", on(2, 17)),
        ("this morning", on(2, 17)),
        ("earlier today", on(2, 17)),
        ("earlier on Wednesday", on(2, 16)),
        ("the day before", on(2, 16)),
        ("the previous evening", on(2, 16)),
        ("the day before yesterday", on(2, 15)),
        ("a day earlier", on(2, 16)),
        ("a couple of days ago", on(2, 15)),
        ("a fortnight ago", on(2, 3)),
        ("two fortnights ago", on(1, 20)),
        ("two weeks ago", on(2, 3)),
        ("12 days before", on(2, 5)),
        ("on the 14th", on(2, 14)),
        ("on the 17th", on(2, 17)),
        ("on the 23rd, and again today:", on(2, 17)),
        ("on the 23rd", on(1, 23)),
        ("on the 31st", on(1, 31)),
        ("on the 1st, in Ostmark,", on(2, 1)),
        ("on the twelfth", on(2, 12)),
        ("in a briefing on Feb. 3", on(2, 3)),
        ("at Monday's briefing", on(2, 14)),
        ("at Monday’s briefing", on(2, 14)),
        ("at a Monday briefing", on(2, 14)),
        ("on Tuesday, 8 February,", on(2, 8)),
        ("on Tuesday last week", on(2, 8)),
        ("on Sunday of last week", on(2, 13)),
        ("last Monday", on(2, 14)),
        ("in the Sunday Times on Monday", on(2, 14)),
        # months and days in words
        ("on the first of February", on(2, 1)),
        ("on the twenty-first of January", on(1, 21)),
        ("on January the 21st", on(1, 21)),
        ("on January twenty-first", on(1, 21)),
        ("on Sept. 9, 2021,", on(9, 9, 2021)),
        ("on 9 Sept 2021", on(9, 9, 2021)),
        ("on MARCH 3", on(3, 3, 2021)),
        ("on 3. February", on(2, 3)),
        ("in January of 5,000 soldiers", in_month(1)),
        ("in January 5,000 times", in_month(1)),
        # numbers: a day above 12, dots, a weekday, the day of publication decide the order
        ("(15/02)", on(2, 15)),
        ("(02/15)", on(2, 15)),
        ("(12.01.)", on(1, 12)),
        ("(10/13)", on(10, 13, 2021)),
        ("on 15/02", on(2, 15)),
        ("on 02/15/2022", on(2, 15)),
        ("on 15/02/22", on(2, 15)),
        ("on 02/03/2022", on(2, 3)),
        ("on 03/02/2022", on(2, 3)),
        ("on 01/02/2022", on(2, 1)),
        ("on 3.2.2022", on(2, 3)),
        ("on 01.02.2022", on(2, 1)),
        ("on Sunday, 01/02/2022,", on(1, 2)),
        ("on Tuesday (01/02)", on(2, 1)),
        ("on Sunday (01/02)", on(1, 2)),
        # weeks: their Monday, a weekend's Saturday
        ("over the weekend", on(2, 12)),
        ("at the weekend", on(2, 12)),
        ("last weekend", on(2, 12)),
        ("last week", on(2, 7)),
        ("late last week", on(2, 7)),
        ("the week before", on(2, 7)),
        ("earlier this week", on(2, 14)),
        ("at the start of the week", on(2, 14)),
        # months and years
        ("a month ago", in_month(1)),
        ("fourteen or 14 months ago", in_month(12, 2020)),
        ("mid-January", in_month(1)),
        ("in mid-January", in_month(1)),
        ("at the start of February", in_month(2)),
        ("early in February", in_month(2)),
        ("late in 2021", (dt.date(2021, 1, 1), Precision.YEAR)),
        ("at the end of December", in_month(12, 2021)),
        ("earlier this month", in_month(2)),
        ("at the start of the month", in_month(2)),
        ("late last month", in_month(1)),
        ("last February", in_month(2, 2021)),
        ("last May", in_month(5, 2021)),
        ("in a January briefing", in_month(1)),
        ("in its January 2020 report", in_month(1, 2020)),
        ("in November's report", in_month(11, 2021)),
        ("in January of 2019", in_month(1, 2019)),
        ("late last year", (dt.date(2021, 1, 1), Precision.YEAR)),
        ("earlier this year", (dt.date(2022, 1, 1), Precision.YEAR)),
        ("in 2014", (dt.date(2014, 1, 1), Precision.YEAR)),
        ("at the end of 2014", (dt.date(2014, 1, 1), Precision.YEAR)),
        ("in the summer of 2014", (dt.date(2014, 1, 1), Precision.YEAR)),
        ("in a 2014 interview", (dt.date(2014, 1, 1), Precision.YEAR)),
        ("a decade ago", (dt.date(2012, 1, 1), Precision.YEAR)),
        # the most exact date counts
        ("for the first time since last year on Monday", on(2, 14)),
        ("in January, on the 12th,", on(2, 12)),
    ],
)
def test_a_date_is_read_as_news_means_it(text: str, expected: tuple[dt.date, Precision]) -> None:
    assert resolve(f"the minister said {text} that", THURSDAY) == expected


def test_last_month_of_january_is_december() -> None:
    assert resolve("last month", dt.date(2022, 1, 20)) == in_month(12, 2021)


@pytest.mark.parametrize("text", ["in February", "in February 2022", "this month", "this week", "this year", "in 2022"])
def test_this_very_month_says_less_than_the_day_of_publication(text: str) -> None:
    assert resolve(text, THURSDAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "next week",
        "next Monday",
        "on Monday next week",
        "this coming Sunday",
        "by Friday",
        "before the weekend",
        "until 3 February",
        "next month",
        "next January",
        "later this week",
        "tomorrow",
        "on 18 February 2022",
        "on 2022-02-18",
        "(18/02/2022)",
        "on March 3, 2022",
        "of March 3, 2022",
        "in March 2022",
        "in 2023",
    ],
)
def test_what_lies_ahead_is_not_when_it_was_said(text: str) -> None:
    assert resolve(f"the minister said {text} that", THURSDAY) is None


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("on Monday", dt.date(2022, 2, 20), dt.date(2022, 2, 14)),
        ("over the weekend", dt.date(2022, 2, 20), dt.date(2022, 2, 19)),
        ("last weekend", dt.date(2022, 2, 20), dt.date(2022, 2, 12)),
        ("last weekend", dt.date(2022, 2, 21), dt.date(2022, 2, 19)),
        ("earlier this week", dt.date(2022, 2, 20), dt.date(2022, 2, 14)),
        ("earlier this week", dt.date(2022, 2, 21), dt.date(2022, 2, 21)),
        ("on the 30th", dt.date(2022, 3, 1), None),
        ("on 29 February", dt.date(2024, 3, 1), dt.date(2024, 2, 29)),
        ("on 02/03/2022", dt.date(2022, 3, 5), dt.date(2022, 3, 2)),
        ("a month ago", dt.date(2022, 1, 31), dt.date(2021, 12, 1)),
        ("2 months ago", dt.date(2022, 1, 31), dt.date(2021, 11, 1)),
    ],
)
def test_it_depends_on_the_day_of_publication(text: str, published: dt.date, day: dt.date | None) -> None:
    found = resolve(text, published)
    assert (found and found[0]) == day


def test_without_a_day_of_publication_the_day_comes_first() -> None:
    assert resolve("on 02/03/2022", None) == on(3, 2)
    assert resolve("on 02/13/2022", None) == on(2, 13)


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
        "(13/13)",
        "he may say",
        "30 march on the town",
        "on the 14th floor",
        "for the 14th time",
        "the day before the vote",
        "two days before Norway voted",
        "the Sunday Times wrote",
        "recently",
        "a few days ago",
        "24/7",
        "9/11",
        "a 1.5 per cent rise",
        "10.12.14.1 is the address",
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
def test_a_full_date_resolves_to_itself_up_to_publication(day: dt.date, anchor: dt.date) -> None:
    name = MONTHS[day.month - 1]
    for text in (f"on {day.isoformat()}", f"on {day.day} {name} {day.year}", f"on {name} {day.day}, {day.year}"):
        assert resolve(text, anchor) == ((day, Precision.DAY) if day <= anchor else None)
        assert resolve(text, None) == (day, Precision.DAY)


@given(
    published, st.sampled_from(["on 5 May", "last week", "in March", "on Sunday", "(03/04)", "over the weekend", "a year ago"])
)
def test_what_was_resolved_once_stays_as_it_is(day: dt.date, text: str) -> None:
    found, _ = resolve(text, day) or (day, None)
    assert resolve(found.isoformat(), day) == (found, Precision.DAY)


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
            "last weekend",
            "over the weekend",
            "earlier this week",
            "at the start of the month",
            "early this year",
            "on the 14th",
            "on the 31st",
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
        + [f"at the end of {month}" for month in MONTHS]
        + ["(07/03)", "(30.12)", "on 02/03/2022", "on 3.2.2022", "in 2014", "late in 2031"]
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
