from __future__ import annotations

import json

import pytest

from tracker import resources
from tracker.extract.reasons import SignWords

WORDS = SignWords({"speaker": {"before": "spoke before it", "before0": "spoke last", "kind=": "a {}"}})


@pytest.mark.parametrize(
    ("signs", "words"),
    [
        (["before0|back=1"], "spoke last"),
        (["before2"], "spoke before it"),
        (["kind=state|x", "kind=state"], "a state"),
        (["new"], "new"),
        ([], ""),
    ],
    ids=["the longest prefix", "a shorter one", "the same words once", "no words yet", "no sign"],
)
def test_signs_are_told_in_words(signs: list[str], words: str) -> None:
    assert WORDS.of("speaker", signs) == words


@pytest.mark.parametrize(
    ("model", "file"),
    [("claim", "allegation"), ("claim", "denial"), ("speaker", "speaker"), ("accused", "accused")],
    ids=["allegation", "denial", "speaker", "accused"],
)
def test_every_sign_that_a_model_weighs_has_words(model: str, file: str) -> None:
    words = SignWords(resources.load("signs.en.toml"))
    signs = json.loads((resources.seeds() / "model" / f"{file}.json").read_text("utf-8"))["weights"]
    assert [sign for sign in signs if words.of(model, [sign]) == sign] == []
