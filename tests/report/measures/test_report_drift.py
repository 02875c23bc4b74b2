from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.report_factories import on, said

from tracker.report.measures.drift import drift
from tracker.types import Certainty, StoredMention


def worded(*values: str) -> list[StoredMention]:
    return [
        said(on(2, day), f"Speaker {day}", f"Outlet {day}", certainty=Certainty(value), id=f"m{day}", quote=f"quote {day}")
        for day, value in enumerate(values, 1)
    ]


@pytest.mark.parametrize(
    ("values", "before", "after", "again"),
    [
        (["possible", "asserted"], "m1", "m2", False),
        (["possible", "likely", "possible", "asserted", "possible", "asserted"], "m3", "m4", False),
        (["asserted", "possible", "likely", "asserted"], "m3", "m4", True),
        (["asserted", "possible", "planned"], "m2", "m3", False),
    ],
)
def test_the_first_rise_to_the_highest_that_follows_a_lower_one(
    values: list[str], before: str, after: str, again: bool
) -> None:
    found = drift(worded(*values))
    assert found.before
    assert found.after
    assert (found.n, found.before.mention_id, found.after.mention_id, found.again) == (len(values), before, after, again)


def test_both_ends_lead_to_their_quotes() -> None:
    found = drift(worded("possible", "planned")).after
    assert found
    assert (found.speaker, found.outlet, found.said, found.quote) == ("Speaker 2", "Outlet 2", on(2, 2), "quote 2")


@pytest.mark.parametrize("values", [[], ["asserted"], ["asserted", "likely", "likely", "possible"]])
def test_what_never_grows_surer_does_not_drift(values: list[str]) -> None:
    found = drift(worded(*values))
    assert (found.n, found.before, found.after, found.again) == (len(values), None, None, False)


@given(st.lists(st.sampled_from(Certainty), max_size=9))
def test_the_later_is_always_surer_than_the_earlier_and_nothing_that_rises_is_surer_still(values: list[Certainty]) -> None:
    found = drift(worded(*values))
    risen = [b.rank for a, b in pairwise(values) if b.rank > a.rank]
    if found.before and found.after:
        assert found.before.certainty.rank < found.after.certainty.rank == max(risen)
    else:
        assert not risen
