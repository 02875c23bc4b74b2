from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.report_factories import event, on

from tracker.report.measures.paths import dwell_times, status_path
from tracker.types import Axis


def stood(events: list, first: dt.date | None, until: dt.date | None) -> list[tuple[str, str, int]]:
    return [(each.axis.value, each.value, each.days) for each in dwell_times(status_path(events), first, until)]


def test_every_value_stood_until_the_next_and_the_last_until_the_end() -> None:
    events = [
        event(Axis.EVIDENCE, "asserted", on(2, 4)),
        event(Axis.EVIDENCE, "published", on(2, 9)),
        event(Axis.CONTEST, "denied", on(2, 1)),
        event(Axis.CORROBORATION, "independent", on(2, 15)),
    ]
    assert stood(events, on(2, 1), on(2, 20)) == [
        ("evidence", "unassessed", 3),
        ("evidence", "asserted", 5),
        ("evidence", "published", 11),
        ("contest", "none", 0),
        ("contest", "denied", 19),
        ("corroboration", "independent", 5),
        ("verdict", "open", 19),
    ]


def test_a_step_before_the_first_mention_leaves_no_time_for_the_initial_value() -> None:
    events = [event(Axis.EVIDENCE, "asserted", on(1, 20))]
    assert stood(events, on(2, 1), on(2, 2)) == [("evidence", "asserted", 13), ("contest", "none", 1), ("verdict", "open", 1)]


def test_a_step_after_the_window_has_not_happened() -> None:
    events = [event(Axis.VERDICT, "refuted", on(2, 3))]
    assert ("verdict", "open", 1) in stood(events, on(2, 1), on(2, 2))
    assert ("verdict", "refuted", 0) in stood(events, on(2, 1), on(2, 3))


@pytest.mark.parametrize(("first", "until"), [(None, None), (None, on(2, 1)), (on(2, 2), on(2, 1))])
def test_without_a_mention_in_the_window_nothing_stood(first: dt.date | None, until: dt.date | None) -> None:
    assert stood([], first, until) == []


@given(st.lists(st.tuples(st.sampled_from(["asserted", "published", "none_provided"]), st.dates(on(2, 1), on(4, 1)))))
def test_the_times_make_up_the_window(moves: list[tuple[str, dt.date]]) -> None:
    days = stood([event(Axis.EVIDENCE, value, day) for value, day in moves], on(2, 1), on(4, 1))
    assert sum(count for axis, _, count in days if axis == "evidence") == 59
