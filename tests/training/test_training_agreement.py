from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from training.agreement import compare
from training.corpus import read

FIRST = "{s1 Norway} {c1 said} {t1 that Finland had bombed the old bridge}."


@pytest.fixture
def agreement(tmp_path: Path):
    def run(one: str, other: str, kinds: tuple[str, str] = ("statement", "statement")) -> Counter[str]:
        count: Counter[str] = Counter()
        found = []
        for name, text, kind in zip("ab", (one, other), kinds, strict=True):
            path = tmp_path / f"{name}.md"
            path.write_text(f"---\ntitle: T\n---\n\n{text}\n\n---\n1 {kind} | speaker: X\n", encoding="utf-8")
            found.append(read(path))
        compare(*found, count)
        return count

    return run


def test_the_same_annotation_agrees(agreement) -> None:
    count = agreement(FIRST, FIRST)
    assert (count["content"], count["lenient"], count["kind"]) == (1, 1, 1)


def test_half_of_the_words_are_enough_and_less_is_not(agreement) -> None:
    half = "{s1 Norway} {c1 said} that Finland {t1 had bombed the old bridge}."
    less = "{s1 Norway} {c1 said} that Finland had bombed the {t1 old bridge}."
    assert (agreement(FIRST, half)["content"], agreement(FIRST, less)["content"]) == (1, 0)


def test_another_source_or_kind_is_no_agreement(agreement) -> None:
    other = "Norway {c1 said} {t1 that Finland had bombed the old bridge}."
    assert agreement(FIRST, other)["lenient"] == 0
    assert agreement(FIRST, FIRST, ("statement", "denial"))["kind"] == 0


def test_another_text_is_refused(agreement) -> None:
    with pytest.raises(ValueError, match="is not that of"):
        agreement(FIRST, FIRST.replace("Norway", "Sweden"))
