"""Feeds: RSS (Winer 2003; RSS-DEV 2000), Atom (RFC 4287) and JSON Feed (Reece and Simmons 2020). Bytes to entries.

A feed is foreign text that may be made to attack its reader. feedparser takes time, and memory, in proportion to the tags of
a feed, so these are counted first; entities that a feed declares itself are not expanded, for such a feed is refused.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from tracker.read.charset import in_utf8
from tracker.read.entry import Entry, Feed, clean, day, key, language, once, storable, web
from tracker.read.refusals import UnreadableError
from tracker.settings import DEFAULTS, Settings

ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"

_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10080, "monthly": 43200, "yearly": 525600}  # minutes (Syndication module)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_ASIDE = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_LINK = re.compile(rb"<link\s[^>]{1,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]{1,1000}>")
_KINDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")


def read_feed(data: bytes, address: str, charset: str | None = None, settings: Settings = DEFAULTS) -> Feed:
    """Return the entries of a feed in its order, each key once, and what the feed says of itself.

    `address` is where it came from, to which its links are relative; `charset` is what HTTP says. Raises UnreadableError where
    it is no feed, with the feeds that it points to where it is a page, or too large, or dangerous.
    """
    limit, tags, tag = settings.max_feed_bytes, settings.max_feed_tags, settings.max_tag_bytes
    if len(data) > limit:
        raise UnreadableError(f"{len(data):,} bytes, the limit for a feed is {limit:,}: ask its outlet for a shorter one")
    declared = _DECLARED.match(data[:1024].lstrip())
    text = in_utf8(data, charset or (declared[1].decode("ascii") if declared else None), page=False)
    start = text[:1024].lstrip()
    if not start:
        raise UnreadableError("nothing in it: check the address")
    if start.startswith((b"{", b"[")):
        from tracker.read.jsonfeed import json_feed

        return json_feed(text, address)
    if _PAGE.match(_ASIDE.sub(b"", start).lstrip()):
        raise UnreadableError(_no_feed(text, address))
    if not start.startswith(b"<"):
        raise UnreadableError("neither XML nor JSON, so no feed: check the address")
    if b"<!ENTITY" in text:
        raise UnreadableError("it declares entities of its own, which no feed needs and which can flood its reader: not read")
    if text.count(b"<") > tags or re.search(rb"<[^!<>][^<>]{%d}" % tag, text):
        raise UnreadableError(f"more than {tags:,} tags, or one of more than {tag:,} bytes: ask its outlet for a shorter feed")
    return _xml_feed(text, address)


def _xml_feed(text: bytes, address: str) -> Feed:
    import feedparser

    # What feedparser would clean and resolve goes through the parsing worker later, or is not shown.
    headers = {"content-type": "application/xml; charset=utf-8"}
    parsed: Any = feedparser.parse(text, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.version:
        raise UnreadableError("XML, but no feed (RSS, Atom): check the address")
    about = parsed.feed
    spoken = language(about.get("language"))
    return Feed(
        title=_plain(about, "title"),
        entries=once(_entry(one, address, spoken) for one in parsed.entries),
        minutes=_minutes(about),
        whole=type(parsed.get("bozo_exception")).__name__ != "SAXParseException",
    )


def _entry(one: Mapping[str, Any], address: str, spoken: str | None) -> Entry:
    link = web(one.get("link"), "" if one.get("link") == one.get("id") else address)  # an id alone may be no address
    texts = [*one.get("content", ()), *([one["summary_detail"]] if "summary_detail" in one else [])]
    longest: Mapping[str, Any] = max(texts, key=lambda text: len(text.get("value") or ""), default={})
    markup = storable(longest.get("value") or "")
    published, changed, dated = day(clean(one.get("published")), clean(dict(one).get("updated")))
    title = _plain(one, "title")
    return Entry(
        key=key(clean(one.get("id")), link, f"{title}\n{markup}"),
        link=link,
        title=title,
        html=markup if longest.get("type") != "text/plain" else paragraphs(markup),
        author=clean(one.get("author")),
        outlet=_plain(one.get("source") or {}, "title"),
        language=language(longest.get("language")) or spoken,
        published=published,
        changed=changed,
        dated=dated,
        updated=clean(dict(one).get("updated")),
    )


def paragraphs(text: str) -> str:
    """Plain text as a piece of a page: what blank lines part are paragraphs."""
    return "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n\n"))


def _plain(about: Mapping[str, Any], name: str) -> str | None:
    """A text on one line, without the tags and references that it may be written with."""
    value = about.get(name) or ""
    kind = (about.get(f"{name}_detail") or {}).get("type", "text/plain")
    return clean(html.unescape(_MARKUP.sub("", value)) if kind != "text/plain" else value)


def _minutes(about: Mapping[str, Any]) -> int:
    """How long the feed wants to be left alone: the longer of <ttl> and the period of the Syndication module."""
    period = _PERIODS.get(str(about.get("sy_updateperiod", "")).strip().lower(), 0)
    often = _number(about.get("sy_updatefrequency")) or 1
    return max(_number(about.get("ttl")), period // often)


def _number(value: object) -> int:
    text = str(value).strip()
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0


def _no_feed(page: bytes, address: str) -> str:
    """Say that an address is that of a page, and which feeds the page points to (RSS autodiscovery: Pilgrim 2002)."""
    found: list[str] = []
    for tag in _LINK.findall(page[:500_000]):
        pairs = _ATTRIBUTE.findall(tag.decode("utf-8", "replace"))
        attributes = {name.lower(): html.unescape(a or b or c) for name, a, b, c in pairs}
        if "alternate" in attributes.get("rel", "").lower().split() and attributes.get("type", "").lower() in _KINDS:
            found += [linked] if (linked := web(attributes.get("href"), address)) else []
    where = ", ".join(list(dict.fromkeys(found))[:5])
    return f"a web page, not a feed; it points to {where}: add that" if where else "a web page, not a feed: check the address"
