from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tracker.text import lacking, squash


def test_words_that_the_other_text_lacks_are_told_in_runs() -> None:
    found = list(lacking("Borland plans to shell Dun tonight.", "borland plans a raid on Dún"))
    assert found == [(False, "Borland plans"), (True, "to shell"), (False, "Dun"), (True, "tonight.")]


@given(st.text(), st.text())
def test_the_runs_are_the_text(own: str, other: str) -> None:
    runs = list(lacking(own, other))
    assert " ".join(run for _, run in runs) == squash(own)
    assert all(one[0] != next_[0] for one, next_ in pairwise(runs))
    assert not any(lacks for lacks, _ in lacking(own, own))
