"""A parsed article as plain columns, one entry a token: what the attribution model reads many times over."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

from tracker.extract.saying import rules
from tracker.extract.who import phrases
from tracker.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from tracker.extract.lexicon import Lexicon

_NOMINAL = {"nsubj", "nsubjpass", "csubj"}
_SHARING = {"conj", "xcomp", "advcl", "dep", "pcomp", "prep", "attr", "acomp"}  # take their subject from above


class Columns:
    """The tokens of an article, column by column; indices are token indices, sentences and quotations have numbers.

    `quote` is 0 outside of quotation marks, else the number of the quotation; `paragraph` counts line ends; `classes` holds
    the classes of `Lexicon.attributing`, `acts` those of `Lexicon.claims`; `left` and `right` are the outermost tokens
    below each; `rule_at` the attributions that the rules see, by their cue.
    """

    def __init__(self, doc: Doc, lexicon: Lexicon, quotes: list[Span], found: list[rules.Reading]) -> None:
        self.doc = doc
        tokens = list(doc)
        self.size = len(tokens)
        self.start = [t.idx for t in tokens]
        self.text = [t.text for t in tokens]
        self.lower = [t.lower_ for t in tokens]
        self.lemma = [t.lemma_.lower() for t in tokens]
        self.pos = [t.pos_ for t in tokens]
        self.tag = [t.tag_ for t in tokens]
        self.dep = [t.dep_ for t in tokens]
        self.head = [t.head.i for t in tokens]
        self.children: list[list[int]] = [[] for _ in tokens]
        for i, head in enumerate(self.head):
            if head != i:
                self.children[head].append(i)
        self.classes = [lexicon.attributing.get(lemma, ()) for lemma in self.lemma]
        self.acts = [lexicon.claims.get(m) or lexicon.claims.get(w, ()) for m, w in zip(self.lemma, self.lower, strict=True)]
        self.entity = [t.ent_type_ for t in tokens]
        self.left, self.right = [t.left_edge.i for t in tokens], [t.right_edge.i for t in tokens]
        self.sentences = [(s.start, s.end) for s in doc.sents]
        self.sentence = [k for k, (a, b) in enumerate(self.sentences) for _ in range(a, b)]
        self.is_title = [self._is_title(a, b) for a, b in self.sentences]
        self.quote = self._quotes(quotes)
        self.paragraph = self._paragraphs(tokens)
        self.rule_at: dict[int, list[rules.Reading]] = defaultdict(list)
        for a in found:
            self.rule_at[a.cue.i].append(a)
        self.in_rule = {i for a in found for i in a.content}

    def _quotes(self, quotes: list[Span]) -> list[int]:
        column = [0] * self.size
        for number, (start, end) in enumerate(quotes, 1):
            for i in range(bisect_left(self.start, start), bisect_left(self.start, end)):
                column[i] = number
        return column

    def _paragraphs(self, tokens: list[Token]) -> list[int]:
        column, number = [], 0
        for t in tokens:
            column.append(number)
            number += "\n" in t.text or "\n" in t.whitespace_
        return column

    def _is_title(self, start: int, end: int) -> bool:
        """True for a sentence in Title Case or capitals: a headline."""
        long = [self.text[i] for i in range(start, end) if len(self.text[i]) > 3 and self.text[i].isalpha()]
        return len(long) > 2 and sum(w[0].isupper() for w in long) > 0.7 * len(long)

    def root(self, start: int, end: int) -> int:
        """The word of a run of tokens that the others hang on: a verb where there is one, else the first that hangs outside."""
        tops = [i for i in range(start, end) if not start <= self.head[i] < end or self.head[i] == i]
        words = [i for i in tops if self.pos[i] not in {"PUNCT", "SPACE"}]
        return next((i for i in words if self.pos[i] in {"VERB", "AUX"}), (words or tops or [start])[0])

    def child(self, i: int, *labels: str) -> int | None:
        """The first child of a token with one of the dependency labels."""
        return next((k for k in self.children[i] if self.dep[k] in labels), None)

    def subject(self, i: int, climbs: int = 4) -> int | None:
        """Who does what a word says: its subject, or the one that it shares with a word above it."""
        found = self.child(i, *_NOMINAL)
        if found is not None or climbs == 0 or self.head[i] == i:
            return found
        if self.dep[i] in {"relcl", "acl"}:
            return self.head[i]
        return self.subject(self.head[i], climbs - 1) if self.dep[i] in _SHARING else None

    def subtree(self, i: int) -> set[int]:
        """A token and everything that hangs on it."""
        found, todo = set(), [i]
        while todo:
            k = todo.pop()
            found.add(k)
            todo.extend(self.children[k])
        return found

    def source_of(self, a: rules.Reading) -> list[int]:
        """The tokens of the phrase by which a rule's attribution names who speaks."""
        if a.source is None:
            return []
        start, end = phrases.span(a.source)
        return list(range(bisect_left(self.start, start), bisect_left(self.start, end)))
