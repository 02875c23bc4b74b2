from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.store.context import REACH, around


def context(text: str, quote: str) -> tuple[str, str]:
    start = text.index(quote)
    return around(text, start, start + len(quote))


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Rain fell. He said that QUOTE, and left. It stopped.", "He said that ", ", and left."),
        ("QUOTE", "", ""),
        ("Rain fell. QUOTE. It stopped.", "", "."),
        ("Heading\nHe said that QUOTE\nNext", "He said that ", ""),
        ("Heading\n\n  He said QUOTE now", "He said ", " now"),
        ("Rain fell! “QUOTE.” It stopped.", "“", ".”"),
        ("Rain fell. U.S. officials and Gen. Low said QUOTE. It stopped.", "U.S. officials and Gen. Low said ", "."),
        ("He said QUOTE, Mr. Low and J. Poe agreed. It stopped.", "He said ", ", Mr. Low and J. Poe agreed."),
        ("It costs 3.50 and QUOTE at 4.20 too. It stopped.", "It costs 3.50 and ", " at 4.20 too."),
    ],
)
def test_context_is_the_rest_of_the_sentence(text: str, before: str, after: str) -> None:
    assert context(text, "QUOTE") == (before, after)


def test_a_quote_that_ends_its_sentence_takes_only_its_closing_quotes() -> None:
    assert context("“They did it.” It stopped.", "They did it.") == ("“", "”")


def test_context_is_cut_where_the_sentence_is_long() -> None:
    before, after = context("a" * 300 + "QUOTE" + "b" * 300, "QUOTE")
    assert (len(before), len(after)) == (REACH, REACH)


@given(st.text(alphabet="ab.!? \n”U", max_size=600), st.integers(0, 600), st.integers(0, 600))
def test_context_is_verbatim_and_short(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    before, after = around(text, start, end)
    assert text[:start].endswith(before)
    assert text[end:].startswith(after)
    assert max(len(before), len(after)) <= REACH


@given(st.text(alphabet="ab.!? \n”U", max_size=900), st.integers(0, 900), st.integers(0, 900))
def test_a_window_is_enough(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    first = max(start - REACH, 0)
    assert around(text[first : end + REACH], start - first, end - first) == around(text, start, end)
