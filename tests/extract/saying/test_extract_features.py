from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.extract.saying import features

if TYPE_CHECKING:
    from tracker.extract.columns import Columns


def at(c: Columns, word: str) -> int:
    return c.text.index(word)


def test_candidates_are_words_that_may_attribute(columns) -> None:
    c = columns("According to the report, the chief was sure that the claim had been checked: it was true.")
    assert {c.text[i] for i in features.candidates(c)} >= {"According", "sure", "claim", "checked", ":", "was"}
    assert not {"to", "the", "had", "been", "chief"} & {c.text[i] for i in features.candidates(c)}


def test_the_window_of_a_cue_is_its_sentence_and_what_is_quoted_around_it(columns) -> None:
    c = columns("It rained. “We saw it,” she said. “It was a boat.” The harbour is old.")
    start, end = features.window(c, at(c, "said"))
    assert " ".join(c.text[start:end]) == "“ We saw it , ” she said . “ It was a boat . ”"


def test_a_window_reaches_into_the_next_paragraph_only_where_that_opens_a_quotation(columns) -> None:
    c = columns("“We saw it,” she said.\n\n“It was a boat.”\n\nThe harbour “is old”.")
    _, end = features.window(c, at(c, "said"))
    assert c.text[end - 1] == "”" or c.text[end - 1].isspace()
    assert "harbour" not in c.text[:end]


def test_every_word_of_a_window_has_features_and_the_path_tells_source_from_content(columns) -> None:
    c = columns("The minister said that the bridge was bombed.")
    cue = at(c, "said")
    found = features.around_cue(c, cue, 0, c.size, {cue})
    assert len(found) == c.size
    assert found[cue][:1] == ["cue"]
    assert "B=cue>nsubjL" in found[at(c, "minister")]
    assert "B=cue>ccompR" in found[at(c, "bombed")]
    assert "who" in found[at(c, "The")]


def test_what_a_rule_reads_is_a_feature(columns) -> None:
    c = columns("The minister said that the bridge was bombed.")
    assert "r=verb+clause" in features.of_cue(c, at(c, "said"))
    assert "r=no" in features.of_cue(c, at(c, "bombed"))


@pytest.mark.parametrize("text", ["", "?", ":", "\n\n", "“”", "said"])
def test_odd_texts_have_features_or_none(columns, text: str) -> None:
    c = columns(text)
    for i in features.candidates(c):
        assert features.of_cue(c, i)
        assert features.around_cue(c, i, *features.window(c, i), {i})
