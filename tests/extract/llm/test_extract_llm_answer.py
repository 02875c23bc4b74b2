from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.llm.answer import parse

ONE, TWO = {"kind": "denial", "quote": "it did {not} [do] it"}, {"kind": "allegation", "quote": "“so”"}
WHOLE = json.dumps({"mentions": [ONE, TWO]})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (WHOLE, []),
        (f"```json\n{WHOLE}\n```", ["words around the answer"]),
        (f"Here {{you}} are:\n{WHOLE}\nBye.", ["words around the answer"]),
        (json.dumps([ONE, TWO]), ["a list without its object"]),
        (json.dumps({"thought": "x", "mentions": [ONE, TWO]}), ["a field that nobody asked for"]),
        (json.dumps({"mentions": [ONE, TWO]}, indent=2), []),
    ],
)
def test_what_is_around_an_answer_is_left_out_and_told(text: str, why: list[str]) -> None:
    answer = parse(text)
    assert answer is not None
    assert (answer.proposals, answer.whole) == ([ONE, TWO], True)
    assert [t.why for t in answer.told] == why


@pytest.mark.parametrize("cut", range(len(json.dumps({"mentions": [ONE]})), len(WHOLE) - 2))
def test_of_an_answer_that_breaks_off_what_is_whole_is_there(cut: int) -> None:
    answer = parse(WHOLE[:cut])
    assert answer is not None
    assert (answer.proposals[:1], answer.whole) == ([ONE], False)
    assert answer.told


@pytest.mark.parametrize(
    "text", ["", "I cannot.", "null", "[", "{}", "[[1", '{"mentions": "none"}', '{"mention": []}', "{" * 5_000]
)
def test_what_holds_no_proposals_is_none(text: str) -> None:
    answer = parse(text)
    assert answer is None or answer.proposals == []
    assert answer is None or not answer.whole or text == "[["


@given(st.text(alphabet='{}[]",:ab1 mentions\\', max_size=120))
def test_no_answer_breaks_the_reader(text: str) -> None:
    answer = parse(text)
    assert answer is None or isinstance(answer.proposals, list)
