from __future__ import annotations

from pathlib import Path

import pytest

from tracker.types import Contest, Kind

ACCUSED = "Norway accused Finland of bombing the bridge."


@pytest.fixture(scope="session")
def contests(mentions):
    """For each allegation of a text: its contest and whose voice it is."""

    def run(text: str) -> list[tuple[Contest, str | None] | None]:
        found = [m.contest for m in mentions(text) if m.kind is Kind.ALLEGATION]
        return [(r.value, r.voice) if r is not None else None for r in found]

    return run


@pytest.mark.parametrize(
    "denial",
    [
        "Finland denied the bombing.",
        "Finland denied bombing the bridge.",
        "Finland has denied that it bombed the bridge.",
        "Finland denies it.",
        "Finland rejected the accusation.",
        "Finland called the claim baseless.",
        "Finland said it did not bomb the bridge.",
        "Finland says it had nothing to do with the bombing.",
        "Helsinki denied any role in the bombing.",
        "The Finnish government denied involvement.",
    ],
)
def test_the_accused_who_denies_it_contests_it(contests, denial: str) -> None:
    assert contests(f"{ACCUSED} {denial}") == [(Contest.DENIED, "Finland")]


def test_whoever_speaks_for_the_accused_may_deny_it(contests) -> None:
    assert contests(f"{ACCUSED} Finnish President Antti Salo denied the bombing.") == [(Contest.DENIED, "Antti Salo")]


def test_the_quote_of_a_denial_is_its_clause(first) -> None:
    assert first(f"{ACCUSED} Finland has denied bombing the bridge.").contest.quote == "Finland has denied bombing the bridge"


@pytest.mark.parametrize(
    "text",
    [
        ACCUSED,
        f"{ACCUSED} Finland denied poisoning the well.",
        f"{ACCUSED} Sweden denied bombing the bridge.",
        f"{ACCUSED} Finland has not denied the bombing.",
        pytest.param(
            "Norway said that Finland would attack Denmark. Finland denied that it planned to attack Sweden.",
            marks=pytest.mark.xfail(
                strict=True, reason="the act is the same and the victim is not compared where the denial names the accused"
            ),
        ),
    ],
)
def test_a_denial_of_something_else_contests_nothing(contests, text: str) -> None:
    assert contests(text) == [None]


def test_a_denial_does_not_leak_to_its_neighbour(contests) -> None:
    text = (
        "Norway said that Finland would attack the island. Finland has denied any plans to attack the island. "
        "Norway also said that Finland would stage a provocation."
    )
    assert contests(text) == [(Contest.DENIED, "Finland"), None]


@pytest.mark.parametrize(
    "remark",
    ["Both sides released conflicting versions of the bombing.", "There were conflicting reports about the bombing."],
)
def test_conflicting_versions_dispute_it(contests, remark: str) -> None:
    assert contests(f"{ACCUSED} {remark}") == [(Contest.DISPUTED, None)]


def test_a_third_party_that_doubts_it_disputes_it(contests) -> None:
    text = "Norway said Finland had bombed the bridge, but Sweden doubts that this happened."
    assert contests(text) == [(Contest.DISPUTED, "Sweden")]


def test_a_doubted_statement_is_disputed_as_well(mentions) -> None:
    text = "Finland announced the withdrawal of its ships, but Norway says it doubts that this is happening."
    found = mentions(text)[0]
    assert (found.kind, found.speaker) == (Kind.STATEMENT, "Finland")
    assert (found.contest.value, found.contest.voice) == (Contest.DISPUTED, "Norway")


def test_to_accuse_in_return_is_no_denial(contests) -> None:
    assert contests(f"{ACCUSED} Finland accused Norway of bombing the bridge itself.") == [None, None]


@pytest.mark.xfail(strict=True, reason="a denial that shares no word with the claim is under the threshold: precision first")
@pytest.mark.parametrize(
    "denial", ["The accusation is false, Finland said.", "“This accusation is a lie,” the Finnish minister said."]
)
def test_to_call_the_accusation_false_is_to_deny_it(contests, denial: str) -> None:
    assert contests(f"{ACCUSED} {denial}")[0][0] is Contest.DENIED


@pytest.mark.xfail(strict=True, reason="'which X denies' and 'an accusation that X denies' are no denials yet")
@pytest.mark.parametrize("tail", ["which Finland denies", "an accusation that Helsinki denies"])
def test_a_denial_in_a_relative_clause_contests_it(contests, tail: str) -> None:
    assert contests(f"{ACCUSED[:-1]}, {tail}.") == [(Contest.DENIED, "Finland")]


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param(
            "the bombing", marks=pytest.mark.xfail(strict=True, reason="'admitted the bombing' is read as nothing that is said")
        ),
        "bombing the bridge",
    ],
)
def test_to_admit_the_act_is_to_concede_it(contests, deed: str) -> None:
    assert contests(f"{ACCUSED} Finland admitted {deed}.") == [(Contest.CONCEDED, "Finland")]


def test_to_admit_that_one_did_it_is_to_concede_it(contests) -> None:
    assert contests(f"{ACCUSED} Finland admitted that it had bombed the bridge.") == [(Contest.CONCEDED, "Finland")]


def test_two_who_blame_each_other_dispute_what_was_said_before(contests) -> None:
    assert contests(f"{ACCUSED} Norway and Finland blamed each other.") == [(Contest.DISPUTED, None)]


def test_who_sees_no_evidence_speaks_of_the_others_claim_and_not_of_its_own(mentions) -> None:
    text = (
        "Norway accused Finland of bombing the bridge, and Finland accused Norway of poisoning the well. "
        "There is no proof of this, Finland said."
    )
    told = {m.accused: m.evidence is not None for m in mentions(text) if m.kind is Kind.ALLEGATION}
    assert told == {"Finland": True, "Norway": False}


def test_a_remark_that_opens_a_paragraph_speaks_of_the_whole_paragraph_before(mentions) -> None:
    text = (
        "Norway said that Finland had bombed the bridge. Norway added that Helsinki had poisoned the well. "
        "Nobody was there.\n\nThe minister offered no evidence."
    )
    assert [m.evidence is not None for m in mentions(text) if m.kind is Kind.ALLEGATION] == [True, True]


def test_a_remark_on_nothing_before_it_reaches_nothing(mentions) -> None:
    text = "Norway offered no evidence. The weather was fine. The ferry left.\n\nSweden said that Finland bombed the bridge."
    assert [m.evidence for m in mentions(text) if m.kind is Kind.ALLEGATION] == [None]


def test_a_remark_reaches_its_own_sentence_and_no_other(mentions) -> None:
    text = (
        "Norway said that Finland had bombed the bridge. Norway accused Helsinki of poisoning the well, offering no evidence."
    )
    assert [m.evidence is not None for m in mentions(text)] == [False, True]


def test_a_doubt_that_is_denied_disputes_nothing(contests) -> None:
    assert contests("Norway said that Finland had bombed the bridge, and Sweden does not doubt that this happened.") == [None]


def test_who_tells_of_a_claim_as_false_disputes_it(first) -> None:
    remark = first("Norway falsely claimed that Finland had bombed the bridge.").contest
    assert (remark.value, remark.voice) == (Contest.DISPUTED, None)


def test_what_is_said_before_its_cue_is_quoted_from_its_beginning(mentions) -> None:
    """The marks of the corpus make the parser read a cue after what is said; a remark had no words then."""
    text = (Path(__file__).parents[2] / "seeds/corpus/vaccine-laboratory/05-footnote-73-deaths.md").read_text("utf-8")
    remarks = [m.contest for m in mentions(text) if m.contest is not None]
    assert remarks
    assert all(r.quote and r.span[0] < r.span[1] for r in remarks)
