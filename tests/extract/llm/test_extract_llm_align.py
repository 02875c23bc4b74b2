from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.llm.align import Found, Text

SAID = (
    "The minister said on Monday that “forces of Borland had shelled the border town of Dun”, killing 14 people.\n\n"
    "He did not say that the forces of Borland had left. — “It is over,” he told Anna O’Neill."
)
WHOLE = (0, len(SAID))
TURNING = frozenset(["not", "no", "could", "if"])


def found(words: str, within: tuple[int, int] = WHOLE) -> list[tuple[str, str | None]]:
    return [(SAID[slice(*f.hull)], f.repair) for f in Text(SAID, TURNING).find(words, within)]


@pytest.mark.parametrize(
    ("words", "there", "repair"),
    [
        ("had shelled the border town of Dun", "had shelled the border town of Dun", None),
        ('"forces of Borland had shelled"', "“forces of Borland had shelled", "typography"),
        ("FORCES OF  BORLAND\nhad shelled", "forces of Borland had shelled", "typography"),
        ("told Anna O'Neill", "told Anna O’Neill", "typography"),
        ("killing 14 people,", "killing 14 people", "typography"),
        ("Borland had sheled the border town of Dun", "Borland had shelled the border town of Dun", "spelling"),
        ("border town … killing 14 people", "border town of Dun”, killing 14 people", "parts left out"),
    ],
)  # fmt: skip
def test_words_are_found_as_they_are_or_nearly_and_the_text_counts(words: str, there: str, repair: str | None) -> None:
    assert found(words)[0][1] == repair
    assert found(words)[0][0].strip("“”") == there.strip("“”")


@pytest.mark.parametrize(
    "words",
    [
        "forces of Borland had bombed the border town of Dun",
        "forces of Arland had shelled the border town of Dun",
        "forces of Borland had not shelled the border town of Dun",
        "shelled the border town of Dun”, killing 41 people",
        "He did say that the forces of Borland had left",
        "had shelled the border town of Dunn and another one far away",
        "minister of war said on Monday",
        "the border … It is over",  # another paragraph
        "killing 14 people … forces of Borland had shelled",  # the other way round
        "",
        "…",
        " ",
    ],
)
def test_what_another_name_number_or_sense_has_is_not_found(words: str) -> None:
    assert found(words) == []


def test_all_places_are_found_within_a_part_of_the_text() -> None:
    assert len(found("forces of Borland had")) == 2
    assert len(found("forces of Borland had", (100, len(SAID)))) == 1
    assert found("killing 14 people", (120, len(SAID))) == []


@given(st.text(max_size=80), st.text(max_size=30))
def test_what_is_found_always_stands_there_whatever_is_sought(text: str, words: str) -> None:
    for one in Text(text, TURNING).find(words, (0, len(text))):
        assert isinstance(one, Found)
        assert all(0 <= start < end <= len(text) for start, end in one.spans)
        assert one.repair or text[slice(*one.hull)] == words.strip()


@given(st.data())
def test_every_run_of_whole_words_of_a_text_is_found_there(data: st.DataObject) -> None:
    words = SAID.replace("\n\n", " ").split(" ")
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    assert found(" ".join(words[start:end]))
