"""Lists of feeds as other readers keep them: OPML 2.0 (Winer 2007), in and out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from tracker.read.entry import clean
from tracker.read.refusals import UnreadableError
from tracker.settings import DEFAULTS

_NONE = "no list of feeds (OPML): export it again from the program that it comes from"
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A feed in such a list: `url` as it is written there, None as `title` where it has none."""

    url: str
    title: str | None


def outlines(data: bytes, limit: int = DEFAULTS.max_feed_bytes) -> list[Outline]:
    """Return the feeds of a list, in whatever folders they lie there, in order, each address once.

    An address may be none of the web. Raises UnreadableError where the whole is no such list, or is empty.
    """
    if len(data) > limit:
        raise UnreadableError(f"{len(data):,} bytes, the limit is {limit:,}: split it")
    found: dict[str, Outline] = {}
    root: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if not root:
            root.append(name.lower())
        given = {key.lower(): value for key, value in attributes.items()}
        if name.lower() == "outline" and (url := clean(given.get("xmlurl"))):
            found.setdefault(url, Outline(url=url, title=clean(given.get("title")) or clean(given.get("text"))))

    def declared(*_: object) -> None:
        raise UnreadableError("it declares entities of its own, which no list of feeds needs: not read")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = declared
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):  # the others for encodings that are none
        raise UnreadableError(_NONE) from None
    if root != ["opml"]:
        raise UnreadableError(_NONE)
    if not found:
        raise UnreadableError("a list (OPML) without any feed in it: export it again with its feeds")
    return list(found.values())


def opml(feeds: Iterable[Outline]) -> str:
    """Write a list of feeds; characters that XML cannot hold are left out."""
    lines = "".join(
        f"    <outline type={_quoted('rss')} text={_quoted(feed.title or feed.url)} xmlUrl={_quoted(feed.url)}/>\n"
        for feed in feeds
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head><title>tracker</title></head>\n'
    return f"{head}  <body>\n{lines}  </body>\n</opml>\n"


def _quoted(text: str) -> str:
    return quoteattr(_ILLEGAL.sub("", text))
