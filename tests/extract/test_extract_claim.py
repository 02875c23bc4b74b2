from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Norway said that Finland had bombed the bridge.", "Finland had bombed the bridge."),
        ("“Finland bombed the bridge,” the Norwegian minister said.", "Finland bombed the bridge."),
        ("Norway said that Finland “bombed” the bridge.", "Finland bombed the bridge."),
        ("Norway accused Finland of planning an attack on the island.", "Finland is planning an attack on the island."),
        ("Finland was accused by Norway of lying.", "Finland is lying."),
        ("Norway accused Finland of genocide.", "Finland is accused of genocide."),
        ("Norway said that the bridge was bombed by Finland.", "The bridge was bombed by Finland."),
        ("Norway said that Finnish troops had bombed the bridge.", "Finnish troops had bombed the bridge."),
        ("The claim that Finland bombed the bridge is old.", "Finland bombed the bridge."),
        ("Norway said that the attack, “a crime”, was long.", "The attack, a crime, was long."),
        ("Norway said that\nFinland   bombed the bridge.", "Finland bombed the bridge."),
    ],
)
def test_a_claim_stands_alone_without_its_speaker(one, text: str, claim: str) -> None:
    assert one(text).claim == claim


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "Norway accused Finland of bombing the bridge and poisoning the well.",
            ["Finland is bombing the bridge.", "Finland is poisoning the well."],
        ),
        (
            "Norway said that Finland bombed the bridge, poisoned the well and kidnapped the mayor.",
            ["Finland bombed the bridge.", "Finland poisoned the well.", "Finland kidnapped the mayor."],
        ),
        (
            "Norway said that Finland bombed the bridge. Anna Berg added that it had also poisoned the well.",
            ["Finland bombed the bridge.", "Finland had also poisoned the well."],
        ),
    ],
)
def test_the_accused_stands_where_the_piece_has_no_name_of_its_own(mentions, text: str, claims: list[str]) -> None:
    assert [m.claim for m in mentions(text)] == claims


def test_several_who_are_accused_are(one) -> None:
    assert one("Norway accused Finnish officials of lying.").claim == "Finnish officials are lying."


def test_it_of_the_speaker_is_the_speaker(one) -> None:
    assert one("Sweden said that it was attacked by Finland.").claim == "Sweden was attacked by Finland."


def test_what_the_speaker_says_he_fears_is_without_his_fearing(one) -> None:
    text = "“We are concerned that Finland is planning an attack,” the Norwegian minister said."
    assert one(text).claim == "Finland is planning an attack."


def test_a_name_in_s_has_its_apostrophe_only(mentions) -> None:
    text = "The United States said that its forces had been attacked by Finland."
    assert mentions(text)[0].claim == "United States’ forces had been attacked by Finland."


@pytest.mark.parametrize(
    "text",
    [
        "Norway said that Finland had bombed the bridge",
        "according to norway, Finland bombed the bridge.",
        "“finland bombed the bridge …,” the minister said.",
        "Norway accused Finland of bombing the bridge!",
        "Norway warned of a Finnish attack on the pier - and of a war.",
        "Finland denied the bombing of the bridge.",
        "Finland rejected “the claim that it bombed the bridge”.",
        "Norway blamed Finland for the explosion: a crime.",
    ],
)
def test_a_claim_begins_with_a_capital_and_ends_with_one_full_stop(mentions, text: str) -> None:
    (claim,) = [m.claim for m in mentions(text)]
    assert claim[0].isupper()
    assert claim.endswith(".")
    assert not claim.endswith((" .", "..", ",."))
    assert not set('“”"\n') & set(claim)


@pytest.mark.xfail(strict=True, reason="'its' in what is said always is the subject of what is said, never the speaker")
def test_its_in_what_is_said_may_be_the_speakers(one) -> None:
    claim = one("Norway said that Finland had meddled in its election.").claim
    assert claim == "Finland had meddled in Norway’s election."


@pytest.mark.parametrize(
    "text", ["Finland said that Norway bombed the bridge itself.", "Finland accused Norway of bombing the bridge itself."]
)
def test_itself_is_no_name(last, text: str) -> None:
    assert "bridge itself" in last(text).claim


def test_a_claim_never_says_of_the_speaker_what_he_says_of_others(last) -> None:
    text = "“Finland has bombed the bridge,” the Norwegian minister said. “It will bomb the ferry next.”"
    assert last(text).claim == "Finland will bomb the ferry next."


@pytest.mark.xfail(strict=True, reason="only 'we' and 'I' are seen as the speaker who fears, not 'he'")
def test_he_was_concerned_that_is_left_out_as_well(one) -> None:
    found = one("The Norwegian minister said he was concerned that Finland would bomb the bridge.")
    assert found.claim == "Finland would bomb the bridge."


def test_the_verb_agrees_with_the_name_in_place_of_we(one) -> None:
    assert " has not bombed" in one("“We have not bombed the bridge,” the Finnish minister said.").claim


@pytest.mark.xfail(strict=True, reason="a denied noun is left alone: 'Bombing of the bridge.' is no sentence and names nobody")
@pytest.mark.parametrize("noun", ["the bombing of the bridge", "the accusation", "it"])
def test_the_claim_of_a_denial_is_a_sentence_that_names_who_denies(last, noun: str) -> None:
    claim = last(f"Norway accused Finland of bombing the bridge. Finland denied {noun}.").claim
    assert claim.startswith("Finland ")


@pytest.mark.xfail(strict=True, reason="the remark on evidence is left in the claim")
def test_a_remark_on_evidence_is_no_part_of_the_claim(one) -> None:
    claim = one("Norway accused Finland of bombing the bridge without providing evidence.").claim
    assert claim == "Finland is bombing the bridge."


def test_each_other_is_nobody(mentions) -> None:
    assert [m.claim for m in mentions("Norway and Finland blamed each other.") if m.claim.startswith("Each other")] == []


@pytest.mark.xfail(
    strict=True, reason="the accused is put in front although the piece names it: 'Finland is accused of sabotage by Finland'"
)
@pytest.mark.parametrize(
    "text", ["Norway repeated allegations of sabotage by Finland.", "Norway warned of a Finnish attack on the pier."]
)
def test_the_accused_is_named_once(one, text: str) -> None:
    claim = one(text).claim
    assert claim.count("Finland") + claim.count("Finnish") == 1


@pytest.mark.xfail(
    strict=True, reason="'on X' that the parser hangs on the object takes the deed out of the claim: 'Finland is to blame.'"
)
@pytest.mark.parametrize("deed", ["the explosion", "the explosion at the bridge"])
def test_blame_y_on_x_tells_what_for(one, deed: str) -> None:
    assert one(f"Norway blamed {deed} on Finland.").claim == f"Finland is to blame for {deed}."


@pytest.mark.parametrize("word", ["likely", "possible", "clear"])
def test_it_that_stands_for_nobody_stays_it(one, word: str) -> None:
    assert "Norway" not in one(f"Norway said that it is {word} that Finland bombed the bridge.").claim


@pytest.mark.xfail(
    strict=True, reason="'called X Y' and 'described X as Y' that are parsed as a clause or as one phrase get no 'is'"
)
@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Norway called the bombing of the bridge a crime.", "The bombing of the bridge is a crime."),
        ("Norway described the attacks as a crime.", "The attacks are a crime."),
    ],
)
def test_to_call_it_something_is_to_say_that_it_is(one, text: str, claim: str) -> None:
    assert one(text).claim == claim
