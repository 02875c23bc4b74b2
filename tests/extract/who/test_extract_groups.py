from __future__ import annotations

from collections.abc import Callable

import pytest

from tracker.extract.who import groups
from tracker.extract.who.cast import Cast
from tracker.types import Mention


def meant(cast: Cast, word: str) -> str | None:
    """The side that the last naming with this word means."""
    head = [t for t in cast.doc if t.text == word][-1]
    who = groups.insurgents(head, cast)
    return who.name if who is not None else None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Syrian rebels fired first. The army said the militants had fled.", "militants"),
        ("Syrian rebels fired first. The opposition fighters had fled.", "fighters"),
        ("Syrian rebels fired first. Armed terrorist groups had fled.", "groups"),
        ("Syrian rebels fired first. It was a rebel provocation.", "rebel"),
        ("Damascus accused the rebels of it. The Syrian government was sure.", "rebels"),
    ],
    ids=["another word", "a longer phrase", "groups", "before a noun", "by the state named around it"],
)
def test_those_who_fight_a_state_are_one_side(cast_of: Callable[[str], Cast], text: str, word: str) -> None:
    assert meant(cast_of(text), word) == "Syrian rebels"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Syrian rebels fired first. A fighter had fled.", "fighter"),
        ("Syrian rebels fired first. The soldiers had fled.", "soldiers"),
        ("Syrian rebels fired first. Hamas militants had fled.", "militants"),
        ("The militants had fled.", "militants"),
    ],
    ids=["one man", "soldiers", "of a named body", "no state is named"],
)
def test_others_are_not(cast_of: Callable[[str], Cast], text: str, word: str) -> None:
    assert meant(cast_of(text), word) is None


def test_unnamed_people_speak_for_the_body_they_are_at(one: Callable[[str], Mention]) -> None:
    assert one("Monitors at Human Rights Watch said that Finland had bombed the bridge.").speaker == "Human Rights Watch"
