from __future__ import annotations

import pytest

from tracker.extract.who import phrases


@pytest.fixture(scope="session")
def head(parse):
    def run(text: str, word: str):
        return next(t for t in parse(text) if t.text == word)

    return run


@pytest.mark.parametrize(
    ("text", "word", "words"),
    [
        ("The old harbour master spoke.", "master", "The old harbour master"),
        ("The master who likes boats spoke.", "master", "The master"),
        ("The master of the harbour spoke.", "master", "The master of the harbour"),
        ("A spokesman for Norway spoke.", "spokesman", "A spokesman for Norway"),
        ("The master in the harbour spoke.", "master", "The master"),
        ("Anna Berg, the old master, spoke.", "Berg", "Anna Berg"),
        ("Anna Berg and Peter Holm spoke.", "Berg", "Anna Berg"),
        ("Norway's minister spoke.", "minister", "Norway's minister"),
        ("Norway's minister spoke.", "Norway", "Norway"),
    ],
)
def test_a_phrase_is_without_what_only_hangs_on_it(head, text: str, word: str, words: str) -> None:
    assert phrases.words(head(text, word)) == words


def test_the_span_is_where_the_words_stand(head) -> None:
    token = head("Yesterday the old harbour master spoke.", "master")
    start, end = phrases.span(token)
    assert token.doc.text[start:end] == "the old harbour master"


def test_a_phrase_over_two_lines_is_told_on_one(head) -> None:
    assert phrases.words(head("The old\nharbour master spoke.", "master")) == "The old harbour master"


@pytest.mark.parametrize("article", ["The", "A", "Some", "His", "Their"])
def test_a_name_is_without_determiner(head, article: str) -> None:
    assert phrases.name(head(f"{article} harbour master spoke.", "master")) == "harbour master"


def test_a_cut_preposition_is_no_part_of_the_phrase(head) -> None:
    token = head("The master of the harbour spoke.", "master")
    of = next(t for t in token.doc if t.text == "of")
    assert phrases.words(token, {of.i}) == "The master"


def test_within_stops_at_a_clause(head) -> None:
    token = head("The master who sold the boat spoke.", "master")
    words = {t.text: phrases.within(t, token) for t in token.subtree}
    assert words["The"]
    assert not words["boat"]


@pytest.mark.parametrize(
    ("text", "word", "definite"),
    [
        ("The ministry spoke.", "ministry", True),
        ("This official spoke.", "official", True),
        ("A ministry spoke.", "ministry", False),
        ("The ministries spoke.", "ministries", False),
    ],
)
def test_definite_is_one_that_was_named_before(head, text: str, word: str, definite: bool) -> None:
    assert phrases.is_definite(head(text, word)) is definite


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Norway, Sweden and Denmark spoke.", ["Sweden"]),
        ("The UK, Norway and NATO spoke.", ["Norway"]),
        ("Norway and Sweden spoke.", ["Sweden"]),
        ("Norway spoke.", []),
        ("Anna Berg, the harbour master, spoke.", []),
    ],
)
def test_joined_are_those_that_are_listed_next(head, text: str, others: list[str]) -> None:
    first = text.replace("The ", "").split(",")[0].split(" and ")[0].split(" spoke")[0].split()[-1]
    assert [t.text for t in phrases.joined(head(text, first))] == others
