"""The real extractor, loaded once: spaCy's model, the project's lexicon and actors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tracker.core import default_extractor
from tracker.extract import evidence
from tracker.extract.columns import Columns
from tracker.extract.reading import Text
from tracker.extract.saying import quotes, rules
from tracker.extract.saying.rules import Reading
from tracker.extract.who.cast import Cast
from tracker.types import Kind, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from tracker.extract.evidence import Note
    from tracker.extract.lexicon import Lexicon
    from tracker.extract.pipeline import Extractor
    from tracker.extract.who.gazetteer import Gazetteer

PUBLISHED = dt.date(2022, 2, 17)  # a Thursday


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return default_extractor()


@pytest.fixture(scope="session")
def lexicon(extractor: Extractor) -> Lexicon:
    return extractor.lexicon


@pytest.fixture(scope="session")
def gazetteer(extractor: Extractor) -> Gazetteer:
    return extractor.gazetteer


@pytest.fixture(scope="session")
def parse(extractor: Extractor) -> Callable[[str], Doc]:
    return extractor.nlp


@pytest.fixture(scope="session")
def mentions(extractor: Extractor) -> Callable[..., list[Mention]]:
    """All mentions of a text, published on a Thursday unless said otherwise."""

    def run(text: str, published: dt.date | None = PUBLISHED) -> list[Mention]:
        return extractor.mentions(text, published=published).mentions

    return run


@pytest.fixture(scope="session")
def one(mentions: Callable[..., list[Mention]]) -> Callable[..., Mention]:
    """The only mention of a text; fails where there is none, or more than one."""

    def run(text: str, published: dt.date | None = PUBLISHED) -> Mention:
        found = mentions(text, published)
        assert len(found) == 1, [m.quote for m in found]
        return found[0]

    return run


@pytest.fixture(scope="session")
def first(mentions: Callable[..., list[Mention]]) -> Callable[[str], Mention]:
    """The first allegation of a text."""

    def run(text: str) -> Mention:
        return next(m for m in mentions(text) if m.kind is Kind.ALLEGATION)

    return run


@pytest.fixture(scope="session")
def last(mentions: Callable[..., list[Mention]]) -> Callable[[str], Mention]:
    """The last mention of a text, of whatever kind."""

    def run(text: str) -> Mention:
        return mentions(text)[-1]

    return run


@pytest.fixture(scope="session")
def attributions(extractor: Extractor) -> Callable[[str], list[Reading]]:
    """What the grammar rules alone see in a text."""

    def run(text: str) -> list[Reading]:
        return rules.find(extractor.nlp(text), extractor.lexicon, quotes.find(text))

    return run


@pytest.fixture(scope="session")
def columns(extractor: Extractor) -> Callable[[str], Columns]:
    """A text as the attribution model sees it."""

    def run(text: str) -> Columns:
        doc, found = extractor.nlp(text), quotes.find(text)
        return Columns(doc, extractor.lexicon, found, rules.find(doc, extractor.lexicon, found))

    return run


@pytest.fixture(scope="session")
def read(extractor: Extractor) -> Callable[..., Text]:
    """A text with all that is read off it before a model decides."""

    def run(text: str, published: dt.date | None = PUBLISHED) -> Text:
        return Text(extractor.nlp(text), extractor.lexicon, extractor.gazetteer, extractor.models.tagger, published)

    return run


@pytest.fixture(scope="session")
def cast_of(extractor: Extractor) -> Callable[[str], Cast]:
    """The actors of a text; its `doc` is the parsed text."""

    def run(text: str) -> Cast:
        return Cast(extractor.nlp(text), extractor.gazetteer, extractor.lexicon, quotes.find(text))

    return run


@pytest.fixture(scope="session")
def notes(extractor: Extractor) -> Callable[[str], list[Note]]:
    """The remarks on evidence and on disputed accounts in a text."""

    def run(text: str) -> list[Note]:
        return evidence.notes(extractor.nlp(text), extractor.lexicon)

    return run
