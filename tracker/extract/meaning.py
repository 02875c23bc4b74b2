"""What a piece of content does: its kind (allegation, denial, statement), and whether it is negated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.extract.acts import Act
from tracker.extract.lexicon import Lexicon
from tracker.extract.saying.rules import VERBAL, is_negated
from tracker.types import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

_CONDITIONS = {"if", "unless", "whether", "once", "should"}
_DEMANDS = {"must", "should", "ought"}


def kind(
    *,
    head: Token,
    tokens: list[Token],
    acts: list[Act],
    cue_class: str,
    cue_negated: bool,
    negated: bool,
    own_side: bool,
    speaker_is_accused: bool,
    lexicon: Lexicon,
) -> Kind:
    """Decide what a piece of content is.

    `own_side`: the act is the speaker's own ("we will strike back"); `speaker_is_accused`: whoever speaks is on the side that
    somebody in the article accuses. Questions, conditions and demands are statements; so is an accusation that is negated
    by a third party. An accusing cue makes an allegation of whatever it governs.
    """
    if cue_class == "attitude":
        return Kind.STATEMENT
    if cue_class == "deny" and not cue_negated:
        return Kind.STATEMENT if head.lemma_.lower() in lexicon.proposals else Kind.DENIAL
    if any(t.text == "?" for t in head.sent) and head.sent[-1].text in {"?", "”", '"'} and cue_class != "accuse":
        return Kind.STATEMENT
    rejects = any(t.lemma_.lower() in lexicon.rejecting for t in tokens)
    if rejects and _rejects_this(head, cue_class, lexicon):
        return Kind.DENIAL
    if negated:
        return Kind.DENIAL if acts and (own_side or speaker_is_accused) else Kind.STATEMENT
    if cue_negated:
        return Kind.STATEMENT
    if rejects and speaker_is_accused and _speaks_of_claims(tokens, lexicon):
        return Kind.DENIAL
    if cue_class == "accuse":
        return Kind.ALLEGATION if acts or sum(t.is_alpha and not t.is_stop for t in tokens) >= 2 else Kind.STATEMENT
    strong = any(act.strong for act in acts)
    if not strong or own_side or is_condition(head) or is_demand(head):
        return Kind.STATEMENT
    return Kind.ALLEGATION


def _rejects_this(head: Token, cue_class: str, lexicon: Lexicon) -> bool:
    """True for "this is a lie", "it was nonsense": a claim made before is rejected by what it is called."""
    points = any(c.dep_ == "nsubj" and c.lower_ in {"this", "it", "that"} for c in head.children)
    called = any(c.lemma_.lower() in lexicon.rejecting for c in head.children if c.dep_ in {"attr", "acomp"})
    return cue_class != "accuse" and head.lemma_ == "be" and points and called


def _speaks_of_claims(tokens: list[Token], lexicon: Lexicon) -> bool:
    words = {t.lemma_.lower() for t in tokens}
    return bool(words & (lexicon.accusing_nouns | {"report", "statement", "talk", "information"}))


def is_condition(head: Token) -> bool:
    """True where the piece itself is an if-clause, or follows from one in its sentence ("if it invades, it will …")."""
    marks = [c.lower_ for c in head.children if c.dep_ in {"mark", "advmod"}]
    if any(m in _CONDITIONS for m in marks):
        return True
    if any(
        c.dep_ == "advcl" and any(m.lower_ in {"if", "unless"} for m in c.children if m.dep_ == "mark") for c in head.children
    ):
        return True
    return head.dep_ == "advcl" and any(m in _CONDITIONS for m in marks)


def is_demand(head: Token) -> bool:
    """True for what somebody should do: "must stop", and an order."""
    return any(c.dep_ == "aux" and c.lower_ in _DEMANDS for c in head.children) or (
        head.tag_ == "VB" and head.dep_ == "ROOT" and not any(c.dep_ in {"nsubj", "aux"} for c in head.children)
    )


def negated(head: Token, acts: list[Act]) -> bool:
    """True where the clause that holds the main act is negated: "has not used", "no plans to", "never attacked"."""
    chain = [head]
    if acts:
        token = acts[0].token
        chain.append(token)
        while token != head and token.head != token:
            token = token.head
            chain.append(token)
    for token in chain:
        if is_negated(token):
            return True
        if token.pos_ in VERBAL and any(
            c.dep_ in {"dobj", "attr", "nsubj", "nsubjpass"} and any(d.lower_ == "no" for d in c.children)
            for c in token.children
        ):
            return True
    return False
