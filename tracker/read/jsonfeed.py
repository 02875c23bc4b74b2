"""Feeds as JSON: JSON Feed 1.1 (Reece and Simmons 2020, https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import Any

from tracker.read.entry import Entry, Feed, clean, day, key, language, once, storable, web
from tracker.read.refusals import UnreadableError

_NONE = "JSON, but no JSON Feed: check the address"


def json_feed(text: bytes, address: str) -> Feed:
    """Return what a JSON Feed says. Raises UnreadableError where it is none; an item that is none is passed over."""
    try:
        about = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableError(_NONE) from None
    if (
        not isinstance(about, dict)
        or "jsonfeed.org" not in str(about.get("version"))
        or not isinstance(about.get("items"), list)
    ):
        raise UnreadableError(_NONE)
    entries = once(_entry(item, about, address) for item in about["items"] if isinstance(item, dict))
    return Feed(title=clean(about.get("title")), entries=entries)


def _entry(item: dict[str, Any], about: dict[str, Any], address: str) -> Entry:
    from tracker.read.feed import paragraphs

    link = web(item.get("url"), address)
    plain = [item[name] for name in ("content_text", "summary") if isinstance(item.get(name), str)]
    texts = [paragraphs(storable(text)) for text in plain]
    texts += [storable(item["content_html"])] if isinstance(item.get("content_html"), str) else []
    longest = max(texts, key=len, default="")
    published, changed, dated = day(clean(item.get("date_published")), clean(item.get("date_modified")))
    title = clean(item.get("title"))
    given = item.get("id")
    return Entry(
        key=key(clean(str(given)) if isinstance(given, str | int) else None, link, f"{title}\n{longest}"),
        link=link,
        title=title,
        html=longest,
        author=_author(item) or _author(about),
        language=language(item.get("language")) or language(about.get("language")),
        published=published,
        changed=changed,
        dated=dated,
        updated=clean(item.get("date_modified")),
    )


def _author(of: dict[str, Any]) -> str | None:
    """The first author; version 1 of the format knew only one."""
    authors = of.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else of.get("author")
    return clean(first.get("name")) if isinstance(first, dict) else None
