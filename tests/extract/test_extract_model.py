from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import ModelMissingError
from tracker.extract import model


def sentences(parse, text: str) -> list[str]:
    return [s.text.strip() for s in parse(text).sents if s.text.strip()]


def test_a_model_is_loaded_once() -> None:
    assert model.load() is model.load()


def test_a_missing_model_is_named_with_what_to_install() -> None:
    with pytest.raises(ModelMissingError, match=r"no_such_model is not installed: pip install"):
        model.load("no_such_model")


def test_a_sentence_never_runs_across_a_paragraph(parse) -> None:
    assert sentences(parse, "The bridge of the old town\n\nwas open and quiet") == [
        "The bridge of the old town",
        "was open and quiet",
    ]


def test_a_line_after_a_full_stop_starts_a_sentence(parse) -> None:
    assert sentences(parse, "It rained.\nthe pier was wet.") == ["It rained.", "the pier was wet."]


def test_a_wrapped_line_is_no_new_sentence(parse) -> None:
    assert len(sentences(parse, "The minister said that the bridge\nwas open on Sunday.")) == 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["It rained", "\n\n", "\n", ". ", "the pier ", "was wet", "”", " "]), max_size=25).map("".join))
def test_no_sentence_holds_an_empty_line_inside(parse, text: str) -> None:
    doc = parse(text)
    assert doc.text == text
    assert not any("\n\n" in sentence.text.strip() for sentence in doc.sents)


@pytest.mark.parametrize(
    "text", ["Norway said “no”.\n\nIt was true. " * 40, "a" * 1200, "\n" * 900, "x \n y" * 300, " . " * 400]
)
def test_a_text_parsed_in_parts_is_the_same_text(monkeypatch, extractor, text: str) -> None:
    monkeypatch.setattr(model, "PART", 300)
    doc = model.parse(extractor.nlp, text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)


def test_parts_end_where_a_paragraph_ends_and_mean_the_same(monkeypatch, extractor) -> None:
    text = "Norway said that Finland had bombed the bridge.\n\n" * 20
    whole = [m.quote for m in extractor.mentions(text).mentions]
    monkeypatch.setattr(model, "PART", 300)
    assert [m.quote for m in extractor.mentions(text).mentions] == whole


@pytest.mark.parametrize(
    "piece", ["norway said finland bombed it and ", "“Norway ", "NORWAY SAID, ", "said ", "bridge; ", "it was them. and "]
)
def test_no_sentence_is_much_longer_than_the_limit(extractor, piece: str) -> None:
    doc = extractor.nlp(piece * 400)
    assert max(len(s) for s in doc.sents) <= model.LONGEST + 1


def test_a_sentence_of_news_is_not_cut(extractor) -> None:
    text = (
        "The minister, who had served in two governments, said "
        + "that the bridge had been bombed, and " * 15
        + "that was all."
    )
    assert len(list(extractor.nlp(text).sents)) <= 2
