from __future__ import annotations

import pytest

from tracker.extract.saying.holding import Holding

TEXT = "Norway said that Sweden claimed that Finland had bombed the bridge."


@pytest.fixture(scope="module")
def held(attributions):
    """The attributions of the text by their cue, and what holds them."""
    found = attributions(TEXT)
    doc = found[0].cue.doc
    return {a.cue.text: a for a in found}, Holding(len(doc), found), [t.text for t in doc]


def test_the_innermost_attribution_is_the_smallest_that_holds_a_token(held) -> None:
    by_cue, holding, words = held
    assert holding.innermost(words.index("bombed")) is by_cue["claimed"]
    assert holding.innermost(words.index("Norway")) is None


def test_what_is_around_an_attribution_holds_its_cue(held) -> None:
    by_cue, holding, _ = held
    assert holding.outer(by_cue["claimed"]) is by_cue["said"]
    assert holding.outer(by_cue["said"]) is None


def test_attributions_are_counted_by_the_tokens_that_they_hold(held) -> None:
    by_cue, holding, words = held
    start, end = words.index("Sweden"), words.index("had")
    counts = {a.cue.text: n for a, n in holding.counts(start, end)}
    assert counts == {cue: sum(start <= i < end for i in a.content) for cue, a in by_cue.items()}
    assert 0 < counts["claimed"] < counts["said"]


def test_an_attribution_is_found_by_its_cue(held) -> None:
    by_cue, holding, words = held
    assert holding.by_cue[words.index("claimed")] == [by_cue["claimed"]]
