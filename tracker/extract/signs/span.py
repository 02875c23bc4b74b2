"""Signs of a clause: its run of words, and the sentence around it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tracker.extract.lexicon import SOFT
from tracker.extract.signs.words import ACTORS, CONDITIONS, FIRST, MODALS, NEGATIVE, SECOND, VERBAL, binned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.extract.clauses import Clause
    from tracker.extract.columns import Columns
    from tracker.extract.lexicon import Lexicon
    from tracker.extract.saying.turns import Turn

_ASKING = frozenset(["what", "who", "why", "how", "when", "where", "which"])
_WEAK = SOFT | {"plot", "blame"}  # classes that tell little about what is done
_LABELS = ACTORS | {"DATE", "CARDINAL", "MONEY", "PERCENT", "LAW"}
_FUNCTIONAL = frozenset(["PRON", "SCONJ", "ADP", "DET", "AUX", "PART"])  # parts of speech whose words themselves are signs


class SpanSigns:
    """The signs of runs of words in one text. `turned` are the turns of a transcript."""

    def __init__(self, c: Columns, lexicon: Lexicon, turned: list[Turn]) -> None:
        self.c, self.lexicon = c, lexicon
        self._turn = ["no"] * c.size
        for turn in turned:
            for i in range(c.size):
                if turn.said[0] <= c.start[i] < turn.said[1]:
                    self._turn[i] = "asks" if turn.name == "Q" else "speaks"

    def of(self, clause: Clause) -> list[str]:
        """The signs of one clause."""
        return [
            *self._shape(clause),
            *self._acts(clause),
            *self._subject(clause),
            *self._words(clause),
            *self._entities(clause),
            *self._place(clause),
            *self._cues(clause),
        ]

    def _sentence(self, clause: Clause) -> tuple[int, int]:
        """The first token of the sentence that the clause begins in, and the one after its last."""
        return self.c.sentences[self.c.sentence[clause.start]]

    def _around(self, clause: Clause) -> list[int]:
        """The tokens of the sentence outside of the clause."""
        return [i for i in range(*self._sentence(clause)) if not clause.start <= i < clause.end]

    def _shape(self, clause: Clause) -> list[str]:
        first, last = self._sentence(clause)
        size = clause.end - clause.start
        verbs = sum(self.c.pos[i] == "VERB" for i in range(clause.start, clause.end))
        return [
            "bias",
            f"shape={clause.shape}",
            f"size={binned(size, 4, 6, 9, 13, 18, 25, 35)}",
            f"share={binned(size / (last - first), 0.2, 0.4, 0.6, 0.8, 0.95)}",
            f"verbs={min(verbs, 4)}",
        ]

    def _acts(self, clause: Clause) -> list[str]:
        """The classes of acts in the clause, around it and in the sentence before."""
        c = self.c
        acts = Counter(name for i in range(clause.start, clause.end) for name in c.acts[i])
        strong = sum(n for name, n in acts.items() if name not in _WEAK)
        found = [f"a={name}" for name in acts]
        found += [f"aa={name}" for name, n in acts.items() if n > 1]
        found.append(f"acts={binned(strong, 1, 2, 3, 5, 8)}")
        if not acts:
            found.append("no act")
        elif not strong:
            found.append("weak acts")
        found += [f"x={name}" for name in {name for i in self._around(clause) for name in c.acts[i]}]
        if (number := c.sentence[clause.start]) > 0:
            before = range(*c.sentences[number - 1])
            found.append(f"prev={any(name not in _WEAK for i in before for name in c.acts[i]):d}")
        return found

    def _subject(self, clause: Clause) -> list[str]:
        subject = self.c.subject(clause.head)
        return [f"subj={'none' if subject is None else 'in' if clause.start <= subject < clause.end else 'out'}"]

    def _words(self, clause: Clause) -> list[str]:
        """Small words that turn what is said: of negation, person, doubt, condition, question."""
        words = set(self.c.lower[clause.start : clause.end])
        found = [
            sign
            for sign, some in (("not", NEGATIVE), ("I", FIRST), ("you", SECOND), ("hedge", self.lexicon.hedges))
            if words & some
        ]
        found += [f"hedge={w}" for w in words & self.lexicon.hedges]
        found += [f"has {MODALS[w]}" for w in words & MODALS.keys()]
        found += [sign for sign, some in (("has if", CONDITIONS), ("has wh", _ASKING)) if words & some]
        sentence = self.c.lower[slice(*self._sentence(clause))]
        if "?" in sentence[-3:]:
            found.append("question")
        if "if" in sentence and "if" not in words:
            found.append("if outside")
        return found

    def _entities(self, clause: Clause) -> list[str]:
        labels = set(self.c.entity[clause.start : clause.end])
        return [*(f"e={name}" for name in labels & _LABELS), f"names={min(3, len(labels & ACTORS))}"]

    def _place(self, clause: Clause) -> list[str]:
        """Where it stands: in a quotation, a turn, the text; and the word it begins with."""
        c, start, size = self.c, clause.start, clause.end - clause.start
        number = c.sentence[start]
        quoted = sum(c.quote[i] > 0 for i in range(start, clause.end))
        found = [f"quoted={binned(quoted / size, 0.01, 0.5, 0.95)}"]
        if start > c.sentences[number][0] and c.quote[start] and not c.quote[start - 1] and quoted == size:
            found.append("whole quote")
        found += [f"turn={self._turn[clause.head]}", f"at={binned(start / c.size, 0.05, 0.25, 0.5, 0.75)}"]
        if c.is_title[number]:
            found.append("title")
        if number == 0:
            found.append("first sentence")
        return [*found, f"w0={c.lower[start] if c.pos[start] in _FUNCTIONAL else c.tag[start]}"]

    def _cues(self, clause: Clause) -> list[str]:
        """The classes of verbs of saying in the clause and around it."""
        inside = self._classes_of_cues(range(clause.start, clause.end))
        around = self._classes_of_cues(self._around(clause))
        return [*(f"cue in={name}" for name in inside), *(f"cue out={name}" for name in around)]

    def _classes_of_cues(self, tokens: Iterable[int]) -> set[str]:
        c, cues = self.c, self.lexicon.cues
        return {cues[c.lemma[i]] for i in tokens if c.pos[i] in VERBAL and c.lemma[i] in cues}
