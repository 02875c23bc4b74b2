from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from archives import ARTICLE, answer, packed, page, record

from tracker.read import read
from tracker.read.unpacked import Unpacked
from tracker.read.warc import archive_documents
from tracker.settings import Settings
from tracker.types import Document, Refusal

if TYPE_CHECKING:
    from typing import BinaryIO

ADDRESS = "https://news.example/dun"
HEAD = '<meta property="article:published_time" content="2022-02-16">'
GOOD = record(answer(page()), ADDRESS)


def found(data: bytes, name: str = "crawl.warc", **limits: int) -> list[Document | Refusal]:
    return list(archive_documents(Unpacked(io.BytesIO(data), 10**9), name, Settings(**limits)))


def only(data: bytes, **limits: int) -> Document:
    (document,) = found(data, **limits)
    assert isinstance(document, Document)
    return document


def reasons(items: list[Document | Refusal]) -> list[tuple[str, str]]:
    return [(item.ref, item.reason) for item in items if isinstance(item, Refusal)]


@pytest.mark.parametrize(
    "pack", [lambda *records: b"".join(records), packed, lambda *records: gzip.compress(b"".join(records))]
)
def test_a_page_is_read_as_if_it_came_from_the_web_on_the_day_it_was_kept(pack: object) -> None:
    assert callable(pack)
    data = page(head=HEAD)
    info = record(b"software: x\r\n", "file:x", "warcinfo")
    assert only(pack(info, record(answer(data), ADDRESS))) == Document(
        text=ARTICLE,
        ref=ADDRESS,
        title="Dun",
        url=ADDRESS,
        publisher="news.example",
        published=dt.date(2022, 2, 16),
        raw_hash=hashlib.sha256(data).hexdigest(),
        final_url=ADDRESS,
        retrieved_at=dt.datetime(2022, 2, 17, 12, 30, tzinfo=dt.UTC),
        extra={"archive": "crawl.warc:2"},
    )


def test_what_is_no_page_is_passed_over() -> None:
    others = [
        record(b"GET / HTTP/1.1\r\n\r\n", ADDRESS, "request"),
        record(answer(b"\x89PNG", "image/png"), "https://news.example/a.png"),
        record(answer(b"User-agent: *", "text/plain"), "https://news.example/robots.txt?x"),
        record(answer(page(), status="404 Not Found"), "https://news.example/gone"),
        record(answer(b"", status="302 Found"), "https://news.example/old"),
        record(b"", "https://news.example/nothing"),
        record(answer(page()), ADDRESS, "revisit"),
        record(b"1.2.3.4", "dns:news.example"),
    ]
    assert only(b"".join([*others, GOOD])).extra == {"archive": "crawl.warc:9"}
    assert reasons(found(b"".join(others))) == [("crawl.warc", "no pages in it (records: 8): give an archive that has some")]


def test_an_archive_without_records_is_refused() -> None:
    assert reasons(found(b"\r\n\r\n")) == [("crawl.warc", "no pages in it (records: 0): give an archive that has some")]


def test_a_page_that_was_saved_without_an_answer_is_read() -> None:
    assert only(record(page(), ADDRESS, "resource", None, "Content-Type: text/html")).text == ARTICLE


def test_text_is_read_too() -> None:
    assert only(record(answer(b"Borland denied it.\r\n", "text/plain"), ADDRESS)).text == "Borland denied it.\n"


def test_chunks_are_put_together_and_packed_bodies_unpacked() -> None:
    body = gzip.compress(page())
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(body[n : n + 50]), body[n : n + 50]) for n in range(0, len(body), 50))
    fields = ("Transfer-Encoding: chunked", "Content-Encoding: gzip")
    assert only(record(answer(chunks + b"0\r\n\r\n", "text/html", "200 OK", *fields), ADDRESS)).text == ARTICLE


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_a_body_that_the_crawler_unpacked_is_read_although_the_header_was_kept(coding: str) -> None:
    body = answer(page(), "text/html", "200 OK", f"Content-Encoding: {coding}")
    assert only(record(body, ADDRESS)).text == ARTICLE


def test_a_body_in_a_packing_that_is_not_known_is_refused() -> None:
    body = answer(b"\x0b\x02\x80", "text/html", "200 OK", "Content-Encoding: br")
    assert reasons(found(record(body, ADDRESS))) == [
        ("crawl.warc:1", "packed in a way that is not read here: save its text as .txt")
    ]


def test_the_charset_is_that_of_the_header_then_that_of_the_page() -> None:
    told = page("Königin", '<meta charset="utf-8">').decode().encode("latin-1")
    assert only(record(answer(told, "text/html; charset=latin1"), ADDRESS)).text == "Königin"
    own = page("Königin", '<meta charset="windows-1252">').decode().encode("cp1252")
    assert only(record(answer(own, "text/html"), ADDRESS)).text == "Königin"


def test_what_the_crawler_cut_is_marked() -> None:
    assert only(record(answer(page()), ADDRESS, "response", None, "WARC-Truncated: length")).extra["truncated"] == "length"


def test_pages_without_an_article_are_counted_in_one_sentence() -> None:
    empty = record(answer(b"<html><body></body></html>"), "https://news.example/")
    assert reasons(found(GOOD + empty * 3)) == [
        ("crawl.warc", "3 of 4 pages hold no article text, the first in record 2: save what is missed as .txt")
    ]


def test_a_page_that_is_too_long_is_refused_and_the_next_one_read() -> None:
    long, longer = (record(answer(page(ARTICLE * times)), ADDRESS) for times in (10, 30))
    items = found(long + longer + GOOD, max_html_bytes=1000)
    assert [ref for ref, _ in reasons(items)] == ["crawl.warc:1", "crawl.warc:2"]
    assert all("the limit" in reason for _, reason in reasons(items))
    assert isinstance(items[2], Document)


def test_an_archive_that_breaks_off_gives_what_came_before_and_no_half_page() -> None:
    for cut in range(1, len(GOOD) - 4, 7):
        first, refused = found(GOOD + GOOD[:cut].replace(b"dun", b"two"))
        assert isinstance(first, Document)
        assert isinstance(refused, Refusal)
        assert refused.ref == "crawl.warc:2"
        assert refused.reason.endswith("get the archive again (articles read before it: 1)")


def test_a_packed_archive_that_breaks_off_gives_what_came_before() -> None:
    both = packed(GOOD, GOOD)
    for cut in range(len(packed(GOOD)) + 1, len(both), 7):
        *articles, refused = found(both[:cut])
        assert isinstance(refused, Refusal)
        assert refused.reason.startswith("its packed data break off: get the archive again")
        assert [a.text for a in articles if isinstance(a, Document)] == [ARTICLE] * len(articles)
        assert len(articles) in {1, 2}  # the second where only its check sum is missing


@pytest.mark.parametrize("length", ["-1", "", "ten", "9" * 30, "10", "150", 10**15])
def test_a_length_that_lies_ends_the_archive_in_a_sentence(length: int | str) -> None:
    lying = record(answer(page()), ADDRESS, "response", length)
    items = found(GOOD + lying + GOOD)
    assert isinstance(items[0], Document)
    assert len(items) == 2
    ((ref, reason),) = reasons(items)
    assert ref == "crawl.warc:2"
    assert "get the archive again" in reason


def test_something_else_is_refused() -> None:
    reason = "no record of a web archive where one should begin: get the archive again (nothing before it was an article)"
    assert reasons(found(page())) == [("crawl.warc:1", reason)]


def test_a_head_without_end_is_refused() -> None:
    for endless in (b"X: y\r\n", b"x"):
        (refused,) = found(b"WARC/1.0\r\n" + endless * 2_000_000)
        assert isinstance(refused, Refusal)
        assert refused.reason.startswith("the head of a record has no end")


def test_an_address_or_a_date_that_is_none_is_refused() -> None:
    bad = [GOOD.replace(b"2022-02-17T12:30:00Z", b"yesterday"), GOOD.replace(b"news.example", b"[news.example")]
    for each in bad:
        assert reasons(found(each)) == [
            ("crawl.warc:1", "the record does not tell its address or date rightly: get the archive again")
        ]


class Endless:
    """A file of so many records, made as they are read: it is never whole."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.kept, self.size = pieces, bytearray(), 0

    def read(self, size: int) -> bytes:
        while len(self.kept) < size and (piece := next(self.pieces, b"")):
            self.kept += piece
        given = bytes(self.kept[:size])
        del self.kept[:size]
        self.size += len(given)
        return given


def many() -> Iterator[bytes]:
    """200 MB: 20 pages among pictures."""
    picture = record(answer(b"\x89PNG" * 25_000, "image/png"), "https://news.example/a.png")
    for number in range(20):
        yield record(answer(page(f"{ARTICLE} It was the {number}th time.")), f"https://news.example/{number}")
        for _ in range(100):
            yield picture


def test_an_archive_of_any_length_takes_the_same_memory() -> None:
    only(GOOD)  # what is imported and kept for all
    file = Endless(many())
    stream: BinaryIO = file
    tracemalloc.start()
    try:
        articles = sum(isinstance(d, Document) for d in archive_documents(Unpacked(stream, 10**9), "crawl.warc", Settings()))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert articles == 20
    assert file.size > 200_000_000
    assert peak < 2_000_000


def test_archives_are_read_by_their_suffix(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(GOOD)
    (tmp_path / "b.WARC.GZ").write_bytes(packed(GOOD))
    (tmp_path / "c.tar.gz").write_bytes(packed(GOOD))
    documents = list(read(str(tmp_path), Settings()))
    assert [d.extra["archive"] for d in documents if isinstance(d, Document)] == ["a.warc:1", "b.WARC.GZ:1"]


def test_a_bomb_is_left_where_it_passes_the_ratio(tmp_path: Path) -> None:
    bomb = record(answer(bytes(110_000_000), "image/png"), "https://news.example/a.png")
    (tmp_path / "a.warc.gz").write_bytes(packed(GOOD, bomb))
    first, refused = read(str(tmp_path / "a.warc.gz"), Settings())
    assert isinstance(first, Document)
    assert isinstance(refused, Refusal)
    assert refused.reason.startswith("unpacks to more than 100,000,000 bytes, the limit")
