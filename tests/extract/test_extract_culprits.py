from __future__ import annotations

from collections.abc import Callable

import pytest

from tracker.extract.choices import Choice
from tracker.extract.clauses import Clause
from tracker.extract.culprits import Culprits
from tracker.extract.reading import Text

Answers = Callable[..., dict[str, set[str]]]


@pytest.fixture(scope="session")
def answers(read: Callable[[str], Text]) -> Answers:
    """By name, the signs of all whom the clause of some words may accuse; "" is nobody."""

    def run(text: str, words: str, *speakers: str, denies: bool = False) -> dict[str, set[str]]:
        found = read(text)
        span = found.doc.char_span(text.index(words), text.index(words) + len(words))
        assert span is not None
        k = Clause(span.start, span.end, found.columns.root(span.start, span.end), "clause")
        choices = Culprits(found.columns, found.readings, found.cast, [(k, speakers, denies)]).of(0)
        return {" and ".join(c.names): c.signs for c in choices}

    return run


@pytest.mark.parametrize(
    ("words", "name", "sign"),
    [
        ("Finland bombed the bridge", "Finland", "subject act"),
        ("the bridge was bombed by Finland", "Finland", "agent act"),
        ("Finland’s bombing of the bridge was a crime", "Finland", "poss act"),
        ("Finnish bombing killed nine", "Finland", "adj act"),
        ("accused Finland of bombing the bridge", "Finland", "target"),
        ("filed a lawsuit against Finland over the bombing", "Finland", "target"),
    ],
    ids=["subject", "by", "possessor", "adjective", "accused of", "a lawsuit against"],
)
def test_the_grammar_names_who_did_it(answers: Answers, words: str, name: str, sign: str) -> None:
    assert sign in answers(f"Norway said on Monday that {words}.", words, "Norway")[name]


def test_who_suffers_the_deed_is_not_accused_of_it(answers: Answers) -> None:
    assert set(answers("Norway said that Finland had bombed Sweden.", "Finland had bombed Sweden", "Norway")) == {"Finland", ""}


def test_nobody_accuses_the_own_side(answers: Answers) -> None:
    words = "Finland had bombed the bridge"
    assert "Finland" not in answers(f"The Finnish army said that {words}.", words, "Finland")


def test_whoever_confesses_accuses_himself(answers: Answers) -> None:
    found = answers("“We bombed the bridge,” Finland said.", "We bombed the bridge", "Finland")
    assert "first person" in found["Finland"]


def test_a_compatriot_may_accuse_a_person_but_not_the_state(answers: Answers) -> None:
    text = "Jeff Sessions said that Hillary Clinton had lied. The United States lied, too."
    assert "Hillary Clinton" in answers(text, "Hillary Clinton had lied", "Jeff Sessions")
    assert "United States" not in answers(text, "The United States lied", "Antony Blinken")


@pytest.mark.parametrize(
    "words",
    ["Russia and Syria bombed the convoy", "Syrian and Russian warplanes bombed the convoy"],
    ids=["two names", "two adjectives"],
)
def test_several_who_do_it_together_are_one_answer(answers: Answers, words: str) -> None:
    found = answers(f"Norway said that {words}.", words, "Norway")
    assert any(" and " in name and "Russia" in name and "Syria" in name for name in found)


def test_a_place_did_nothing(answers: Answers) -> None:
    words = "the convoy was bombed near Gothenburg"
    text = f"Gothenburg is a large town. Gothenburg has a church. Norway said that {words}."
    assert "Gothenburg" not in answers(text, words, "Norway")


def test_the_clauses_own_verb_of_accusing_leaves_no_doubt() -> None:
    target, other = Choice(("Finland",), signs={"target own|1"}), Choice(("Norway",), signs={"subject act"})
    assert Culprits.plainly([other, target]) == [1]
    assert Culprits.plainly([other, Choice(())]) == [0, 1]


def test_a_denial_is_about_the_deniers_own_side(answers: Answers) -> None:
    words = "Finland denied any role"
    assert "denier's side" in answers(f"{words} in the bombing.", words, "Finland", denies=True)["Finland"]
