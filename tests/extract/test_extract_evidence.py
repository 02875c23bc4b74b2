from __future__ import annotations

import pytest

from tracker.types import Contest, Evidence, Kind

CLAIM = "Norway said that Finland had bombed the bridge."
ACCUSED = "Norway accused Finland of bombing the bridge"


def quoted(text: str, notes) -> list[tuple[object, str]]:
    return [(note.value, text[slice(*note.span)]) for note in notes(text)]


# ---------------------------------------------------------------------------------------- remarks in a text


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Norway provided no evidence.", "Norway provided no evidence"),
        ("Norway did not offer any proof.", "Norway did not offer any proof"),
        ("The minister declined to give details.", "The minister declined to give details"),
        ("The minister refused to present evidence.", "The minister refused to present evidence"),
        ("No evidence was provided.", "No evidence was provided"),
        ("There is no evidence for this claim.", "There is no evidence for this claim"),
        ("The minister did not back this claim.", "The minister did not back this claim"),
        ("The claim could not be independently verified.", "The claim could not be independently verified"),
        ("Norway blamed Finland without evidence.", "without evidence"),
        ("Norway blamed Finland without providing any evidence.", "without providing any evidence"),
    ],
)
def test_that_none_was_given_is_a_remark(notes, text: str, quote: str) -> None:
    assert quoted(text, notes) == [(Evidence.NONE_PROVIDED, quote)]


@pytest.mark.parametrize(
    "text",
    [
        "Norway has evidence that Finland bombed the bridge.",
        "Intelligence shows that Finland bombed the bridge.",
        "There is evidence that Finland bombed the bridge.",
        "“We have intelligence that Finland did it,” the minister said.",
    ],
)
def test_that_there_is_some_is_a_remark(notes, text: str) -> None:
    assert [note.value for note in notes(text)] == [Evidence.ASSERTED]


@pytest.mark.parametrize(
    "text",
    [
        "Norway released a video of the attack.",
        "Norway published photographs of the bomb.",
        "Norway presented documents to back the claim.",
        "A recording was broadcast on Monday.",
    ],
)
def test_that_it_was_shown_is_a_remark(notes, text: str) -> None:
    assert [note.value for note in notes(text)] == [Evidence.PUBLISHED]


@pytest.mark.parametrize(
    "text",
    [
        "Both sides released conflicting versions of the attack.",
        "There were conflicting reports about the bombing.",
        "Norway and Finland blamed each other.",
    ],
)
def test_that_accounts_differ_is_a_remark(notes, text: str) -> None:
    assert [note.value for note in notes(text)] == [Contest.DISPUTED]


@pytest.mark.parametrize(
    "text",
    [
        "Investigators found no evidence of an attack.",
        "Sweden said it had seen no evidence.",
        "Norway would publish photographs next week.",
        "Norway did not release the video.",
        "Does Norway have evidence?",
        "Norway will only act if the claim is verified.",
        "Norway gave no details about opening the new ferry line.",
        "The weather was fine, and nobody was there.",
        "The evidence was long.",
        "The minister did not elaborate.",
        "“I have no details,” the minister said.",
        "",
    ],
)
def test_what_is_no_remark_on_what_the_accuser_offered(notes, text: str) -> None:
    assert notes(text) == []


def test_remarks_stand_in_order_of_the_text(notes) -> None:
    text = "Norway released a video. Sweden provided no evidence. There were conflicting reports."
    found = notes(text)
    assert [note.value for note in found] == [Evidence.PUBLISHED, Evidence.NONE_PROVIDED, Contest.DISPUTED]
    assert [note.span for note in found] == sorted(note.span for note in found)


def test_a_clause_before_is_no_part_of_the_remark(notes) -> None:
    text = "Although Norway talked at length, it provided no evidence."
    assert quoted(text, notes) == [(Evidence.NONE_PROVIDED, "it provided no evidence")]


# ----------------------------------------------------------------------------- remarks on what was alleged


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Norway said Finland had bombed the bridge, but provided no evidence.", "provided no evidence"),
        (f"{ACCUSED} but offered no proof.", "offered no proof"),
        (f"{ACCUSED} but declined to give details.", "declined to give details"),
        (f"{ACCUSED}, offering no evidence.", "offering no evidence"),
        ("Norway, without evidence, accused Finland of bombing the bridge.", "without evidence"),
        ("Norway said, without providing evidence, that Finland had bombed the bridge.", "without providing evidence"),
        (f"{CLAIM} The Norwegian government did not offer any proof.", "The Norwegian government did not offer any proof"),
        (f"{CLAIM} The minister declined to give details.", "The minister declined to give details"),
        (f"{CLAIM} No evidence was provided.", "No evidence was provided"),
        (f"{ACCUSED}. It provided no evidence.", "It provided no evidence"),
    ],
)
def test_none_given_is_told_of_the_allegation_in_words_of_the_text(first, text: str, quote: str) -> None:
    remark = first(text).evidence
    assert (remark.value, remark.quote, remark.voice) == (Evidence.NONE_PROVIDED, quote, None)


def test_whoever_says_that_there_is_none_is_its_voice(first) -> None:
    remark = first(f"{CLAIM} There is no proof of this, Finland said.").evidence
    assert (remark.value, remark.voice) == (Evidence.NONE_PROVIDED, "Finland")


@pytest.mark.parametrize(
    "text",
    [
        CLAIM,
        f"{CLAIM} It was a cold winter.",
        f"{CLAIM} The minister did not elaborate.",
        f"{CLAIM} Investigators found no evidence of it.",
        f"{CLAIM} Sweden said it had seen no evidence.",
        f"{CLAIM} Norway would publish photographs next week.",
        f"{CLAIM} Finland provided no evidence.",
    ],
)
def test_silence_and_findings_leave_evidence_unassessed(first, text: str) -> None:
    assert first(text).evidence is None


@pytest.mark.parametrize(
    "text",
    [
        "Norway has evidence that Finland bombed the bridge.",
        "“We have evidence that Finland bombed the bridge,” the Norwegian minister said.",
        "Norway said that intelligence shows that Finland bombed the bridge.",
    ],
)
def test_evidence_that_is_only_spoken_of_is_asserted(first, text: str) -> None:
    assert first(text).evidence.value is Evidence.ASSERTED


@pytest.mark.parametrize(
    "text",
    [
        f"{CLAIM} Norway released a video of the attack.",
        f"{CLAIM} Norway published photographs of the bomb.",
        f"{ACCUSED} and released a video of the attack.",
    ],
)
def test_evidence_that_was_shown_is_published(first, text: str) -> None:
    assert first(text).evidence.value is Evidence.PUBLISHED


def test_a_remark_reaches_only_the_side_it_speaks_of(mentions) -> None:
    text = f"{ACCUSED}. Sweden accused Denmark of poisoning the well. Norway offered no evidence."
    assert [m.evidence is not None for m in mentions(text)] == [True, False]


def test_what_the_accused_does_not_show_says_nothing_about_the_accuser(mentions) -> None:
    text = f"{ACCUSED}. Sweden accused Denmark of poisoning the well. Denmark offered no evidence."
    assert [m.evidence for m in mentions(text)] == [None, None]


@pytest.mark.parametrize(
    "text",
    [f"{CLAIM} It provided no evidence.", "Norway said that Finland had bombed the bridge, but it provided no evidence."],
)
def test_it_that_provides_no_evidence_is_the_speaker(first, text: str) -> None:
    assert first(text).evidence.value is Evidence.NONE_PROVIDED


@pytest.mark.xfail(
    strict=True, reason="'but declined …' after 'said Finland had …' is left in the content, which then is no remark"
)
def test_said_but_declined_to_give_details(one) -> None:
    found = one("Norway said Finland had bombed the bridge but declined to give details.")
    assert (found.quote, found.evidence.value) == ("Finland had bombed the bridge", Evidence.NONE_PROVIDED)


@pytest.mark.xfail(
    strict=True, reason="intelligence that 'it had' inside what is said is no remark: only the main clause counts"
)
def test_said_it_had_intelligence_is_asserted(first) -> None:
    found = first("Norway said it had intelligence showing that Finland had bombed the bridge.")
    assert found.evidence.value is Evidence.ASSERTED


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("All of our information shows clearly that this was a raid.", Evidence.ASSERTED),
        ("Norway has information indicating that Finland did it.", Evidence.ASSERTED),
        ("It spoke to hundreds of victims for a report detailing 900 cases.", Evidence.PUBLISHED),
        ("Photographs appeared on the Internet.", Evidence.PUBLISHED),
    ],
    ids=["all of it", "a participle", "a report with its cases", "seen by everybody"],
)
def test_what_is_known_and_what_can_be_seen_are_told_apart(notes, text: str, value: Evidence) -> None:
    assert [note.value for note in notes(text)] == [value]


def test_no_evidence_that_somebody_did_it_accuses_nobody_by_itself(mentions) -> None:
    text = f"{ACCUSED}. The report did not provide evidence that Finland was behind the attack."
    assert [m.evidence.value for m in mentions(text) if m.kind is Kind.ALLEGATION] == [Evidence.NONE_PROVIDED]
