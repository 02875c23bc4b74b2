"""Web archives for tests, written by hand: so the tests know every byte, and can leave out or falsify any."""

from __future__ import annotations

import gzip

ARTICLE = "Anna Berg said on Thursday that Borland had shelled the bridge at Dun. She gave no evidence, and Borland denied it."
DATE = "2022-02-17T12:30:00Z"


def page(text: str = ARTICLE, head: str = "") -> bytes:
    return f"<html><head><title>Dun</title>{head}</head><body><article><p>{text}</p></article></body></html>".encode()


def answer(body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK", *fields: str) -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", *fields])
    return f"{head}\r\n\r\n".encode() + body


def record(body: bytes, url: str, kind: str = "response", length: int | str | None = None, *fields: str) -> bytes:
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {DATE}",
        f"Content-Length: {len(body) if length is None else length}",
        *fields,
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body + b"\r\n\r\n"


def packed(*records: bytes) -> bytes:
    """Records as crawlers pack them: each by itself."""
    return b"".join(gzip.compress(each, 1) for each in records)
