"""The extractor over many articles, without any database: what is read, in which language, by whom, by how many hands."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from tracker.jobs.extractors import ahead, chosen, default_extractor, tried
from tracker.settings import Settings
from tracker.types import Attribution, Document, Refusal
from tracker.types.articles import is_readable

if TYPE_CHECKING:
    from tracker.extract.pipeline import Extraction

T = TypeVar("T")


def read(sources: Iterable[str], settings: Settings, stdin: BinaryIO | None = None) -> Iterator[Document | Refusal]:
    """All articles behind the sources (paths, folders, globs, addresses, `-`), and every input that is refused, in order."""
    from tracker import read as station

    with station.Fetcher(settings) as fetcher:
        for source in sources:
            yield from station.read(source, settings, stdin, fetcher)


def readable(document: Document) -> bool:
    """True where the extractor reads the article's language; a language that is not told is taken for English."""
    return is_readable(document.language)


def extract_all(
    sources: Iterable[str], settings: Settings, stdin: BinaryIO | None = None, *, precise: bool = False, jobs: int = 1
) -> Iterator[tuple[Document, Extraction] | Refusal]:
    """The extractor alone, without any database: what it finds in each article, in the order of the sources.

    `precise` keeps only mentions that rules and model agree on. `jobs` processes share the work.
    """
    yield from _each(functools.partial(extraction_of, settings=settings, precise=precise), sources, settings, stdin, jobs)


def attribute_all(
    sources: Iterable[str], settings: Settings, stdin: BinaryIO | None = None, *, jobs: int = 1
) -> Iterator[tuple[Document, list[Attribution]] | Refusal]:
    """Who says what in each article, in the order of the sources, before any meaning is read."""
    yield from _each(functools.partial(_attributions, settings=settings), sources, settings, stdin, jobs)


def _each(
    work: Callable[[Document], T], sources: Iterable[str], settings: Settings, stdin: BinaryIO | None, jobs: int
) -> Iterator[tuple[Document, T] | Refusal]:
    items, trying = map(_in_english, read(sources, settings, stdin)), functools.partial(tried, work=work)
    if jobs == 1:
        for item in ahead(items, settings, readable):
            if isinstance(item, Refusal):
                yield item
            else:
                done = trying(item)
                yield done if isinstance(done, Refusal) else (item, done)
        return
    from tracker.jobs.parallel import in_order, processes

    with processes(jobs) as hands:
        for item, found in in_order(trying, items, hands, lambda item: None if isinstance(item, Refusal) else item):
            if isinstance(item, Refusal):
                yield item
            elif isinstance(found, Refusal):
                yield found
            elif found is not None:
                yield item, found


def _in_english(item: Document | Refusal) -> Document | Refusal:
    if isinstance(item, Refusal) or readable(item):
        return item
    return Refusal(ref=item.ref, reason=f"language {item.language}: the extractor reads English only")


def _attributions(document: Document, settings: Settings) -> list[Attribution]:
    return default_extractor(settings.model).attributions(document.text)


def extraction_of(document: Document, settings: Settings, *, precise: bool = False) -> Extraction:
    """What the chosen extractor finds in an article; `precise` is for that of `extract_all`."""
    return chosen(settings).mentions(
        document.text, article_ref=document.ref, published=document.published, identity=document.hash, precise=precise
    )
