"""How sure the wording of a claim is: possible, likely, planned or asserted, and the word that shows it.

The weakest word decides, of what is said ("could bomb", "had probably bombed") and of what holds it ("fears that", "a risk
that", "is believed to have"). What is only modal in form asserts: "could not", "could only have", "should have".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.extract.saying.rules import VERBAL, is_negated
from tracker.types import Certainty

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tracker.extract.lexicon import Lexicon

_HOLDING = frozenset(["ccomp", "acl", "xcomp", "attr", "pcomp", "oprd", "acomp", "prep", "conj"])
_HELPING = frozenset(["aux", "auxpass", "advmod", "preconj"])
_NEAR = frozenset(["acomp", "attr", "dobj", "amod", "oprd"]) | _HELPING
_PURPOSES = frozenset(["aim", "purpose", "goal", "idea", "point", "task"])  # "its aim was to …" tells a motive, no plan


def certainty(tokens: list[Token], head: Token, cue: Token | None, lexicon: Lexicon) -> tuple[Certainty, Token | None]:
    """How sure a piece of content is, and the word that shows it (None where plain past or present tense asserts)."""
    shown = [(level, t) for t in _near(tokens, head, lexicon) if (level := _said(t, lexicon)) is not None]
    shown += [(level, t) for t in _holders(head, cue, lexicon) if (level := _held(t, lexicon)) is not None]
    return min(shown, key=lambda s: s[0].rank, default=(Certainty.ASSERTED, None))


# ---------------------------------------------------------------------------------------------------- of what is said


def _near(tokens: list[Token], head: Token, lexicon: Lexicon) -> list[Token]:
    """The words that tell how sure the governing clause is: its verbs, what helps and qualifies them, and what they have."""
    inside = {t.i for t in tokens}
    governing = [head]
    for verb in governing:
        deeper = {"xcomp"} if verb.pos_ in VERBAL else {"relcl", "acl", "xcomp"}
        governing.extend(c for c in verb.children if c.dep_ in deeper and c.i in inside)
        if lexicon.cues.get(verb.lemma_.lower()) == "accuse":  # "accused them of planning to": the deed tells
            preps = [p for c in (verb, *verb.children) for p in c.children if p.dep_ == "prep"]
            governing.extend(c for p in preps for c in p.children if c.dep_ == "pcomp" and c.i in inside)
    near = [*governing]
    for verb in governing:
        near.extend(
            c for c in verb.children if c.dep_ in _HELPING or (c.dep_ in _NEAR and c.i in inside) or c.lower_ == "whether"
        )
        near.extend(g for c in verb.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj")
    first = head
    while first.dep_ == "conj" and first.pos_ in VERBAL and first.tag_ != "VBD":  # "could bomb, lie or poison": one helps all
        first = first.head
        near.extend(c for c in first.children if c.dep_ in _HELPING and c.i < first.i)
    return near


def _said(token: Token, lexicon: Lexicon) -> Certainty | None:
    """What a word of the clause itself shows."""
    words, lemma, lower = lexicon.certainty, token.lemma_.lower(), token.lower_
    if token.tag_ == "MD":
        return _modal(token, lexicon)
    if lower in {"whether", "either"} and token.dep_ in {"mark", "preconj", "cc"}:
        return Certainty.POSSIBLE
    if token.dep_ == "pobj":
        return Certainty.LIKELY if lemma in words["grades"] else None
    if lemma in words["possible"] or lower in words["possible"]:
        return Certainty.POSSIBLE
    held = {"xcomp"} if token.tag_ == "VBN" else {"dobj"}  # "is suspected to have fled", "suspects two men of lying"
    believed = token.pos_ == "VERB" and not is_negated(token) and any(c.dep_ in held for c in token.children)
    if lemma in words["likely"] or lower in words["likely"] or (believed and lemma in words["cue_likely"]):
        return Certainty.LIKELY
    if lemma in words["seeming"] and any(c.dep_ in {"xcomp", "ccomp", "oprd"} for c in token.children):
        return Certainty.LIKELY
    return Certainty.PLANNED if _plans(token, lexicon) else None


def _modal(token: Token, lexicon: Lexicon) -> Certainty | None:
    """What a modal verb shows; nothing where it tells of an inability, a necessity, a duty or a refusal."""
    verb, lower = token.head, token.lower_
    perfect = any(c.lemma_ == "have" and c.dep_ == "aux" for c in verb.children)
    denied = is_negated(verb) or (token.i + 1 < len(token.doc) and token.nbor().lower_ in {"only", "not"})
    if lower in lexicon.certainty["possible"]:
        return None if denied and token.lemma_ in {"can", "could"} else Certainty.POSSIBLE
    if lower == "must":
        return Certainty.LIKELY if perfect or verb.lemma_ == "have" else None
    refused = denied and lexicon.cues.get(verb.lemma_.lower()) == "say"
    return Certainty.PLANNED if lower in lexicon.certainty["planned"] and not (perfect or refused) else None


def _plans(token: Token, lexicon: Lexicon) -> bool:
    """True for a word of planning with what is planned: "plans to attack", "is planning an attack", "about to attack"."""
    lemma, words = token.lemma_.lower(), lexicon.certainty
    after = token.nbor() if token.i + 1 < len(token.doc) else token
    if token.lower_ in words["planned"]:
        return after.lower_ == "to" or token.lower_ == "imminent"
    infinitive = after.tag_ == "TO" or any(
        c.dep_ in {"xcomp", "acl"} and any(g.tag_ == "TO" for g in c.children) for c in token.children
    )
    if token.pos_ == "NOUN":
        return lemma in words["plans"] and (infinitive or any(c.lower_ in {"for", "of"} for c in token.children))
    if lemma == "be" and after.lower_ == "to" and infinitive:  # "the tanks were to leave"
        return all(c.lemma_.lower() not in _PURPOSES for c in token.children if c.dep_ == "nsubj")
    if lemma in words["attempting"]:
        return token.tag_ not in {"VBD", "VBN"} and infinitive
    object_of = token.tag_ not in {"VBD", "VBN"} and any(c.dep_ in {"dobj", "prep"} for c in token.children)
    to_come = token.tag_ == "VBN" and any(c.dep_ == "auxpass" and c.tag_ in {"VBZ", "VBP"} for c in token.children)
    return lemma in words["planning"] and (infinitive or object_of or to_come)


# ------------------------------------------------------------------------------------------------- of what holds it


def _holders(head: Token, cue: Token | None, lexicon: Lexicon) -> Iterator[Token]:
    """The words that govern a clause as its content, from the nearest on: "believes" in "said he believes that"."""
    words = lexicon.certainty
    weak = words["cue_possible"] | words["cue_likely"] | words["grades"]
    token = head
    # A clause on "the fear that" or "with confidence that" is often parsed as a relative one.
    while token.head != token and (token.dep_ in _HOLDING or (token.dep_ == "relcl" and token.head.lemma_.lower() in weak)):
        joined, token = token.dep_ == "conj", token.head
        if joined:
            continue
        yield token
        yield from (c for c in token.children if c.dep_ in {"acomp", "attr"} or (token.lemma_ == "be" and c.dep_ == "nsubj"))
        yield from (g for c in token.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj")
    if cue is not None and cue != head and not cue.is_ancestor(head):
        yield cue


def _held(token: Token, lexicon: Lexicon) -> Certainty | None:
    """What a word shows of the clause that it holds."""
    words, lemma = lexicon.certainty, token.lemma_.lower()
    if token.dep_ == "pobj":
        return Certainty.LIKELY if lemma in words["grades"] else None
    if lemma in words["cue_possible"] or (lemma in {"exclude", "rule"} and is_negated(token)):
        return Certainty.POSSIBLE
    return Certainty.LIKELY if lemma in words["cue_likely"] else None
