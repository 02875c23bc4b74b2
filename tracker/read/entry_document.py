"""The article behind an entry of a feed: the text that the feed has of it where that is whole, else its page.

The text of a feed is whole if it has the length of an article and does not break off with dots. It is taken only for pages of
the feed's own site: else any feed could put words into another outlet's mouth.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tracker.read.address import from_address
from tracker.read.html import html_document
from tracker.read.refusals import UnreadableError, refuse
from tracker.types import Document, Refusal

if TYPE_CHECKING:
    from tracker.read.entry import Entry, Feed
    from tracker.read.fetch import Fetched, Fetcher
    from tracker.settings import Settings

WHOLE = 1_500  # characters, some 250 words: teasers are shorter, and a page is asked for rather than half an article taken
AHEAD = dt.timedelta(days=1)  # in the farthest time zone it may be tomorrow

_CUT = re.compile(r"(?:\.\.\.|…)[\])\s]*$")


def entry_document(entry: Entry, feed: Feed, fetched: Fetched, fetcher: Fetcher, settings: Settings) -> Document | Refusal:
    """Return the article of an entry, or why there is none; `fetched` is the feed as it came.

    What the page does not tell (title, day, author, language, outlet), the entry does, or the feed. A day in the future, or
    none, is None; what the feed gave for it is in `extra`. Raises TrackerError as `from_address`.
    """
    try:
        found = _own(entry, feed, fetched, settings)
    except UnreadableError as error:
        return refuse(entry.key, f"the entry has no address, and of its text: {error}", entry.html.encode())
    if found is None and entry.link is not None:
        page = from_address(entry.link, fetcher, settings)
        if isinstance(page, Refusal):
            return replace(page, ref=entry.link)
        found = _named(page, entry, feed)
    return _dated(found, entry, fetched) if found else refuse(entry.key, "neither an address nor a text in the entry", b"")


def _own(entry: Entry, feed: Feed, fetched: Fetched, settings: Settings) -> Document | None:
    """The article as the feed has it; None where that is not all of it. Raises UnreadableError only where there is no page."""
    trusted = entry.link is None or (feed.whole and len(entry.html) >= WHOLE and _site(entry.link) == _site(fetched.final_url))
    if not trusted or not entry.html.strip():
        return None
    if entry.link is None and not feed.whole:
        raise UnreadableError("the feed is not well-formed, so it may be half: try again later")
    page = f'<!DOCTYPE html><html lang="{entry.language or ""}"><body><article>{entry.html}</article></body></html>'
    try:
        found = html_document(page.encode(), entry.key, settings)
    except UnreadableError:
        if entry.link is None:
            raise
        return None
    if entry.link is not None and (len(found.text) < WHOLE or _CUT.search(found.text)):
        return None
    return replace(
        found,
        ref=entry.link or entry.key,
        title=entry.title,
        url=entry.link,
        publisher=entry.outlet or feed.title or _site(fetched.final_url),
        published=None,
        author=entry.author,
        raw_hash=hashlib.sha256(fetched.data).hexdigest(),
        final_url=fetched.final_url,
        retrieved_at=fetched.retrieved_at,
    )


def _named(page: Document, entry: Entry, feed: Feed) -> Document:
    """The page, with what the feed knows where the page says nothing: an outlet that is a host's name is none that it says."""
    nameless = page.publisher is None or page.publisher in {
        _site(page.final_url or ""),
        urlsplit(page.final_url or "").hostname,
    }
    return replace(
        page,
        title=page.title or entry.title,
        author=page.author or entry.author,
        language=page.language or entry.language,
        publisher=entry.outlet or feed.title or page.publisher if nameless else page.publisher,
    )


def _dated(found: Document, entry: Entry, fetched: Fetched) -> Document:
    """The article with its day, and a word in `extra` where that is not the day on which the feed says it was published."""
    published = found.published or entry.published
    told: dict[str, str] = {"feed": fetched.url}
    if published and published > fetched.retrieved_at.date() + AHEAD:
        told["date_given"], published = published.isoformat(), None
    elif published is None and entry.dated:
        told["date_given"] = entry.dated
    elif found.published is None and entry.changed:
        told["date_of"] = "last change"
    return replace(found, published=published, extra={**found.extra, **told})


def _site(address: str) -> str:
    """The host of an address, without `www.`."""
    return (urlsplit(address).hostname or "").removeprefix("www.")
