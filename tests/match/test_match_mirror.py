from __future__ import annotations

import datetime as dt

import pytest
from factories import article_info, stored

from tracker.match.mirror import crossing, is_answer
from tracker.types import StoredMention

DAY = dt.date(2022, 2, 17)


def said(speaker: str, accused: str | None, **changes) -> StoredMention:
    fields = {
        "speakers": (speaker,),
        "sides": {speaker: speaker},
        "accused": accused,
        "accused_side": accused,
        "acts": ("attack",),
        "asserted_on": DAY,
    }
    return stored(**fields | changes)


EARLIER = DAY - dt.timedelta(days=2)
FIRST = said("Arland", "Borland", asserted_on=EARLIER)


def test_two_who_accuse_each_other_of_the_like_cross() -> None:
    assert crossing(said("Borland", "Arland"), [FIRST]) is FIRST
    assert crossing(FIRST, [said("Borland", "Arland")]) is not None


def test_one_common_act_is_enough() -> None:
    assert crossing(said("Borland", "Arland", acts=("kill", "attack")), [FIRST]) is FIRST


def test_whoever_speaks_for_a_side_crosses_for_it() -> None:
    answer = said("General Brun", "President Aal", sides={"General Brun": "Borland"}, accused_side="Arland")
    assert crossing(answer, [FIRST]) is FIRST


@pytest.mark.parametrize(
    "other",
    [
        said("Borland", "Corland"),
        said("Corland", "Arland"),
        said("Arland", "Borland"),
        said("Borland", None),
        said("Borland", "Arland", acts=("spy",)),
        said("Borland", "Arland", acts=()),
    ],
    ids=["accuses a third", "a third accuses", "repeats it", "accuses nobody", "another act", "no act"],
)
def test_anything_else_does_not_cross(other: StoredMention) -> None:
    assert crossing(other, [FIRST]) is None


def test_the_first_member_that_is_crossed_is_named() -> None:
    second = said("Arland", "Borland", asserted_on=DAY - dt.timedelta(days=1))
    assert crossing(said("Borland", "Arland"), [said("Corland", "Borland"), FIRST, second]) is FIRST


def test_without_members_nothing_crosses() -> None:
    assert crossing(said("Borland", "Arland"), []) is None


def test_the_later_of_two_is_the_answer() -> None:
    later = said("Borland", "Arland")
    assert is_answer(later, to=FIRST)
    assert not is_answer(FIRST, to=later)


def test_an_answer_may_come_on_the_same_day() -> None:
    assert is_answer(said("Borland", "Arland"), to=said("Arland", "Borland"))


def test_what_tells_no_day_was_said_when_it_was_seen() -> None:
    article = article_info(published=DAY)
    undated = said("Borland", "Arland", asserted_on=None, article=article)
    assert is_answer(undated, to=FIRST)
    assert not is_answer(FIRST, to=undated)
