from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.corpus import ROLES, AnnotationError, read, unmarked

FRONT = "---\ntitle: T\npublisher: P\npublished: 2031-03-04\nregister: wire\n---\n"


@pytest.fixture
def article(tmp_path: Path):
    def make(text: str, lines: str):
        path = tmp_path / "arc" / "01.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{FRONT}\n{text}\n\n---\n{lines}\n", encoding="utf-8")
        return read(path)

    return make


def said(found, role: str) -> list[str]:
    text, spans = found
    return [text[s:e] for s, e in spans[1][role]]


def test_marks_are_taken_out_and_told_as_spans() -> None:
    found = unmarked("{s1 Norway} {c1 said} {t1 it was Finland}.")
    assert found[0] == "Norway said it was Finland."
    assert [said(found, role) for role in ("source", "cue", "content")] == [["Norway"], ["said"], ["it was Finland"]]


def test_marks_of_one_role_and_number_are_one_discontinuous_span() -> None:
    found = unmarked("{t1 “It was them,”} {s1 she} {c1 said}. {t1 “We know.”}")
    assert said(found, "content") == ["“It was them,”", "“We know.”"]


def test_parts_that_only_punctuation_parts_are_one() -> None:
    assert said(unmarked("{t1 “It was them,”} {t1 “we know.”}"), "content") == ["“It was them,” “we know.”"]


def test_several_numbers_share_a_span() -> None:
    _, spans = unmarked("{s1,2 She} {c1 said} {t1 no} and {c2 warned} {t2 them}")
    assert spans[1]["source"] == spans[2]["source"] == [(0, 3)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{s1 Norway said", "not closed"),
        ("Norway} said", "closing brace too many"),
        ("{x1 Norway} said", "unknown role"),
        ("a { b", "stands for nothing"),
    ],
)
def test_what_is_wrong_with_a_mark_is_said_with_its_place(text: str, what: str) -> None:
    with pytest.raises(AnnotationError, match=what):
        unmarked(text)


def test_an_article_has_its_fields_and_kinds(article) -> None:
    found = article(
        "{s1 Norway} {c1 said} {t1 it was Finland}.", "1 allegation | speaker: Norway | accused: Finland | certainty: asserted"
    )
    (a,) = found.attributions
    assert (found.meta["publisher"], found.arc) == ("P", "arc")
    assert (a.kind, a.fields["accused"]) == ("allegation", "Finland")


def test_a_number_without_a_line_is_refused(article) -> None:
    with pytest.raises(AnnotationError, match="no annotation line for"):
        article("{s1 Norway} {c1 said} {t1 it was Finland}.", "")


def test_what_stands_inside_anothers_content_is_nested(article) -> None:
    found = article(
        "{s1 She} {c1 said} {t1 that {s2 Norway} {c2 claimed} {t2 it was them}}.",
        "1 statement | speaker: A\n2 statement | speaker: B",
    )
    outer, inner = found.attributions
    assert found.outer() == [outer]
    assert found.holders(inner) == [outer]


PIECES = st.lists(st.tuples(st.sampled_from("scted"), st.integers(1, 9), st.text("abc", min_size=1, max_size=4)), max_size=8)


@given(PIECES)
def test_the_text_is_the_words_without_marks_and_every_span_lies_on_its_words(pieces) -> None:
    text, spans = unmarked(" x ".join(f"{{{role}{number} {words}}}" for role, number, words in pieces))
    assert text == " x ".join(words for _, _, words in pieces)
    for role, number, words in pieces:
        assert words in [text[s:e] for s, e in spans[number][ROLES[role]]]


@given(st.integers(0, 6))
def test_marks_may_nest(depth: int) -> None:
    text, spans = unmarked("".join(f"{{t{n} a" for n in range(depth)) + "}" * depth)
    assert text == "a" * depth
    assert [spans[n]["content"] for n in range(depth)] == [[(n, depth)] for n in range(depth)]
