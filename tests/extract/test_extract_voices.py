from __future__ import annotations

from collections.abc import Callable

import pytest

from tracker.extract.clauses import Clause
from tracker.extract.reading import Text

Answers = Callable[[str, str], dict[str, set[str]]]


@pytest.fixture(scope="session")
def answers(read: Callable[[str], Text]) -> Answers:
    """By name, the signs of all who may speak in the clause of some words; "" is nobody."""

    def run(text: str, words: str) -> dict[str, set[str]]:
        found = read(text)
        span = found.doc.char_span(text.index(words), text.index(words) + len(words))
        assert span is not None
        k = Clause(span.start, span.end, found.columns.root(span.start, span.end), "clause")
        return {" and ".join(c.names): c.signs for c in found.voices.of(k)}

    return run


BOMBED = "Finland had bombed the bridge"


@pytest.mark.parametrize(
    ("text", "name", "sign"),
    [
        (f"Norway said that {BOMBED}.", "Norway", "held0"),
        (f"According to Norway, {BOMBED}.", "Norway", "according"),
        (f"Norway’s claim that {BOMBED} was heard.", "Norway", "noun of"),
        (f"It quoted Swedish activists as saying that {BOMBED}.", "Swedish activists", "cited|left"),
        (f"The charge that {BOMBED} was raised by Norway.", "Norway", "above"),
        (f"MR. KIRBY: {BOMBED}.\n\nQ  Why?\n\nMR. KIRBY: It did.", "John Kirby", "turn"),
    ],
    ids=["said", "according to", "whose claim", "quoted", "raised by", "a transcript"],
)
def test_who_speaks_stands_in_many_places(answers: Answers, text: str, name: str, sign: str) -> None:
    assert any(s.startswith(sign) for s in answers(text, BOMBED)[name])


def test_who_does_what_somebody_tells_is_not_who_tells_it(answers: Answers) -> None:
    assert "Finland" not in answers(f"Norway said that {BOMBED}.", BOMBED)


def test_a_quotation_goes_on_until_somebody_else_speaks(answers: Answers) -> None:
    filler = " ".join(f"“There were {n} fires that night." for n in range(9))
    text = f"“It was a bad night,” Anna Berg said.\n\n{filler} {BOMBED}.”"
    assert any(s.startswith("before0") for s in answers(text, BOMBED)["Anna Berg"])


def test_he_in_a_quotation_is_not_the_one_who_is_quoted(read: Callable[[str], Text]) -> None:
    text = read("Igor Petrov spoke on Monday. “He said that Finland had bombed the bridge,” Mr Berg said.")
    inner = next(a for a in text.readings if a.source is not None and a.source.text == "He")
    assert [w.name for w in text.voices.source(inner)] != ["Berg"]


def test_the_president_of_a_briefing_is_the_speakers_own(read: Callable[[str], Text]) -> None:
    text = read(
        "MR. KIRBY: Putin has lied.\n\nQ  What did the President say?\n\nMR. KIRBY: The President said that it was a lie."
    )
    president = [t for t in text.doc if t.text == "President"][-1]
    assert [w.name for w in text.cast.speakers(president)] == ["Joe Biden"]
