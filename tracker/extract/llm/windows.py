"""The windows in which a long article is shown: some paragraphs that are asked about, with the paragraphs around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.types import Span

SIZE = 6_000  # characters that are asked about at once: some 1,500 tokens, which small local models hold, too
SMALLEST = 1_000  # that is halved
CONTEXT = 800  # characters before and after, of whole paragraphs
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_END = re.compile(r"[.!?][”\"’']?\s+|\s+")


@dataclass(frozen=True, slots=True)
class Window:
    """A part of an article: `shown` is what is sent, `core` what of it is asked about."""

    shown: Span
    core: Span

    def text(self, article: str) -> str:
        """What is sent."""
        return article[slice(*self.shown)]


def windows(article: str, size: int = SIZE, context: int = CONTEXT) -> list[Window]:
    """The windows of an article in order; each paragraph is asked about in one of them, and may be shown in several."""
    return _windows(_paragraphs(article, size), size, context)


def halves(article: str, window: Window) -> list[Window]:
    """A window as two smaller ones, for a model that did not come to an end; none where it is small already."""
    start, end = window.core
    if end - start < SMALLEST:
        return []
    size = max((end - start + 1) // 2, 1)
    parts = [(start + s, start + e) for s, e in _paragraphs(article[start:end], size)]
    if len(parts) < 2:
        return []
    cut = min(range(1, len(parts)), key=lambda n: abs(parts[n][0] - (start + end) // 2))
    return [Window(window.shown, (start, parts[cut - 1][1])), Window(window.shown, (parts[cut][0], end))]


def _windows(paragraphs: list[Span], size: int, context: int) -> list[Window]:
    found: list[Window] = []
    first = 0
    while first < len(paragraphs):
        last = first
        while last + 1 < len(paragraphs) and paragraphs[last + 1][1] - paragraphs[first][0] <= size:
            last += 1
        core = (paragraphs[first][0], paragraphs[last][1])
        before = [s for s, _ in paragraphs[:first] if core[0] - s <= context]
        after = [e for _, e in paragraphs[last + 1 :] if e - core[1] <= context]
        found.append(Window((min(before, default=core[0]), max(after, default=core[1])), core))
        first = last + 1
    return found


def _paragraphs(text: str, size: int) -> list[Span]:
    """The paragraphs; one that is longer than a window in pieces that end where a sentence does, else a word."""
    found: list[Span] = []
    for match in _PARAGRAPH.finditer(text):
        start, end = match.span()
        while end - start > size:
            ends = list(_END.finditer(text, start + size // 2, start + size))
            sentences = [m for m in ends if not m[0].isspace()]
            cut = (sentences or ends)[-1].end() if ends else start + size
            found.append((start, cut))
            start = cut
        if text[start:end].strip():
            found.append((start, end))
    return found
