"""The claim sentence: the content as one sentence that stands alone, pronouns resolved and the speaker left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.extract.rules import VERBAL
from tracker.text import squash
from tracker.types import Certainty

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from spacy.tokens import Token

_POSSESSIVES = {"its", "their", "his", "her", "our", "my", "your"}
_THIRD = {"have": "has", "are": "is", "am": "is", "were": "was", "do": "does"}  # after "we" has become a name
_HIDDEN = re.compile(r"[“”„«»\"]|''|``")
_NAMING = {"as", "to"}


def sentence(
    tokens: list[Token],
    names: Mapping[int, str],
    accused: str | None,
    cue: Token | None = None,
    certainty: Certainty = Certainty.ASSERTED,
    *,
    several: bool = False,
) -> str:
    """The tokens of one piece of content as a sentence.

    `names` maps the indices of pronouns to the names they stand for; `accused` is put in front where the piece has no
    subject of its own ("planning to invade" becomes "Russia is planning to invade"). Where the piece holds its own cue ("called
    the attack sabotage"), the cue is left out: it is the speaker's. `several` is true where `accused` is a plural.
    """
    be = "are" if several else "is"
    if cue is not None and any(t.i == cue.i for t in tokens):
        return _finished(_of_own_cue(tokens, names, cue, accused, be))
    tokens = _believed(tokens)
    body = _clean(_joined(tokens, names))
    if accused and accused not in body and not _has_subject(tokens):
        body = _with_subject(body, tokens, accused, certainty, be)
    return _finished(body)


def _joined(tokens: Iterable[Token], names: Mapping[int, str]) -> str:
    """The words of the tokens, pronouns replaced, one space where something was left out."""
    words: list[str] = []
    last: int | None = None
    for token in tokens:
        if last is not None and token.i != last + 1:
            words.append(" ")
        last = token.i
        name = names.get(token.i)
        before = names.get(token.i - 1) if token.dep_ in {"aux", "auxpass", "ROOT", "ccomp"} else None
        if name is None and before and token.lower_ in _THIRD and token.nbor(-1).lower_ in {"i", "we"}:
            words.append(_THIRD[token.lower_] + token.whitespace_)
            continue
        own = ("’" if name and name.endswith("s") else "’s") if token.lower_ in _POSSESSIVES else ""
        words.append(f"{name}{own}{token.whitespace_}" if name else token.text_with_ws)
    return "".join(words)


def _clean(body: str) -> str:
    body = squash(_HIDDEN.sub("", body)).strip(" ,;:–—-.")
    return re.sub(r" +([,.;:])", r"\1", re.sub(r"^(?:that|whether|how) ", "", body))


def _finished(body: str) -> str:
    return f"{body[:1].upper()}{body[1:]}." if body else ""


def _of_own_cue(tokens: list[Token], names: Mapping[int, str], cue: Token, accused: str | None, be: str) -> str:
    """For "called X Y": X is Y. "blamed Y on X": X is to blame for Y. "denied any plans": the plans."""
    inside = {t.i for t in tokens}
    thing = next((c for c in cue.children if c.i in inside and c.dep_ in {"dobj", "obj"}), None)
    what = _clean(_joined([t for t in thing.subtree if t.i in inside], names)) if thing is not None else ""
    if cue.lemma_ == "blame":
        deed = what if any(c.lower_ == "on" for c in cue.children) and thing is not None and thing.pos_ != "PRON" else ""
        return f"{accused or what} {be} to blame" + (f" for {deed}" if deed else "")
    if cue.lemma_ in {"call", "describe", "label", "brand", "dismiss", "portray"}:
        named = next(
            (c for c in cue.children if c.i in inside and (c.dep_ in {"oprd", "acomp", "attr"} or c.lower_ in _NAMING)), None
        )
        label = (
            _clean(_joined([t for t in named.subtree if t.i in inside and t.lower_ not in _NAMING], names))
            if named is not None
            else ""
        )
        plural = thing is not None and thing.tag_ in {"NNS", "NNPS"}
        return f"{what} {'are' if plural else 'is'} {label}" if what and label else what or label
    if what and thing is not None and thing.pos_ != "PRON":
        what = re.sub(r"^(?:any|all|the|a|an) ", "", what)
        return f"{accused} has {what}" if accused and thing.lemma_ in {"plan", "intention", "role", "part"} else what
    rest = _clean(_joined([t for t in tokens if t.i != cue.i], names))
    return f"{accused}: {rest}" if accused and rest and not rest.startswith(accused) else rest or _clean(_joined(tokens, names))


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


def _with_subject(body: str, tokens: list[Token], accused: str, certainty: Certainty, be: str) -> str:
    inside = {t.i for t in tokens}
    head = _head(tokens, inside)
    first = next((t for t in head.subtree if t.i in inside), head)
    if head.pos_ in VERBAL and any(c.dep_ in {"aux", "auxpass"} and c.i in inside and c.tag_ != "TO" for c in head.children):
        return f"{accused} {body}"
    if head.tag_ == "VBG":
        return f"{accused} {'may be' if certainty is Certainty.POSSIBLE else be} {body}"
    shared = head.head.children if head.dep_ == "conj" else ()
    modal = next((c.text for c in shared if c.dep_ == "aux" and c.tag_ == "MD"), None)
    if head.tag_ == "VB" or (modal and head.tag_ == "VBP"):
        return f"{accused} {modal or 'would'} {re.sub('^to ', '', body)}"
    if head.pos_ in VERBAL and head.tag_ != "VBN" and first.tag_ != "TO":
        return f"{accused} {body}"
    return f"{accused} {be} accused of {body}"
