"""Quotations: which stretches of a text stand between quote marks."""

from __future__ import annotations

import re

from tracker.types import Span

_MARK = re.compile(r"''|``|[“”„«»\"]")
_OPENING, _CLOSING = "“„«``", "”»"
_DASHED = re.compile(
    r"(?:^|(?<=[.!?”\"]))[ \t]*[-–—] (?=[A-Z“\"(])([^\n]+?) [-–—] (?=[a-zA-Z])", re.MULTILINE
)  # - Yes - said X
_SINGLE = re.compile(r"(?<!\w)‘(?:([^‘\n]*?[,.!?…])|([^‘\n]*?\w))’(?!\w)")


def find(text: str) -> list[Span]:
    """Spans between quote marks, without the marks, in order.

    A paragraph is looked at alone. A quotation that is still open at its end and taken up again by an opening mark in the
    next paragraph (the convention for speech over several paragraphs) is closed at the paragraph's end. Single quote marks
    count where they are curly and the paragraph has no others: else they are apostrophes far more often. Speech between
    dashes, as many languages print it and translations keep it, counts from a dash that opens a line or sentence to the
    next.
    """
    dashed = [m.span(1) for m in _DASHED.finditer(text)]
    spans: list[Span] = []
    for paragraph in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text):
        opened: int | None = None
        marks = list(_MARK.finditer(text, paragraph.start(), paragraph.end()))
        if not marks:
            spans.extend(m.span(m.lastindex or 0) for m in _SINGLE.finditer(text, paragraph.start(), paragraph.end()))
        for mark in marks:
            sign = mark.group()
            if opened is None:
                if sign not in _CLOSING:
                    opened = mark.end()
            elif sign in _OPENING and sign not in {'"', "''"}:
                opened = mark.end()
            else:
                spans.append((opened, mark.start()))
                opened = None
        if opened is not None and opened - paragraph.start() <= 3:
            spans.append((opened, paragraph.end()))
    kept = [s for s in spans if not any(start <= s[0] < end for start, end in dashed)]
    return sorted((start, end) for start, end in (*dashed, *kept) if text[start:end].strip())
