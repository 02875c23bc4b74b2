"""Time grows with the length of what is read, and not with its square: told by inputs of twice the size.

A day measures what was quadratic once; `TRACKER_SOAK=2` all families, at twice the size.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest
from hostile.fuzzing import SOAK, URL

from tracker import sealed
from tracker.core import default_extractor
from tracker.errors import TrackerError
from tracker.read.feed import read_feed
from tracker.read.jsonl import line_documents
from tracker.read.markdown import markdown_document
from tracker.read.opml import outlines
from tracker.read.plain import text_document
from tracker.read.table import row_documents
from tracker.settings import Settings

MOST = 3.0  # times as long, for twice as much: 2 is linear, 4 is quadratic; a machine that does other things adds some
LIMITS = Settings(max_text_chars=10**9, max_line_bytes=10**9)
SAID = {"denials": "Norway said Finland bombed the bridge. Finland denied it. "}
MORE = {
    "who says": "Norway said, ",
    "remarks": "Norway said Finland bombed the bridge, but gave no evidence. ",
    "nested": "Norway said that Finland said that ",
    "denials alone": "Finland denied bombing the bridge. ",
    "doubts": "Russia announced a withdrawal, but the United States doubts it. ",
    "confessions": "Finland admitted bombing the bridge. Norway said Finland bombed the bridge. ",
    "shown": "Norway said Finland bombed the bridge and showed photographs. ",
    "pronouns": "He said it. They denied that. ",
    "quotes": "“It was them,” said Norway. ",
    "open quotes": "“It was them, said Norway. ",
    "turns": "NORWAY: We did.\n",
    "lists": "- Norway said Russia lied\n",
    "commas": "bombs, ",
    "brackets": "(Norway ",
    "names": "Ab Cd Ef ",
    "dates": "17 February 2022 ",
    "one word": "a",
}
READERS: dict[str, Callable[[int], object]] = {
    "txt": lambda n: text_document(b"Norway said, \n" * n, "a.txt", LIMITS),
    "md links": lambda n: markdown_document(b"[a](b" * n, "a.md", LIMITS),
    "md marks": lambda n: markdown_document(b"**_`a " * n, "a.md", LIMITS),
    "md brackets": lambda n: markdown_document(b"[" * n + b"]" * n, "a.md", LIMITS),
    "jsonl": lambda n: list(line_documents(BytesIO(b'{"text": "Norway said"}\n' * n), "a.jsonl", LIMITS)),
    "csv": lambda n: list(row_documents(BytesIO(b"text\n" + b'"a ""b"""\n' * n), "a.csv", LIMITS)),
    "feed": lambda n: read_feed(
        b"<rss><channel>" + f"<item><guid>{URL}</guid></item>".encode() * n + b"</channel></rss>", "https://news.example/feed"
    ),
    "feed deep": lambda n: read_feed(b"<rss><channel><item><description>" + b"&lt;b&gt;" * n, "https://news.example/feed"),
    "opml": lambda n: outlines(b"<opml><body>" + f'<outline xmlUrl="{URL}"/>'.encode() * n + b"</body></opml>"),
    "bundle": lambda n: sealed.check({"SHA256SUMS": b"0  a\n" * n, "manifest.json": b"[" * n}),
}


def growth(work: Callable[[int], object], size: int) -> float:
    """How much longer work takes for twice the size: the median of three rounds, each with both sizes."""

    def seconds(of: int) -> float:
        start = time.process_time()
        with suppress(TrackerError):
            work(of)
        return time.process_time() - start

    return statistics.median(seconds(2 * size) / max(seconds(size), 0.005) for _ in range(3))


PIECES = SAID | MORE if SOAK > 1 else SAID


@pytest.mark.parametrize("name", PIECES)
def test_the_extractor(name: str) -> None:
    extractor, piece = default_extractor(), PIECES[name]

    def work(size: int) -> None:
        extractor.mentions((piece * (size // len(piece) + 1))[:size])

    assert growth(work, 16_000 if SOAK > 1 else 8_000) <= MOST


@pytest.mark.parametrize("name", READERS)
def test_a_reader(name: str) -> None:
    size = 500
    start = time.process_time()
    while time.process_time() - start < 0.02 and size < 200_000:  # where time can be measured
        size *= 2
        start = time.process_time()
        with suppress(TrackerError):
            READERS[name](size)
    assert growth(READERS[name], size) <= MOST
