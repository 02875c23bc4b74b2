from __future__ import annotations

import datetime as dt

import pytest

from tracker.read.dates import day_in_page, published
from tracker.read.refusals import UnreadableError

DAY = dt.date(2022, 2, 17)


@pytest.mark.parametrize(
    "value",
    [
        "2022-02-17",
        " 2022-02-17\n",
        "2022-02-17 10:00",
        "2022-02-17T10:00:00Z",
        "2022-02-17t10:00:00.123z",
        "2022-02-17T10:00:00+02:00",
        "2022-02-17T23:59:60-0500",
        "2022-02-17T10:00:00 +02:00",
    ],
)
def test_iso_and_rfc_3339_are_dates(value: str) -> None:
    assert published(value) == DAY


def test_the_day_is_that_of_its_own_offset() -> None:
    assert published("2022-02-17T00:30:00+03:00") == DAY
    assert published("2022-02-17T23:30:00-05:00") == DAY


@pytest.mark.parametrize("value", [None, "", "  "])
def test_nothing_is_no_date(value: object) -> None:
    assert published(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "soon",
        20220230,
        20220217,
        "20220217",
        "2022-02-30",
        "2022-2-3",
        "2022-W07-4",
        "17/02/2022",
        "2022-02-17T25:00",
        "2022-02-17T10:00:00+99:00",
        "2022-02-17 and more",
        "٢٠٢٢-٠٢-١٧",
        True,
        1.5,
        [],
        {},
    ],
)
def test_anything_else_is_refused_with_an_example(value: object) -> None:
    with pytest.raises(UnreadableError, match=r"^published .* is not a date: write it as 2022-02-17$"):
        published(value)


def test_the_reason_shows_the_value_and_never_much_of_it() -> None:
    with pytest.raises(UnreadableError, match=r"^published 'soon' is not a date"):
        published("soon")
    deep: list[object] = []
    for _ in range(5000):
        deep = [deep]
    for value in ("x" * 10_000, deep):
        with pytest.raises(UnreadableError) as refused:
            published(value)
        assert len(str(refused.value)) < 120


@pytest.mark.parametrize(
    ("value", "good"), [("1899-12-31", False), ("1900-01-01", True), ("2100-12-31", True), ("2101-01-01", False)]
)
def test_years_from_1900_to_2100(value: str, good: bool) -> None:
    if good:
        assert published(value) == dt.date.fromisoformat(value)
    else:
        with pytest.raises(UnreadableError, match="not between 1900 and 2100"):
            published(value)


@pytest.mark.parametrize(
    "value",
    [
        "2022-02-17T09:00:00.000Z",
        "2022/02/17",
        "20220217",
        "20220217T090000Z",
        "Thu, 17 Feb 2022 09:00:00 GMT",
        "17 February 2022",
        " 2022-02-17 ",
    ],
)
def test_page_metadata_may_write_dates_their_way(value: str) -> None:
    assert day_in_page(value) == DAY


@pytest.mark.parametrize(
    "value",
    ["", "02/03/2022", "2022", "2022-02", "yesterday", "1645088400", "2022-02-30", "17 Foo 2022", "17 Feb 20222"],
)
def test_page_dates_are_not_guessed(value: str) -> None:
    assert day_in_page(value) is None
