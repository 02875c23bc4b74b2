from __future__ import annotations

import datetime as dt
import functools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.match import online
from tracker.match.frame import WINDOW_DAYS
from tracker.match.words import default_words

group = functools.partial(online.group, words=default_words())

CLAIM = "Borland shelled the border town of Dun."


def rows(*texts: str, **common) -> list[dict[str, object]]:
    return [{"id": n, "text": text, **common} for n, text in enumerate(texts, 1)]


def grouped(given: list[dict[str, object]]) -> list[str]:
    return [row["allegation_id"] for row in group(given)]


def test_the_first_row_is_the_first_allegation() -> None:
    assert list(group(rows(CLAIM))) == [
        {
            "id": 1,
            "allegation_id": "A-1",
            "band": "different",
            "score": 0.0,
            "matched_id": None,
            "reason": "",
            "event_id": "E-1",
            "story_id": "S-1",
        }
    ]


def test_a_repeated_claim_joins_the_row_that_it_repeats() -> None:
    first, second = group(rows(CLAIM, "Borland shelled the border town of Dun"))
    same = {
        "id": 2,
        "allegation_id": "A-1",
        "band": "same",
        "score": 1.0,
        "matched_id": 1,
        "reason": "string 1.00; rare words 1.00",
        "event_id": "E-1",
        "story_id": "S-1",
    }
    assert second == same
    assert first["allegation_id"] == "A-1"


def test_another_claim_is_another_allegation() -> None:
    assert grouped(rows(CLAIM, "Masked men stole a ship full of grain.")) == ["A-1", "A-2"]


def test_a_row_for_review_stays_apart_and_names_what_it_resembles() -> None:
    *_, last = group(rows(CLAIM, "Borland never shelled the border town of Dun."))
    assert (last["allegation_id"], last["band"], last["matched_id"]) == ("A-2", "review", 1)


def test_another_accused_forbids_it_whatever_the_words() -> None:
    given = [{"id": 1, "text": CLAIM, "accused": "Borland"}, {"id": 2, "text": CLAIM, "accused": "Arland"}]
    assert grouped(given) == ["A-1", "A-2"]


@pytest.mark.parametrize("accused", [None, "", "borland", "the Borland"])
def test_an_accused_that_is_not_told_or_only_written_otherwise_does_not(accused: str | None) -> None:
    given = [{"id": 1, "text": CLAIM, "accused": "Borland"}, {"id": 2, "text": CLAIM, "accused": accused}]
    assert grouped(given) == ["A-1", "A-1"]


@pytest.mark.parametrize(
    ("days", "together"), [(0, True), (WINDOW_DAYS, True), (WINDOW_DAYS + 1, False), (-WINDOW_DAYS - 1, False)]
)
def test_half_a_year_in_between_forbids_it(days: int, together: bool) -> None:
    first = dt.date(2022, 2, 17)
    given = [
        {"id": 1, "text": CLAIM, "date": first.isoformat()},
        {"id": 2, "text": CLAIM, "date": (first + dt.timedelta(days=days)).isoformat()},
    ]
    assert (grouped(given) == ["A-1", "A-1"]) is together


@pytest.mark.parametrize("date", [None, "", "last week", "2022-02-31", 17])
def test_a_date_that_is_none_forbids_nothing(date: object) -> None:
    given = [{"id": 1, "text": CLAIM, "date": "2019-01-01"}, {"id": 2, "text": CLAIM, "date": date}]
    assert grouped(given) == ["A-1", "A-1"]


def test_a_time_of_day_is_read_as_its_day() -> None:
    given = [{"id": 1, "text": CLAIM, "date": "2019-01-01T10:00:00Z"}, {"id": 2, "text": CLAIM, "date": "2022-01-01"}]
    assert grouped(given) == ["A-1", "A-2"]


texts = st.sampled_from([CLAIM, CLAIM.upper(), "Arland shelled Dun.", "Borland did not shell Dun.", "", "A ship sank."])


@given(st.lists(texts, max_size=8))
def test_allegations_are_counted_up_and_no_row_is_lost(given_texts: list[str]) -> None:
    found = list(group(rows(*given_texts)))
    assert [row["id"] for row in found] == list(range(1, len(given_texts) + 1))
    fresh = list(dict.fromkeys(row["allegation_id"] for row in found))
    assert fresh == [f"A-{n}" for n in range(1, len(fresh) + 1)]


@given(st.lists(texts, max_size=8))
def test_a_row_belongs_where_the_row_belongs_that_it_is_the_same_as(given_texts: list[str]) -> None:
    seen: dict[object, str] = {}
    for row in group(rows(*given_texts)):
        if row["band"] == "same":
            assert row["allegation_id"] == seen[row["matched_id"]]
        else:
            assert row["allegation_id"] not in seen.values()
        seen[row["id"]] = row["allegation_id"]


def test_grouping_takes_rows_one_by_one() -> None:
    taken: list[int] = []

    def stream():
        for row in rows(CLAIM, CLAIM):
            taken.append(row["id"])
            yield row

    next(group(stream()))
    assert taken == [1]


def test_events_and_stories_join_more_than_allegations_do_whoever_is_accused() -> None:
    given = [
        {"id": 1, "text": "Borland shelled the border town of Dun on Monday night.", "accused": "Borland"},
        {"id": 2, "text": "Arland shelled the border town of Dun on Monday, Borland says.", "accused": "Arland"},
        {"id": 3, "text": "Inspectors found that a bakery sold stale bread.", "accused": "Arland"},
    ]
    found = list(group(given))
    assert [row["allegation_id"] for row in found] == ["A-1", "A-2", "A-3"]
    assert found[0]["event_id"] == found[1]["event_id"] != found[2]["event_id"]
    assert found[0]["story_id"] == found[1]["story_id"] != found[2]["story_id"]


@given(st.lists(texts, max_size=8))
def test_whatever_is_one_allegation_is_one_story(given_texts: list[str]) -> None:
    found = list(group(rows(*given_texts)))
    for one in found:
        for other in found:
            if one["allegation_id"] == other["allegation_id"] and one["matched_id"] == other["id"]:
                assert one["story_id"] == other["story_id"]
