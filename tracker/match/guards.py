"""Conflicts between two claims that no similarity of strings sees.

"Russia attacked Ukraine" and "Ukraine attacked Russia" share every word, and a changed number or a "not" hardly moves a score.
What is guarded is never merged without a person.
"""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz.distance import DamerauLevenshtein

from tracker.match.words import Wording, stem

NUMBERS, NEGATION, DIRECTION, NAMES = "numbers", "negation", "direction", "names"
_TYPO = 5  # letters that a name needs before one wrong letter is taken for a slip: Iran is not Iraq


def guards(a: Wording, b: Wording) -> tuple[str, ...]:
    """The conflicts between two claims, in a fixed order.

    `numbers`: each tells one that the other does not; `negation`: one has more of them; `direction`: the same names in another
    order; `names`: each has one that the other lacks, slips of one letter apart.
    """
    found = []
    if _more(a.numbers, b.numbers) and _more(b.numbers, a.numbers):
        found.append(NUMBERS)
    if a.negations != b.negations:
        found.append(NEGATION)
    if _turned(a, b):
        found.append(DIRECTION)
    if _lacking(a, b) and _lacking(b, a):
        found.append(NAMES)
    return tuple(found)


def _more(a: Mapping[str, int], b: Mapping[str, int]) -> bool:
    return any(count > b.get(number, 0) for number, count in a.items())


def _turned(a: Wording, b: Wording) -> bool:
    ours, theirs = [n for n in a.names if n in b.names], [n for n in b.names if n in a.names]
    return len(ours) > 1 and (ours != theirs) != (a.passive != b.passive)


def _lacking(a: Wording, b: Wording) -> bool:
    return any(not _stands_in(name, b) for name in a.names)


def _stands_in(name: str, other: Wording) -> bool:
    if name in other.words or stem(name) in other.weights:
        return True
    return len(name) >= _TYPO and any(
        word[0] == name[0] and DamerauLevenshtein.distance(name, word, score_cutoff=1) <= 1
        for word in other.words
        if abs(len(word) - len(name)) <= 1
    )
