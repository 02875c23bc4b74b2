"""Cuts a text into clauses: everything that could be an allegation or a denial, whether anybody is seen to say it or not.

Nearly all allegations in news are clauses of some sentence; only two thirds are what one cue governs. So every clause is a
candidate, and `accusing` chooses among them. Contents of attributions, quotations and whole sentences are candidates, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.extract.columns import Columns
    from tracker.extract.saying.rules import Reading

SHORTEST = 2  # words
_CLAUSAL = frozenset(["VERB", "AUX"])
_HELPING = frozenset(["aux", "auxpass", "neg"])
_NOMINAL = frozenset(
    ["dobj", "pobj", "nsubj", "nsubjpass", "conj", "attr", "appos", "ROOT", "dep", "oprd", "npadvmod", "dative"]
)
_APART = frozenset(["conj", "advcl", "parataxis", "ccomp"])  # clauses that may stand for themselves beside their governor


@dataclass(frozen=True, slots=True)
class Clause:
    """A run of tokens, `start` to `end` (exclusive), with its governing word; `shape` tells how it was cut."""

    start: int
    end: int
    head: int
    shape: str


def find(c: Columns, readings: Iterable[Reading]) -> list[Clause]:
    """All candidates of a text in order, each run of tokens once."""
    found: dict[tuple[int, int], Clause] = {}
    for clause in _all(c, readings):
        start, end = _trimmed(c, clause.start, clause.end)
        if end - start >= SHORTEST and (start, end) not in found:
            found[start, end] = Clause(start, end, clause.head, clause.shape)
    return sorted(found.values(), key=lambda k: (k.start, k.end))


def _all(c: Columns, readings: Iterable[Reading]) -> Iterator[Clause]:
    for start, end in c.sentences:
        for i in range(start, end):
            if c.pos[i] in _CLAUSAL and c.dep[i] not in _HELPING:
                yield from _verbal(c, i, start, end)
            elif c.acts[i] and c.pos[i] in {"NOUN", "PROPN", "ADJ"} and c.dep[i] in _NOMINAL:
                yield from _nominal(c, i)
        yield Clause(start, end, c.root(start, end), "sentence")
    for reading in readings:
        for start, end in _by_sentence(c, reading.content):
            yield Clause(start, end, c.root(start, end), "content")


def _verbal(c: Columns, i: int, start: int, end: int) -> Iterator[Clause]:
    """A verb's clause: alone, with all that hangs on it, and from the verb on."""
    left, right = max(start, c.left[i]), min(end, c.right[i] + 1)
    low, high = left, right
    for k in c.children[i]:
        if c.dep[k] in _APART and c.pos[k] in _CLAUSAL:
            if k > i:
                high = min(high, c.left[k])
            elif c.right[k] < i:
                low = max(low, c.right[k] + 1)
    if high > i >= low:
        yield Clause(low, high, i, "clause")
        yield Clause(i, high, i, "predicate")
    yield Clause(left, right, i, "subtree")
    if low != left:
        yield Clause(low, right, i, "right")


def _nominal(c: Columns, i: int) -> Iterator[Clause]:
    """An act that a noun names, with its modifiers: "the alleged theft of the files"."""
    if c.right[i] - c.left[i] >= SHORTEST:
        yield Clause(c.left[i], c.right[i] + 1, i, "noun")


def _by_sentence(c: Columns, indices: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """The hull of a content in each sentence that it touches."""
    groups: dict[int, list[int]] = {}
    for i in indices:
        groups.setdefault(c.sentence[i], []).append(i)
    return ((group[0], group[-1] + 1) for group in groups.values())


def _trimmed(c: Columns, start: int, end: int) -> tuple[int, int]:
    """Without conjunctions, "that" and punctuation at either end."""
    while start < end and (c.pos[start] in {"PUNCT", "SPACE"} or c.dep[start] in {"cc", "punct"} or _opens(c, start)):
        start += 1
    while end > start and (c.pos[end - 1] in {"PUNCT", "SPACE", "CCONJ"} or c.dep[end - 1] == "cc"):
        end -= 1
    return start, end


def _opens(c: Columns, i: int) -> bool:
    return c.dep[i] == "mark" and c.lower[i] in {"that", "whether"}
