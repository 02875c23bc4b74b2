from __future__ import annotations

import datetime as dt
import random

import pytest
from factories import article_info, stored
from hypothesis import given
from hypothesis import strategies as st

from tracker.assess.echoes import MIN_COPIED, NEARLY, echoes
from tracker.types import StoredMention

DAY = dt.date(2022, 2, 17)
WIRE = "Borland had shelled the border town of Dun on Thursday night, officials in the capital said"
EDITED = "Borland had shelled the border town of Dun late on Thursday night, officials in the capital said"
OTHER = "two wells near the village of Lund had been poisoned by men who came over the border, a farmer told us"


def said(
    article: int, quote: str = WIRE, *, day: int = 0, n: int = 0, agency: str | None = None, echo_of: int | None = None
) -> StoredMention:
    info = article_info(
        id=article,
        ref=f"a{article}",
        outlet=f"Outlet {article}",
        published=DAY + dt.timedelta(days=day),
        agency=agency,
        echo_of=echo_of,
    )
    return stored(quote=quote, id=f"m{article}-{n}", article=info)


def test_the_earliest_is_the_first_and_the_later_are_its_echoes() -> None:
    first, second, third = said(3), said(1, day=1), said(2, day=2)
    assert echoes([third, second, first]) == {"m1-0": "m3-0", "m2-0": "m3-0"}


def test_what_an_article_says_twice_is_no_echo() -> None:
    assert echoes([said(1), said(1, n=1)]) == {}


def test_a_sentence_that_a_desk_edited_is_the_same_text() -> None:
    assert echoes([said(1), said(2, EDITED, day=1), said(3, OTHER, day=1)]) == {"m2-0": "m1-0"}


def test_an_echo_of_an_echo_leads_to_the_first() -> None:
    further = EDITED.replace("officials in the capital", "officials in the capital city")
    assert echoes([said(1), said(2, EDITED, day=1), said(3, further, day=2)]) == {"m2-0": "m1-0", "m3-0": "m1-0"}


@pytest.mark.parametrize(("length", "found"), [(MIN_COPIED - 1, {}), (MIN_COPIED, {"m2-0": "m1-0"})])
def test_short_words_coincide_by_chance(length: int, found: dict[str, str]) -> None:
    words = "b" * (length - 6) + " c d e"
    assert len(words) == length
    assert echoes([said(1, words), said(2, words)]) == found


def test_two_that_credit_one_agency_within_a_day_print_one_text() -> None:
    first, next_day, later = (
        said(1, WIRE, agency="Wire"),
        said(2, OTHER, day=1, agency="Wire"),
        said(3, "short", day=3, agency="Wire"),
    )
    assert echoes([first, next_day, later]) == {"m2-0": "m1-0"}
    assert echoes([first, said(2, OTHER, day=1, agency="Else"), said(4, "no agency", day=1)]) == {}


def test_what_a_copied_article_says_in_other_words_is_an_echo_all_the_same() -> None:
    first, copy, other_copy = said(1, WIRE), said(2, OTHER, day=1, echo_of=1), said(3, "short", day=2, echo_of=1)
    assert echoes([first, copy, other_copy]) == {"m2-0": "m1-0", "m3-0": "m1-0"}


def test_two_copies_of_one_article_are_one_text_where_the_first_does_not_say_it() -> None:
    assert echoes([said(2, WIRE, echo_of=1), said(3, OTHER, day=1, echo_of=1)]) == {"m3-0": "m2-0"}


def test_a_copy_of_a_text_that_repeats_another_leads_to_that_one() -> None:
    first, repeats, copy = said(1, WIRE), said(2, EDITED, day=1), said(3, OTHER, day=2, echo_of=2)
    assert echoes([first, repeats, copy]) == {"m2-0": "m1-0", "m3-0": "m1-0"}


def test_of_a_copy_that_was_published_before_the_text_it_prints_the_copy_is_the_first() -> None:
    assert echoes([said(1, WIRE, day=1), said(2, OTHER, echo_of=1)]) == {"m1-0": "m2-0"}


def test_two_things_that_one_copied_article_says_are_not_echoes_of_each_other() -> None:
    assert echoes([said(1, WIRE), said(1, OTHER, n=1)]) == {}


quotes = st.lists(st.tuples(st.sampled_from([WIRE, EDITED, OTHER, "short"]), st.integers(1, 6), st.integers(0, 3)), max_size=8)


@given(quotes, st.randoms(use_true_random=False))
def test_the_order_does_not_matter_and_no_echo_is_a_first(drawn: list[tuple[str, int, int]], rng: random.Random) -> None:
    # an article has one day
    mentions = [said(article, quote, day=article % 4, n=n) for n, (quote, article, _) in enumerate(drawn)]
    found = echoes(mentions)
    shuffled = list(mentions)
    rng.shuffle(shuffled)
    assert echoes(shuffled) == found
    assert not set(found) & set(found.values())


@given(st.integers(0, 14), st.sampled_from(["late", "", "had reportedly"]))
def test_any_one_word_may_differ(at: int, word: str) -> None:
    words = WIRE.split()
    edited = " ".join([*words[:at], *word.split(), *words[at + 1 :]])
    from rapidfuzz import fuzz

    from tracker.text import fold

    near = fuzz.ratio(fold(WIRE), fold(edited)) >= NEARLY
    assert (echoes([said(1), said(2, edited, day=1)]) == {"m2-0": "m1-0"}) is near
