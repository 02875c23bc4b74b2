from __future__ import annotations

import pytest

from tracker.extract import acts


@pytest.fixture(scope="session")
def found(parse, lexicon):
    """The acts named in a text, the main one first."""

    def run(text: str) -> list[acts.Act]:
        doc = parse(text)
        return acts.find(doc, tuple(range(len(doc))), lexicon)

    return run


@pytest.fixture(scope="session")
def doer(found, lexicon):
    """The word that heads whoever does the main act, and by which grammar."""

    def run(text: str) -> tuple[str | None, str]:
        act = found(text)[0]
        token, how = acts.agent(act, set(range(len(act.token.doc))), lexicon)
        return (token.text if token is not None else None), how

    return run


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Finland bombed the bridge.", "attack"),
        ("Finland killed two shepherds.", "kill"),
        ("Finland poisoned the well.", "wmd"),
        ("Finland tortured the prisoners.", "atrocity"),
        ("Finland lied about the ferry.", "deceive"),
        ("Finland hacked the ferry company.", "spy"),
        ("Finland sabotaged the pipeline.", "sabotage"),
        ("Finland meddled in the election.", "interfere"),
        ("Finland bribed the harbour master.", "corrupt"),
        ("Finland violated the fishing treaty.", "breach"),
        ("Finland deported the fishermen.", "repress"),
        ("Finland staged a provocation.", "false_flag"),
    ],
)
def test_an_act_has_its_class(found, text: str, kind: str) -> None:
    assert found(text)[0].kind == kind


def test_the_same_word_in_any_form_is_the_same_act(found) -> None:
    texts = ["Finland invades Sweden.", "Finland invaded Sweden.", "Finland is invading Sweden."]
    assert [[a.kind for a in found(text)] for text in texts] == [["attack"]] * 3


def test_a_phrase_counts_as_a_whole(found) -> None:
    assert "false_flag" in [a.kind for a in found("It was a false flag operation.")]


def test_a_faked_attack_is_a_deception_first(found) -> None:
    assert [a.kind for a in found("Finland will fake an attack on its own bridge.")] == ["false_flag", "attack"]


def test_what_something_is_done_for_comes_last_and_is_an_aim(found) -> None:
    ranked = found("Finland is looking for a pretext to invade Sweden.")
    assert [(a.kind, a.aim) for a in ranked] == [("false_flag", False), ("attack", True)]


def test_an_attempt_to_do_it_is_the_act_itself(found) -> None:
    (act,) = found("It was an attempt to invade Sweden.")
    assert (act.kind, act.aim) == ("attack", False)


def test_what_is_said_comes_before_what_it_is_said_of(found) -> None:
    assert [a.kind for a in found("The bombing of the bridge was a crime.")] == ["atrocity", "attack"]


def test_a_weak_word_is_not_strong(found) -> None:
    assert [a.strong for a in found("Two men died in the fire.")] == [False, False]


def test_peaceful_words_name_no_act(found) -> None:
    assert found("The minister opened a new school and praised the fish soup.") == []


def test_only_the_given_tokens_are_searched(parse, lexicon) -> None:
    doc = parse("Finland bombed the bridge and opened a school.")
    assert acts.find(doc, tuple(range(4, len(doc))), lexicon) == []


def test_a_person_or_body_whose_name_is_a_hostile_word_does_nothing_hostile(found) -> None:
    assert found("Adam Strike opened a school.") == []


@pytest.mark.parametrize(
    ("text", "who", "how"),
    [
        ("Finland attacked the island.", "Finland", "subject"),
        ("The island was attacked by Finland.", "Finland", "subject"),
        ("Finland is planning an attack on the island.", "Finland", "subject"),
        ("Finland's attack on the island was long.", "Finland", "possessive"),
        ("The attack on the island by Finland was long.", "Finland", "agent"),
        ("The Russian attack on the island was long.", "attack", "adjective"),
    ],
)
def test_the_doer_of_an_act_is_read_off_the_grammar(doer, text: str, who: str, how: str) -> None:
    assert doer(text) == (who, how)


@pytest.mark.parametrize("text", ["The island was attacked.", "An attack on the island began.", "Finland faced an attack."])
def test_nobody_did_it_where_the_grammar_names_nobody(doer, text: str) -> None:
    assert doer(text) == (None, "nobody")


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        ("Finland attacked Sweden.", ["Sweden"]),
        ("Sweden was attacked by Finland.", ["Sweden"]),
        ("Finland's attack on Sweden was long.", ["Sweden"]),
        ("The bombing of Sweden was long.", ["Sweden"]),
        ("The attack was long.", []),
    ],
)
def test_the_victim_is_whom_it_is_done_to(found, text: str, victims: list[str]) -> None:
    assert [t.text for t in acts.patients(found(text)[0])] == victims


def test_a_harbour_is_no_act(found) -> None:
    assert found("The ferry left the harbour on Sunday.") == []
