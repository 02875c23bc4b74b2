"""The keys of an article, however it was written down, checked and made a Document."""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
import reprlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tracker import resources
from tracker.read.credits import agency
from tracker.read.dates import published
from tracker.read.language import with_language
from tracker.read.refusals import UnreadableError
from tracker.types import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.settings import Settings

KNOWN = frozenset({"id", "title", "url", "publisher", "published", "language", "text", "author"})
DERIVED = frozenset({"echo_of"})  # what an export tells of an article, and whoever takes it in finds anew
CAME = ("final_url", "retrieved_at", "raw_hash")  # what an export tells of how an article came in: it came so still

_WEB = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_JSON_NAMES = {bool: "a boolean", int: "a number", float: "a number", list: "a list", dict: "an object"}


def document(fields: Mapping[str, Any], name: str, settings: Settings) -> Document:
    """Make the Document that `fields` describe: the contract's keys, all but `text` optional; others go to `extra`.

    `name` is the `ref` where there is neither an id nor a web address. A `url` that is not one of http or https is kept
    in `extra`. The language is the one that the text shows, where it can be told (see `language`). Raises UnreadableError
    where a value has the wrong type or cannot be stored.
    """
    address = _string(fields, "url")
    web = address is not None and _is_web(address)
    came = _came(fields)
    extra = {key: value for key, value in fields.items() if key not in KNOWN | DERIVED | came.keys()}
    if fields.get("author") is not None and not isinstance(fields["author"], str):  # a list of names, an object of JSON-LD
        extra["author"] = fields["author"]
    if isinstance(extra.get("extra"), dict):  # as an export writes it
        extra |= extra.pop("extra")
    _check_nested(extra, settings.max_nesting)
    if address and not web:
        extra["url"] = address
    url = address if web else None
    text = _text(fields, settings.max_text_chars)
    found = Document(
        text=text,
        ref=_identity(fields) or url or name,
        title=_string(fields, "title"),
        url=url,
        publisher=_string(fields, "publisher"),
        published=published(fields.get("published")),
        language=_string(fields, "language"),
        agency=agency(text),
        author=_string(fields, "author") if isinstance(fields.get("author"), str) else None,
        extra=extra,
        **came,
    )
    return with_language(found)


def meant(where: str, name: str) -> str | None:
    """The key of an article that people mean by a name, in the table `where` of import.en.toml; None for none."""
    return _names(where).get(" ".join(re.findall(r"[a-z0-9]+", name.casefold())))


@functools.cache
def _names(where: str) -> dict[str, str]:
    return {name: key for key, names in resources.load("import.en.toml")[where].items() for name in names}


def _came(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What an export tells of how the article came in; without what is of another kind, which is for `extra`."""
    came: dict[str, Any] = {key: fields[key] for key in CAME if key in fields and isinstance(fields[key], str | None)}
    for key, value in came.items():
        _check_characters(repr(key), value or "")
    if came.get("retrieved_at") is not None:
        moment = _moment(came.pop("retrieved_at"))
        came |= {"retrieved_at": moment} if moment else {}
    return came


def _moment(value: str) -> dt.datetime | None:
    """A moment with its time zone; None for anything else."""
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.astimezone(dt.UTC) if moment.tzinfo else None


def _text(fields: Mapping[str, Any], limit: int) -> str:
    text = fields.get("text")
    if text is None:
        raise UnreadableError("no 'text' in it: give the article's text under the key 'text'")
    if not isinstance(text, str):
        raise UnreadableError(_wrong_type("text", text))
    if not text.strip():
        raise UnreadableError("no text in it: give its text, or leave it out")
    if len(text) > limit:
        raise UnreadableError(f"{len(text):,} characters, the limit is {limit:,}: split it into articles")
    _check_characters("'text'", text)
    return text


def _identity(fields: Mapping[str, Any]) -> str | None:
    value = fields.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(fields, "id")


def _string(fields: Mapping[str, Any], key: str) -> str | None:
    """Return the value of a key that must be a string or null; None where it is blank."""
    value = fields.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise UnreadableError(_wrong_type(key, value))
    _check_characters(reprlib.repr(key), value)
    return value if value.strip() else None


def _wrong_type(key: str, value: object) -> str:
    return f"{reprlib.repr(key)} is {_JSON_NAMES.get(type(value), type(value).__name__)}: write it as a string"


def _check_characters(what: str, value: str) -> None:
    """Refuse what neither a database nor UTF-8 can hold."""
    if "\0" in value:
        raise UnreadableError(f"{what} has a NUL character (position {value.index(chr(0))}): remove it")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnreadableError(f"{what} has half a surrogate pair (position {error.start}): remove it") from None


def _check_nested(value: object, limit: int, key: str = "extra", depth: int = 0) -> None:
    """Refuse unknown values that could not be written as JSON again."""
    if depth > limit:
        raise UnreadableError(f"{reprlib.repr(key)} is nested more than {limit} deep: flatten it")
    if isinstance(value, str):
        _check_characters(reprlib.repr(key), value)
    elif isinstance(value, float) and not math.isfinite(value):
        raise UnreadableError(f"{reprlib.repr(key)} has a number that is too large: write it as a string")
    elif isinstance(value, list):
        for item in value:
            _check_nested(item, limit, key, depth + 1)
    elif isinstance(value, dict):
        for name, item in value.items():
            _check_characters("a key", name)
            _check_nested(item, limit, name if depth == 0 else key, depth + 1)


def _is_web(address: str) -> bool:
    if not _WEB.fullmatch(address):
        return False
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False
