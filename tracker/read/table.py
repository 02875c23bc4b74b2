"""Tables of articles as CSV (RFC 4180), one article a row, in bounded memory; columns under the names that people give them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO, Self

from tracker.read.dates import day_in_page
from tracker.read.fields import document, meant
from tracker.read.refusals import UnreadableError, refuse
from tracker.types import Document, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.settings import Settings

DELIMITERS = ",;\t"

_NOT_UTF8 = re.compile("[\udc80-\udcff]")  # bytes that could not be decoded
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_]\w+)*")
_STOPPED = "the rows before it were read, those after it were not"


def row_documents(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Document | Refusal]:
    """Yield each row of a CSV file as a Document, or as a Refusal named `name:ROW`, numbered as spreadsheets do.

    The delimiter is what the first row has most of. Columns that mean nothing here go to `extra`, empty cells count for
    nothing. A row that is no CSV ends the table: what follows it could be halves of articles. Raises OSError where reading
    fails.
    """
    text = _text(stream)
    try:
        yield from _rows(text, name, settings)
    finally:
        text.detach()  # else it would close the stream, which is not its own


def _rows(text: io.TextIOWrapper, name: str, settings: Settings) -> Iterator[Document | Refusal]:
    csv.field_size_limit(settings.max_line_bytes)
    first = text.readline(settings.max_line_bytes + 1)
    if not first.strip():
        yield refuse(name, "no text in it: give its text, or leave it out", b"")
        return
    if "\0" in first:
        yield refuse(name, "binary, not text: give CSV in UTF-8", _bytes(first))
        return
    delimiter = max(DELIMITERS, key=first.count)
    lines = _Lines(first, text, settings.max_line_bytes)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    number, columns = 0, list[str]()
    try:
        for number, cells in enumerate(rows, 1):
            lines.room = settings.max_line_bytes
            if number == 1:
                columns = [_key(cell) for cell in cells]
                if "text" not in columns:
                    seen = ", ".join(cell for cell in cells if cell)[:200]
                    yield refuse(name, f"no column 'text' (its columns: {seen}): name the one that has the articles so", b"")
                    return
            elif any(cell.strip() for cell in cells):
                yield _article(columns, cells, name, number, settings)
    except (csv.Error, UnreadableError) as error:
        why = "a quotation mark that is not closed" if "unexpected end" in str(error) else str(error)
        yield refuse(f"{name}:{number + 1}", f"not CSV ({why}): save the table again; {_STOPPED}", b"")
        return
    if number < 2:
        yield refuse(name, "no rows in it: give a row an article", b"")


def _article(columns: list[str], cells: list[str], name: str, number: int, settings: Settings) -> Document | Refusal:
    try:
        return document(_fields(columns, cells), f"{PurePath(name).name}:{number}", settings)
    except UnreadableError as error:
        return refuse(f"{name}:{number}", str(error), _bytes("\n".join(cells)))


def _fields(columns: list[str], cells: list[str]) -> dict[str, str]:
    """Return a row with its day in ISO form where it can be read, and a language only where it is a code.

    Of two columns that mean the same the first counts that is not empty. Raises UnreadableError.
    """
    if len(cells) > len(columns):
        raise UnreadableError(f"{len(cells)} cells under {len(columns)} columns: put quotation marks around the text")
    if any(map(_NOT_UTF8.search, cells)):
        raise UnreadableError("not valid UTF-8: save the table as CSV in UTF-8")
    pairs = reversed(list(zip(columns, cells, strict=False)))
    fields = {column: cell for column, cell in pairs if column and cell.strip()}
    if day := day_in_page(fields.get("published", "")):
        fields["published"] = day.isoformat()
    if "language" in fields and not _LANGUAGE.fullmatch(fields["language"]):  # "English": the text will tell
        fields["language name"] = fields.pop("language")
    elif "language" in fields:
        fields["language"] = fields["language"].replace("_", "-")
    return fields


def _key(cell: str) -> str:
    """Return what a column is called here; one that means nothing here keeps its name."""
    return meant("articles", cell) or cell.strip()


def _text(stream: BinaryIO) -> io.TextIOWrapper:
    """Return the text of a file in UTF-8, or in UTF-16 with a byte order mark, as spreadsheets write it."""
    head = stream.read(2)
    stream.seek(0)
    encoding = "utf-16" if head in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else "utf-8-sig"
    errors = "replace" if encoding == "utf-16" else "surrogateescape"
    return io.TextIOWrapper(stream, encoding, errors, newline="")


class _Lines:
    """The lines of a table, the first of which has been read. Raises UnreadableError where a row, `room`, is too long."""

    def __init__(self, first: str, text: io.TextIOWrapper, room: int) -> None:
        self._next, self._text, self.room = first, text, room

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line, self._next = self._next or self._text.readline(self.room + 1), ""
        self.room -= len(line)
        if self.room < 0:
            raise UnreadableError("a row that is too long, as after a quotation mark that is not closed")
        if not line:
            raise StopIteration
        return line


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
