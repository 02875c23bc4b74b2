"""Cuts what is said into the propositions it holds: one piece a clause that names an act of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.extract import acts as act_rules
from tracker.extract.lexicon import Lexicon
from tracker.extract.saying.rules import VERBAL, trimmed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MIN_CHARS = 12
Piece = tuple[tuple[int, ...], "Token"]


def split(doc: Doc, content: tuple[int, ...], head: Token, lexicon: Lexicon) -> list[Piece]:
    """The pieces of one content with their governing words, in order of the text.

    Sentences are cut apart; within a sentence, coordinated clauses and participles ("…, accusing Kyiv of …") that each name
    an act of their own. What names none stays with the piece before it.
    """
    pieces: list[Piece] = []
    for start, sentence in _by_sentence(doc, content):
        top = head if head.sent.start == start else _top(doc, sentence)
        for tokens, governor in _clauses(doc, sentence, top):
            hostile = any(a.strong for a in act_rules.find(doc, tokens, lexicon))
            long_enough = doc[tokens[-1]].idx + len(doc[tokens[-1]]) - doc[tokens[0]].idx >= MIN_CHARS
            same_sentence = bool(pieces) and doc[pieces[-1][0][0]].sent.start == start
            if same_sentence and not (hostile and long_enough):
                pieces[-1] = (trimmed(doc, [*pieces[-1][0], *tokens]), pieces[-1][1])
            else:
                pieces.append((tokens, governor))
    return pieces


def _by_sentence(doc: Doc, content: tuple[int, ...]) -> list[tuple[int, tuple[int, ...]]]:
    grouped: dict[int, list[int]] = {}
    start, at = doc[content[0]].sent.start, content[0]
    for i in content:
        start = next((k for k in range(i, at, -1) if doc[k].is_sent_start), start)
        at = i
        grouped.setdefault(start, []).append(i)
    return [(start, kept) for start, group in grouped.items() if (kept := trimmed(doc, group))]


def _top(doc: Doc, indices: tuple[int, ...]) -> Token:
    inside = set(indices)
    tops = [doc[i] for i in indices if doc[i].head.i not in inside or doc[i].head == doc[i]]
    return next((t for t in tops if t.pos_ in VERBAL), tops[0])


def _clauses(doc: Doc, indices: tuple[int, ...], top: Token) -> list[Piece]:
    """Coordinated verbs below the top, each with its own part of the sentence; the top keeps the rest."""
    inside = set(indices)
    cuts: list[Token] = []
    queue = [top]
    while queue:
        token = queue.pop()
        for child in token.children:
            if child.i not in inside or child.i < top.i:
                continue
            coordinated = child.dep_ == "conj" and (
                child.pos_ in VERBAL or (token.pos_ not in VERBAL and child.pos_ == token.pos_)
            )
            participle = child.dep_ == "advcl" and child.tag_ == "VBG"
            if coordinated or participle:
                cuts.append(child)
                queue.append(child)
            elif child.dep_ in {"xcomp", "ccomp", "pcomp"} or child.dep_ == "prep":
                queue.append(child)
    taken: set[int] = set()
    pieces: list[Piece] = []
    for cut in sorted(cuts, key=lambda t: -t.i):
        own = [t.i for t in cut.subtree if t.i in inside and t.i not in taken]
        if tokens := trimmed(doc, own):
            pieces.append((tokens, cut))
            taken.update(own)
    if rest := trimmed(doc, [i for i in indices if i not in taken]):
        pieces.append((rest, top))
    return sorted(pieces, key=lambda p: p[0][0])
