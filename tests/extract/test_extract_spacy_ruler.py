from __future__ import annotations

import warnings

import pytest
import spacy

from tracker.extract import model
from tracker.extract.spacy_ruler import RememberedRuler

TEXTS = [
    "There is a bridge. There's another one, and there were more.",
    "Let's go. I'm gonna leave, y'all ain't got ta wait; c'm on.",
    "He's been seen; it's his, isn't it? They'd better not've said that she'll do it.",
    "MINISTER SAYS BRIDGE WAS BOMBED\n\nThe minister, who's from Oslo, said: \"That's ours.\"\n",
    "This is that. These are those. Which one do you mean, and whose is it?",
]


@pytest.fixture(scope="module")
def stock():
    """The same model with spaCy's own ruler."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        name = next(n for n in model.DEFAULTS if spacy.util.is_package(n))
        return spacy.load(name, exclude=["ner", "lemmatizer"])


def tags(doc) -> list[tuple[str, str, str, str]]:
    return [(t.tag_, t.pos_, t.lemma_, str(t.morph)) for t in doc]


@pytest.mark.parametrize("again", [False, True], ids=["at first sight", "remembered"])
def test_it_sets_what_the_ruler_sets(stock, again: bool) -> None:
    ruler = stock.get_pipe("attribute_ruler")
    remembered = RememberedRuler(ruler)
    with stock.select_pipes(disable=["attribute_ruler"]):
        for text in TEXTS * (2 if again else 1):
            one, other = stock(text), stock(text)
            assert tags(remembered(one)) == tags(ruler(other))


def test_patterns_that_it_does_not_understand_are_left_to_the_ruler(stock) -> None:
    ruler = stock.get_pipe("attribute_ruler")
    nlp = spacy.blank("en")
    own = nlp.add_pipe("attribute_ruler")
    own.add([[{"TEXT": {"REGEX": "^x"}}]], {"POS": "X"})
    doc = RememberedRuler(own)(nlp("xylophone"))
    assert doc[0].pos_ == "X"
    assert ruler.patterns  # the stock model's own are understood: see above
