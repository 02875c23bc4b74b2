"""Articles: as a reader hands them over, as they were refused, as they are stored."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.text import content_hash
from tracker.types.scales import Kind


def is_readable(language: str | None) -> bool:
    """Tell whether the extractor reads a language, by its code; one that is not told is taken for English."""
    return (language or "en").lower().replace("_", "-").partition("-")[0] == "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text as a reader hands it over, before anything is known about its content.

    `ref` names the input for people: its `id`, else its URL, else its file name. `extra` keeps unknown input keys. `agency` is
    whose text it is by its credit line, `author` whose by its byline. Of a page of the web there are `final_url`, from which it
    came in the end, `retrieved_at`, when, and `raw_hash`, the SHA-256 of its bytes as they were unpacked.
    """

    text: str
    ref: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: dt.date | None = None
    language: str | None = None
    agency: str | None = None
    author: str | None = None
    raw_hash: str | None = None
    final_url: str | None = None
    retrieved_at: dt.datetime | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """The identity of the article: SHA-256 of the text (see `tracker.text.content_hash`) and of who published it.

        One text in two outlets is two articles: that a second outlet carries it is what the tracker is asked to count.
        """
        return content_hash(f"{self.publisher or ''}\n{self.text.strip()}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An input that could not be read: which one, and why, in a sentence that says what to do.

    `missing` is true where there was nothing to read at all (no such path, a folder without articles).
    """

    ref: str
    reason: str
    sha256: str = ""
    size: int = 0
    excerpt: str = ""
    missing: bool = False


def refused(document: Document, error: Exception) -> Refusal:
    """The refusal of an article that was read, but could not be taken in: the error says why."""
    data = document.text.encode("utf-8", "surrogatepass")
    shown = "".join(c if c.isprintable() else " " for c in document.text[:500])
    return Refusal(ref=document.ref, reason=str(error), sha256=hashlib.sha256(data).hexdigest(), size=len(data), excerpt=shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleInfo:
    """What there is to say about a stored article apart from its text.

    `echo_of` is the id of the article of another outlet whose text it prints again, None where there is none.
    """

    id: int
    ref: str
    title: str | None
    outlet: str | None
    url: str | None
    published: dt.date | None
    ingested_at: dt.datetime
    language: str | None
    agency: str | None = None
    echo_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredText:
    """A part of a stored article: `text` stands at `start` of its `length` characters.

    `mentions` (`tracker.types.StoredMention`) are those that touch the part, in order. `superseded_by` is the id of the text
    that replaced this one, None where it is current.
    """

    info: ArticleInfo
    author: str | None
    text: str
    start: int
    length: int
    superseded_by: int | None
    mentions: tuple[Any, ...]

    @property
    def end(self) -> int:
        """Where the part ends."""
        return self.start + len(self.text)


@dataclass(slots=True, kw_only=True)
class IngestResult:
    """What came of one ingest. `refused` names every input that did not go in, `unread` counts the articles in other languages,
    `undated` those that tell no date.

    `told` counts what became of a language model's proposals: (fate, reason) of `tracker.types.proposals`.
    """

    new: int = 0
    revised: int = 0
    known: int = 0
    refused: list[Refusal] = field(default_factory=list)
    unread: int = 0
    undated: int = 0
    mentions: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(Kind, 0))
    new_allegations: int = 0
    repeats: int = 0
    to_review: int = 0
    told: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, other: IngestResult) -> None:
        """Count what came of another one, too."""
        for name in ("new", "revised", "known", "unread", "undated", "new_allegations", "repeats", "to_review"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.refused += other.refused
        self.told += other.told
        for kind, count in other.mentions.items():
            self.mentions[kind] += count

    @property
    def articles(self) -> int:
        """Articles that were read, whether they were new or not."""
        return self.new + self.revised + self.known
