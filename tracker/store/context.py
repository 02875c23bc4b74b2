"""The words around a quote: the rest of its sentence, found by punctuation alone. Pure."""

from __future__ import annotations

import re

REACH = 200
"""How many characters of context there may be on each side."""

_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|\n")
# "U.S", "J" and "Gen" before a full stop: it abbreviates, and the sentence goes on
_ABBREVIATION = re.compile(r"\b(?:\w(?:\.\w)*|[A-Z][a-z]{1,2})$")


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after `text[start:end]` in its sentence, verbatim, each at most `REACH` long.

    A sentence ends at a line end, or at a stop with its closing quotes; a stop after an abbreviation is none.
    """
    first = max(start - REACH, 0)
    stops = [stop for stop in _STOP.finditer(text, first, start) if _ends(text, first, stop)]
    begin = stops[-1].end() if stops else first
    before = text[begin:start]
    return (before.lstrip() if stops else before), text[end : _sentence_end(text, first, end)]


def _sentence_end(text: str, first: int, end: int) -> int:
    last = min(end + REACH, len(text))
    # from the last character of the quote: where that is the stop, only its closing quotes are left
    for stop in _STOP.finditer(text, max(end - 1, first), last):
        if _ends(text, first, stop):
            return stop.start() if stop[0] == "\n" else stop.end()
    return last


def _ends(text: str, first: int, stop: re.Match[str]) -> bool:
    return stop[0] != "." or not _ABBREVIATION.search(text[max(stop.start() - 20, first) : stop.start()])
