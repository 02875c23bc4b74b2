"""Inputs that are made to break readers: families in five sizes each, every one of which must be refused with a reason."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from archives import answer, page, record

Make = Callable[[int], bytes]
SIZES = (1, 10, 100, 1_000, 10_000)

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
ELF = b"\x7fELF\x02\x01\x01\0"
URL = "https://news.example/dun"


def noise(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def html(inside: str) -> bytes:
    return f"<html><head></head><body>{inside}</body></html>".encode()


def entities(size: int) -> bytes:
    names = "".join(f"<!ENTITY e{n + 1} '{f'&e{n};' * 10}'>" for n in range(min(size, 5_000)))
    return f"<!DOCTYPE html [<!ENTITY e0 '{'x' * size}'>{names}]><html><head><title>&e9;</title></head></html>".encode()


HTML: dict[str, Make] = {
    "nesting": lambda n: html("<div>" * 20 * n),
    "tables": lambda n: html("<table><tr><td>" * 10 * n),
    "choices": lambda n: html("<select><option>" * 10 * n),
    "drawings": lambda n: html("<svg><g>" * 10 * n),
    "formats": lambda n: html("<b><i><a>" * 10 * n),
    "attributes": lambda n: html(f"<p {' '.join(f'a{k}=b' for k in range(20 * n))}>"),
    "one attribute": lambda n: html(f"<p a='{'b' * 500 * n}'>"),
    "entities": entities,
    "nul": lambda n: b"\0" * 500 * n,
    "brackets": lambda n: b"<" * 200 * n,
    "comments": lambda n: b"<!--" * 200 * n,
    "declarations": lambda n: b"<![CDATA[" * 100 * n,
    "scripts": lambda n: html("<script>var a = 1;</script>" * 20 * n),
    "linked data": lambda n: html(f'<script type="application/ld+json">{"[" * 100 * n}</script>'),
    "metadata": lambda n: html("").replace(b"<head>", b"<head>" + b'<meta name="date" content="2022">' * 20 * n),
    "lead byte": lambda n: b"\xc3\xff" * 100 * n,
    "half a mark": lambda n: b"\xff\xfe\0" * 100 * n,
    "noise": lambda n: b"<html><!--" + noise(10 * n),
    "too long": lambda n: html("x" * 10_000_000 + "y" * n),
}
TEXT: dict[str, Make] = {
    "nul.txt": lambda n: b"words\0" * 100 * n,
    "not utf-8.txt": lambda n: "Königin ".encode("latin-1") * 100 * n,
    "half utf-16.txt": lambda n: b"\xff\xfe" + b"x\0" * 100 * n + b"x",
    "surrogates.txt": lambda n: b"\xff\xfe" + b"\x00\xd8" * 100 * n,
    "gzip.txt": lambda n: gzip.compress(b"words " * 1_000 * n),
    "blank.txt": lambda n: b" \n" * 100 * n,
    "open matter.md": lambda n: b"---\n" + b"title: Dun\n" * 100 * n,
    "no matter.md": lambda n: b"---\n" + b"title\n" * 100 * n + b"---\nWords.",
}
LINES: dict[str, Make] = {
    "nested": lambda n: b'{"text": "x", "a": ' + b"[" * 100 * n + b"]" * 100 * n + b"}",
    "unclosed": lambda n: b'{"text": "x", "a": ' + b'{"a":' * 100 * n,
    "number": lambda n: b'{"text": "x", "a": ' + b"9" * (5_000 + 100 * n) + b"}",
    "no text": lambda n: b'{"a": 1}\n' * n,
    "nul": lambda n: b'{"text": "' + b"\\u0000" * n + b'"}',
    "surrogate": lambda n: b'{"text": "' + b"\\ud800" * n + b'"}',
    "long line": lambda n: b'{"text": "' + b"x" * (10_000_000 + n) + b'"}',
}
TABLES: dict[str, Make] = {
    "open quote": lambda n: b'text,title\n"words' + b" and\nwords" * 100 * n,
    "many columns": lambda n: b"a," * 100 * n + b"b\n" + b"c," * 100 * n,
    "many cells": lambda n: b"text\n" + b"a," * 100 * n + b"\n",
    "quotes": lambda n: b"text\n" + b'"a"b' * 100 * n,
    "long line": lambda n: b"text\n" + b"x" * (10_000_000 + n),
    "not utf-8": lambda n: b"text\n" + b"K\xf6nigin\n" * n,
}
MAIL: dict[str, Make] = {
    "parts in parts": lambda n: b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (k, k) for k in range(2 * n)
    ),
    "one boundary": lambda n: b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n" * 100 * n,
    "mails in mails": lambda n: b"Content-Type: message/rfc822\n\n" * 10 * n,
    "a header": lambda n: b"Subject: " + b"=?utf-8?q?x" * 100 * n + b"\n\n",
    "headers": lambda n: b"X-A: b\n" * 100 * n,
    "addresses": lambda n: b"From: " + b'"(<,' * 100 * n + b"\n\n",
    "pictures": lambda n: b"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n" + b"AAAA" * 100 * n,
    "a page": lambda n: b"Content-Type: text/html\n\n" + html("<div>" * 10 * n),
}
PDF: dict[str, Make] = {
    "noise": lambda n: b"%PDF-1.7\n" + noise(100 * n),
    "cut": lambda n: b"%PDF-1.7\n" + b"1 0 obj\n<< /Type /Catalog >>\nendobj\n" * n,
    "arrays": lambda n: pdf(b"[" * 100 * n),
    "children": lambda n: pdf(b"<< /Type /Pages /Kids [ 2 0 R ] /Count %d >>" % n),
    "packed": lambda n: pdf(stream(b"q " * 10_000 * min(n, 1_000))),
    "dictionary": lambda n: pdf(b"<< /A " * 100 * n),
}


def pdf(second: bytes) -> bytes:
    """A PDF whose second object, of which the first says that it lists the pages, is anything."""
    first = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    start = b"%PDF-1.7\n"
    table = b"xref\n0 3\n0000000000 65535 f \n%010d 00000 n \n%010d 00000 n \n" % (len(start), len(start + first))
    body = start + first + b"2 0 obj\n" + second + b"\nendobj\n"
    return body + table + b"trailer << /Size 3 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)


def stream(data: bytes) -> bytes:
    """A list of one page that draws packed data, with which it is itself packed."""
    packed = zlib.compress(data)
    return b"<< /Type /Page /Contents 2 0 R /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)


ARCHIVES: dict[str, Make] = {
    "cut.warc": lambda n: record(answer(page("x" * 10 * n)), URL)[: -9 * n],
    "says more.warc": lambda n: record(answer(page()), URL, "response", 10**6 * n),
    "says less.warc": lambda n: record(answer(page("Words. " * n)), URL, "response", 100),
    "says nothing.warc": lambda n: record(answer(page()), URL, "response", "x" * n),
    "head.warc": lambda n: b"WARC/1.0\r\n" + b"X-A: b\r\n" * 100 * n,
    "answer.warc": lambda n: record(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 100 * n, URL),
    "nul.warc": lambda n: b"\0" * 100 * n,
    "blank.warc": lambda n: b"\r\n" * 100 * n,
    "chunks.warc": lambda n: record(answer(b"7fffffff\r\n" * n, "text/html", "200 OK", "Transfer-Encoding: chunked"), URL),
    "bomb in a page.warc": lambda n: record(
        answer(gzip.compress(b"<p>" * 4_000_000, 1) * min(n, 10), "text/html", "200 OK", "Content-Encoding: gzip"), URL
    ),
    "cut.warc.gz": lambda n: gzip.compress(record(answer(page() + noise(10 * n)), URL))[: -8 * n],
    "bomb.warc.gz": lambda n: gzip.compress(record(answer(bytes(10_000 * n), "image/png"), URL), 1),
    "twice.warc.gz": lambda n: gzip.compress(gzip.compress(record(answer(page("Words. " * n)), URL))),
    "noise.warc.gz": lambda n: b"\x1f\x8b\x08\0\0\0\0\0\0\3" + noise(100 * n),
    "cut.wacz": lambda n: collection(zipfile.ZIP_DEFLATED, record(answer(noise(100 * n)), URL))[: -(n + 30)],
    "bomb.wacz": lambda n: collection(zipfile.ZIP_DEFLATED, record(answer(bytes(10_000 * n), "image/png"), URL)),
    "method.wacz": lambda n: collection(zipfile.ZIP_LZMA, record(answer(bytes(100 * n), "image/png"), URL)),
    "names.wacz": lambda n: collection(zipfile.ZIP_STORED, *[b""] * min(n, 2_000)),
    "listing.wacz": lambda n: (b"PK\x01\x02" + bytes(42)) * n + b"PK\x05\x06" + bytes(4) + b"\xff" * 12 + bytes(6),
}


def collection(method: int, *archives: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for number, data in enumerate(archives):
            made.writestr(f"archive/{number}.warc", data)
    return out.getvalue()


def wrong(suffix: str) -> Make:
    return lambda n: [PNG, ELF, b"PK\x03\x04", b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0"][n % 5] + noise(n)


def makers() -> dict[str, Make]:
    """All families by name, which ends with the suffix of their files."""
    by_suffix = {".html": HTML, ".jsonl": LINES, ".csv": TABLES, ".eml": MAIL, ".pdf": PDF}
    named = {f"{name}{suffix}": make for suffix, families in by_suffix.items() for name, make in families.items()}
    suffixes = [".txt", ".md", ".jsonl", ".csv", ".eml", ".mbox", ".pdf", ".warc", ".warc.gz", ".wacz"]
    return named | TEXT | ARCHIVES | {f"wrong{suffix}": wrong(suffix) for suffix in suffixes}


def write(folder: Path, turn: int, turns: int) -> Iterator[Path]:
    """Write every family in every size, or what of it it is the turn of."""
    for family, make, size in [(*item, size) for item in makers().items() for size in SIZES][turn::turns]:
        path = folder / f"{size} {family}"
        path.write_bytes(make(size))
        yield path
