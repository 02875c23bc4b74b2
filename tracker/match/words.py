"""What of a claim's wording is compared: its content words, how rare each is, its numbers, names and negations.

Read once for each text and kept, so that comparing two claims costs microseconds.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import snowballstemmer

from tracker import resources
from tracker.text import fold

_STEMMER = snowballstemmer.stemmer("english")
_KEPT = 1 << 14  # texts whose wording is kept


@functools.lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem of a folded word (Porter2, https://snowballstem.org/algorithms/english/stemmer.html)."""
    found: str = _STEMMER.stemWord(word)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One claim as the comparison sees it.

    `ordered` holds its content words in alphabetical order, `weights` its stems, each with its rarity; `length` is the root of
    their sum, `whole` that of the sum of their squares; `numbers` are digits ("12" for twelve), each with how often it is told;
    `names` the capitalised words, folded, in order; `words` all words, folded. `passive` is true for "B was attacked by A", in
    which names stand the other way round.
    """

    ordered: str
    weights: Mapping[str, float]
    length: float
    whole: float
    numbers: Mapping[str, int]
    negations: int
    names: tuple[str, ...]
    words: frozenset[str]
    passive: bool


class Words:
    """The word lists of one language (`seeds/matching.en.toml`) and how rare each stem is (`seeds/model/rarity.json`)."""

    def __init__(self, lists: Mapping[str, Any], rarity: Mapping[str, Any]) -> None:
        self.stop = frozenset(lists["stop"])
        self.negations = frozenset(lists["negations"])
        self.calendar = frozenset(lists["calendar"])
        self.past = frozenset(lists["past"])
        self._numbers: Mapping[str, int] = lists["numbers"]
        self._texts, self._counts = int(rarity["texts"]), rarity["counts"]
        self.read = functools.lru_cache(maxsize=_KEPT)(self._read)

    def rarity(self, found: str) -> float:
        """The inverse document frequency of a stem: ln((texts + 1) / (texts with it + 1)), 0.1 at least."""
        return max(0.1, math.log((self._texts + 1) / (self._counts.get(found, 0) + 1)))

    def stems(self, text: str) -> list[str]:
        """The stems of a text's content words, in order; negations are none."""
        return [stem(w) for w in fold(text).split() if w not in self.stop and w not in self.negations]

    def _read(self, text: str) -> Wording:
        words = fold(text).split()
        weights, names = {s: self.rarity(s) for s in self.stems(text)}, self._names(text)
        return Wording(
            ordered=" ".join(sorted(w for w in words if w not in self.stop)),
            weights=weights,
            length=math.sqrt(sum(weights.values())),
            whole=math.sqrt(sum(w * w for w in weights.values())),
            numbers=Counter(self._digits(text, words)),
            negations=sum(w in self.negations for w in _contracted(text)),
            names=names,
            words=frozenset((*words, *names)),
            passive=re.search(r"\b(?:is|are|was|were|be|been|being)\b[^.,]*?\bby (?:the |an? )?(?:\w+ )?[A-Z]", text)
            is not None,
        )

    def _digits(self, text: str, words: list[str]) -> list[str]:
        digits = [n.replace(",", "").rstrip(".") for n in re.findall(r"\d[\d,.]*", text)]
        return digits + [str(self._numbers[w]) for w in words if w in self._numbers]

    def _names(self, text: str) -> tuple[str, ...]:
        """The capitalised words in order of first use; none in a text all in capitals, where nothing tells a name."""
        if text == text.upper():
            return ()
        plain = re.sub(r"\b(\w)\.(?=\w\.)", r"\1", text)  # U.S. is one name
        found = [fold(w) for w in re.findall(r"\b[^\W\d_]{2,}\b", plain) if w[0].isupper() and w.isalpha()]
        return tuple(dict.fromkeys(n for n in found if n and n not in self.stop and n not in self.calendar))


def _contracted(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold().replace("’", "").replace("'", ""))


@functools.cache
def default_words() -> Words:
    """The word lists that ship with the tracker, read once. Raises TrackerError where the installation is broken."""
    return Words(resources.load("matching.en.toml"), resources.load_json("model/rarity.json"))
