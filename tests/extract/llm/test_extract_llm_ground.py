from __future__ import annotations

import datetime as dt

import pytest

from tracker.core import default_extractor
from tracker.extract.llm.ground import Parsed
from tracker.types import Precision

DAY = dt.date(2022, 2, 17)
TEXT = (
    "Ilda Marran, the minister of Arland, said on Monday that Russian troops had shelled Finland and killed nine guards. "
    "Marran gave no proof. The Kremlin denied it."
)


@pytest.fixture(scope="module")
def ground():
    with default_extractor().reading(TEXT, DAY) as read:
        yield Parsed(read, DAY)


def span(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Marran", "Ilda Marran"),
        ("Russian", "Russia"),
        ("Moscow", "Russia"),
        ("the US Secretary of State", "Antony Blinken"),
        ("Edda Vanderzee", None),
    ],
)
def test_names_are_resolved_as_for_every_other_mention(ground, name: str, known: str | None) -> None:
    assert ground.known(name) == known


def test_acts_their_victims_and_the_day_of_the_saying_are_read_off_the_words(ground) -> None:
    content = [span("Russian troops had shelled Finland and killed nine guards")]
    acts, objects = ground.acts(content)
    assert acts[0] == "attack"
    assert "Finland" in objects
    assert ground.said_on(span("said"), content) == (dt.date(2022, 2, 14), Precision.DAY)
    assert ground.said_on(None, content) is None


def test_records_and_sides_are_those_of_the_text(ground) -> None:
    assert ground.actor("Russia").kind == "state"
    assert ground.actor("Edda Vanderzee").kind == "unknown"
    assert ground.side("Antony Blinken") == "United States"
