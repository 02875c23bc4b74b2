from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.llm.windows import SIZE, SMALLEST, Window, halves, windows

PARAGRAPH = "The valley was quiet that week, and nobody spoke of the harvest. " * 4
TEXTS = st.lists(st.text(alphabet="ab. \n", min_size=1, max_size=400), max_size=12).map("\n\n".join)


def test_a_short_article_is_one_window() -> None:
    assert windows("One.\n\nTwo.") == [Window((0, 10), (0, 10))]
    assert windows(" \n ") == []


@given(TEXTS, st.integers(50, 500), st.integers(0, 200))
def test_every_word_is_asked_about_in_one_window_and_none_is_much_larger_than_it_may(
    text: str, size: int, context: int
) -> None:
    found = windows(text, size, context)
    asked = [n for w in found for n in range(*w.core)]
    assert len(asked) == len(set(asked))
    assert {n for n, char in enumerate(text) if not char.isspace()} <= set(asked)
    for window in found:
        assert window.core[1] - window.core[0] <= size
        assert window.shown[0] <= window.core[0] < window.core[1] <= window.shown[1]
        assert window.core[0] - window.shown[0] <= context
        assert window.shown[1] - window.core[1] <= context


def test_a_long_article_is_shown_in_windows_that_overlap_by_whole_paragraphs() -> None:
    text = "\n\n".join([PARAGRAPH] * 60)
    found = windows(text)
    assert len(found) == -(-len(text) // SIZE)
    for one, other in pairwise(found):
        assert one.shown[1] > other.core[0] > other.shown[0]
        assert text[other.shown[0] - 2 : other.shown[0]] == "\n\n"


def test_the_halves_of_a_window_are_all_of_it_until_it_is_small() -> None:
    text = "\n\n".join([PARAGRAPH] * 20)
    (window,) = windows(text, size=10_000)
    one, other = halves(text, window)
    assert (one.core[0], other.core[1]) == window.core
    assert 0 < other.core[0] - one.core[1] <= 2
    assert abs(one.core[1] - one.core[0] - (other.core[1] - other.core[0])) < 2 * len(PARAGRAPH)
    assert one.shown == other.shown == window.shown
    assert halves(text, Window(window.shown, (0, SMALLEST - 1))) == []
