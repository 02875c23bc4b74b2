"""The hostile, wrongful or deceptive acts that a stretch of text names, who does them, and against whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.extract.lexicon import Lexicon
from tracker.extract.saying.rules import VERBAL, subject

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_AIMS = {"to", "for"}


@dataclass(frozen=True, slots=True)
class Act:
    """One word (or the last word of a phrase) that names an act.

    `aim` is true where it is only what something is done for; `topic` where it is what the clause speaks of, not what it
    says ("details of the shelling are being gathered").
    """

    token: Token
    kind: str
    strong: bool
    aim: bool
    topic: bool


def find(doc: Doc, indices: tuple[int, ...], lexicon: Lexicon) -> list[Act]:
    """The acts named within these tokens: the governing ones first, those that are only an aim last."""
    inside = set(indices)
    acts: dict[int, Act] = {}
    for i in indices:
        token = doc[i]
        kind = _phrase_kind(doc, i, inside, lexicon) or _word_kind(token, lexicon)
        if kind is not None:
            word = token.lemma_.lower() not in lexicon.weak_acts and token.lower_ not in lexicon.weak_acts
            strong = word or _phrase_kind(doc, i, inside, lexicon) is not None
            acts[i] = Act(token, kind, strong, _is_aim(token, inside, lexicon), _place(token, inside)[0])

    def rank(act: Act) -> tuple[bool, bool, bool, bool, int, int]:
        _, depth, at = _place(act.token, inside)
        return act.aim, not act.strong, act.topic, act.kind not in lexicon.leading, depth, at

    return sorted(acts.values(), key=rank)


def _place(token: Token, inside: set[int]) -> tuple[bool, int, int]:
    """Where a token hangs below the governing word: what is said comes before what it is said of, the near before the deep."""
    steps, at, in_subject = 0, token.i, False
    while token.head != token and token.head.i in inside:
        in_subject = in_subject or token.dep_ in {"nsubj", "nsubjpass"}
        token, steps = token.head, steps + 1
    return in_subject, steps, at


def _word_kind(token: Token, lexicon: Lexicon) -> str | None:
    if token.pos_ == "PROPN" and token.ent_type_ in {"PERSON", "ORG"}:
        return None
    return lexicon.acts.get(token.lemma_.lower()) or lexicon.acts.get(token.lower_)


def _phrase_kind(doc: Doc, end: int, inside: set[int], lexicon: Lexicon) -> str | None:
    """The class of a phrase of up to four words that ends here."""
    if doc[end].lower_ not in lexicon.act_phrase_ends and doc[end].lemma_.lower() not in lexicon.act_phrase_ends:
        return None
    for length in (4, 3, 2):
        start = end - length + 1
        if start >= 0 and start in inside:
            words = doc[start : end + 1]
            for text in (words.text.lower(), " ".join(t.lemma_.lower() for t in words)):
                if text in lexicon.act_phrases:
                    return lexicon.act_phrases[text]
    return None


def _is_aim(token: Token, inside: set[int], lexicon: Lexicon) -> bool:
    """True for "to invade" in "looking for pretexts to invade": a purpose, not what is said to happen."""
    while token.head != token and token.head.i in inside:
        purpose = token.dep_ in {"advcl", "acl", "relcl"} and any(
            c.lower_ in _AIMS and c.dep_ in {"aux", "mark"} for c in token.children
        )
        noun_for = token.dep_ in {"pobj", "pcomp"} and token.head.lower_ == "for" and token.head.head.pos_ == "NOUN"
        if (purpose or noun_for) and token.head.lemma_.lower() not in lexicon.ahead:
            return True
        token = token.head
    return False


def agent(act: Act, inside: set[int], lexicon: Lexicon) -> tuple[Token | None, str]:
    """The word that heads whoever does an act, and how the grammar says so: `subject`, `agent`, `possessive` and so on.

    None with the reason `nobody` where the grammar names nobody inside the given tokens.
    """
    token = act.token
    if token.pos_ in VERBAL:
        doer = subject(token)
        if doer is not None and doer.pos_ == "NOUN" and doer.lemma_.lower() in lexicon.ahead:
            return _of_noun(doer, inside, lexicon)  # "has plans to attack": whose plans they are
        return (doer, "subject") if doer is not None and doer.pos_ != "SCONJ" else (None, "nobody")
    return _of_noun(token, inside, lexicon)


def _of_noun(token: Token, inside: set[int], lexicon: Lexicon) -> tuple[Token | None, str]:
    """The doer of an act that a noun names: its possessor, "by X", a demonym, or the subject above it."""
    for child in token.children:
        if child.dep_ == "poss":
            return child, "possessive"
        if child.dep_ == "prep" and child.lower_ == "by":
            return next((c for c in child.children if c.dep_ == "pobj"), None), "agent"
    for child in token.children:
        demonym = child.ent_type_ in {"NORP", "GPE", "ORG"} or (child.text[:1].isupper() and child.i > token.sent.start)
        if child.dep_ in {"amod", "compound", "nmod"} and demonym:
            return token, "adjective"
    return _above(token, inside, lexicon)


def _above(token: Token, inside: set[int], lexicon: Lexicon) -> tuple[Token | None, str]:
    """For a noun: the subject of the verb it depends on ("Russia is planning an attack")."""
    start = token
    while token.head != token and token.head.i in inside:
        if token.dep_ in {"nsubj", "nsubjpass"}:
            by = subject(token.head, climb=False) if token.dep_ == "nsubjpass" else None
            return (by, "agent") if by is not None else (start if start != token else None, "nobody")
        token = token.head
        if token.pos_ in VERBAL and token.lemma_.lower() in lexicon.undone:
            return None, "nobody"
        if token.pos_ in VERBAL:
            doer = subject(token)
            return (doer, "subject") if doer is not None and doer != start else (None, "nobody")
        for child in token.children:
            if child.dep_ == "poss":
                return child, "possessive"
    return None, "nobody"


def patients(act: Act) -> list[Token]:
    """The words that head whoever an act is done to: its object, or the object of "against", "on", "in"."""
    found = []
    for child in act.token.children:
        if child.dep_ in {"dobj", "obj", "nsubjpass"}:
            found.append(child)
        elif child.dep_ == "prep" and child.lower_ in {"against", "on", "of", "at", "into"}:
            found.extend(c for c in child.children if c.dep_ == "pobj")
    return found


def by_whom(token: Token, lexicon: Lexicon) -> list[tuple[Token, str]]:
    """Every word that may head whoever does what a verb or noun names, with how the grammar says so, the nearest first."""
    found: list[tuple[Token, str]] = []
    for child in token.children:
        if child.dep_ in {"nsubj", "csubj"}:
            found.append((child, "subject"))
        elif child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            found.extend((c, "agent") for c in child.children if c.dep_ == "pobj")
        elif child.dep_ == "poss":
            found.append((child, "poss"))
        elif child.dep_ in {"amod", "compound", "nmod"} and (
            child.ent_type_ in {"NORP", "GPE", "ORG"} or child.lemma_.lower() in lexicon.insurgents | lexicon.rulers
        ):
            found.append((child, "adj"))
        elif child.dep_ == "prep" and child.lower_ in {"of", "from"} and token.pos_ == "NOUN":
            found.extend((c, f"{child.lower_}") for c in child.children if c.dep_ == "pobj")
    if token.pos_ in VERBAL:
        doer = subject(token)
        if doer is not None and all(doer != t for t, _ in found):
            found.append((doer, "shared subject"))
    else:
        doer, how = _above(token, set(range(len(token.doc))), lexicon)
        if doer is not None and all(doer != t for t, _ in found):
            found.append((doer, f"{how} above"))
    return found


def done_to(token: Token) -> list[tuple[Token, str]]:
    """Every word that may head whoever suffers what a verb or noun names, with how the grammar says so."""
    found = []
    for child in token.children:
        if child.dep_ in {"dobj", "obj", "nsubjpass", "dative"}:
            found.append((child, child.dep_))
        elif child.dep_ == "prep" and child.lower_ in {"against", "on", "of", "at", "into", "over", "to"}:
            found.extend((c, child.lower_) for c in child.children if c.dep_ == "pobj")
    return found
