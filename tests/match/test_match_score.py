from __future__ import annotations

import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.match import score as scoring
from tracker.match.score import RELATED, REVIEW, SAME, band
from tracker.match.words import default_words
from tracker.types import Band

similarity = functools.partial(scoring.similarity, words=default_words())

NAMES = ["Norway", "Sweden", "Denmark", "Finland", "United States", "United Kingdom", "North Korea", "South Korea", "Anna Berg"]
VERBS = ["attacked", "is planning to invade", "lied about the talks with", "hacked the parliament of", "could bomb"]
WORDS = ["Norway", "Sweden", "attacked", "the", "bridge", "12", "13", "twelve", "not", "never", "of", "", "poisoned", "Lund"]
pairs = st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique_by=lambda n: n.split()[0])
texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))


@given(pairs, st.sampled_from(VERBS))
def test_who_does_it_to_whom_is_never_the_same_the_other_way_round(names: list[str], verb: str) -> None:
    a, b = names
    found = similarity(f"{a} {verb} {b}.", f"{b} {verb} {a}.")
    assert found.band is not Band.SAME
    assert "direction" in found.guards


@given(pairs, st.sampled_from(VERBS))
def test_another_culprit_is_never_the_same(names: list[str], verb: str) -> None:
    a, b = names
    found = similarity(f"{a} {verb} the island of Lund.", f"{b} {verb} the island of Lund.")
    assert found.band is not Band.SAME
    assert "names" in found.guards


@pytest.mark.parametrize(
    ("one", "other"),
    [("12", "13"), ("twelve", "13"), ("two", "three"), ("1,000", "10,000"), ("3.5", "3.6"), ("12", "two")],
)
def test_another_number_is_guarded_and_never_the_same(one: str, other: str) -> None:
    claim = "Norway killed {} fishermen near the old harbour town of Lund on Monday night."
    found = similarity(claim.format(one), claim.format(other))
    assert found.guards == ("numbers",)
    assert found.band is not Band.SAME


@pytest.mark.parametrize(("one", "other"), [("12", "twelve"), ("1,000", "1000"), ("12", "12")])
def test_a_number_is_the_same_however_it_is_written(one: str, other: str) -> None:
    claim = "Norway killed {} fishermen near the old harbour town of Lund."
    assert similarity(claim.format(one), claim.format(other)).guards == ()


def test_a_number_that_only_one_side_tells_is_no_conflict() -> None:
    assert similarity("Norway killed 12 fishermen.", "Norway killed fishermen.").guards == ()


@pytest.mark.parametrize("negated", ["did not attack", "didn't attack", "didn’t attack", "never attacked", "denied attacking"])
def test_a_not_is_guarded_and_never_the_same(negated: str) -> None:
    found = similarity(
        "Norway attacked the old harbour town of Lund on Monday.", f"Norway {negated} the old harbour town of Lund on Monday."
    )
    assert found.guards == ("negation",)
    assert found.band is not Band.SAME


def test_two_negations_agree() -> None:
    assert similarity("Norway never attacked Lund.", "Norway did not attack Lund.").guards == ()


@given(texts, texts)
def test_the_order_of_the_two_does_not_matter(a: str, b: str) -> None:
    assert similarity(a, b) == similarity(b, a)


@given(texts)
def test_a_text_with_a_word_in_it_is_the_same_as_itself(text: str) -> None:
    found = similarity(f"Borland {text}", f"Borland {text}")
    assert (found.score, found.guards, found.band) == (1.0, (), Band.SAME)


@given(texts, texts)
def test_a_score_lies_between_0_and_1_and_guards_forbid_the_same(a: str, b: str) -> None:
    found = similarity(a, b)
    assert 0 <= found.score <= 1
    assert not (found.guards and found.band is Band.SAME)


@settings(max_examples=50)
@given(st.sampled_from(NAMES), st.sampled_from(VERBS))
def test_case_accents_and_articles_do_not_matter(name: str, verb: str) -> None:
    found = similarity(f"{name} {verb} the island of Lünd.", f"{name} {verb} island of Lund")
    assert (found.score, found.band) == (1.0, Band.SAME)


@pytest.mark.parametrize(("a", "b"), [("", ""), ("", "Norway attacked Lund."), ("the of", "Norway"), ("...", "…")])
def test_what_has_no_words_is_like_nothing(a: str, b: str) -> None:
    found = similarity(a, b)
    assert (found.score, found.band) == (0.0, Band.DIFFERENT)


def test_texts_without_a_common_word_are_different() -> None:
    found = similarity("Norway poisoned every well.", "Inspectors opened schools.")
    assert found.band is Band.DIFFERENT


@pytest.mark.parametrize(
    ("score", "guarded", "expected"),
    [
        (1.0, False, Band.SAME),
        (SAME, False, Band.SAME),
        (SAME - 0.001, False, Band.REVIEW),
        (1.0, True, Band.REVIEW),
        (REVIEW, True, Band.REVIEW),
        (REVIEW - 0.001, False, Band.RELATED),
        (RELATED, True, Band.RELATED),
        (RELATED - 0.001, False, Band.DIFFERENT),
        (0.0, True, Band.DIFFERENT),
    ],
)
def test_bands_begin_at_their_scores_and_a_guard_stops_at_review(score: float, guarded: bool, expected: Band) -> None:
    assert band(score, guarded=guarded) is expected


@pytest.mark.parametrize(
    ("a", "b"), [("United States", "United Kingdom"), ("North Korea", "North Macedonia"), ("South Korea", "South Sudan")]
)
def test_a_swap_of_names_that_begin_alike_is_never_the_same(a: str, b: str) -> None:
    assert similarity(f"{a} attacked {b}.", f"{b} attacked {a}.").band is not Band.SAME


@pytest.mark.parametrize("opening", ["On Monday", "Reportedly", "Danish officials say that"])
def test_a_swap_after_an_opening_is_never_the_same(opening: str) -> None:
    assert similarity(f"{opening} Norway attacked Sweden.", f"{opening} Sweden attacked Norway.").band is not Band.SAME


@pytest.mark.parametrize(("a", "b"), [("Norway", "Sweden"), ("Iran", "Israel"), ("Anna Berg", "Peter Holm")])
def test_to_attack_is_not_to_be_attacked(a: str, b: str) -> None:
    assert similarity(f"{a} attacked {b}.", f"{a} was attacked by {b}.").band is not Band.SAME


@pytest.mark.parametrize("negated", ["hasn't attacked", "hadn’t attacked", "aren't attacking", "don't attack"])
def test_every_contracted_not_is_guarded(negated: str) -> None:
    found = similarity("Norwegians attacked the harbour town of Lund.", f"Norwegians {negated} the harbour town of Lund.")
    assert "negation" in found.guards


@pytest.mark.parametrize(("one", "other"), [("twenty", "thirty"), ("dozens of", "hundreds of"), ("two", "a million")])
def test_a_number_word_is_a_number(one: str, other: str) -> None:
    claim = "Norway killed {} fishermen near the old harbour town of Lund on Monday night."
    assert similarity(claim.format(one), claim.format(other)).guards == ("numbers",)


def test_one_and_two_are_different_numbers() -> None:
    claim = "Norway killed {} fishermen near the old harbour town of Lund on Monday night."
    assert similarity(claim.format("one"), claim.format("two")).band is not Band.SAME


@pytest.mark.parametrize(("a", "b"), [("Norway", "Sweden"), ("United States", "United Kingdom")])
def test_the_passive_of_the_same_deed_is_the_same(a: str, b: str) -> None:
    assert similarity(f"{a} attacked {b}.", f"{b} was attacked by {a}.").band is Band.SAME


@pytest.mark.parametrize("when", ["on Monday", "in January"])
def test_a_date_told_first_or_last_is_no_swap(when: str) -> None:
    claim = f"{when[0].upper()}{when[1:]} Norway attacked Sweden."
    assert similarity(claim, f"Norway attacked Sweden {when}.").band is Band.SAME


def test_numbers_that_one_side_only_adds_are_no_conflict() -> None:
    claim = "Norway killed {} near the old harbour town of Lund on Monday night."
    assert similarity(claim.format("12 fishermen"), claim.format("12 fishermen and 13 goats")).guards == ()
    assert similarity(claim.format("12 men and 9 goats"), claim.format("12 men and 13 goats")).guards == ("numbers",)


def test_a_score_tells_its_parts_and_they_add_up() -> None:
    found = similarity("Norway killed 12 fishermen near Lund.", "Norway killed 13 fishermen near Lund.")
    assert found.reason.startswith("string 0.9")
    assert found.reason.endswith("numbers -0.15")
    string, rare = (float(part.split()[-1]) for part in found.reason.split("; ")[:2])
    assert found.score == pytest.approx((string + rare) / 2 - 0.15, abs=0.01)


def test_a_guard_without_a_penalty_is_told_too() -> None:
    assert "direction differ" in similarity("Norway attacked Sweden.", "Sweden attacked Norway.").reason


def test_a_number_that_is_changed_in_one_of_two_places_is_guarded() -> None:
    assert "numbers" in similarity("Norway burnt 200 huts and 200 boats.", "Norway burnt 200 huts and 201 boats.").guards
    assert similarity("Norway burnt 200 huts and 200 boats.", "Norway burnt 200 huts and boats.").guards == ()
