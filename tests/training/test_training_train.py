from __future__ import annotations

from pathlib import Path

import pytest

from tracker.extract.saying.tagger import Tagger
from training import train
from training.corpus import Article, Attribution
from training.splits import split

FEW = 3


@pytest.fixture(scope="module")
def few() -> list[Article]:
    return split("train")[:FEW]


def test_training_twice_gives_the_same_bytes(few, tmp_path: Path) -> None:
    for name in ("one", "other"):
        train.learn(few, tmp_path / name)
    for model in ("cue.crfsuite", "role.crfsuite"):
        assert (tmp_path / "one" / model).read_bytes() == (tmp_path / "other" / model).read_bytes()


def test_what_was_learnt_by_heart_is_found_again(few, tmp_path: Path) -> None:
    train.learn(few, tmp_path)
    tagger = Tagger(tmp_path)
    columns = train.parsed(few[0].text)
    gold = set(train.cues_of(columns, few[0]))
    found = {f.cue for f in tagger.find(columns)}
    assert len(gold & found) > 0.9 * len(gold)


def test_other_quote_marks_move_the_spans_along() -> None:
    text = "“No,” she said."
    article = Article(Path("arc/01.md"), {}, text, [Attribution(1, {"content": [(0, 5)], "source": [(6, 9)]})])
    doubled = train.remarked(article, {"“": "''", "”": "''"})
    (a,) = doubled.attributions
    assert doubled.text == "''No,'' she said."
    assert [doubled.text[s:e] for s, e in (*a.of("content"), *a.of("source"))] == ["''No,''", "she"]


@pytest.mark.parametrize(
    ("text", "cue", "content", "word"),
    [
        ("She put out a statement saying that it was over.", (4, 30), (31, 47), "saying"),
        ("According to the mayor, it was over.", (0, 12), (24, 35), "According"),
    ],
)
def test_of_several_words_the_one_nearest_to_the_content_stands_for_the_cue(text, cue, content, word) -> None:
    article = Article(Path("arc/01.md"), {}, text, [Attribution(1, {"cue": [cue], "content": [content]})])
    columns = train.parsed(text)
    assert [columns.text[i] for i in train.cues_of(columns, article)] == [word]
