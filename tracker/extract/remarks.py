"""Remarks that no evidence was given, found by a model.

Most are no "no evidence": could not determine, no attribution yet, declined to discuss the intelligence. As for claims,
every clause is a candidate, and the best set that does not overlap is taken. The signs are classes of words in their
grammatical place (negated, declined, asked for, of whom); what the grammar rules read is one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.extract.accusing import schedule

if TYPE_CHECKING:
    from tracker.extract.clauses import Clause
    from tracker.extract.columns import Columns
    from tracker.extract.evidence import Note
    from tracker.extract.lexicon import Lexicon
    from tracker.extract.weights import Weights

_NEGATIVE = frozenset(
    ["no", "not", "n't", "n’t", "never", "neither", "nor", "nothing", "nobody", "none", "without", "little", "any", "few"]
)
_DEMANDING = frozenset(["must", "should", "shall"])
_NAMED = frozenset(["PERSON", "ORG", "GPE", "NORP", "DATE"])  # labels of entities
_OBJECTS = frozenset(["dobj", "attr", "acomp", "nsubjpass", "xcomp", "pobj", "oprd", "ccomp"])


@dataclass(frozen=True, slots=True)
class Found:
    """A clause by which somebody says that no evidence was given, and how probable that is (0 to 1)."""

    clause: Clause
    probability: float
    why: tuple[str, ...]


class RemarkSigns:
    """The signs of every clause of one text. `notes` are what the rules read."""

    def __init__(self, c: Columns, lexicon: Lexicon, notes: Iterable[Note]) -> None:
        self.c, self.lexicon = c, lexicon
        self.notes = list(notes)
        self.classes = [lexicon.remarks.get(m) or lexicon.remarks.get(w, ()) for m, w in zip(c.lemma, c.lower, strict=True)]

    def may_be(self, k: Clause) -> bool:
        """False for a clause without any word of such remarks, a verdict ("found no evidence") and what must not be done."""
        verdict = self.c.lemma[k.head] in self.lexicon.evidence["finding"]
        demand = any(self.c.tag[i] == "MD" and self.c.lower[i] in _DEMANDING for i in self.c.children[k.head])
        return any(self.classes[k.start : k.end]) and not verdict and not demand

    def choose(self, model: Weights, clauses: Sequence[Clause]) -> list[Found]:
        """The remarks among some clauses, in order of the text."""
        may = [k for k in clauses if self.may_be(k)]
        signs = [self.of(k) for k in may]
        scores = [model.probability(s) for s in signs]
        chosen = schedule([(k.start, k.end) for k in may], [score - model.threshold for score in scores])
        return [Found(may[n], scores[n], model.why(signs[n])) for n in chosen]

    def of(self, k: Clause) -> list[str]:
        """The signs of one clause."""
        return [*self._shape(k), *self._head(k.head), *self._above(k.head), *self._words(k), *self._place(k), *self._ruled(k)]

    def _negated(self, i: int) -> bool:
        return any(self.c.dep[k] == "neg" or self.c.lower[k] in _NEGATIVE for k in self.c.children[i])

    def _shape(self, k: Clause) -> list[str]:
        c, h = self.c, k.head
        size = k.end - k.start
        first, last = c.sentences[c.sentence[k.start]]
        return [
            "bias",
            f"shape={k.shape}",
            f"size={min(size // 4, 7)}",
            f"share={int(4 * size / (last - first))}",
            f"tag={c.tag[h]}",
            f"dep={c.dep[h]}",
            f"neg={self._negated(h):d}",
        ]

    def _objects(self, h: int) -> list[int]:
        """What a verb takes: its objects, and those one step below: "declined to give details", "spoke of evidence"."""
        c = self.c
        below = [i for i in c.children[h] if c.dep[i] in {"prep", "xcomp", "dobj"}]
        return [i for top in (h, *below) for i in c.children[top] if c.dep[i] in _OBJECTS]

    def _head(self, h: int) -> list[str]:
        """The governing word with what it takes and who does it: negated where the word or an object is."""
        c, own = self.c, self.classes[h] or ("none",)
        objects = self._objects(h)
        negated = self._negated(h)
        none = negated or any(c.lower[j] in _NEGATIVE for i in objects for j in c.children[i])
        found = [f"h={name}" for name in own]
        found += [f"h={name}|n{none:d}" for name in own]
        for name in (name for i in objects for name in self.classes[i]):
            found += [f"o={name}", f"o={name}|n{none:d}", *(f"h={mine}|o={name}|n{none:d}" for mine in own)]
        subject = c.subject(h)
        if subject is None:
            return [*found, "who=none"]
        who = c.lower[subject] if c.pos[subject] == "PRON" else c.entity[subject] or c.pos[subject]
        found += [f"who={who}", *(f"s={name}" for name in self.classes[subject])]
        return [*found, *(f"s={name}|h={mine}|n{negated:d}" for name in self.classes[subject] for mine in own)]

    def _above(self, h: int) -> list[str]:
        """What the governing word hangs on."""
        up = self.c.head[h]
        if up == h:
            return []
        found = [f"u={name}" for name in self.classes[up]]
        if self._negated(up):
            found.append("u neg")
        if self.c.lower[up] == "without":
            found.append("without")
        return found

    def _words(self, k: Clause) -> list[str]:
        """The classes of words inside, and the words that deny."""
        names = {name for i in range(k.start, k.end) for name in self.classes[i]}
        negative = _NEGATIVE.intersection(self.c.lower[k.start : k.end])
        found = [f"a={name}" for name in names]
        found += [f"a={x}+{y}" for x in names for y in names if x < y]
        found += [f"not={w}" for w in negative]
        if negative:
            found += [f"not|a={name}" for name in names]
        if self.c.lower[k.start] == "without":
            found.append("opens without")
        return found

    def _place(self, k: Clause) -> list[str]:
        """The mood of the clause, its cue, whom it names, and whether it is quoted."""
        c, h = self.c, k.head
        first, last = c.sentences[c.sentence[k.start]]
        found = ["question"] if "?" in c.lower[first:last][-3:] else []
        found += [f"modal={c.lower[i]}" for i in c.children[h] if c.dep[i] == "aux" and c.tag[i] == "MD"]
        found.append(f"cue={self.lexicon.cues.get(c.lemma[h])}")
        found += [f"e={label}" for label in c.entity[k.start : k.end] if label in _NAMED]
        return [*found, f"quoted={c.quote[h] > 0:d}"]

    def _ruled(self, k: Clause) -> list[str]:
        """What the grammar rules read of the same words."""
        start, end = self.c.start[k.start], self.c.start[k.end - 1] + 1
        found = []
        for note in self.notes:
            low, high = note.span
            if low < end and start < high:
                shared = (min(high, end) - max(low, start)) / (max(high, end) - min(low, start))
                found += [f"rules={note.value.value}", f"rules={note.value.value}|{int(3 * shared)}"]
        return found
