from __future__ import annotations

from collections.abc import Callable

import pytest

from tracker.extract.certainty import certainty
from tracker.extract.wording.assemble import governor
from tracker.types import Certainty

POSSIBLE, LIKELY, PLANNED, ASSERTED = Certainty


@pytest.fixture(scope="session")
def sure(parse, lexicon) -> Callable[..., tuple[Certainty, str]]:
    """How sure some words of a text are, held by a cue, and the word that shows it."""

    def run(text: str, words: str, cue: str | None = None) -> tuple[Certainty, str]:
        doc = parse(text)
        start = text.index(words)
        tokens = [t for t in doc if start <= t.idx < start + len(words)]
        spoken = next((t for t in doc if t.text == cue), None)
        level, shown = certainty(tokens, governor(tokens), spoken, lexicon)
        return level, shown.text if shown is not None else ""

    return run


@pytest.mark.parametrize(
    ("said", "level", "shown"),
    [
        ("Borland could bomb the ferry", POSSIBLE, "could"),
        ("Borland may have bombed the ferry", POSSIBLE, "may"),
        ("Borland might be hiding the files", POSSIBLE, "might"),
        ("Borland had perhaps bombed the ferry", POSSIBLE, "perhaps"),
        ("either Borland or Corland bombed the ferry", ASSERTED, ""),
        ("Borland had probably bombed the ferry", LIKELY, "probably"),
        ("Borland was likely to bomb the ferry", LIKELY, "likely"),
        ("Borland must have bombed the ferry", LIKELY, "must"),
        ("Borland seems to have bombed the ferry", LIKELY, "seems"),
        ("Borland is believed to have bombed the ferry", LIKELY, "believed"),
        ("two men were arrested on suspicion of arson", LIKELY, "suspicion"),
        ("in all likelihood Borland bombed the ferry", LIKELY, "likelihood"),
        ("Borland will bomb the ferry", PLANNED, "will"),
        ("Borland would bomb the ferry", PLANNED, "would"),
        ("Borland plans to bomb the ferry", PLANNED, "plans"),
        ("Borland is planning an attack on the ferry", PLANNED, "planning"),
        ("Borland has plans to bomb the ferry", PLANNED, "plans"),
        ("Borland is about to bomb the ferry", PLANNED, "about"),
        ("Borland is going to bomb the ferry", PLANNED, "going"),
        ("the gunmen were to bomb the ferry", PLANNED, "were"),
        ("an attack is imminent", PLANNED, "imminent"),
        ("an attack is planned for Sunday", PLANNED, "planned"),
        ("Borland bombed the ferry", ASSERTED, ""),
        ("Borland is bombing the ferry", ASSERTED, ""),
        # modal in form only
        ("Borland could not protect the ferry", ASSERTED, ""),
        ("the files could only have come from Borland", ASSERTED, ""),
        ("Borland should have protected the ferry", ASSERTED, ""),
        ("Borland must stop the attacks", ASSERTED, ""),
        ("the guards would not say what they had burned", ASSERTED, ""),
        ("the gunmen would have sunk the ferry", ASSERTED, ""),
        ("Borland bombed the ferry in May", ASSERTED, ""),
        # what was tried, planned or looked for was done
        ("the gunmen tried to bomb the ferry", ASSERTED, ""),
        ("the raid was planned and paid for by Borland", ASSERTED, ""),
        ("the clerk passed on seating plans", ASSERTED, ""),
        ("nobody had looked after the generator", ASSERTED, ""),
        ("its name appears in none of the files", ASSERTED, ""),
        ("the aim was to burn the files", ASSERTED, ""),
    ],
)
def test_the_words_of_the_claim_show_how_sure_it_is(sure, said: str, level: Certainty, shown: str) -> None:
    assert sure(f"Arland said that {said}.", said, "said") == (level, shown)


@pytest.mark.parametrize(
    ("frame", "level", "shown"),
    [
        ("Arland said that", ASSERTED, ""),
        ("Arland knows that", ASSERTED, ""),
        ("Arland is convinced that", ASSERTED, ""),
        ("Arland warned that", ASSERTED, ""),
        ("Arland confirmed that", ASSERTED, ""),
        ("Arland fears that", LIKELY, "fears"),
        ("Arland suspects that", LIKELY, "suspects"),
        ("Arland is worried that", LIKELY, "worried"),
        ("Arland said that its government believes that", LIKELY, "believes"),
        ("There is a suspicion that", LIKELY, "suspicion"),
        ("The fear of the mayor is that", LIKELY, "fear"),
        ("Arland concluded with moderate confidence that", LIKELY, "confidence"),
        ("It is likely that", LIKELY, "likely"),
        ("Arland suggested that", POSSIBLE, "suggested"),
        ("Arland hinted that", POSSIBLE, "hinted"),
        ("Arland did not rule out that", POSSIBLE, "rule"),
        ("There is a risk that", POSSIBLE, "risk"),
        ("One theory is that", POSSIBLE, "theory"),
        ("The police are examining whether", POSSIBLE, "whether"),
    ],
)
def test_what_holds_a_claim_shows_how_sure_it_is(sure, frame: str, level: Certainty, shown: str) -> None:
    assert sure(f"{frame} Borland had bombed the ferry.", "Borland had bombed the ferry") == (level, shown)


@pytest.mark.parametrize(
    ("text", "words", "level"),
    [
        ("Arland believes that Borland could bomb the ferry.", "Borland could bomb the ferry", POSSIBLE),
        ("Arland fears that Borland will bomb the ferry.", "Borland will bomb the ferry", LIKELY),
        ("There is a risk that Borland will bomb the ferry.", "Borland will bomb the ferry", POSSIBLE),
        ("Arland suspects that the raid was probably planned.", "the raid was probably planned", LIKELY),
    ],
)
def test_the_weakest_word_decides(sure, text: str, words: str, level: Certainty) -> None:
    assert sure(text, words)[0] is level


@pytest.mark.parametrize("words", ["poison the well", "blame the mayor"])
def test_what_helps_the_first_verb_helps_all(sure, words: str) -> None:
    assert sure("Arland said that Borland could bomb the ferry, poison the well or blame the mayor.", words) == (
        POSSIBLE,
        "could",
    )


def test_a_modal_cut_off_from_its_verb_still_counts(sure) -> None:
    assert sure("Borland may have burned the files.", "burned the files") == (POSSIBLE, "may")


def test_what_is_said_of_somebody_in_passing_does_not_weaken_the_claim(sure) -> None:
    text = "Arland, which believes in peace and may leave the union, said that Borland bombed the ferry."
    assert sure(text, "Borland bombed the ferry", "said") == (ASSERTED, "")


def test_who_suspects_somebody_is_not_sure(sure) -> None:
    assert sure("The police suspect two men of arson.", "suspect two men of arson", "suspect") == (LIKELY, "suspect")


@pytest.mark.parametrize("words", ["accused Borland of planning to bomb the ferry", "planning to bomb the ferry"])
def test_who_is_accused_of_planning_plans(sure, words: str) -> None:
    assert sure("Arland accused Borland of planning to bomb the ferry.", words, "accused") == (PLANNED, "planning")


def test_a_noun_is_as_sure_as_the_clause_on_it(sure) -> None:
    assert sure("Arland spoke of letters that may have been forged.", "letters that may have been forged")[0] is POSSIBLE
