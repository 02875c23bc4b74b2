from __future__ import annotations

import datetime as dt
import math
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from report.report_factories import on

from tracker.report.measures.bursts import Burst, bursts, states


def cost(path: tuple[bool, ...] | list[bool], relevant: list[int], totals: list[int]) -> float:
    """Kleinberg's cost of a sequence of states, written down as in his paper, with s = 2 and gamma = 1."""
    rate = sum(relevant) / sum(totals)
    whole = 0.0
    for before, state, r, d in zip([False, *path], path, relevant, totals, strict=False):
        p = 2 * rate if state else rate
        whole -= math.log(math.comb(d, r) * p**r * (1 - p) ** (d - r))
        whole += math.log(len(totals)) if state and not before else 0.0
    return whole


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 40)), min_size=1, max_size=8))
def test_no_sequence_of_states_is_cheaper_than_the_one_found(batches: list[tuple[int, int]]) -> None:
    relevant, totals = [r for r, _ in batches], [r + more for r, more in batches]
    assume(0 < 2 * sum(relevant) < sum(totals))
    cheapest = min(cost(path, relevant, totals) for path in product([False, True], repeat=len(totals)))
    assert cost(states(relevant, totals), relevant, totals) == pytest.approx(cheapest)


@given(st.integers(1, 9), st.integers(1, 20))
def test_an_even_stream_has_no_burst(r: int, days: int) -> None:
    assert states([r] * days, [r * 5] * days) == [False] * days


def days(counts: list[int]) -> list[dt.date]:
    """So many mentions on each day from 1 February on."""
    return [on(2, day) for day, count in enumerate(counts, 1) for _ in range(count)]


def level(count: int, per_day: int = 20) -> dict[dt.date, int]:
    return {on(2, day): per_day for day in range(1, count + 1)}


def test_a_burst_has_its_days_its_counts_and_its_weight() -> None:
    found = bursts(days([0, 1, 0, 0, 9, 8, 0, 0, 0, 0]), level(10), on(2, 10))
    assert (found.n, found.of, found.days, found.start, found.end, found.why) == (18, 200, 10, on(2, 1), on(2, 10), None)
    # In a burst the rate is .18 and not .09: 17 · ln 2 + 23 · ln(.82 / .91) = 11.783 - 2.395
    assert found.found == (Burst(start=on(2, 5), end=on(2, 6), n=17, of=40, weight=9.39),)


def test_as_many_mentions_are_no_burst_where_as_many_more_of_all_came_in() -> None:
    busy = level(10) | {on(2, 5): 180, on(2, 6): 160}
    assert bursts(days([1, 1, 1, 1, 9, 8, 1, 1, 1, 1]), busy, on(2, 10)).found == ()


def test_a_day_on_which_nothing_came_in_neither_counts_nor_breaks_a_burst() -> None:
    gap = level(12) | {on(2, 6): 0}
    found = bursts(days([0, 1, 0, 0, 9, 0, 8, 0, 0, 0, 0, 0]), gap, on(2, 12))
    assert found.days == 11
    assert found.found
    assert [(burst.start, burst.end) for burst in found.found] == [(on(2, 5), on(2, 7))]


def test_what_comes_after_the_window_is_left_out() -> None:
    seen, volume = days([0, 1, 0, 0, 9, 8, 0, 0, 0, 0]), level(10)
    assert bursts([*seen, *[on(3, 1)] * 9], volume | {on(3, 1): 9}, on(2, 10)) == bursts(seen, volume, on(2, 10))


@pytest.mark.parametrize(
    ("seen", "volume", "why"),
    [
        (days([1, 9]), {}, "how many mentions were taken in is not known"),
        (days([1, 8]), level(9), "too few mentions: 9 of the 10 it takes"),
        (days([1, 9]), level(6), "too few days: 6 of the 7 it takes"),
        (days([5] * 7), level(7, 10), "its usual part, 35 of 70, is too large to double"),
        ([], level(7), "too few mentions: 0 of the 10 it takes"),
    ],
)
def test_what_cannot_be_told_says_why(seen: list[dt.date], volume: dict[dt.date, int], why: str) -> None:
    found = bursts(seen, volume, on(2, 28))
    assert (found.found, found.why) == (None, why)


def test_ten_mentions_on_seven_days_are_enough() -> None:
    assert bursts(days([1, 9]), level(7), on(2, 7)).found == (
        # 9 · ln 2 + 11 · ln((1 - 20/140) / (1 - 10/140)) = 6.238 - .880
        Burst(start=on(2, 2), end=on(2, 2), n=9, of=20, weight=5.36),
    )


def test_a_day_has_at_least_the_mentions_that_are_there() -> None:
    assert bursts(days([3, 4]), {on(2, 1): 2}, on(2, 2)).of == 7


def test_no_window_has_no_days() -> None:
    nothing = bursts([], {}, None)
    assert (nothing.n, nothing.days, nothing.start, nothing.end, nothing.found) == (0, 0, None, None, None)
