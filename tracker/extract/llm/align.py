"""Finds the words that a model quotes in a text: as they are, in another typography, or nearly; the text's words count.

A quote within a tight edit distance is a misspelling of the model's, unless what differs is a name, a number or a word that
turns the sense. Distance: Levenshtein's, of characters.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from tracker.types import Span

SHARE = 0.05  # of the characters of a quote may differ
LEAST = 20  # characters: anything shorter must be exact
MOST_BETWEEN = 400  # characters that may be left out between two parts of a quote
_SAME = str.maketrans("‘’‚‛“”„‟«»–—−‐‑\u00a0\u202f\u2009\t\n\r", '\'\'\'\'""""""-----      ')
_NOTHING = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_LEFT_OUT = re.compile(r"\s*(?:\[\s*)?(?:…|\.\s?\.\s?\.)(?:\s*\])?\s*")
_WORD = re.compile(r"[\w’']+")
_EDGES = " \"'.,;:-()[]"


@dataclass(frozen=True, slots=True)
class Found:
    """Where words stand: one span, or several where parts were left out; and how they differ from the text, if they do."""

    spans: tuple[Span, ...]
    repair: str | None = None

    @property
    def hull(self) -> Span:
        """From the first to the last."""
        return self.spans[0][0], self.spans[-1][1]


class Text:
    """A text to find words in. `turning` are words that no misspelling makes or loses."""

    def __init__(self, text: str, turning: frozenset[str]) -> None:
        self.text, self.turning = text, turning

    @cached_property
    def _plain(self) -> tuple[str, Sequence[int]]:
        """The text in plain typography and small letters, and where each of its characters stands."""
        return plain(self.text)

    def find(self, words: str, within: Span) -> list[Found]:
        """All places within a part of the text where words stand, the best way first; empty where they do not."""
        words = words.strip()
        if not words:
            return []
        exact = [Found((span,)) for span in _all(self.text, words, *within) if self._whole(span)]
        return exact or self._typed(words, within) or self._parted(words, within) or self._nearly(words, within)

    def exactly(self, words: str, within: Span) -> list[Span]:
        """All places where words stand, whatever their typography."""
        words = words.strip()
        if not words:
            return []
        exact = [span for span in _all(self.text, words, *within) if self._whole(span)]
        return exact or [f.spans[0] for f in self._typed(words, within)]

    def _whole(self, span: Span) -> bool:
        """True for whole words."""
        start, end = span
        inner = (self.text[start - 1 : start + 1], self.text[end - 1 : end + 1])
        return not any(len(pair) == 2 and pair.isalnum() for pair in inner)

    def _region(self, within: Span) -> tuple[int, int]:
        """A part of the text as a part of its plain form."""
        _, at = self._plain
        return bisect_left(at, within[0]), bisect_left(at, within[1])

    def _back(self, start: int, end: int) -> Span:
        _, at = self._plain
        return at[start], at[end - 1] + 1

    def _typed(self, words: str, within: Span) -> list[Found]:
        typed, _ = self._plain
        region = self._region(within)
        whole = plain(words)[0].strip()
        for sought in dict.fromkeys((whole, whole.strip(_EDGES))):
            spans = [self._back(s, e) for s, e in _all(typed, sought, *region)] if sought else []
            if spans := [span for span in spans if self._whole(span)]:
                return [Found((span,), "typography") for span in spans]
        return []

    def _parted(self, words: str, within: Span) -> list[Found]:
        """Words with … in between: all parts, in order and near each other."""
        parts = [p.strip() for p in _LEFT_OUT.split(words) if p.strip(_EDGES)]
        if len(parts) < 2 or any(len(_WORD.findall(p)) < 2 for p in parts):
            return []
        for first in self.exactly(parts[0], within):
            spans = [first]
            for part in parts[1:]:
                near = (spans[-1][1], min(spans[-1][1] + MOST_BETWEEN + len(part), within[1]))
                following = self.exactly(part, near)
                if not following:
                    break
                spans.append(following[0])
            else:
                if "\n\n" not in self.text[spans[0][0] : spans[-1][1]]:
                    return [Found(tuple(spans), "parts left out")]
        return []

    def _nearly(self, words: str, within: Span) -> list[Found]:
        typed, _ = self._plain
        start, end = self._region(within)
        sought = plain(words)[0].strip(_EDGES)
        most = int(len(sought) * SHARE)
        if len(sought) < LEAST or not most or end - start < len(sought) // 2:
            return []
        near = fuzz.partial_ratio_alignment(sought, typed[start:end], score_cutoff=100 * (1 - 2 * SHARE))
        if near is None or near.dest_end <= near.dest_start:
            return []
        low, high = start + near.dest_start, start + near.dest_end
        while low > start and typed[low - 1].isalnum() and typed[low].isalnum():
            low -= 1
        while high < end and typed[high - 1].isalnum() and typed[high].isalnum():
            high += 1
        while low < high and not typed[low].isalnum() and typed[low] not in "\"'(":
            low += 1
        while low < high and not typed[high - 1].isalnum() and typed[high - 1] not in "\"')%":
            high -= 1
        if Levenshtein.distance(sought, typed[low:high], score_cutoff=most) > most:
            return []
        span = self._back(low, high)
        return [] if self._turned(words, self.text[slice(*span)]) else [Found((span,), "spelling")]

    def _turned(self, quoted: str, there: str) -> bool:
        """True where the words that differ are names, numbers or words that turn the sense."""
        one, other = _WORD.findall(quoted), _WORD.findall(there)
        low = [[plain(w)[0] for w in words] for words in (one, other)]
        changed: list[str] = []
        for edit in Levenshtein.opcodes(low[0], low[1]):
            if edit.tag != "equal":
                changed += one[edit.src_start : edit.src_end] + other[edit.dest_start : edit.dest_end]
        return any(any(c.isdigit() for c in word) or word[:1].isupper() or plain(word)[0] in self.turning for word in changed)


def plain(text: str) -> tuple[str, Sequence[int]]:
    """Plain quotes and dashes, small letters, white space runs as one space; and the place of each character in the text."""
    typed = text.translate(_SAME)
    small = typed.lower()
    if len(small) != len(typed):  # a letter that has no small one of its length
        small = "".join(low if len(low := char.lower()) == 1 else char for char in typed)
    if "  " not in small and _NOTHING.isdisjoint(small):
        return small, range(len(small))
    at = [n for n, char in enumerate(small) if char not in _NOTHING]
    at = [n for n, before in zip(at, [-1, *at], strict=False) if small[n] != " " or before < 0 or small[before] != " "]
    return "".join(small[n] for n in at), at


def _all(text: str, words: str, start: int, end: int) -> Iterator[Span]:
    at = text.find(words, start, end)
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + 1, end)
