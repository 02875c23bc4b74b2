from __future__ import annotations

import subprocess
import sys
import time

from hypothesis import given
from hypothesis import strategies as st

from tracker.match.prints import COPIED, LEAST, SHINGLE, SKETCH, containment, copied, shingles, sketch

WORDS = [f"word{n}" for n in range(200)]
ARTICLE = " ".join(WORDS)
sets = st.frozensets(st.integers(0, 60), max_size=40)


def test_a_shingle_is_a_run_of_four_words() -> None:
    assert len(shingles("Borland shelled the town of Dun")) == 3  # of six words
    assert shingles("Borland shelled the") == frozenset()


def test_case_punctuation_and_layout_do_not_count() -> None:
    assert shingles("Borland, it said,\n\nSHELLED Dun.") == shingles("borland it said shelled dun")


def test_other_words_are_other_shingles() -> None:
    assert not shingles("Borland shelled the town") & shingles("Borland shelled the village")


def test_a_sketch_has_the_smallest_hashes_in_order() -> None:
    assert sketch(range(100, 0, -1)) == tuple(range(1, SKETCH + 1))


def test_a_text_too_short_to_be_told_from_chance_has_no_sketch() -> None:
    assert sketch(range(LEAST - 1)) == ()
    assert sketch(range(LEAST)) == tuple(range(LEAST))


def test_containment_is_the_share_of_the_smaller_set() -> None:
    assert containment(frozenset({1, 2, 3, 4}), frozenset({3, 4, 5, 6, 7, 8})) == 0.5
    assert containment(frozenset(), frozenset({1})) == 0.0


@given(sets, sets)
def test_containment_does_not_depend_on_the_order_and_a_part_is_contained_whole(
    one: frozenset[int], other: frozenset[int]
) -> None:
    assert containment(one, other) == containment(other, one)
    assert 0 <= containment(one, other) <= 1
    assert containment(one, one | other) == (1 if one else 0)


@given(sets, sets)
def test_being_a_copy_does_not_depend_on_which_is_asked(one: frozenset[int], other: frozenset[int]) -> None:
    assert copied(one, other) is copied(other, one)


def test_a_cut_text_with_a_credit_is_a_copy() -> None:
    cut = " ".join([*WORDS[:80], "the wire service contributed to this report"])
    assert copied(shingles(ARTICLE), shingles(cut))


def test_paragraphs_in_another_order_are_a_copy() -> None:
    halves = [" ".join(WORDS[:100]), " ".join(WORDS[100:])]
    assert copied(shingles("\n\n".join(halves)), shingles("\n\n".join(reversed(halves))))


def test_one_word_in_ten_may_differ() -> None:
    edited = " ".join("other" if n % 10 == 5 else word for n, word in enumerate(WORDS))
    assert containment(shingles(ARTICLE), shingles(edited)) < 0.7  # each edit costs four shingles
    assert copied(shingles(ARTICLE), shingles(edited))


def test_an_article_that_quotes_a_short_text_in_full_is_no_copy_of_it() -> None:
    short = " ".join(WORDS[: LEAST + SHINGLE - 1])  # 25 shingles of 197: less than the part that must be common
    assert containment(shingles(ARTICLE), shingles(short)) == 1
    assert not copied(shingles(ARTICLE), shingles(short))


def test_texts_that_share_less_than_the_threshold_are_no_copies() -> None:
    one, other = frozenset(range(100)), frozenset(range(65, 165))  # 35 of 100
    assert COPIED > 0.35
    assert not copied(one, other)
    assert copied(one, frozenset(range(60, 160)))  # 40 of 100


def test_the_hashes_are_the_same_in_every_process_and_fit_a_signed_column() -> None:
    command = [sys.executable, "-c", f"from tracker.match.prints import shingles; print(sorted(shingles({ARTICLE!r})))"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    assert said == str(sorted(shingles(ARTICLE)))
    assert all(0 <= found < 2**63 for found in shingles(ARTICLE))


def test_a_text_of_a_hundred_thousand_words_takes_less_than_a_second() -> None:
    text = " ".join(f"w{n}" for n in range(100_000))
    started = time.perf_counter()
    assert len(sketch(shingles(text))) == SKETCH
    assert time.perf_counter() - started < 1
