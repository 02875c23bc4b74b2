"""Claims that people have already: spreadsheets as CSV, ClaimReview feeds, answers of fact-check searches. Bytes → rows.

A ClaimReview is read as schema.org has it (https://schema.org/ClaimReview), alone, in a list, under `@graph`, or in a DataFeed
as the Data Commons fact-check feed has it; so is the answer of Google's Fact Check Tools (`claims` with a `claimReview` each).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tracker.errors import TrackerError
from tracker.read.dates import published
from tracker.read.fields import document
from tracker.read.refusals import UnreadableError, refuse
from tracker.settings import Settings
from tracker.types import Document, Refusal, Verdict

NAMES = ("text", "speaker", "accused", "date", "url", "outlet", "rating", "rater", "review_url", "review_date")
_FORMS = "CSV with a column 'claim', or JSON of ClaimReviews"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One claim as somebody else keeps it. `document` is its text as an article; `verdict` is None where nobody rated it.

    `rating` is the rating in the rater's own words, `review` the address of the fact-check, `reviewed` its day.
    """

    document: Document
    speaker: str | None
    accused: str | None
    verdict: Verdict | None
    rating: str | None
    rater: str | None
    review: str | None
    reviewed: dt.date | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What columns and ratings mean (`seeds/import.en.toml`)."""

    columns: Mapping[str, str] = field(default_factory=dict)
    ratings: Mapping[str, Verdict] = field(default_factory=dict)

    @classmethod
    def parse(cls, tables: Mapping[str, Any]) -> Terms:
        """Read the tables of the TOML file."""
        columns = {_plain(name): key for key, names in tables["columns"].items() for name in [key, *names]}
        ratings = {_plain(word): Verdict(value) for value, words in tables["ratings"].items() for word in words}
        return cls(columns, ratings)

    def verdict(self, rating: str | None) -> Verdict | None:
        """The verdict that a rating in words means: that of the whole, else of its first sentence; None for others."""
        first = re.split(r"[.!:;,(–—]", rating or "", maxsplit=1)[0]
        return self.ratings.get(_plain(rating or "")) or self.ratings.get(_plain(first))


def claims(data: bytes, name: str, terms: Terms, settings: Settings) -> Iterator[ClaimRow | Refusal]:
    """Yield every claim of a file, and a refusal for each that cannot be read, named `name:ROW`.

    Raises TrackerError where the whole is neither form.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TrackerError(f"{name}: not valid UTF-8 (byte {error.start}): save it as {_FORMS}, in UTF-8") from None
    rows = _reviews(text, name) if text.lstrip()[:1] in {"{", "["} else _table(text, name, terms, settings)
    empty = True
    for number, row in rows:
        empty = False
        try:
            yield _row(row, f"{name}:{number}", terms, settings)
        except UnreadableError as error:
            yield refuse(f"{name}:{number}", str(error), json.dumps(row, default=str).encode("utf-8", "replace"))
    if empty:
        raise TrackerError(f"{name}: no claim in it: give {_FORMS}")


def _row(row: Mapping[str, Any], ref: str, terms: Terms, settings: Settings) -> ClaimRow:
    said = {key: str(row[key]).strip() for key in NAMES if row.get(key) is not None and str(row[key]).strip()}
    if "text" not in said:
        raise UnreadableError("no claim in it: give its text, or leave the row out")
    published(said.get("date"), "the date")  # named as people name the column
    fields: dict[str, Any] = {
        "text": said["text"],
        "publisher": said.get("outlet") or _host(said.get("url")) or ref.rpartition(":")[0],
    }
    fields |= {"published": said.get("date"), "language": "en"}
    kept = {key: said[key] for key in ("rating", "rater", "review_url") if key in said}
    return ClaimRow(
        document=document(fields | ({"url": said["url"]} if "url" in said else {}) | kept, ref, settings),
        speaker=said.get("speaker"),
        accused=said.get("accused"),
        verdict=terms.verdict(said.get("rating")),
        rating=said.get("rating"),
        rater=said.get("rater"),
        review=said.get("review_url"),
        reviewed=published(said.get("review_date"), "the review date"),
    )


def _host(url: str | None) -> str | None:
    """The host of a web address, as the name of an outlet that the row does not name."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _table(text: str, name: str, terms: Terms, settings: Settings) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a CSV file, numbered as a spreadsheet shows them, under the tracker's names."""
    csv.field_size_limit(settings.max_line_bytes)
    try:
        dialect = csv.Sniffer().sniff(text[:4096], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), dialect=dialect)
        named = {column: terms.columns[_plain(column)] for column in reader.fieldnames or () if _plain(column) in terms.columns}
        if "text" not in named.values():
            seen = ", ".join(reader.fieldnames or ()) or "none"
            raise TrackerError(f"{name}: no column 'claim' (its columns: {seen}): name the column that holds the claims so")
        for number, row in enumerate(reader, 2):
            yield number, {key: row[column] for column, key in reversed(named.items()) if row.get(column)}
    except csv.Error as error:
        raise TrackerError(f"{name}: not CSV ({error}): save the table again, as CSV in UTF-8") from None


def _reviews(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The claims of fact-checks in JSON, or in JSON lines, numbered from 1."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        try:
            whole = [json.loads(line) for line in text.split("\n") if line.strip()]
        except (ValueError, RecursionError) as error:
            raise TrackerError(f"{name}: not JSON ({error}): give {_FORMS}") from None
    yield from enumerate(_found(whole), 1)


def _found(node: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every ClaimReview in a piece of JSON, wherever feeds put it."""
    if depth > 6:
        return
    if isinstance(node, list):
        for item in node:
            yield from _found(item, depth + 1)
    elif isinstance(node, dict):
        if "claimReviewed" in node:
            yield _review(node)
        elif "claimReview" in node and "text" in node:
            reviews = node["claimReview"] if isinstance(node["claimReview"], list) else [node["claimReview"]]
            yield from (_searched(node, review) for review in reviews if isinstance(review, dict))
        else:
            for key in ("claims", "@graph", "dataFeedElement", "item", "itemListElement"):
                yield from _found(node.get(key), depth + 1)


def _review(node: Mapping[str, Any]) -> dict[str, Any]:
    """A schema.org ClaimReview."""
    item, rated = _object(node.get("itemReviewed")), _object(node.get("reviewRating"))
    seen = node.get("appearance") or item.get("appearance") or item.get("firstAppearance")
    return {
        "text": node.get("claimReviewed"),
        "speaker": _name(item.get("author")),
        "date": item.get("datePublished"),
        "url": _address(seen),
        "rating": rated.get("alternateName") or rated.get("name"),
        "rater": _name(node.get("author")) or _name(node.get("publisher")),
        "review_url": node.get("url"),
        "review_date": node.get("datePublished"),
    }


def _searched(claim: Mapping[str, Any], review: Mapping[str, Any]) -> dict[str, Any]:
    """One review of a claim as Google's Fact Check Tools answer."""
    return {
        "text": claim.get("text"),
        "speaker": claim.get("claimant"),
        "date": claim.get("claimDate"),
        "rating": review.get("textualRating"),
        "rater": _name(review.get("publisher")),
        "review_url": review.get("url"),
        "review_date": review.get("reviewDate"),
    }


def _object(value: Any) -> Mapping[str, Any]:
    if isinstance(value, list):
        value = value[0] if value else {}
    return value if isinstance(value, dict) else {}


def _name(value: Any) -> str | None:
    found = value if isinstance(value, str) else _object(value).get("name")
    return found if isinstance(found, str) else None


def _address(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, str) else _object(value).get("url")


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", str(name).casefold()))
