"""The same text again: what finds it among many, and what tells a copy from another text on the same matter.

A text is the set of its shingles, the runs of `SHINGLE` words. Two questions are asked of it, as Broder 1997 ("On the
resemblance and containment of documents") has them: a sketch, the few smallest hashes of the set, finds texts that resemble
it, at a cost that does not grow with their number; containment, the share of the smaller set that the larger holds, then says
whether one prints the other. A desk cuts, moves and edits an agency's text: the shorter is a part of the longer, while their
resemblance may be small.
"""

from __future__ import annotations

import hashlib
import heapq
import re
from collections.abc import Iterable

SHINGLE = 4  # words
SKETCH = 32  # hashes a text: two that share a quarter of their shingles share two or more of these in 999 of 1,000 cases
SHARED = 2  # hashes of the sketch: texts that share fewer are not looked at
LEAST = 25  # shingles: shorter texts, a headline or a sentence, coincide by chance
COPIED = 0.36  # of the smaller set; chosen on the first half of the pairs of `tests/eval/copies.py`
WHOLE = 0.15  # of the larger set: an article that quotes a short text in full is not a copy of it

_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[int]:
    """The shingles of a text as hashes of 63 bits, the same in every process. Case, punctuation and layout do not count."""
    words = _WORD.findall(text.casefold())
    runs = (" ".join(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1))
    return frozenset(_hash(run) for run in runs)


def sketch(found: Iterable[int]) -> tuple[int, ...]:
    """The `SKETCH` smallest hashes, in order: what a text is looked up by. Empty for one of fewer than `LEAST` shingles."""
    distinct = set(found)
    return tuple(heapq.nsmallest(SKETCH, distinct)) if len(distinct) >= LEAST else ()


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of the smaller set that the larger holds, 0 to 1 (Broder 1997); 0 where one is empty."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def copied(one: frozenset[int], other: frozenset[int]) -> bool:
    """True where one of two texts prints the other: whole, cut, in another order of paragraphs, or edited here and there."""
    smaller, larger = sorted((len(one), len(other)))
    return smaller >= LEAST and containment(one, other) >= COPIED and len(one & other) >= WHOLE * larger


def prints_again(one: frozenset[int], text: str) -> bool:
    """True where a text is the same as the one of these shingles, as `copied` has it."""
    return copied(one, shingles(text))


def _hash(run: str) -> int:
    """A hash of 63 bits: what a signed column of a database holds."""
    return int.from_bytes(hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1
