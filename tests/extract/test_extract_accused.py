from __future__ import annotations

import pytest

from tracker.types import Kind


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Norway accused Finland of bombing the bridge.", "Finland"),
        ("Norway blamed Finland for the explosion.", "Finland"),
        ("Norway blamed the explosion on Finland.", "Finland"),
        ("Norway said that Finland bombed the bridge.", "Finland"),
        ("Norway said that the bridge was bombed by Finland.", "Finland"),
        pytest.param(
            "Norway said that Finland's attack on Sweden was a surprise.",
            "Finland",
            marks=pytest.mark.xfail(strict=True, reason="the words that name the accused are the whole phrase"),
        ),
        ("Norway said that Finnish forces attacked Sweden.", "Finnish forces"),
        ("Norway said that Swedish villages were attacked by Finnish troops.", "Finnish troops"),
        ("Norway said that Finland's government had bombed the bridge.", "Finland's government"),
        ("Norway said that Helsinki had bombed the bridge.", "Helsinki"),
        ("Norway said that Finland is planning an attack on the island.", "Finland"),
        ("Norway said that Finland was behind the explosion.", "Finland"),
        ("Norway said that Finland was to blame for the explosion.", "Finland"),
        ("The claim that Finland bombed the bridge is old.", "Finland"),
        ("“Finland bombed the bridge,” the Norwegian minister said.", "Finland"),
        ("Norway said that Finnish hackers had stolen emails.", "Finnish hackers"),
    ],
)
def test_the_accused_is_whoever_is_said_to_do_it(one, text: str, words: str) -> None:
    found = one(text)
    assert (found.accused, found.accused_text) == ("Finland", words)


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("Finland said that the Kremlin had poisoned the well.", "Russia"),
        ("Norway said that Vladimir Putin had poisoned the well.", "Vladimir Putin"),
        ("Witnesses said that Finnish soldiers killed a shepherd.", "Finland"),
        ("Human Rights Watch said that Finnish troops had tortured prisoners.", "Finland"),
        ("Norway said that Finland is about to bomb the bridge.", "Finland"),
    ],
)
def test_metonyms_and_soldiers_accuse_their_state_and_persons_stand_for_themselves(one, text: str, accused: str) -> None:
    assert one(text).accused == accused


@pytest.mark.parametrize(
    "text",
    [
        "Norway said that the bridge had been bombed.",
        "Norway said that somebody had bombed the bridge.",
        "Norway said that an attack on the bridge had begun.",
        pytest.param(
            "Norway said that the victims of the attack were tourists.",
            marks=pytest.mark.xfail(strict=True, reason="the subject of a clause that names an act is taken for its doer"),
        ),
    ],
)
def test_where_nobody_is_named_nobody_is_accused(one, text: str) -> None:
    found = one(text)
    assert (found.accused, found.accused_text) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "Norway said that Sweden had been attacked.",
        "Norway said that an attack on Sweden had begun.",
        "Norway said that Sweden had suffered an attack.",
        "Norway said that Sweden had faced a cyberattack.",
        pytest.param(
            "Norway said that Denmark's ally Sweden was attacked.",
            marks=pytest.mark.xfail(strict=True, reason="the possessive is taken for whose attack it was"),
        ),
    ],
)
def test_a_victim_is_never_accused(one, text: str) -> None:
    assert one(text).accused is None


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        ("Sweden", "Sweden said that it had been attacked by Finland."),
        ("Sweden", "Finland's troops attacked Sweden, Sweden said."),
        ("Swedish officials", "Swedish officials said that Finland had attacked Swedish villages."),
    ],
)
def test_the_victim_may_speak_and_accuse(one, speaker: str, text: str) -> None:
    found = one(text)
    assert (found.speaker, found.accused) == (speaker, "Finland")


@pytest.mark.parametrize(
    "text",
    [
        "Norway said that its own forces had bombed the bridge by mistake.",
        "Norway said that the Norwegian navy had bombed the bridge.",
        "The Norwegian prime minister said that Norway had bombed the bridge.",
        "“We bombed the bridge,” the Norwegian general said.",
    ],
)
def test_nobody_accuses_the_own_side(mentions, text: str) -> None:
    assert [m.accused for m in mentions(text)] == [None]


def test_to_blame_somebody_inside_a_plot_accuses_only_the_plotter(mentions) -> None:
    found = mentions("Norway says that Finland plans to fake an attack to blame Sweden.")
    assert [(m.speaker, m.accused) for m in found] == [("Norway", "Finland")]


def test_a_statement_accuses_nobody(one) -> None:
    found = one("Norway said that Finland opened a school.")
    assert (found.kind, found.accused) == (Kind.STATEMENT, None)


def test_a_pronoun_leads_to_whom_the_sentence_before_accused(mentions) -> None:
    text = "Anna Berg said that Finland bombed the bridge. She added that it had also poisoned the well."
    assert [m.accused for m in mentions(text)] == ["Finland", "Finland"]


@pytest.mark.xfail(strict=True, reason="what 'accused of' governs is one claim, however many acts it joins")
def test_the_second_act_of_one_sentence_has_the_accused_of_the_first(mentions) -> None:
    text = "Norway accused Finland of bombing the bridge and poisoning the well."
    assert [m.accused for m in mentions(text)] == ["Finland", "Finland"]


def test_each_of_two_accusers_accuses_its_own(mentions) -> None:
    text = "Norway accused Finland of bombing the bridge. Finland accused Norway of poisoning the well."
    assert [(m.speaker, m.accused) for m in mentions(text)] == [("Norway", "Finland"), ("Finland", "Norway")]


def test_a_nested_report_keeps_who_accuses_and_who_reports_it(one) -> None:
    found = one("Norway said that Sweden had claimed that Finland bombed the bridge.")
    assert (found.speaker, found.reported_by, found.accused) == ("Sweden", "Norway", "Finland")


@pytest.mark.parametrize(
    "text",
    [
        "“Finland has bombed the bridge,” the Norwegian minister said. “It will bomb the ferry next.”",
        "“Finland has bombed the bridge,” the Norwegian minister said, “and it will bomb the ferry as well.”",
    ],
)
def test_it_in_a_quotation_that_goes_on_is_not_the_speaker(last, text: str) -> None:
    assert last(text).accused == "Finland"


def test_a_tagged_speaker_never_accuses_himself(last) -> None:
    assert last("MS. PSAKI: Finland has bombed the bridge.\n\nMR. HOLM: Sweden poisoned the well.").accused == "Sweden"


@pytest.mark.parametrize(
    "text",
    ["Norway warned about Finnish sabotage.", "Norway said that the Finnish sabotage of the bridge was a scandal."],
)
def test_a_demonym_before_an_act_accuses_its_state(one, text: str) -> None:
    assert one(text).accused == "Finland"


@pytest.mark.xfail(strict=True, reason="a clause that names a weapon right after an accusation is taken for one")
def test_to_have_seen_a_bomb_accuses_nobody(mentions) -> None:
    found = mentions("“Finland has bombed the bridge. We have seen the bomb,” the Norwegian minister said.")
    assert [m.accused for m in found] == ["Finland", None]


ABOUT_FINLAND = "Norway said that Finland had bombed the bridge. Sweden said that Finland had poisoned the well. "
LATER = "Nobody came to Lund that day. The ferry was late. The market was closed. "


@pytest.mark.parametrize(
    "before",
    [
        f"{ABOUT_FINLAND}Denmark said that Finland had killed a shepherd. ",
        ABOUT_FINLAND,
        f"{ABOUT_FINLAND}Denmark said that Chile, Peru, Spain and Italy had killed a shepherd. ",
    ],
    ids=["accused three times", "accused twice", "accused twice, and others"],
)
def test_whom_the_article_is_about_is_accused_where_nobody_is_named_but_hardly_surely(last, before: str) -> None:
    found = last(f"{before}{LATER}Estonia said that the pier had been bombed.")
    assert found.accused == "Finland"
    assert found.confidence < 0.7


def test_whom_the_article_is_about_is_not_accused_of_what_it_suffers(last) -> None:
    text = f"{ABOUT_FINLAND}Denmark said that Finland had killed a shepherd. {LATER}Estonia said that Finland had been bombed."
    assert last(text).accused is None
