"""Markdown files: an optional front matter, an optional heading that is the title, and the text."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from tracker.read import dates
from tracker.read.fields import KNOWN, document, meant
from tracker.read.plain import decoded
from tracker.read.refusals import UnreadableError

if TYPE_CHECKING:
    from tracker.settings import Settings
    from tracker.types import Document

FENCE = "---"
_HEADING = re.compile(r"#[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")


def markdown_document(data: bytes, name: str, settings: Settings) -> Document:
    """Make the Document of a .md file. Raises UnreadableError.

    Between a first line `---` and the next stand lines `key: value`: the contract's keys, also as people call them (`date`,
    `outlet`) where they do not stand there themselves, and others for `extra`. Where they give no title, a heading `# …` that
    opens the text is the title and leaves the text.
    """
    lines = decoded(data).split("\n")
    fields: dict[str, str] = {}
    if lines[0].rstrip() == FENCE:
        end = _end_of_front_matter(lines)
        fields = _front_matter(lines[1:end])
        lines = lines[end + 1 :]
    lines = _trimmed(lines)
    if not fields.get("title") and lines and (heading := _HEADING.fullmatch(lines[0])):
        fields["title"] = heading[1]
        lines = _trimmed(lines[1:])
    return document({**fields, "text": "\n".join(lines)}, name, settings)


def _end_of_front_matter(lines: list[str]) -> int:
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            return number
    raise UnreadableError("front matter opened in line 1 is not closed: add a line --- after it")


def _front_matter(lines: list[str]) -> dict[str, str]:
    """Return keys and values; the contract's keys in any case. Blank lines and comments (`# …`) count for nothing."""
    fields: dict[str, str] = {}
    for number, line in enumerate(lines, start=2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key, colon, value = line.partition(":")
        key = key.strip()
        if not colon or not key:
            raise UnreadableError(f"line {number} of the front matter has no 'key: value': correct or remove it")
        if key.lower() == "text":
            raise UnreadableError(f"line {number} of the front matter has the key 'text': put the text below the ---")
        fields[key.lower() if key.lower() in KNOWN else key] = _unquoted(value.strip())
    for key in list(fields):
        name = meant("front_matter", key)
        if name and not fields.get(name) and _fits(name, fields[key]):
            fields[name] = fields.pop(key)
    return fields


def _fits(name: str, value: str) -> bool:
    """Whether a value can be what another program's key seems to mean: its `date` may be anything, its `lang` a name."""
    if name == "language":
        return re.fullmatch(r"[A-Za-z]{2,3}([-_]\w+)*", value) is not None
    if name == "published":
        with suppress(UnreadableError):
            return dates.published(value) is not None
        return False
    return True


def _unquoted(value: str) -> str:
    quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _trimmed(lines: list[str]) -> list[str]:
    """Drop the blank lines at both ends."""
    full = [number for number, line in enumerate(lines) if line.strip()]
    return lines[full[0] : full[-1] + 1] if full else []
