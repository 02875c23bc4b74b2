from __future__ import annotations

from collections.abc import Callable

import pytest

from tracker.extract import bars
from tracker.extract.reading import Text


def verdicts(text: Text, words: str) -> tuple[bool, bool]:
    """Whether the candidate clause of these words is barred as an allegation, and refused as a denial."""
    clauses = [text.doc[k.start : k.end].text for k in text.clauses]
    n = clauses.index(words)
    return text.barred[n], text.refused[n]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Norway asked whether Finland had bombed the bridge.", "Finland had bombed the bridge"),
        ("Norway did not say that Finland had bombed the bridge.", "Finland had bombed the bridge"),
        ("Did Finland bomb the bridge?", "Did Finland bomb the bridge"),
        ("Norway said that Finland had not bombed the bridge.", "Finland had not bombed the bridge"),
        (
            "Norway said that Sweden had claimed that Finland bombed the bridge.",
            "Sweden had claimed that Finland bombed the bridge",
        ),
    ],
    ids=["asked whether", "did not say", "a question", "a deed that was not done", "tells of another's claim"],
)
def test_this_accuses_nobody(read: Callable[[str], Text], text: str, words: str) -> None:
    assert verdicts(read(text), words)[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Norway said that Finland had bombed the bridge.", "Finland had bombed the bridge"),
        ("Norway said that Finland had not implemented the ceasefire.", "Finland had not implemented the ceasefire"),
        ("Norway said that Sweden had claimed that Finland bombed the bridge.", "Finland bombed the bridge"),
    ],
    ids=["a deed", "a duty that was not done", "the claim that is told of"],
)
def test_this_may_accuse(read: Callable[[str], Text], text: str, words: str) -> None:
    assert not verdicts(read(text), words)[0]


def test_what_names_no_wrong_and_negates_nothing_is_no_candidate(read: Callable[[str], Text]) -> None:
    assert read("The minister opened a school on Monday.").clauses == []


def test_to_reject_a_proposal_denies_nothing(read: Callable[[str], Text]) -> None:
    text = read("Finland rejected a call for a ceasefire after the attack.")
    refused = [bars.is_refusal(text.columns, k, text.cast.lexicon) for k in text.parts]
    assert any(refused)
