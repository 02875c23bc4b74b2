"""The words of a noun phrase: which belong to its name, and which only hang on it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from tracker.text import squash
from tracker.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_LOOSE = {"relcl", "acl", "appos", "punct", "cc", "conj", "advcl", "prep"}
_DETERMINER = re.compile(
    r"^(?:(?:also|even|only|many|several|the|an?|some|any|his|her|its|their|our|my|your) +)+", re.IGNORECASE
)
POSSESSIVE = {"’s", "'s"}


def words(head: Token, cut: AbstractSet[int] = frozenset()) -> str:
    """The words of a noun phrase without its relative clauses, appositions and trailing prepositions, on one line.

    `cut` holds indices of prepositions that open something else ("rebels *of* using gas").
    """
    first, last = _ends(head, cut)
    return squash(head.doc[first.i : last.i + 1].text)


def span(head: Token, cut: AbstractSet[int] = frozenset()) -> Span:
    """The characters of `words`."""
    first, last = _ends(head, cut)
    return first.idx, last.idx + len(last)


def _ends(head: Token, cut: AbstractSet[int]) -> tuple[Token, Token]:
    tokens = [t for t in head.subtree if not is_loose(t, head, cut) and not t.is_space] or [head]
    while len(tokens) > 1 and tokens[0].is_punct:
        tokens.pop(0)
    while len(tokens) > 1 and (tokens[-1].is_punct or tokens[-1].text in POSSESSIVE):
        tokens.pop()
    return tokens[0], tokens[-1]


def runs(tokens: Iterable[Token]) -> tuple[Span, ...]:
    """The unbroken runs of some tokens in order, in characters."""
    found: list[list[Token]] = []
    for token in tokens:
        if found and found[-1][-1].i == token.i - 1:
            found[-1].append(token)
        else:
            found.append([token])
    return tuple((run[0].idx, run[-1].idx + len(run[-1])) for run in found)


def name(head: Token, cut: AbstractSet[int] = frozenset()) -> str:
    """A noun phrase as a name: without determiner or possessive pronoun."""
    return _DETERMINER.sub("", words(head, cut)).strip(' "“”')


def is_loose(token: Token, head: Token, cut: AbstractSet[int] = frozenset()) -> bool:
    """True where a token of the phrase is no part of its name."""
    while token != head:
        if token.i in cut or (token.head == head and token.dep_ in _LOOSE and not _belongs(token)):
            return True
        if token.dep_ in {"relcl", "acl"}:
            return True
        token = token.head
    return False


def within(token: Token, head: Token) -> bool:
    """True where a token is part of the phrase itself, not of a clause or a second phrase that hangs on it."""
    while token != head:
        if token.dep_ in {"relcl", "acl", "conj", "advcl"} or token.head == token:
            return False
        token = token.head
    return True


def joined(head: Token) -> list[Token]:
    """The heads that are listed with this one: "B" and "C" in "A, B and C", also where the parser takes B for an apposition."""
    listed = [c for c in head.children if c.dep_ == "conj" or (c.dep_ == "appos" and any(g.dep_ == "conj" for g in c.children))]
    return [c for c in listed if c.pos_ in {"NOUN", "PROPN", "PRON"}]


def is_definite(head: Token) -> bool:
    """True for one that was named before: "the ministry", "this official"."""
    return head.tag_ in {"NN", "NNP"} and any(c.lower_ in {"the", "this"} for c in head.children if c.dep_ == "det")


def name_beside(head: Token) -> Token | None:
    """The name right after a noun that says who it is: "the terrorist Al-Tarn", "another group, the Tarn Committees"."""
    if head.pos_ != "NOUN":
        return None
    if head.dep_ == "compound" and head.head.pos_ == "PROPN" and head.i < head.head.i and head.head.ent_type_ != "PERSON":
        return head.head
    return next((c for c in head.children if c.dep_ == "appos" and c.pos_ == "PROPN" and c.i > head.i and not _listed(c)), None)


def _listed(token: Token) -> bool:
    return any(c.dep_ == "conj" for c in token.children)


def amount_of(head: Token) -> Token | None:
    """What there is an amount of: "officials" in "several of the officials"."""
    of = next((c for c in head.children if c.lower_ == "of"), None)
    return next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None


def _belongs(token: Token) -> bool:
    """True for a preposition that is part of a name or description: "of" and "for" with a noun, not "of lying"."""
    return token.lower_ in {"of", "for"} and not any(c.dep_ == "pcomp" for c in token.children)
