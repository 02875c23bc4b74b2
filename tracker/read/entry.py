"""Feeds and their entries as they were read, whatever form the feed has. Records, and what makes foreign values fit to keep."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from tracker.read.dates import day_in_page
from tracker.text import squash

LONGEST_KEY = 500  # characters; what is longer is known by its hash
_MARKUP = re.compile(r"<[^<>]{1,10000}>")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?![a-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. `key` is what it is known by: the id that the feed gives, else its address, else its content's hash.

    `html` is the longest text that the feed has of it, as a piece of a page; `outlet` who published it where the feed took
    it over from another. `published` may be the day of the last change, where nothing else is told: `changed` says so.
    `dated` are the words of a date that is none, `updated` those of when it was last changed.
    """

    key: str
    link: str | None
    title: str | None
    html: str
    author: str | None = None
    outlet: str | None = None
    language: str | None = None
    published: dt.date | None = None
    changed: bool = False
    dated: str | None = None
    updated: str | None = None

    @property
    def digest(self) -> str:
        """A hash of what it says: title, words and `updated`. Markup does not count: that of counters is never the same."""
        said = "\n".join((self.title or "", squash(_MARKUP.sub(" ", self.html)), self.updated or ""))
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed says. `minutes` is how long it wants to be left alone, 0 where it does not say.

    `whole` is false where it is not well-formed, or breaks off: what it has of an article may be half of it.
    """

    title: str | None
    entries: tuple[Entry, ...]
    minutes: int = 0
    whole: bool = True


def once(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries in their order; of several with one key the first."""
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(entry.key, entry)
    return tuple(first.values())


def clean(value: object) -> str | None:
    """Text on one line that can be stored; None for what is no text, or blank."""
    return squash(storable(value)) or None if isinstance(value, str) else None


def storable(text: str) -> str:
    """The text without what neither a database nor UTF-8 can hold."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def key(given: str | None, link: str | None, content: str) -> str:
    """What an entry is known by: on one line, and not too long."""
    name = given or link or hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()
    return name if len(name) <= LONGEST_KEY else hashlib.sha256(name.encode()).hexdigest()


def web(given: object, base: str) -> str | None:
    """The address that is given, absolute from `base` on, if it is one of the web; None for others."""
    link = clean(given)
    try:
        address = urljoin(base, link) if link else ""
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.hostname else None


def language(value: object) -> str | None:
    """The primary subtag of a language: "en" for "en-GB"."""
    found = _LANGUAGE.match(value.strip().lower()) if isinstance(value, str) else None
    return found[1] if found else None


def day(published: str | None, changed: str | None) -> tuple[dt.date | None, bool, str | None]:
    """The day of an entry, whether it is that of its last change, and the words of a date that could not be read."""
    first = day_in_page(published) if published else None
    if first:
        return first, False, None
    last = day_in_page(changed) if changed and not published else None
    return last, last is not None, None if last else published or changed
