"""Servers that misbehave: every answer ends in time, and in a reason for people or in the page."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import pytest
from webserver import PAGE, Answer, said, serving

from tracker.core import Tracker
from tracker.read import fetch
from tracker.read.address import from_address
from tracker.settings import Settings
from tracker.types import Document, Refusal

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = Settings(fetch_seconds=1.0, host_seconds=0.0, max_html_bytes=300_000)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
BOMB = gzip.compress(b"<p>" * 10_000_000, 9)


def drip(start: bytes, piece: bytes, pause: float = 0.05) -> Answer:
    """A start, and then a piece again and again, for longer than anyone should wait."""

    def pieces() -> Iterator[bytes]:
        yield start
        for _ in range(200):
            time.sleep(pause)
            yield piece

    return pieces


def flood(start: bytes, piece: bytes) -> Answer:
    """A start, and then a piece without end."""

    def pieces() -> Iterator[bytes]:
        yield start
        while True:
            yield piece

    return pieces


ROUGH: dict[str, Answer] = {
    "/slow-status": drip(b"HTTP/1.1 2", b"0"),
    "/slow-headers": drip(OK, b"X-A: b\r\n"),
    "/slow-body": drip(OK + b"Content-Length: 200000\r\n\r\n", b"<p>"),
    "/slow-chunks": drip(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"3\r\n<p>\r\n"),
    "/silence": drip(b"", b""),
    "/continue-for-ever": flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "/headers-for-ever": flood(OK, b"X-A: b\r\n"),
    "/a-header-for-ever": flood(OK + b"X-A: ", b"b" * 4096),
    "/body-for-ever": flood(OK + b"\r\n", b"<p>" * 4096),
    "/chunks-for-ever": flood(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"3\r\n<p>\r\n" * 500),
    "/empty-chunk-size": said("zzz\r\n<p>\r\n", transfer_encoding="chunked", length="0"),
    "/bad-chunk-size": OK + b"Transfer-Encoding: chunked\r\n\r\nzzz\r\n<p>\r\n",
    "/huge-chunk-size": OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n<p>",
    "/chunks-break-off": OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n",
    "/longer-than-told": OK + b"Content-Length: 30\r\n\r\n" + PAGE.encode(),
    "/shorter-than-told": said(length=100_000),
    "/told-too-much": said(length=10**15),
    "/told-beyond-numbers": said(length="9" * 500),
    "/told-negative": said(length=-1),
    "/told-nonsense": said(length="many"),
    "/told-twice": OK + b"Content-Length: 10\r\nContent-Length: 20\r\n\r\n" + b"x" * 20,
    "/bomb": said(BOMB, content_encoding="gzip"),
    "/bomb-in-a-bomb": said(gzip.compress(BOMB), content_encoding="gzip, gzip"),
    "/bombs-in-a-row": said(gzip.compress(b"x" * 60_000) * 20, content_encoding="gzip"),
    "/other-packing": said(zlib.compress(PAGE.encode()), content_encoding="br"),
    "/packing-damaged": said(gzip.compress(PAGE.encode())[:40] + b"\xff" * 60, content_encoding="gzip"),
    "/packing-breaks-off": said(gzip.compress(PAGE.encode())[:-12], content_encoding="gzip"),
    "/not-packed-at-all": said(PAGE, content_encoding="gzip"),
    "/to-itself": said("", "302 Found", location="/to-itself"),
    "/to-a-longer-way": said("", "301 Moved", location="/to-a-longer-way?" + "x" * 500),
    "/to-nowhere": said("", "302 Found", location=""),
    "/to-a-file": said("", "302 Found", location="file:///etc/hostname"),
    "/to-a-bad-address": said("", "302 Found", location="http://[::1"),
    "/to-no-letters": said("", "302 Found", location="http://\xff\xfe/"),
    "/image": said(b"\x89PNG\r\n\x1a\n" + bytes(100), content_type="image/png"),
    "/film": said(b"\0" * 1000, content_type="video/mp4"),
    "/lying-type": said(b"\x89PNG\r\n\x1a\n" + bytes(1000)),
    "/no-type": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    "/empty": said(""),
    "/nuls": said(b"\0" * 5000),
    "/no-article": said("<html><body></body></html>"),
    "/not-http": b"SSH-2.0-OpenSSH_9.2\r\n",
    "/http-0.9": PAGE.encode(),
    "/no-answer": b"",
    "/half-a-status": b"HTTP/1.1 20",
    "/bad-status": b"HTTP/1.1 banana OK\r\n\r\n",
    "/status-999": said(PAGE, "999 Go away"),
    "/header-of-200-kilobytes": OK + b"X-A: " + b"b" * 200_000 + b"\r\n\r\n" + PAGE.encode(),
    "/nul-in-a-header": OK + b"X-A: a\0b\r\n\r\n" + PAGE.encode(),
    "/folded-headers": OK + b" : \r\n\t\r\n: x\r\n\r\n",
    "/switch": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "/deep": said("<div>" * 50_000),
    "/attributes": said("<p " + "a=1 " * 60_000 + ">"),
}


def test_every_rough_answer_ends_in_time_and_in_a_reason() -> None:
    with serving(ROUGH) as server, fetch.Fetcher(LIMITS, allow=lambda _: True) as fetcher:
        for path in ROUGH:
            start = time.monotonic()
            item = from_address(server.url(path), fetcher, LIMITS)
            taken = time.monotonic() - start
            assert taken < 10, path
            assert isinstance(item, Refusal), path
            assert ": " in item.reason, path  # what is wrong: what to do
            assert "Error" not in item.reason, path
            assert item.ref == server.url(path)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/slow-body", "the server took longer than 1 s: try again later"),
        ("/slow-headers", "the server took longer than 1 s: try again later"),
        ("/body-for-ever", "more than 300,000 bytes, the limit: save its text as .txt"),
        ("/bomb", "more than 300,000 bytes, the limit: save its text as .txt"),
        ("/bombs-in-a-row", "more than 300,000 bytes, the limit: save its text as .txt"),
        ("/bomb-in-a-bomb", "packed as 'gzip, gzip', which was not asked for: save the page and give its file"),
        ("/packing-breaks-off", "the server's packed data break off: try again later"),
        ("/not-packed-at-all", "the server's packed data are damaged: save the page and give its file"),
        ("/shorter-than-told", "the server breaks off its answer, or it is none of HTTP: try again later"),
        ("/told-too-much", "1,000,000,000,000,000 bytes, the limit is 300,000: save its text as .txt"),
        ("/image", "of the kind 'image/png', which is not read from the web: give a page of HTML, or text"),
        ("/no-type", "of a kind that the server does not tell, which is not read from the web: give a page of HTML, or text"),
        ("/to-itself", "more than 5 redirects, one after the other: check the address in a browser"),
        ("/to-a-file", "'file' addresses are not read: give one of http or https"),
    ],
)
def test_the_reason_is_the_right_one(path: str, reason: str) -> None:
    with serving(ROUGH) as server, fetch.Fetcher(LIMITS, allow=lambda _: True) as fetcher:
        item = from_address(server.url(path), fetcher, LIMITS)
    assert isinstance(item, Refusal)
    assert item.reason == reason


def test_a_rough_robots_file_is_no_way_round_the_limits() -> None:
    for path in ("/slow-body", "/body-for-ever", "/bomb", "/to-itself", "/not-http"):
        with serving({"/a": said(), "/robots.txt": ROUGH[path]}) as server:
            if path == "/to-itself":
                server.answers["/to-itself"] = ROUGH[path]
            with fetch.Fetcher(LIMITS, allow=lambda _: True) as fetcher:
                start = time.monotonic()
                assert isinstance(from_address(server.url("/a"), fetcher, LIMITS), Refusal), path
                assert time.monotonic() - start < 5, path
                assert "/a" not in server.paths


def test_a_site_works_again_after_it_failed() -> None:
    with serving(ROUGH | {"/a": said()}) as server, fetch.Fetcher(LIMITS, allow=lambda _: True) as fetcher:
        for path in ("/bomb", "/slow-body", "/not-http"):
            assert isinstance(from_address(server.url(path), fetcher, LIMITS), Refusal)
            assert isinstance(from_address(server.url("/a"), fetcher, LIMITS), Document)


def test_what_was_refused_is_kept_in_quarantine_and_the_rest_goes_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.read.Fetcher", partial(fetch.Fetcher, allow=lambda _: True))
    paths = ["/image", "/bomb", "/a", "/shorter-than-told", "/nuls"]
    with serving(ROUGH | {"/a": said()}) as server, Tracker(tmp_path / "x.db", settings=LIMITS) as tracker:
        result = tracker.ingest(*(server.url(path) for path in paths))
        assert result.new == 1
        assert [r.ref for r in result.refused] == [server.url(path) for path in paths if path != "/a"]
        with tracker.store.engine.connect() as connection:
            kept = connection.exec_driver_sql("SELECT ref, reason FROM quarantine ORDER BY id").fetchall()
        assert [tuple(row) for row in kept] == [(r.ref, r.reason) for r in result.refused]
