from __future__ import annotations

from tracker.report.proposals import lines
from tracker.types.proposals import Fate


def test_what_became_of_proposals_is_told_with_the_reasons_the_most_frequent_first() -> None:
    told = {
        (Fate.TAKEN, "allegation"): 5, (Fate.TAKEN, "denial"): 1, (Fate.REFUSED, "quote: not in the text"): 1,
        (Fate.REPAIRED, "a"): 1, (Fate.REPAIRED, "b"): 2, (Fate.AGREED, "allegation"): 4, (Fate.DIFFERS, "accused"): 1,
        (Fate.ALONE, "denial"): 1,
    }  # fmt: skip
    assert lines(told) == [
        "model: 6 of 7 proposals taken; 3 repairs (b 2, a 1); 1 refusal (quote: not in the text 1)",
        "built-in extractor: 4 read alike, otherwise accused 1; 1 not read",
    ]


def test_without_a_model_nothing_is_told() -> None:
    assert lines({}) == []
