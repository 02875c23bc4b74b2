"""Who says what, by the grammar rules and the attribution model together, and which of the two found it.

The model knows better which words attribute, and which belong to a source and a content; the rules know which of them bear
blame. So `Readings.told` is what the model reads; `Readings.propositions`, from which mentions are made, is what the rules
read, and the model where they are silent. How often each is right alone and with the other stands in the model's card.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.extract.columns import Columns
from tracker.extract.overlap import Overlap, alike
from tracker.extract.saying import rules
from tracker.extract.saying.rules import Reading
from tracker.extract.who import phrases
from tracker.types import Attribution, Span, Spans

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from tracker.extract.lexicon import Lexicon
    from tracker.extract.saying.tagger import Found, Tagger

_THINKING = frozenset(["think", "seem", "thinking_noun"])
_SAYING = frozenset(["say", "claim", "show", "deny", "admit", "blame", "saying_noun", "document"])
_LEADING = frozenset(["aux", "auxpass", "neg", "advmod"])
FOUND_BY = {"rules": "rules/2", "model": "crf/1", "both": "rules/2+crf/1"}
_PROPOSITION = 3  # words; fewer name a thing and say nothing of it


class Readings:
    """What both parts of the extractor read in one text."""

    def __init__(self, doc: Doc, lexicon: Lexicon, quotes: list[Span], tagger: Tagger) -> None:
        self.ruled = rules.find(doc, lexicon, quotes)
        self.columns = Columns(doc, lexicon, quotes, self.ruled)
        self.modelled = [_modelled(doc, lexicon, self.columns, seen) for seen in tagger.find(self.columns)]

    def told(self) -> list[Attribution]:
        """Every attribution, speech and attitude alike, in order of the cues."""
        found = [_compared(a, self.columns.rule_at.get(a.cue.i, [])) for a in self.modelled]
        told = Overlap(_content, found)
        return [self._record(a, nested=a.nested or any(b.cue != a.cue for b in told.touching([a.cue.i]))) for a in found]

    def propositions(self) -> list[Reading]:
        """What may hold an allegation, in order of the cues. Contents may nest."""
        modelled = [a for a in self.modelled if len(a.content) >= _PROPOSITION]
        by_cue, known = {a.cue.i: a for a in modelled}, Overlap(_content, self.ruled)
        found = [_compared(a, [by_cue[a.cue.i]] if a.cue.i in by_cue else []) for a in self.ruled]
        unread = [a for a in modelled if a.cue.i not in self.columns.rule_at]
        found += [a for a in unread if not any(alike(a.content, b.content) for b in known.touching(a.content))]
        return sorted(found, key=lambda a: (a.cue.i, a.content))

    def _record(self, a: Reading, *, nested: bool) -> Attribution:
        spans = Spans(speaker=self._runs(a.words), cue=self._runs(self._cue_words(a.cue)), content=self._runs(a.content))
        return Attribution(spans=spans, nested=nested, found_by=FOUND_BY[a.by], confidence=a.confidence)

    def _runs(self, indices: tuple[int, ...]) -> tuple[Span, ...]:
        return phrases.runs(self.columns.doc[i] for i in indices)

    def _cue_words(self, cue: Token) -> tuple[int, ...]:
        """A cue with the auxiliaries, negation and adverbs right before it and the particle right after it."""
        words = [cue.i]
        while words[0] > 0 and self.columns.head[words[0] - 1] == cue.i and self.columns.dep[words[0] - 1] in _LEADING:
            words.insert(0, words[0] - 1)
        if cue.i + 1 < self.columns.size and self.columns.head[cue.i + 1] == cue.i and self.columns.dep[cue.i + 1] == "prt":
            words.append(cue.i + 1)
        return tuple(words)


def _content(a: Reading) -> tuple[int, ...]:
    return a.content


def _compared(a: Reading, others: list[Reading]) -> Reading:
    """The reading, marked where one of the others, which have the same cue, has mostly the same words."""
    agreeing = [b for b in others if _overlap(a.content, b.content) > 0.5]
    return replace(a, by="both", sure=max(b.sure for b in (a, *agreeing))) if agreeing else a


def _overlap(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The share of the shorter that lies in the longer."""
    return len(set(one).intersection(other)) / min(len(one), len(other))


def _modelled(doc: Doc, lexicon: Lexicon, columns: Columns, seen: Found) -> Reading:
    cue, head = doc[seen.cue], _head(doc, seen.content)
    # Where the model names nobody, the grammar may: it helps mentions, and is no part of what the model has `told`.
    source = _head(doc, seen.source) if seen.source else rules.subject(cue) if cue.pos_ == "VERB" else None
    if source is not None and source.i in seen.content:
        source = None
    return Reading(
        cue=cue,
        cue_class=_cue_class(cue, columns.classes[seen.cue], head, lexicon),
        source=source,
        content=seen.content,
        head=head,
        rule="model",
        negated=rules.is_negated(cue),
        by="model",
        sure=seen.sure,
        words=seen.source,
        nested=seen.nested,
    )


def _cue_class(cue: Token, classes: tuple[str, ...], head: Token, lexicon: Lexicon) -> str:
    """The class of a cue that only the model knows; `attitude` where something is only wanted, agreed to or mentioned."""
    lemma = cue.lemma_.lower()
    if lemma in lexicon.denying_nouns:
        return "deny"
    listed = lexicon.cues.get(lemma)
    if listed == "accuse" and rules.blames_nobody(cue):
        return "attitude"
    intended = any(c.tag_ == "TO" for c in head.children) and not any(c.dep_ == "nsubj" for c in head.children)
    if (intended or head.pos_ not in rules.VERBAL) and listed not in {"accuse", "deny", "dispute", "claim", "warn"}:
        return "attitude"
    if listed:
        return listed
    if not classes or not _SAYING.isdisjoint(classes):
        return "say"
    return "think" if not _THINKING.isdisjoint(classes) else "attitude"


def _head(doc: Doc, indices: tuple[int, ...]) -> Token:
    """The word that the others hang on: of several, the one with most below it."""
    inside = set(indices)
    tops = [doc[i] for i in indices if doc[i].head.i not in inside or doc[i].head.i == i]
    return max(tops, key=lambda t: (not t.is_punct, sum(c.i in inside for c in t.subtree), -t.i))
