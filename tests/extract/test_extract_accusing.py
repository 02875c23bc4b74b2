from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.accusing import ClaimModel, schedule
from tracker.extract.clauses import Clause
from tracker.extract.weights import Weights
from tracker.types import Kind

spans = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda p: (p[0], p[0] + p[1])), max_size=7)


def overlapping(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@given(spans.flatmap(lambda s: st.tuples(st.just(s), st.lists(st.floats(-1, 1), min_size=len(s), max_size=len(s)))))
def test_the_schedule_is_the_best_set_that_does_not_overlap(case: tuple[list[tuple[int, int]], list[float]]) -> None:
    found, values = case
    chosen = schedule(found, values)
    assert not any(overlapping(found[a], found[b]) for a, b in combinations(chosen, 2))
    every = (c for n in range(len(found) + 1) for c in combinations(range(len(found)), n))
    free = (c for c in every if not any(overlapping(found[a], found[b]) for a, b in combinations(c, 2)))
    best = max(sum(values[n] for n in c) for c in free)
    assert sum(values[n] for n in chosen) == pytest.approx(best)


@pytest.fixture
def model(tmp_path: Path) -> ClaimModel:
    """A model for which "bad" is an accusation and "no" a denial."""
    Weights({"bad": 3.0}, bias=-1.5, threshold=0.5).save(tmp_path / "allegation.json")
    Weights({"no": 3.0}, bias=-1.5, threshold=0.5).save(tmp_path / "denial.json")
    return ClaimModel(tmp_path)


def chosen(
    model: ClaimModel, *cases: tuple[int, int, str], barred: tuple[int, ...] = (), denied: tuple[int, ...] = ()
) -> list[tuple[int, str]]:
    clauses = [Clause(start, end, start, "clause") for start, end, _ in cases]
    flags = [[n in marked for n in range(len(cases))] for marked in (barred, denied, ())]
    found = model.choose(clauses, [signs.split() for _, _, signs in cases], *flags)
    return [(c.clause.start, c.kind.value) for c in found]


def test_of_clauses_that_overlap_the_likeliest_is_taken(model: ClaimModel) -> None:
    assert chosen(model, (0, 9, ""), (2, 9, "bad"), (4, 9, "")) == [(2, Kind.ALLEGATION)]


def test_a_barred_clause_accuses_nobody_however_bad(model: ClaimModel) -> None:
    assert chosen(model, (0, 5, "bad"), barred=(0,)) == []


def test_allegations_and_denials_are_chosen_apart(model: ClaimModel) -> None:
    assert chosen(model, (0, 5, "bad"), (6, 9, "no")) == [(0, Kind.ALLEGATION), (6, Kind.DENIAL)]


def test_what_accuses_more_surely_than_it_denies_is_no_denial_unless_a_rule_says_so(model: ClaimModel) -> None:
    both = (0, 5, "bad no")
    assert chosen(model, both) == [(0, Kind.ALLEGATION)]
    assert chosen(model, both, denied=(0,)) == [(0, Kind.ALLEGATION), (0, Kind.DENIAL)]
