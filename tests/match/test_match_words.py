from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.match.words import Words, default_words, stem

WORDS = default_words()


def test_what_is_rare_weighs_more() -> None:
    assert WORDS.rarity(stem("said")) < WORDS.rarity(stem("harbour")) < WORDS.rarity("zzyzx")


@given(st.text(max_size=40))
def test_no_word_weighs_nothing(text: str) -> None:
    assert all(weight >= 0.1 for weight in WORDS.read(text).weights.values())


def test_forms_of_a_word_have_one_stem() -> None:
    assert WORDS.stems("Shelling, shelled and shells") == ["shell"] * 3


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The U.S. accused Iran.", ("us", "iran")),
        ("On Monday Norway fled.", ("norway",)),
        ("NORWAY SHELLED LUND", ()),
        ("norway shelled lund", ()),
    ],
)
def test_names_are_capitalised_words_where_capitals_tell(text: str, names: tuple[str, ...]) -> None:
    assert WORDS.read(text).names == names


def test_numbers_are_counted_however_they_are_written() -> None:
    assert WORDS.read("Two of 2 ships and 1,000 men").numbers == {"2": 2, "1000": 1}


def test_lists_and_rarity_are_what_is_given() -> None:
    own = Words(
        {"stop": ["the"], "negations": ["not"], "calendar": [], "past": ["ago"], "numbers": {"two": 2}},
        {"texts": 9, "counts": {"ship": 9}},
    )
    assert own.stems("the ship not sunk") == ["ship", "sunk"]
    assert own.rarity("ship") == 0.1 < own.rarity("sunk")
