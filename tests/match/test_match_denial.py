from __future__ import annotations

import datetime as dt
import functools

import pytest
from factories import article_info, stored

from tracker.match import denial as denying
from tracker.match.denial import WINDOW_DAYS
from tracker.match.words import default_words
from tracker.types import Band, Certainty, Kind, StoredMention

DAY = dt.date(2022, 2, 17)
denied = functools.partial(denying.denied, words=default_words())


def alleged(**changes) -> StoredMention:
    fields = {"accused_side": "Borland", "acts": ("attack",), "objects": (), "asserted_on": DAY}
    return stored(**fields | changes)


def denial(**changes) -> StoredMention:
    return alleged(**{"kind": Kind.DENIAL, "speakers": ("Borland",), "negated": True} | changes)


def test_a_denial_reaches_the_same_act_of_the_same_side() -> None:
    match = denied(denial(), {3: [alleged()]})
    assert (match.allegation_id, match.band) == (3, Band.SAME)
    assert match.reason == "denies the same act (attack) for Borland"


@pytest.mark.parametrize(
    "change",
    [
        {"acts": ("spy",)},
        {"acts": ("false_flag", "attack")},
        {"accused_side": "Arland", "accused": "Arland"},
        {"objects": ("Corland",)},
        {"asserted_on": DAY + dt.timedelta(days=WINDOW_DAYS + 1)},
        {"asserted_on": DAY - dt.timedelta(days=WINDOW_DAYS + 1)},
    ],
)
def test_a_denial_never_reaches_its_neighbour(change) -> None:
    assert denied(denial(objects=("Arland",)), {3: [alleged(**change)]}) is None


def test_a_victim_that_only_one_side_names_is_no_other_victim() -> None:
    assert denied(denial(objects=("Arland",)), {3: [alleged()]}).allegation_id == 3


def test_the_act_need_not_be_the_only_one() -> None:
    assert denied(denial(), {3: [alleged(acts=("attack", "kill"))]}).allegation_id == 3


def test_a_denial_that_names_no_act_is_left_to_its_article() -> None:
    assert denied(denial(acts=()), {3: [alleged(acts=())]}) is None


def test_a_denial_of_nobody_known_reaches_nothing() -> None:
    nobody = {"accused": None, "accused_side": None}
    assert denied(denial(**nobody), {3: [alleged(**nobody)]}) is None


def test_without_candidates_nothing_is_denied() -> None:
    assert denied(denial(), {}) is None


def test_of_several_the_best_in_words_is_denied() -> None:
    claim = "Borland shelled the border town of Dun."
    other = "Borland fired at a lighthouse in the north."
    found = denied(denial(claim=claim), {1: [alleged(claim=other)], 2: [alleged(claim=claim)]})
    assert found.allegation_id == 2


def test_of_equals_the_older_is_denied() -> None:
    assert denied(denial(), {5: [alleged()], 2: [alleged()]}).allegation_id == 2


@pytest.mark.parametrize(
    ("denied_as", "alleged_as"), [("planned", "asserted"), ("asserted", "planned"), ("possible", "asserted")]
)
def test_who_denies_plans_does_not_deny_deeds(denied_as: str, alleged_as: str) -> None:
    own = denial(certainty=Certainty(denied_as))
    assert denied(own, {3: [alleged(certainty=Certainty(alleged_as))]}) is None


def test_who_denies_plans_denies_fears_of_the_same() -> None:
    own = denial(certainty=Certainty.PLANNED)
    assert denied(own, {3: [alleged(certainty=Certainty.POSSIBLE)]}).allegation_id == 3


@pytest.mark.parametrize("changed", ["own", "other"])
def test_a_day_that_is_not_known_forbids_nothing(changed: str) -> None:
    article = article_info(published=None, ingested_at=dt.datetime(2030, 1, 1, tzinfo=dt.UTC))
    undated = {"asserted_on": None, "article": article}
    own = denial(**(undated if changed == "own" else {}))
    assert denied(own, {3: [alleged(**(undated if changed == "other" else {}))]}).allegation_id == 3


def test_the_reason_names_the_main_act() -> None:
    both = {"acts": ("attack", "kill")}
    assert denied(denial(**both), {3: [alleged(**both)]}).reason == "denies the same act (attack) for Borland"
