"""A sealed week: files that a second person can check without the tracker, and the zip file that holds them. Pure.

The same record gives the same bytes: nothing in a bundle depends on when or where it was made, and nothing is compressed, since
two libraries compress alike only by chance.
"""

from __future__ import annotations

import hashlib
import inspect
import io
import zipfile
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from tracker import sealed
from tracker.chain import Entry
from tracker.report import export, html
from tracker.report.weekly import WeeklyReport
from tracker.types import ArticleInfo, StoredMention

FORMAT = 1
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can hold


def contents(
    report: WeeklyReport,
    quotes: Iterable[StoredMention],
    articles: Iterable[tuple[ArticleInfo, str]],
    entries: Iterable[Entry],
) -> dict[str, bytes]:
    """The files of a bundle by name, made from a report, the quotes and articles behind it, and the log, oldest entry first.

    Of the text of each article only its hash is kept.
    """
    chain = [entry.as_json() for entry in entries]
    about = [_article(article, text) for article, text in articles]
    said = [_quote(stored) for stored in quotes]
    head = {key: chain[-1][key] for key in ("seq", "hash")} if chain else {"seq": 0, "hash": sealed.START}
    manifest = {
        "format": FORMAT,
        "week": report.label,
        "from": report.start.isoformat(),
        "to": report.end.isoformat(),
        "articles": len(about),
        "quotes": len(said),
        "head": head,
    }
    found = {
        "README.txt": (files("tracker.report") / "templates" / "bundle.txt").read_bytes(),
        "report.html": html.render(report).encode("utf-8"),
        "report.json": _whole(report.as_json()),
        sealed.QUOTES: _lines(said),
        sealed.ARTICLES: _lines(about),
        sealed.LOG: _lines(chain),
        sealed.MANIFEST: _whole(manifest),
        "verify.py": inspect.getsource(sealed).encode("utf-8"),
    }
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(found.items()))
    return found | {sealed.SUMS: sums.encode("ascii")}


def pack(found: Mapping[str, bytes]) -> bytes:
    """The zip file of these files: the same for the same files, whatever machine packs them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, data in sorted(found.items()):
            item = zipfile.ZipInfo(name, _DAY)
            item.create_system, item.external_attr = 3, 0o644 << 16  # else those of this system
            packed.writestr(item, data)
    return out.getvalue()


def _quote(stored: StoredMention) -> dict[str, Any]:
    mention = stored.mention
    return {
        "id": mention.id,
        "allegation_id": f"A-{stored.allegation_id}" if stored.allegation_id is not None else None,
        "kind": mention.kind.value,
        "speakers": list(mention.speakers),
        "accused": mention.accused,
        "claim": mention.claim,
        "article": stored.article.id,
        "start": mention.start,
        "end": mention.end,
        "quote": mention.quote,
    }


def _article(article: ArticleInfo, text: str) -> dict[str, Any]:
    return {
        "id": article.id,
        "ref": article.ref,
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "published": article.published.isoformat() if article.published else None,
        "characters": len(text),
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
    }


def _lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    return "".join(export.jsonl(rows)).encode("utf-8")


def _whole(value: Mapping[str, Any]) -> bytes:
    return "".join(export.jsonl([value])).encode("utf-8")
