"""The claim sentence: the content as one sentence that stands alone, pronouns resolved and the speaker left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.extract.attribution import VERBAL
from tracker.text import squash

if TYPE_CHECKING:
    from spacy.tokens import Token

_POSSESSIVES = {"its", "their", "his", "her", "our", "my", "your"}
_SUBJECTS = {"it", "they", "he", "she", "we", "i", "you"}
_HIDDEN = re.compile(r"[“”„«»\"]|''|``")


def sentence(tokens: list[Token], names: dict[int, str], accused: str | None) -> str:
    """The tokens of one piece of content as a sentence.

    `names` maps the indices of pronouns to the names they stand for; `accused` is put in front where the piece has no
    subject of its own ("planning to invade" becomes "Russia is planning to invade").
    """
    tokens = _believed(tokens)
    words = []
    for token in tokens:
        name = names.get(token.i)
        if name is None:
            words.append(token.text_with_ws)
        else:
            own = "’s" if token.lower_ in _POSSESSIVES else ""
            words.append(f"{name}{own}{token.whitespace_}")
    body = squash(_HIDDEN.sub("", "".join(words))).strip(" ,;:–—-.")
    body = re.sub(r"^(?:that|whether|how) ", "", body)
    if accused and not _has_subject(tokens):
        body = _with_subject(body, tokens, accused)
    return f"{body[:1].upper()}{body[1:]}." if body else ""


def _believed(tokens: list[Token]) -> list[Token]:
    """What is believed, where the speaker says of himself that he believes it ("we are concerned that …")."""
    inside = {t.i for t in tokens}
    head = _head(tokens, inside)
    if not any(c.dep_ == "nsubj" and c.lower_ in {"i", "we"} for c in head.children):
        return tokens
    for holder in (head, *(c for c in head.children if c.dep_ == "acomp")):
        clause = next((c for c in holder.children if c.dep_ == "ccomp" and c.i > head.i), None)
        if clause is not None:
            kept = [t for t in clause.subtree if t.i in inside]
            return kept if len(kept) >= 3 else tokens
    return tokens


def _has_subject(tokens: list[Token]) -> bool:
    inside = {t.i for t in tokens}
    head = _head(tokens, inside)
    return any(c.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} and c.i in inside for c in head.children)


def _head(tokens: list[Token], inside: set[int]) -> Token:
    """The governing verb of a piece, or its governing word where it has no verb."""
    tops = [t for t in tokens if t.head.i not in inside or t.head == t]
    return next((t for t in tops if t.pos_ in VERBAL), tops[0] if tops else tokens[0])


def _with_subject(body: str, tokens: list[Token], accused: str) -> str:
    head = _head(tokens, {t.i for t in tokens})
    if head.tag_ == "VBG":
        return f"{accused} is {body}"
    if head.tag_ == "VB":
        shared = next((c.text for c in head.head.children if c.dep_ == "aux" and c.tag_ == "MD"), "would")
        return f"{accused} {shared} {re.sub('^to ', '', body)}"
    if head.pos_ in VERBAL:
        return f"{accused} {body}"
    return f"{accused}: {re.sub('^(?:any|the|a|an) ', '', body)}"
