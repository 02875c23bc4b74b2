from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import ModelMissingError
from tracker.extract.weights import Weights

signs = st.lists(st.sampled_from("abcdef"), max_size=4)
tables = st.dictionaries(st.sampled_from("abcde"), st.floats(-5, 5))


@given(tables, st.lists(signs, min_size=1, max_size=6))
def test_the_shares_of_all_answers_add_up_to_one(table: dict[str, float], answers: list[list[str]]) -> None:
    shares = Weights(table).shares(answers)
    assert len(shares) == len(answers)
    assert math.isclose(sum(shares), 1.0)


@given(tables, signs, st.floats(-5, 5))
def test_a_sign_that_is_not_known_weighs_nothing(table: dict[str, float], known: list[str], bias: float) -> None:
    model = Weights(table, bias)
    assert model.probability([*known, "unknown"]) == model.probability(known)


def test_a_probability_is_the_logistic_function_of_the_sum() -> None:
    model = Weights({"a": 1.0, "b": -0.5}, bias=0.25)
    assert math.isclose(model.probability(["a", "b"]), 1 / (1 + math.exp(-0.75)))


def test_the_reasons_are_what_speaks_for_it_the_heaviest_first() -> None:
    model = Weights({"a": 0.5, "b": 2.0, "c": -3.0, "d": 1.0})
    assert model.why(["a", "b", "c", "d", "e"], most=2) == ("b", "d")


def test_what_was_saved_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    Weights({"b": 0.12345, "a": -1.0, "zero": 0.00001}, bias=0.5, threshold=0.4).save(path)
    again = Weights.load(path)
    assert (again.table, again.bias, again.threshold) == ({"a": -1.0, "b": 0.1235}, 0.5, 0.4)


@pytest.mark.parametrize("text", [None, "{", "[]", '{"weights": {}}'], ids=["missing", "no JSON", "a list", "without a bias"])
def test_a_broken_model_says_what_to_do(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "model.json"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(ModelMissingError, match=r"model\.json.*install the package again"):
        Weights.load(path)
