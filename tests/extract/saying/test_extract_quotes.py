from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.saying import quotes


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in quotes.find(text)]


@pytest.mark.parametrize(
    "text",
    ["He said “it rains” twice.", 'He said "it rains" twice.', "He said «it rains» twice.", "He said ``it rains'' twice."],
)
def test_what_stands_between_marks_is_quoted_without_the_marks(text: str) -> None:
    assert quoted(text) == ["it rains"]


def test_several_quotations_stand_in_order() -> None:
    assert quoted("“One,” he said, “two,” and then “three”.") == ["One,", "two,", "three"]


@pytest.mark.parametrize(
    "text",
    [
        "It's Norway's bridge, the minister’s pride, and 'hers' too.",
        "He said “it rains and nobody came.",
        "It rains,” he said.",
        "He began “and stopped.\n\nThen it rained” at last.",
        *["", "“”", '""', "“ ”", "no marks at all"],
    ],
)
def test_apostrophes_marks_without_their_twin_in_the_paragraph_and_empty_marks_quote_nothing(text: str) -> None:
    assert quoted(text) == []


def test_speech_over_several_paragraphs_is_quoted_in_each() -> None:
    assert quoted("“It rained.\n\n“It snowed.”") == ["It rained.", "It snowed."]


def test_a_second_opening_mark_takes_the_place_of_the_first() -> None:
    assert quoted("He said “well and then “it rains”.") == ["it rains"]


@given(st.text(alphabet="ab “”„«»\"'`\n", max_size=60))
def test_quotations_lie_in_order_inside_one_paragraph(text: str) -> None:
    found = quotes.find(text)
    edges = [edge for span in found for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert not any("\n\n" in text[start:end] for start, end in found)
