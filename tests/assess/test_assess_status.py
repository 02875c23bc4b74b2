from __future__ import annotations

import datetime as dt
from itertools import combinations

import pytest
from factories import article_info, case, stored
from hypothesis import given
from hypothesis import strategies as st

from tracker.assess.status import assess, headline, statuses
from tracker.types import Axis, Contest, Corroboration, Evidence, Kind, StatusEvent, Verdict

DAY = dt.date(2022, 2, 17)
AT = dt.datetime(2022, 2, 18, 9, 30, tzinfo=dt.UTC)

# What a headline needs, in the order of the design: the first that holds is shown.
TABLE = [
    ("retracted", {"verdict": Verdict.RETRACTED}),
    ("refuted", {"verdict": Verdict.REFUTED}),
    ("supported", {"verdict": Verdict.SUPPORTED}),
    ("corroborated", {"corroboration": Corroboration.INDEPENDENT}),
    ("disputed", {"contest": Contest.DISPUTED}),
    ("denied", {"contest": Contest.DENIED}),
    ("evidence published", {"evidence": Evidence.PUBLISHED}),
    ("evidence asserted", {"evidence": Evidence.ASSERTED}),
    ("no evidence provided", {"evidence": Evidence.NONE_PROVIDED}),
    ("unverified", {}),
]
NOTHING = {
    "evidence": Evidence.UNASSESSED,
    "contest": Contest.NONE,
    "corroboration": Corroboration.SINGLE_ORIGIN,
    "verdict": Verdict.OPEN,
}


def event(axis: Axis, value: str, *, day: int = 0, hour: int = 0, **changes) -> StatusEvent:
    """An event so many days after the first, recorded so many hours after the first."""
    fields = {
        "voice": None,
        "quote": None,
        "happened_on": DAY + dt.timedelta(days=day),
        "recorded_at": AT + dt.timedelta(days=day, hours=hour),
        "made_by": "test",
    }
    return StatusEvent(axis=axis, value=value, **fields | changes)


def status(*events: StatusEvent, **changes):
    return assess(case(events=events, **changes)).status


# -------------------------------------------------------------------------------------------------- headline


@pytest.mark.parametrize(("name", "needs"), TABLE)
def test_every_headline_has_what_it_needs(name: str, needs) -> None:
    assert headline(**NOTHING | needs) == name


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [(one, other) for one, other in combinations(TABLE, 2) if not one[1].keys() & other[1].keys() and other[1]],
    ids=lambda row: row[0],
)
def test_the_first_headline_that_holds_is_shown(stronger, weaker) -> None:
    shown = headline(**NOTHING | weaker[1] | stronger[1])
    assert shown.split("; ")[0] == stronger[0]


@pytest.mark.parametrize(
    ("evidence", "shown"),
    [
        (Evidence.UNASSESSED, "denied"),
        (Evidence.NONE_PROVIDED, "denied; no evidence provided"),
        (Evidence.ASSERTED, "denied; evidence asserted"),
        (Evidence.PUBLISHED, "denied; evidence published"),
    ],
)
def test_a_denial_is_shown_with_the_evidence_beside_it(evidence: Evidence, shown: str) -> None:
    assert headline(**NOTHING | {"contest": Contest.DENIED, "evidence": evidence}) == shown


@pytest.mark.parametrize(
    ("verdict", "shown"),
    [
        (Verdict.OCCURRED, "occurred"),
        (Verdict.DID_NOT_OCCUR, "did not occur"),
        (Verdict.CONFLICTING, "disputed"),
        (Verdict.NOT_ENOUGH_EVIDENCE, "unverified"),
    ],
)
def test_every_verdict_has_its_headline(verdict: Verdict, shown: str) -> None:
    assert headline(**NOTHING | {"verdict": verdict}) == shown


@given(st.sampled_from(Evidence), st.sampled_from(Contest), st.sampled_from(Corroboration), st.sampled_from(Verdict))
def test_every_state_has_a_headline_in_plain_words(evidence, contest, corroboration, verdict) -> None:
    shown = headline(evidence, contest, corroboration, verdict)
    assert {shown, *shown.split("; "), evidence.value, contest.value, corroboration.value, verdict.value} <= set(statuses())
    assert shown
    assert "_" not in shown


# ---------------------------------------------------------------------------------------------------- axes


def test_without_events_nothing_is_known() -> None:
    found = status()
    assert (found.evidence, found.contest, found.verdict) == (Evidence.UNASSESSED, Contest.NONE, Verdict.OPEN)
    assert found.headline == "unverified"


def test_each_axis_moves_alone() -> None:
    found = status(event(Axis.EVIDENCE, "asserted"), event(Axis.CONTEST, "denied"))
    assert (found.evidence, found.contest, found.verdict) == (Evidence.ASSERTED, Contest.DENIED, Verdict.OPEN)


@given(st.permutations(["asserted", "none_provided", "published"]))
def test_evidence_stands_where_its_latest_event_put_it(values: list[str]) -> None:
    events = [event(Axis.EVIDENCE, value, day=n) for n, value in enumerate(values)]
    assert status(*events).evidence.value == values[-1]
    assert status(*reversed(events)).evidence.value == values[-1]


@given(st.permutations(["asserted", "none_provided", "published"]))
def test_of_one_day_what_was_published_counts_most(values: list[str]) -> None:
    events = [event(Axis.EVIDENCE, value, hour=n) for n, value in enumerate(values)]
    assert status(*events).evidence is Evidence.PUBLISHED
    assert status(*(e for e in events if e.value != "published")).evidence is Evidence.NONE_PROVIDED


@given(st.permutations(["counter_claimed", "denied", "disputed", "conceded"]))
def test_contest_stands_at_the_strongest_whenever_it_was_said(values: list[str]) -> None:
    events = [event(Axis.CONTEST, value, day=n) for n, value in enumerate(values)]
    assert status(*events).contest is Contest.CONCEDED
    assert status(*(e for e in events if e.value != "conceded")).contest is Contest.DISPUTED


def test_a_denial_is_not_taken_back_by_an_accusation_in_return() -> None:
    found = status(event(Axis.CONTEST, "denied"), event(Axis.CONTEST, "counter_claimed", day=5))
    assert found.contest is Contest.DENIED


def test_the_verdict_stands_at_the_latest() -> None:
    events = [event(Axis.VERDICT, "refuted"), event(Axis.VERDICT, "supported", day=1), event(Axis.VERDICT, "open", day=2)]
    assert status(*events).verdict is Verdict.OPEN
    assert status(*reversed(events[:2])).verdict is Verdict.SUPPORTED


def test_an_event_without_a_day_counts_as_the_oldest() -> None:
    undated = event(Axis.EVIDENCE, "published", happened_on=None)
    assert status(undated, event(Axis.EVIDENCE, "asserted")).evidence is Evidence.ASSERTED


# ------------------------------------------------------------------------------------------- corroboration


def voices(*rows: tuple[str, str]):
    """A case with one mention for each pair of speaker and outlet, in articles of their own."""
    return case(
        mentions=tuple(
            stored(id=f"m{n}", speakers=(speaker,), quote=f"quote {n}", article=article_info(id=n, outlet=outlet, ref=f"a{n}"))
            for n, (speaker, outlet) in enumerate(rows, 1)
        )
    )


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ([("Minister", "Arland Times")], Corroboration.SINGLE_ORIGIN),
        ([("Minister", "Arland Times")] * 3, Corroboration.SINGLE_ORIGIN),
        ([("Minister", "Arland Times"), ("Minister", "Corland Post")], Corroboration.ECHOED),
        ([("Minister", "Arland Times"), ("General", "Arland Times")], Corroboration.MULTI_SPEAKER),
        ([("Minister", "Arland Times"), ("General", "Corland Post")], Corroboration.MULTI_SPEAKER),
    ],
)
def test_corroboration_follows_from_speakers_and_outlets(rows, value: Corroboration) -> None:
    assert assess(voices(*rows)).status.corroboration is value


@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from("PQRS")), min_size=1, max_size=8))
def test_no_number_of_voices_is_independent_by_itself(rows) -> None:
    assert assess(voices(*rows)).status.corroboration is not Corroboration.INDEPENDENT


def test_only_an_analyst_says_independent() -> None:
    found = status(event(Axis.CORROBORATION, "independent", made_by="analyst"))
    assert (found.corroboration, found.headline) == (Corroboration.INDEPENDENT, "corroborated")


def test_a_denial_is_no_voice_for_the_allegation() -> None:
    denial = stored(kind=Kind.DENIAL, speakers=("Borland",), quote="no", article=article_info(id=2, outlet="Corland Post"))
    assert assess(case(mentions=(stored(), denial))).status.corroboration is Corroboration.SINGLE_ORIGIN


def test_allies_are_told_to_be_of_one_side() -> None:
    allies = case(
        mentions=(stored(speakers=("Minister", "General"), sides={"Minister": "Arland", "General": "Arland"}, quote="both"),)
    )
    assert "2 speakers, all of one side" in assess(allies).status.why[Axis.CORROBORATION]


# --------------------------------------------------------------------------------------------- unverified, why


@pytest.mark.parametrize(
    ("verdict", "unverified"),
    [
        (Verdict.OPEN, True),
        (Verdict.NOT_ENOUGH_EVIDENCE, True),
        (Verdict.CONFLICTING, True),
        (Verdict.SUPPORTED, False),
        (Verdict.REFUTED, False),
        (Verdict.RETRACTED, False),
        (Verdict.OCCURRED, False),
        (Verdict.DID_NOT_OCCUR, False),
    ],
)
def test_unverified_is_what_no_check_has_settled(verdict: Verdict, unverified: bool) -> None:
    found = status(event(Axis.VERDICT, verdict.value))
    assert found.unverified is unverified
    both = status(event(Axis.VERDICT, verdict.value), event(Axis.CORROBORATION, "independent"))
    assert not both.unverified


def test_published_evidence_and_a_denial_verify_nothing() -> None:
    assert status(event(Axis.EVIDENCE, "published"), event(Axis.CONTEST, "denied")).unverified


def test_the_why_of_an_axis_is_its_quote_and_its_voice() -> None:
    said = event(Axis.CONTEST, "denied", voice="Borland", quote="denied\n the shelling", article=article_info())
    why = status(said).why[Axis.CONTEST]
    assert why.startswith("“denied the shelling”")
    assert "Borland" in why
    assert "Arland Times" in why
    assert "2022" in why


def test_the_why_of_a_verdict_is_the_rating_and_where_it_can_be_read() -> None:
    said = event(Axis.VERDICT, "refuted", voice="Dun Check", quote=None, rating="Half true", url="https://dun.example/1")
    why = status(said).why[Axis.VERDICT]
    assert why.startswith("“Half true” (Dun Check, ")
    assert why.endswith(") https://dun.example/1")


def test_a_remark_without_a_voice_is_the_reporters() -> None:
    said = event(Axis.EVIDENCE, "none_provided", quote="gave no proof", article=article_info())
    assert "the reporter" in status(said).why[Axis.EVIDENCE]


def test_an_axis_that_nothing_moved_says_so() -> None:
    why = status().why
    assert set(why) == set(Axis)
    assert all(words for words in why.values())


def test_an_assessed_case_keeps_everything_that_was_gathered() -> None:
    given_case = case(events=(event(Axis.CONTEST, "denied"),))
    found = assess(given_case)
    assert (found.id, found.claim, found.mentions, found.events) == (
        given_case.id,
        given_case.claim,
        given_case.mentions,
        given_case.events,
    )
    assert found.origins == 1


@pytest.mark.parametrize(("first", "then"), [("did_not_occur", "open"), ("refuted", "supported"), ("retracted", "refuted")])
def test_a_verdict_corrected_on_the_same_day_is_the_corrected_one(first: str, then: str) -> None:
    assert status(event(Axis.VERDICT, first), event(Axis.VERDICT, then, hour=1)).verdict.value == then


def test_one_speaker_and_an_unnamed_voice_are_not_several_speakers() -> None:
    nobody = stored(speakers=(), quote="somebody said so", article=article_info())
    assert assess(case(mentions=(stored(), nobody))).status.corroboration is not Corroboration.MULTI_SPEAKER


def test_allies_who_speak_with_one_voice_are_several_speakers() -> None:
    allies = stored(speakers=("Arland", "Corland", "Dorland"), quote="all three say so")
    assert assess(case(mentions=(allies,))).status.corroboration is Corroboration.MULTI_SPEAKER
