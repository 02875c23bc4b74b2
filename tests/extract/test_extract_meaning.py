from __future__ import annotations

import pytest

from tracker.types import Certainty, Kind


@pytest.mark.parametrize(
    "text",
    [
        "Norway said that Finland had bombed the bridge.",
        "Norway accused Finland of bombing the bridge.",
        "Norway accused Finland of lying.",
        "Norway warned that Finland would bomb the bridge.",
        "Norway said the bridge had been bombed.",
        "The claim that Finland bombed the bridge is old.",
    ],
)
def test_to_say_that_somebody_did_wrong_is_an_allegation(one, text: str) -> None:
    assert one(text).kind is Kind.ALLEGATION


@pytest.mark.parametrize(
    "text",
    [
        "The Norwegian minister said that the fish soup was too salty.",
        "Norway announced that the bridge would open on Sunday.",
        pytest.param(
            "Norwegian police said two men had died in the storm.",
            marks=pytest.mark.xfail(strict=True, reason="whatever kills alleges: a storm is no culprit"),
        ),
        "The team said it hit the target three times.",
        "Norway said that the harbour would be open on Sunday.",
        pytest.param(
            "Norway said that the bridge had been destroyed by a storm.",
            marks=pytest.mark.xfail(
                strict=True, reason="whoever or whatever does it, 'destroy' alleges: a storm is no culprit"
            ),
        ),
        "Norway did not say that Finland had bombed the bridge.",
    ],
)
def test_without_a_hostile_act_it_is_a_statement(one, text: str) -> None:
    assert one(text).kind is Kind.STATEMENT


@pytest.mark.parametrize(
    "text",
    [
        "Norway asked whether Finland had bombed the bridge.",
        "Norway said that it would close the border if Finland attacked Sweden.",
        "Norway said that if Finland bombs the bridge, the border will be closed.",
        pytest.param(
            "Norway said that Finland must stop the attack on Sweden.",
            marks=pytest.mark.xfail(strict=True, reason="the attack that must stop is taken for an accusation of attacking"),
        ),
        "Norway said that Finland should stop bombing the bridge.",
        "The Norwegian minister said that the attack must stop.",
    ],
)
def test_a_question_a_condition_and_a_demand_accuse_nobody(one, text: str) -> None:
    found = one(text)
    assert (found.kind, found.accused) == (Kind.STATEMENT, None)


def test_a_quoted_question_accuses_nobody(mentions) -> None:
    found = mentions("“Did Finland bomb the bridge?” the Norwegian minister asked.")
    assert [m for m in found if m.kind is Kind.ALLEGATION] == []


@pytest.mark.parametrize(
    "text",
    [
        "“We will strike back,” the Norwegian general said.",
        "Norway said that it would strike Finland.",
        "Norway said that the Norwegian navy had bombed the bridge.",
    ],
)
def test_what_one_says_of_ones_own_side_is_a_statement(one, text: str) -> None:
    assert one(text).kind is Kind.STATEMENT


@pytest.mark.parametrize(
    "text",
    [
        "Finland denied the bombing of the bridge.",
        "Finland denied that it had bombed the bridge.",
        "Finland denied bombing the bridge.",
        "Finland rejected the claim that it had bombed the bridge.",
        "Finland dismissed accusations of sabotage.",
        "Finland said it had not bombed the bridge.",
        "“We have not bombed the bridge,” the Finnish minister said.",
        "“Finland never bombed the bridge,” the Finnish government said.",
    ],
)
def test_to_reject_an_act_of_ones_own_side_is_a_denial(one, text: str) -> None:
    found = one(text)
    assert (found.kind, found.accused) == (Kind.DENIAL, "Finland")


@pytest.mark.parametrize(
    "answer",
    [
        "“This accusation is baseless,” the Finnish minister said.",
        "“This accusation is absurd,” the Finnish minister said.",
        "“This accusation is a fabrication,” the Finnish minister said.",
        "“This is a lie,” the Finnish minister said.",
        "Finland called it a lie.",
    ],
)
def test_the_accused_who_calls_the_accusation_names_denies_it(last, answer: str) -> None:
    assert last(f"Norway accused Finland of bombing the bridge. {answer}").kind is Kind.DENIAL


def test_to_say_that_another_did_not_do_it_is_no_allegation(one) -> None:
    assert one("Sweden said that Finland had not bombed the bridge.").kind is not Kind.ALLEGATION


def test_not_to_have_denied_it_is_no_denial(one) -> None:
    assert one("Finland has not denied the bombing of the bridge.").kind is not Kind.DENIAL


@pytest.mark.parametrize(
    ("said", "certainty"),
    [
        ("could bomb the bridge", Certainty.POSSIBLE),
        ("may bomb the bridge", Certainty.POSSIBLE),
        ("might bomb the bridge", Certainty.POSSIBLE),
        ("had possibly bombed the bridge", Certainty.POSSIBLE),
        ("had probably bombed the bridge", Certainty.LIKELY),
        ("was likely to bomb the bridge", Certainty.LIKELY),
        ("would probably bomb the bridge", Certainty.LIKELY),
        ("will bomb the bridge", Certainty.PLANNED),
        ("plans to bomb the bridge", Certainty.PLANNED),
        ("is preparing to bomb the bridge", Certainty.PLANNED),
        ("was trying to bomb the bridge", Certainty.PLANNED),
        ("is about to bomb the bridge", Certainty.PLANNED),
        ("did bomb the bridge", Certainty.ASSERTED),
        ("bombed the bridge", Certainty.ASSERTED),
        ("is bombing the bridge", Certainty.ASSERTED),
        ("had bombed the bridge in May", Certainty.ASSERTED),
    ],
)
def test_the_wording_tells_how_sure_it_is(one, said: str, certainty: Certainty) -> None:
    assert one(f"Norway said that Finland {said}.").certainty is certainty


@pytest.mark.parametrize("cue", ["fears", "suspects", "believes", "assumes"])
def test_what_is_only_feared_or_believed_is_likely_at_most(one, cue: str) -> None:
    assert one(f"Norway {cue} that Finland bombed the bridge.").certainty is Certainty.LIKELY


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Norway believes that Finland could bomb the bridge.", Certainty.POSSIBLE),
        ("Norway, which may leave the union, said that Finland bombed the bridge.", Certainty.ASSERTED),
        ("Norway accused the Finnish president of lying about the bridge.", Certainty.ASSERTED),
        ("The Norwegian minister said that his government believes that Finland could bomb the bridge.", Certainty.POSSIBLE),
        ("The Norwegian minister said he fears that Finland will bomb the bridge.", Certainty.LIKELY),
        ("The Norwegian minister said that his government believes that Finland bombed the bridge.", Certainty.LIKELY),
    ],
    ids=[
        "believed to be possible",
        "may of the speaker",
        "about",
        "said to be believed",
        "said to be feared",
        "believed of a deed",
    ],
)
def test_certainty_is_that_of_the_content_and_of_whoever_believes_it(one, text: str, certainty: Certainty) -> None:
    assert one(text).certainty is certainty


@pytest.mark.parametrize(
    ("said", "negated"),
    [
        ("had not bombed the bridge", True),
        ("never bombed the bridge", True),
        ("had no plans to bomb the bridge", True),
        ("had bombed the bridge", False),
    ],
)
def test_negation_of_the_act_is_told(one, said: str, negated: bool) -> None:
    assert one(f"Norway said that Finland {said}.").negated is negated


@pytest.mark.xfail(strict=True, reason="'which X denies' and 'an accusation that X denies' are left in the accusation's claim")
@pytest.mark.parametrize("tail", ["which Finland denies", "an accusation that Helsinki denies"])
def test_a_denial_in_a_relative_clause_is_a_denial(mentions, tail: str) -> None:
    found = mentions(f"Norway accused Finland of bombing the bridge, {tail}.")
    assert [(m.kind, m.accused) for m in found] == [(Kind.ALLEGATION, "Finland"), (Kind.DENIAL, "Finland")]


@pytest.mark.xfail(strict=True, reason="an imperative inside a quotation is no root, so it is not seen as a demand")
def test_an_imperative_is_a_demand(one) -> None:
    assert one("“Stop the attack,” the Norwegian minister said.").kind is Kind.STATEMENT


def test_a_shared_modal_counts_for_every_verb(mentions) -> None:
    found = mentions("Norway said that Finland could bomb the bridge, lie about it or poison the well.")
    assert [m.certainty for m in found] == [Certainty.POSSIBLE] * 3


def test_a_modal_in_a_purpose_clause_does_not_weaken_the_act(mentions) -> None:
    text = "Norway said that Finland would bomb its own bridge so that Sweden could be blamed."
    assert mentions(text)[0].certainty is Certainty.PLANNED


@pytest.mark.parametrize("words", ["it has no plans to attack Sweden.", "“We have no intention of attacking anyone.”"])
def test_to_have_no_plans_and_no_intention_is_a_denial(one, words: str) -> None:
    assert one(f"Finland said{':' if words[0] == '“' else ''} {words}").kind is Kind.DENIAL
