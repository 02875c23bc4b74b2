from __future__ import annotations

import datetime as dt
import functools

import pytest
from factories import stored
from hypothesis import given
from hypothesis import strategies as st

from tracker.match import frame as framing
from tracker.match.frame import DIRECTION, VICTIM, WINDOW_DAYS, Frame, clearest
from tracker.match.words import default_words
from tracker.types import Band, Certainty, Kind, StoredMention

DAY = dt.date(2022, 2, 17)
WORDS = default_words()
best, frame, gate, score = (
    functools.partial(f, words=WORDS) for f in (framing.best, framing.frame, framing.gate, framing.score)
)
CLAIM = "Borland shelled the border town of Dun."


def made(**changes) -> Frame:
    fields = {
        "side": "Borland",
        "acts": ("attack",),
        "objects": frozenset(),
        "negated": False,
        "text": CLAIM,
        "on": DAY,
        "yet_to_come": False,
    }
    return Frame(**fields | changes)


def against(side: str | None = "Borland", **changes) -> StoredMention:
    """A mention of an accusation against a side."""
    return stored(**{"accused": side, "accused_side": side, "objects": (), "asserted_on": DAY} | changes)


# ---------------------------------------------------------------------------------------------------- frames


def test_a_frame_blames_the_side_of_the_accused() -> None:
    assert frame(stored(accused="General Brun", accused_side="Borland")).side == "Borland"
    assert frame(stored(accused="Borland", accused_side=None)).side == "Borland"


@pytest.mark.parametrize("change", [{"speakers": ("Corland",)}, {"certainty": Certainty.POSSIBLE}, {"confidence": 0.6}])
def test_speaker_and_certainty_are_no_part_of_the_key(change) -> None:
    one, other = frame(stored()), frame(stored(**change))
    assert gate(one, other) is None
    assert score(one, other).total == 1.0


def test_a_denial_affirms_what_it_denies() -> None:
    assert not frame(stored(kind=Kind.DENIAL, negated=True)).negated
    assert frame(stored(negated=True)).negated


# ----------------------------------------------------------------------------------------------------- gates


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"side": "Arland"}, "accused differs"),
        ({"side": None}, "accused unknown on one side"),
        ({"objects": frozenset({"Borland"})}, DIRECTION),
        ({"negated": True}, "one is negated"),
        ({"acts": ("spy",)}, "act differs"),
        ({"on": DAY + dt.timedelta(days=WINDOW_DAYS + 1)}, f"more than {WINDOW_DAYS} days apart"),
        ({"on": DAY - dt.timedelta(days=WINDOW_DAYS + 1)}, f"more than {WINDOW_DAYS} days apart"),
    ],
)
def test_a_gate_that_closes_says_why(change, reason: str) -> None:
    assert gate(made(), made(**change)) == reason


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"on": DAY + dt.timedelta(days=WINDOW_DAYS)},
        {"on": None},
        {"acts": ("spy", "attack")},
        {"acts": ()},
        {"objects": frozenset({"Dun"})},
        {"text": "Something else in other words."},
    ],
)
def test_an_open_gate_gives_no_reason(change) -> None:
    assert gate(made(), made(**change)) is None


def test_another_victim_closes_the_gate() -> None:
    assert gate(made(objects=frozenset({"Arland"})), made(objects=frozenset({"Corland"}))) == VICTIM
    assert gate(made(objects=frozenset({"Arland", "Corland"})), made(objects=frozenset({"Corland"}))) is None


def test_where_nobody_is_accused_only_the_same_words_pass() -> None:
    nobody = made(side=None)
    assert gate(nobody, made(side=None)) is None
    assert gate(nobody, made(side=None, text="Masked men poisoned a well.")) == "accused unknown, and the words differ"


frames = st.builds(
    made,
    side=st.sampled_from(["Arland", "Borland", None]),
    acts=st.lists(st.sampled_from(["attack", "kill", "spy"]), max_size=2, unique=True).map(tuple),
    objects=st.frozensets(st.sampled_from(["Arland", "Borland", "Corland"]), max_size=2),
    negated=st.booleans(),
    text=st.sampled_from([CLAIM, "Arland attacked Borland.", "Borland attacked Arland.", "A well was poisoned."]),
    on=st.one_of(st.none(), st.dates(dt.date(2021, 1, 1), dt.date(2023, 1, 1))),
)


@given(frames, frames)
def test_gate_and_score_do_not_depend_on_the_order(a: Frame, b: Frame) -> None:
    assert (gate(a, b) is None) == (gate(b, a) is None)
    assert score(a, b).total == score(b, a).total
    assert 0 <= score(a, b).total <= 1


@given(frames)
def test_a_frame_scores_no_less_with_itself_than_with_any_other(a: Frame) -> None:
    other = made(text="Borland hid a cargo of stolen grain.", acts=("conceal",))
    assert score(a, a).total >= score(a, other).total


def test_the_score_is_whole_for_the_same_act_in_the_same_words() -> None:
    assert score(made(), made()).total == 1.0


def test_the_reason_tells_acts_wording_and_what_differs() -> None:
    found = score(made(text="Borland killed 12 men."), made(text="Borland killed 13 men."))
    assert found.reason.startswith("same accused; attack; words 0.")
    assert found.reason.endswith("numbers differ")


# ------------------------------------------------------------------------------------------------------ best


def test_without_candidates_there_is_no_match() -> None:
    assert best(against(), {}) is None
    assert best(against(), {4: []}) is None


def test_the_same_accusation_is_found_with_its_reason() -> None:
    match = best(against(), {7: [against()]})
    assert (match.allegation_id, match.band, match.score) == (7, Band.SAME, 1.0)
    assert "same accused" in match.reason


def test_of_equals_the_older_allegation_is_chosen() -> None:
    assert best(against(), {9: [against()], 3: [against()], 5: [against()]}).allegation_id == 3


def test_the_one_most_alike_is_chosen_whatever_its_age() -> None:
    other = against(claim="Borland set fire to a harbour full of boats last winter.")
    assert best(against(), {1: [other], 2: [against()]}).allegation_id == 2


@pytest.mark.parametrize(
    "change",
    [
        {"accused": "Arland", "accused_side": "Arland"},
        {"negated": True},
        {"acts": ("spy",)},
        {"objects": ("Borland",)},
        {"asserted_on": DAY + dt.timedelta(days=WINDOW_DAYS + 1)},
    ],
)
def test_behind_a_closed_gate_nothing_matches_however_alike_the_words(change) -> None:
    match = best(against(), {1: [against(**change)]})
    assert (match.band, match.score) == (Band.DIFFERENT, 0.0)


def test_one_member_with_another_victim_closes_the_whole_allegation() -> None:
    members = [against(objects=()), against(objects=("Corland",))]
    match = best(against(objects=("Arland",)), {1: members})
    assert (match.band, match.reason) == (Band.DIFFERENT, VICTIM)


@pytest.mark.parametrize(
    "claim", ["Borland shelled the border town of Dun with 13 guns.", "Borland never shelled the border town of Dun."]
)
def test_another_number_or_a_not_goes_to_a_person(claim: str) -> None:
    match = best(against(claim="Borland shelled the border town of Dun with 12 guns."), {1: [against(claim=claim)]})
    assert match.band is Band.REVIEW


def test_a_mention_that_is_unsure_goes_to_a_person() -> None:
    assert best(against(confidence=0.1), {1: [against()]}).band is Band.REVIEW


@given(st.permutations([1, 2, 3, 4]))
def test_the_order_of_candidates_and_members_does_not_matter(order: list[int]) -> None:
    claims = {1: "Borland shelled Dun.", 2: "Borland shelled a town.", 3: CLAIM, 4: "Borland bombed a bridge."}
    found = best(against(), {key: [against(claim=claims[key]), against(claim=CLAIM)] for key in order})
    assert found == best(against(), {key: [against(claim=CLAIM), against(claim=claims[key])] for key in sorted(order)})


# -------------------------------------------------------------------------------------------------- clearest


@pytest.mark.parametrize(
    "worse",
    [
        "The border town of Dun was shelled by Borland.",
        "Borland is accused of shelling the border town.",
        "Shelling.",
        "Borland " + "and so it went on and on " * 5 + ".",
    ],
)
def test_the_clearest_claim_begins_with_the_accused_and_is_soon_read(worse: str) -> None:
    assert clearest([against(claim=worse), against(claim=CLAIM)]) == CLAIM
    assert clearest([against(claim=CLAIM), against(claim=worse)]) == CLAIM


@given(st.permutations([0, 1, 2]))
def test_of_equally_clear_claims_what_was_said_first_is_chosen(days: list[int]) -> None:
    members = [
        against(id=f"m{n}", claim=f"Borland shelled the border town of D{'aeu'[n]}n.", asserted_on=DAY + dt.timedelta(days=n))
        for n in days
    ]
    assert clearest(members) == "Borland shelled the border town of Dan."


def test_a_frame_tells_plans_from_deeds() -> None:
    assert [frame(stored(certainty=c)).yet_to_come for c in Certainty] == [True, True, True, False]
