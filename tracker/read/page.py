"""What a web page says: its article and its metadata. Runs in the worker process (see `worker`), where it may hang."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tracker.read.dates import day_in_page

if TYPE_CHECKING:
    from collections.abc import Iterator

# Names of <meta> tags, the most exact first, that give the day of first publication.
PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "pubdate",
    "publish-date",
    "publish_date",
    "publishdate",
    "published_date",
    "publication_date",
    "date",
)
BIG_PAGE = 1_000_000  # bytes


def parsed(data: bytes) -> dict[str, str | None]:
    """Return `text`, `title`, `author`, `publisher`, `published`, `url` and `language` of a page, None for what it has not.

    Paragraphs of the text are separated by a blank line. The date is one that metadata give, never one of the prose.
    May raise anything and may take for ever: pages are made to attack parsers.
    """
    import trafilatura

    tree: Any = trafilatura.load_html(data)
    if tree is None:
        return {"text": None}
    article: Any = trafilatura.bare_extraction(
        tree,
        with_metadata=True,
        favor_precision=True,
        include_comments=False,
        include_tables=False,
        deduplicate=False,
        # Cheap, and not used: even so it would take a date from the address, the footer or the text.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if len(data) > BIG_PAGE:
        _forget_lines()
    if article is None:
        return {"text": None}
    fields = {
        "text": "\n\n".join(line.strip() for line in (article.text or "").split("\n") if line.strip()),
        "title": article.title,
        "author": article.author,
        "publisher": _name(article.sitename) or article.hostname,
        "published": _published(tree),
        "url": _address(tree),
        "language": _language(tree),
    }
    return {key: clean(value) for key, value in fields.items()}


def _published(tree: Any) -> str | None:
    """Return the first day that can be read: from <meta>, JSON-LD, then microdata where all of it agrees."""
    named: dict[str, list[str]] = {}
    for meta in tree.iterfind(".//meta[@content]"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        named.setdefault(name.lower(), []).append(meta.get("content"))
    values = [value for name in PUBLISHED for value in named.get(name, ())]
    values += [str(node["datePublished"]) for node in _linked_data(tree) if node.get("datePublished")]
    days = [day for value in values if (day := day_in_page(value))]
    if not days:
        # Teasers of other articles carry dates too.
        marked = tree.xpath('.//*[@itemprop="datePublished"]/@datetime | .//*[@itemprop="datePublished"]/@content')
        days = [day for value in marked if (day := day_in_page(value))]
        days = days if len(set(days)) == 1 else []
    return days[0].isoformat() if days else None


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the nodes that JSON-LD puts first: the object itself, the members of its list or of its graph."""
    for script in tree.xpath('.//script[@type="application/ld+json"]'):
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        nodes = data.get("@graph", [data]) if isinstance(data, dict) else data
        yield from (node for node in (nodes if isinstance(nodes, list) else [nodes]) if isinstance(node, dict))


def _address(tree: Any) -> str | None:
    """Return the canonical address; not <base>, which many articles share."""
    for address in tree.xpath('.//link[@rel="canonical"]/@href | .//meta[@property="og:url"]/@content'):
        absolute = re.sub(r"^//", "https://", address.strip())
        if re.match(r"https?://\S+$", absolute, re.IGNORECASE):
            return absolute
    return None


def _language(tree: Any) -> str | None:
    """Return the primary subtag of <html lang>: "en" for "en-GB"."""
    root = tree.getroottree().getroot()
    match = re.match(r"[a-z]{2,3}(?![a-z])", (root.get("lang") or root.get("xml:lang") or "").strip().lower())
    return match[0] if match and root.tag == "html" else None


def _name(site: str | None) -> str | None:
    """Return a site's name; None for the address of its page elsewhere, which `article:publisher` often is."""
    return None if not site or re.match(r"https?:", site, re.IGNORECASE) else site


def clean(value: str | None) -> str | None:
    """Drop the characters that cannot be stored; None for what is empty."""
    return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8") or None if value else None


def _forget_lines() -> None:
    """Give back trafilatura's caches: they keep the last thousand lines, and a line may be a whole page."""
    from trafilatura.meta import reset_caches

    reset_caches()
