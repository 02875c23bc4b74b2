from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tracker.extract.columns import Columns


def at(c: Columns, word: str) -> int:
    return c.text.index(word)


def test_a_column_has_one_entry_a_token(columns) -> None:
    c = columns("Norway said “no”.\n\nFinland, too.")
    lengths = {
        len(x)
        for x in (c.start, c.text, c.lower, c.lemma, c.pos, c.tag, c.dep, c.head, c.classes, c.sentence, c.quote, c.paragraph)
    }
    assert lengths == {c.size}


def test_quotations_and_paragraphs_are_numbered(columns) -> None:
    c = columns("Norway said “no way” and “never”.\n\nFinland agreed.")
    assert [c.quote[at(c, w)] for w in ("Norway", "way", "and", "never", "Finland")] == [0, 1, 0, 2, 0]
    assert c.paragraph[at(c, "Finland")] > c.paragraph[at(c, "never")]


@pytest.mark.parametrize(
    ("text", "verb", "who"),
    [
        ("The minister said it was over.", "said", "minister"),
        ("The minister, who said it was over, left.", "said", "who"),
        ("The minister known for saying it was over left.", "saying", "minister"),
        ("The minister smiled and said it was over.", "said", "minister"),
        ("The minister left, saying it was over.", "saying", "minister"),
    ],
)
def test_a_word_has_the_subject_that_it_shares(columns, text: str, verb: str, who: str) -> None:
    c = columns(text)
    assert c.text[c.subject(at(c, verb))] == who


def test_without_a_subject_there_is_none(columns) -> None:
    c = columns("It was over, according to reports.")
    assert c.subject(at(c, "reports")) is None


def test_headlines_are_seen(columns) -> None:
    c = columns("Minister Denies Secret Payments\n\nThe minister denied payments on Monday.")
    assert c.is_title[0] is True
    assert c.is_title[-1] is False


def test_a_rules_source_is_given_in_tokens(columns) -> None:
    c = columns("The old minister of Norway said it was over.")
    (found,) = c.rule_at[at(c, "said")]
    assert [c.text[i] for i in c.source_of(found)] == ["The", "old", "minister", "of", "Norway"]
