"""Web archives, record by record in bounded memory: WARC (ISO 28500:2017), packed or not, as Common Crawl has its news.

Articles are the pages that a server gave (status 200) and pages saved without an answer around them (`resource`). What a crawl
keeps beside them (requests, pictures, robots.txt) is passed over.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tracker.read.address import fetched_document, is_address
from tracker.read.fetch import Fetched
from tracker.read.html import NoArticleError
from tracker.read.refusals import UnreadableError, refuse
from tracker.read.unpack import PACKED, whole
from tracker.read.unpacked import MAGIC, PIECE
from tracker.types import Document, Refusal

if TYPE_CHECKING:
    from tracker.read.unpacked import Unpacked
    from tracker.settings import Settings

PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})

_VERSIONS = ["WARC/1.1", "WARC/1.0", "WARC/0.18", "WARC/0.17"]


@dataclasses.dataclass(slots=True)
class _Seen:
    """What an archive has brought so far."""

    records: int = 0
    pages: int = 0
    articles: int = 0
    without: list[int] = dataclasses.field(default_factory=list)


def archive_documents(stream: Unpacked, name: str, settings: Settings) -> Iterator[Document | Refusal]:
    """Yield each article of an archive, and a Refusal, named `name:RECORD`, for each page that cannot be read.

    Pages without an article, of which every site has many, are told of in one Refusal at the end. Where the archive is damaged,
    or breaks off, what came before stands, and one Refusal ends it. Raises TrackerError where the HTML parser cannot be
    started, OSError where reading fails.
    """
    seen = _Seen()
    try:
        while (record := _Record.next(stream, seen.records + 1, settings.max_head_bytes)) is not None:
            if record.is_page:
                record.load(2 * settings.max_html_bytes)
                seen.pages += 1
                yield from _article(record, name, settings, seen)
            record.skip()
            seen.records += 1
    except UnreadableError as error:
        read = "nothing before it was an article" if not seen.articles else f"articles read before it: {seen.articles:,}"
        yield Refusal(ref=f"{name}:{seen.records + 1}", reason=f"{error} ({read})")
        return
    if seen.without:
        of = f"{len(seen.without):,} of {seen.pages:,} pages hold no article text, the first in record {seen.without[0]:,}"
        yield Refusal(ref=name, reason=f"{of}: save what is missed as .txt")
    elif not seen.pages:
        yield Refusal(ref=name, reason=f"no pages in it (records: {seen.records:,}): give an archive that has some")


def _article(record: _Record, name: str, settings: Settings, seen: _Seen) -> Iterator[Document | Refusal]:
    ref, data = f"{name}:{record.number}", b""
    try:
        fetched = record.fetched(settings)
        data = fetched.data
        found = fetched_document(fetched, settings)
    except NoArticleError:
        seen.without.append(record.number)
    except UnreadableError as error:
        yield refuse(ref, str(error), data) if data else Refusal(ref=ref, reason=str(error))
    else:
        seen.articles += 1
        place = f"{PurePath(name).name}:{record.number}"
        yield dataclasses.replace(found, extra={**found.extra, "archive": place} | record.cut)


class _Record:
    """One record, its heads read; its body is still in the stream, until it is loaded or skipped."""

    def __init__(self, stream: Unpacked, number: int, head: Any) -> None:
        from warcio.limitreader import LimitReader

        self._head, self.number = head, number
        length = head.get_header("Content-Length") or ""
        if not re.fullmatch(r"\d{1,18}", length, re.ASCII):
            raise UnreadableError("a record does not tell its length: get the archive again")
        self._body = LimitReader(stream, int(length))
        self._stream, self._passed = stream, False
        self._loaded, self._left_out = b"", 0
        self._answer: Any = None
        if self._kind == "response" and self._body.limit and is_address(self._url):
            self._answer = _head(self._body)

    @classmethod
    def next(cls, stream: Unpacked, number: int, longest: int) -> _Record | None:
        """Read the heads of the next record; None at the end. Raises UnreadableError where there is something else."""
        stream.head = longest
        line = stream.readline()
        while line and not line.strip():
            line = stream.readline()
        record = cls(stream, number, _head(stream, line, _VERSIONS)) if line else None
        stream.head = None
        return record

    @property
    def _kind(self) -> str:
        return (self._head.get_header("WARC-Type") or "").lower()

    @property
    def _url(self) -> str:
        return (self._head.get_header("WARC-Target-URI") or "").strip("<> ")  # so wrote wget 1.19

    @property
    def _content_type(self) -> str:
        head = self._head if self._answer is None else self._answer
        return head.get_header("Content-Type") or ""

    @property
    def is_page(self) -> bool:
        """Tell whether a text for people is in it: a page, answered with 200, and not robots.txt."""
        if not is_address(self._url) or self._url.partition("?")[0].endswith("/robots.txt"):
            return False
        given = self._kind == "resource" or (self._answer is not None and self._answer.get_statuscode() == "200")
        return given and self._content_type.partition(";")[0].strip().lower() in PAGES

    @property
    def cut(self) -> dict[str, str]:
        """For `extra`: why the crawler did not keep all of the page, where it did not."""
        reason = self._head.get_header("WARC-Truncated")
        return {"truncated": reason} if reason else {}

    def fetched(self, settings: Settings) -> Fetched:
        """Return the page as if it came from the web today, but for its date. Raises UnreadableError."""
        try:
            urlsplit(self._url)
            retrieved = dt.datetime.fromisoformat(self._head.get_header("WARC-Date") or "")
        except ValueError:
            raise UnreadableError("the record does not tell its address or date rightly: get the archive again") from None
        charset = re.search(r"""charset\s*=\s*["']?([^\s"';,]+)""", self._content_type, re.IGNORECASE)
        return Fetched(
            url=self._url,
            final_url=self._url,
            status=200,
            data=self._data(settings.max_html_bytes),
            media_type=self._content_type.partition(";")[0].strip().lower(),
            charset=charset[1].lower() if charset else None,
            etag=None,
            modified=None,
            retrieved_at=retrieved if retrieved.tzinfo else retrieved.replace(tzinfo=dt.UTC),
        )

    def _data(self, limit: int) -> bytes:
        """Return the page, out of the chunks and unpacked, as browsers see it."""
        if self._left_out:
            raise UnreadableError(f"{self._left_out:,} bytes, the limit is {limit:,}: save its text as .txt")
        body = b"".join(self._pieces(self._unchunked()))
        told = self._told("Content-Encoding")
        packed = told in PACKED and body.startswith(MAGIC)  # many crawlers unpack a body, and keep the header
        if told not in PACKED | {"", "identity"} and not body.lstrip().startswith(b"<"):
            raise UnreadableError("packed in a way that is not read here: save its text as .txt")
        return whole((body[n : n + PIECE] for n in range(0, len(body), PIECE)), packed=packed, limit=limit)

    def _unchunked(self) -> Any:
        body = io.BytesIO(self._loaded)
        if self._told("Transfer-Encoding") != "chunked":
            return body
        from warcio.bufferedreaders import ChunkedDataReader

        return ChunkedDataReader(body)

    def _told(self, field: str) -> str:
        """Return a field of the server's answer, in small letters."""
        return ((self._answer.get_header(field) if self._answer is not None else None) or "").strip().lower()

    def load(self, limit: int) -> None:
        """Take the body out of the stream, and keep it if it is not longer than `limit`. Raises as `skip` does."""
        if self._body.limit > limit:
            self._left_out = self._body.limit
        else:
            self._loaded = b"".join(self._pieces(self._body))
        self.skip()

    def skip(self) -> None:
        """Pass over the rest of the body. Raises UnreadableError where the archive ends before it does, or it goes on after."""
        if self._passed:
            return
        for _ in self._pieces(self._body):
            pass
        if self._body.limit:
            raise UnreadableError("breaks off in the middle of a record: get the archive again")
        if self._stream.readline().strip():
            raise UnreadableError("a record is longer than it says: get the archive again")
        self._passed = True

    @staticmethod
    def _pieces(reader: Any) -> Iterator[bytes]:
        while piece := reader.read(PIECE):
            yield piece


def _head(reader: Any, line: bytes | None = None, versions: list[str] | None = None) -> Any:
    """Read a head: a first line, fields, a blank line. Raises UnreadableError where it is not of `versions`."""
    from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

    try:
        return StatusAndHeadersParser(versions, verify=bool(versions)).parse(reader, line)
    except StatusAndHeadersParserException:
        raise UnreadableError("no record of a web archive where one should begin: get the archive again") from None
    except EOFError:
        raise UnreadableError("breaks off in the middle of a record: get the archive again") from None
