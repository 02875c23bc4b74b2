from __future__ import annotations

import pytest

from tracker.extract.draft import Draft, distinct
from tracker.types import Kind


@pytest.fixture(scope="session")
def draft(parse):
    """A draft of some words of a text."""

    def make(text: str, start: int, end: int, **fields) -> Draft:
        doc = parse(text)
        return Draft(
            tokens=list(doc[start:end]),
            head=doc[start],
            cue=None,
            cue_class="say",
            cue_negated=False,
            by="rules",
            confidence=0.9,
            source=None,
            target=None,
            speakers=[],
            **{"rule": "verb+clause", **fields},
        )

    return make


TEXT = "Finland bombed the bridge and poisoned the well."


def test_of_two_readings_of_the_same_words_the_accusing_one_stays(draft) -> None:
    accusing = draft(TEXT, 0, 4, kind=Kind.ALLEGATION, rule="quotation")
    assert distinct([draft(TEXT, 0, 4), accusing]) == [accusing]


def test_of_two_readings_of_one_kind_the_surer_rule_stays(draft) -> None:
    sure = draft(TEXT, 0, 4)
    assert distinct([draft(TEXT, 0, 4, rule="quotation"), sure]) == [sure]


def test_readings_of_different_words_both_stay_in_order_of_the_text(draft) -> None:
    one, other = draft(TEXT, 0, 4), draft(TEXT, 5, 8)
    assert distinct([other, one]) == [one, other]


def test_the_span_is_the_hull_and_the_runs_are_what_is_in_it(draft) -> None:
    found = draft(TEXT, 0, 8)
    del found.tokens[4]
    start, end = found.span
    assert TEXT[start:end] == "Finland bombed the bridge and poisoned the well"
    assert [TEXT[s:e] for s, e in found.runs] == ["Finland bombed the bridge", "poisoned the well"]


def test_a_quotation_that_opens_in_the_span_closes_in_it(draft) -> None:
    text = "Finland “bombed the bridge” again."
    start, end = draft(text, 0, 5).span
    assert text[start:end] == "Finland “bombed the bridge”"


def test_acts_that_are_only_an_aim_count_where_there_is_nothing_else(parse, lexicon, draft) -> None:
    from tracker.extract import acts

    text = "Finland is looking for a pretext to invade Sweden."
    found = draft(text, 0, 9)
    found.acts = acts.find(found.head.doc, tuple(range(9)), lexicon)
    assert found.act_classes == ("false_flag",)
    found.acts = [act for act in found.acts if act.aim]
    assert found.act_classes == ("attack",)


def test_a_closing_mark_without_its_opening_mark_is_left_outside(draft) -> None:
    text = "It “was long. Finland bombed the bridge” again."
    start, end = draft(text, 5, 9).span
    assert text[start:end] == "Finland bombed the bridge"


def test_a_short_reading_inside_a_long_one_is_the_same_words(draft) -> None:
    whole, part = draft(TEXT, 0, 8), draft(TEXT, 0, 3, rule="quotation")
    assert distinct([part, whole]) == [whole]
