from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.overlap import Overlap

THINGS = st.lists(st.frozensets(st.integers(0, 20), max_size=6), max_size=12)


@given(THINGS, st.frozensets(st.integers(0, 20)))
def test_it_finds_what_a_search_through_all_would_find(things, wanted) -> None:
    index = Overlap(lambda numbered: numbered[1], enumerate(things))
    assert index.touching(wanted) == [(n, t) for n, t in enumerate(things) if t & wanted]


def test_what_is_added_later_comes_later() -> None:
    index: Overlap[str] = Overlap(lambda word: range(len(word)), ["ab"])
    index.add("a")
    assert index.touching([0, 1]) == ["ab", "a"]
