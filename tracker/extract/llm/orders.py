"""The paragraphs of a text that speak to a machine that reads it: nothing is taken from them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.extract.llm.align import plain
from tracker.types import Span

_PARAGRAPH = re.compile(r"\S.*?(?=\n\s*\n|\Z)", re.DOTALL)


def ordering(text: str, orders: Sequence[str]) -> list[Span]:
    """The paragraphs in which a text speaks to a machine."""
    found = ((match.span(), plain(match[0])[0]) for match in _PARAGRAPH.finditer(text))
    return [span for span, words in found if any(order in words for order in orders)]


def without(text: str, parts: Sequence[Span]) -> list[str]:
    """What is left of a text without some parts."""
    ends = [0, *(end for _, end in parts)]
    return [text[start:end] for start, end in zip(ends, [*(start for start, _ in parts), len(text)], strict=True)]
