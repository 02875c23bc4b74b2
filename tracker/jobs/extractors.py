"""The extractors: the built-in ones, and whichever the settings choose."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from tracker import plugins, resources
from tracker.errors import ModelFailedError, SpanError
from tracker.types.articles import refused

if TYPE_CHECKING:
    from tracker.extract.pipeline import Extractor
    from tracker.settings import Settings
    from tracker.types import Document, Refusal

T = TypeVar("T")
UNTAKEN = (SpanError, ModelFailedError)  # what keeps one article out, and not the others


def default_extractor(model: str = "") -> Extractor:
    """The built-in extractor with the project's lexicon and actors; `model` names a spaCy model to prefer."""
    from tracker.extract.pipeline import Extractor

    return _built(Extractor, model)


def make_default(settings: Settings) -> Extractor:
    """The extractor `default`."""
    return default_extractor(settings.model)


def make_rules(settings: Settings) -> Extractor:
    """The extractor `rules`: the same without the models of claims."""
    from tracker.extract.rule_extractor import RuleExtractor

    return _built(RuleExtractor, settings.model)


def chosen(settings: Settings) -> Extractor:
    """The extractor that the settings name. Raises UsageError where there is none, TrackerError where it does not load."""
    found: Extractor = plugins.extractor(settings.extractor or "default", settings)
    return found


def ahead(items: Iterable[T], settings: Settings, wanted: Callable[[Document], bool]) -> Iterable[T]:
    """The items as they come. An extractor that waits for answers asks for those that are wanted among the next ones, too."""
    asking = _asking(settings)
    found: Iterable[T] = asking(items, wanted) if asking else items
    return found


def waits(settings: Settings) -> bool:
    """Whether the extractor waits for answers of others: then more processors make nothing faster."""
    return _asking(settings) is not None


def _asking(settings: Settings) -> Any:
    return getattr(chosen(settings), "ahead", None) if settings.extractor else None


def tried(document: Document, work: Callable[[Document], T]) -> T | Refusal:
    """What the work makes of a document, or why the document is not taken."""
    try:
        return work(document)
    except UNTAKEN as error:
        return refused(document, error)


@functools.cache
def _built(kind: type[Extractor], model: str) -> Extractor:
    from tracker.extract import model as models
    from tracker.extract.lexicon import Lexicon
    from tracker.extract.pipeline import Models
    from tracker.extract.reasons import SignWords
    from tracker.extract.who.gazetteer import Gazetteer

    lexicon = Lexicon.parse(resources.load("lexicon.en.toml"))
    gazetteer = Gazetteer.parse(resources.load("actors.toml"))
    words = SignWords(resources.load("signs.en.toml"))
    return kind(models.load(model), lexicon, gazetteer, Models.load(resources.seeds() / "model"), words)
