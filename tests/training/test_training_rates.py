from __future__ import annotations

from pathlib import Path

import pytest

from tracker.extract import model
from training.corpus import articles, read
from training.rates import measure, outside
from training.splits import CORPUS


@pytest.fixture
def rates(tmp_path: Path):
    def run(text: str, *kinds: str) -> dict[str, float]:
        lines = "\n".join(f"{n} {kind} | speaker: X" for n, kind in enumerate(kinds, 1))
        path = tmp_path / "01.md"
        path.write_text(f"---\ntitle: T\n---\n\n{text}\n\n---\n{lines}\n", encoding="utf-8")
        return measure([read(path)], model.load())

    return run


def test_a_direct_quotation_that_comes_first(rates) -> None:
    found = rates("{t1 “We saw the boat,”} {c1 said} {s1 the mayor}. The harbour is old.", "statement")
    assert (found["direct"], found["content_first"], found["cue_before_source"], found["say"]) == (100, 100, 100, 100)
    assert found["sentences_without_any"] == 50


def test_a_quotation_around_its_speaker_is_discontinuous(rates) -> None:
    found = rates("{t1 “We saw it,”} {s1 she} {c1 said}. {t1 “It was a boat.”}", "statement")
    assert (found["discontinuous"], found["source_within"], found["source_pronoun"]) == (100, 100, 100)


def test_a_quotation_of_several_sentences(rates) -> None:
    assert rates("{t1 “We saw it. It was a boat,”} {s1 she} {c1 said}.", "statement")["several_sentences"] == 100


def test_nouns_and_according_to_are_told_apart(rates) -> None:
    text = "{t1 It sank}, {c1 according to} {s1 the mayor}. {s2 His} {c2 claim} {t2 that it sank} is old."
    found = rates(text, "statement", "statement")
    assert (found["according_to"], found["cue_noun"], found["cue_verb"]) == (50, 50, 0)


def test_what_is_nested_counts_only_as_nested(rates) -> None:
    found = rates("{s1 She} {c1 said} {t1 that {s2 he} {c2 claimed} {t2 it sank}}.", "statement", "statement")
    assert (found["attributions"], found["nested"]) == (1, 100)


def test_an_arc_outside_the_sheet_is_told_with_its_bounds() -> None:
    dull = measure([a for a in articles(CORPUS) if a.arc == "dam-breach"], model.load())
    assert outside(dull, CORPUS / "rates.toml") == []
    assert outside(dull | {"say": 80.0}, CORPUS / "rates.toml") == ["say is 80.0, should be 20 to 33"]
