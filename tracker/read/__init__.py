"""From bytes to Documents: texts, pages, mails, tables and archives, from files, folders, patterns, the web and stdin."""

from __future__ import annotations

import os
import sys
from stat import S_ISREG
from typing import TYPE_CHECKING, BinaryIO

from tracker import plugins
from tracker.read.address import from_address, is_address
from tracker.read.fetch import Fetcher
from tracker.read.html import html_document
from tracker.read.jsonl import line_documents
from tracker.read.mail import mail_document, mailbox_documents
from tracker.read.markdown import markdown_document
from tracker.read.pdf import pdf_document
from tracker.read.plain import text_document
from tracker.read.refusals import UnreadableError, because, excerpt, printable, refuse
from tracker.read.sources import SUFFIXES, count, files, suffix_of
from tracker.read.table import row_documents
from tracker.read.unpacked import Unpacked
from tracker.read.wacz import collection_documents
from tracker.read.warc import archive_documents
from tracker.types import Document, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.plugins import Reader
    from tracker.settings import Settings

__all__ = ["Fetcher", "count", "read"]

_WHOLE = {
    ".txt": text_document,
    ".md": markdown_document,
    ".html": html_document,
    ".htm": html_document,
    ".eml": mail_document,
    ".pdf": pdf_document,
}
_MANY = {".jsonl": line_documents, ".csv": row_documents, ".mbox": mailbox_documents}
_ARCHIVES = {".warc", ".warc.gz", ".wacz"}


def read(
    source: str, settings: Settings, stdin: BinaryIO | None = None, fetcher: Fetcher | None = None
) -> Iterator[Document | Refusal]:
    """Yield every article behind one command line argument, and every input that is refused, in a fixed order.

    `source` is a file, a folder, a glob pattern, a web address, or "-" for JSON lines from `stdin` (default: the process's
    own). The `fetcher` of several addresses keeps the pauses between them. Reads as it is asked: a folder or a stream of any
    size takes bounded memory. Whatever the input, the one error raised is TrackerError, where the parser of pages cannot be
    started or a page cannot be kept.
    """
    if source == "-":
        yield from _from_stdin(stdin, settings)
        return
    if is_address(source):
        if fetcher is not None:
            yield from_address(source, fetcher, settings)
            return
        with Fetcher(settings) as own:
            yield from_address(source, own, settings)
        return
    for found in files(source):
        if isinstance(found, Refusal):
            yield found
        else:
            yield from _from_file(found, settings)


def _from_stdin(stdin: BinaryIO | None, settings: Settings) -> Iterator[Document | Refusal]:
    stream = getattr(sys.stdin, "buffer", None) if stdin is None else stdin
    if stream is None or stream.closed:
        yield Refusal(ref="-", reason="there is no standard input: give a file", missing=True)
        return
    try:
        yield from line_documents(stream, "-", settings)
    except OSError as error:
        yield Refusal(ref="-", reason=because(error))


def _from_file(path: Path, settings: Settings) -> Iterator[Document | Refusal]:
    name = printable(path)
    try:
        if not S_ISREG(path.stat().st_mode):  # to open a named pipe would wait for ever
            yield Refusal(ref=name, reason="not a regular file: give a file or a folder")
            return
        with path.open("rb") as stream:
            suffix = suffix_of(path.name)
            if suffix in _MANY:
                yield from _MANY[suffix](stream, name, settings)
            elif suffix in _ARCHIVES:
                yield from _from_archive(stream, name, suffix, settings)
            elif (foreign := plugins.reader(path.suffix)) and path.suffix.lower() not in SUFFIXES:
                yield from _from_plugin(foreign, stream, path, settings)
            else:
                yield _from_whole(stream, path, settings)
    except OSError as error:
        yield Refusal(ref=name, reason=because(error))


def _from_archive(stream: BinaryIO, name: str, suffix: str, settings: Settings) -> Iterator[Document | Refusal]:
    limit = max(settings.max_unpacked_bytes, settings.max_ratio * os.fstat(stream.fileno()).st_size)
    if suffix == ".wacz":
        yield from collection_documents(stream, name, settings, limit)
    else:
        yield from archive_documents(Unpacked(stream, limit), name, settings)


def _from_plugin(reader: Reader, stream: BinaryIO, path: Path, settings: Settings) -> Iterator[Document | Refusal]:
    """Read a file with the reader of another package, whose faults are the file's: it is refused, and the rest goes in."""
    data, name = stream.read(settings.max_html_bytes + 1), printable(path)
    if len(data) > settings.max_html_bytes:
        yield Refusal(ref=name, reason=f"more than {settings.max_html_bytes:,} bytes: split it", excerpt=excerpt(data))
        return
    try:
        yield from reader(data, printable(path.name), settings)
    except UnreadableError as error:
        yield refuse(name, str(error), data)
    except Exception as error:  # noqa: BLE001  # foreign code may raise anything
        yield refuse(name, f"its reader fails on it ({type(error).__name__}: {error})", data)


def _from_whole(stream: BinaryIO, path: Path, settings: Settings) -> Document | Refusal:
    """Read a file that is one article, and no more of it than the limit allows."""
    suffix = path.suffix.lower()
    limit = {".eml": settings.max_mail_bytes, ".pdf": settings.max_pdf_bytes}.get(suffix, settings.max_html_bytes)
    is_text = suffix in {".txt", ".md"}
    limit = 4 * settings.max_text_chars if is_text else limit
    data = stream.read(limit + 1)
    name = printable(path)
    if len(data) > limit:
        size = max(os.fstat(stream.fileno()).st_size, len(data))
        allowed = f"{settings.max_text_chars:,} characters" if is_text else f"{limit:,}"
        reason = f"{size:,} bytes, the limit is {allowed}: split it into articles"
        return Refusal(ref=name, reason=reason, size=size, excerpt=excerpt(data))
    try:
        return _WHOLE[suffix](data, printable(path.name), settings)
    except UnreadableError as error:
        return refuse(name, str(error), data)
