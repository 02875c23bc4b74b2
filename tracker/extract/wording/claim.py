"""The claim sentence: the content as one sentence that stands alone, pronouns resolved and the speaker left out.

What only frames the deed falls away: "accused X of", "said that", "according to", "without offering evidence". What is left is
put together by `assemble`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.extract.saying.rules import VERBAL, is_negated
from tracker.extract.wording import assemble, tidy
from tracker.extract.wording.assemble import OBJECTS, RELATIVE, Frame, about, governor, is_several, noun_phrase, subject_of
from tracker.extract.wording.pronouns import Named
from tracker.types import Certainty

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tracker.extract.lexicon import Lexicon

_NAMING = frozenset(
    [
        "call",
        "describe",
        "label",
        "brand",
        "dismiss",
        "portray",
        "present",
        "depict",
        "denounce",
        "cast",
        "paint",
        "consider",
        "deem",
    ]
)
_TYING = frozenset(["link", "tie", "attribute", "trace", "connect", "pin", "credit", "ascribe", "compare", "liken"])
# What one has: "denied any role in it".
_OWN = frozenset(["plan", "intention", "role", "part", "involvement", "interest", "knowledge"])
_OF = frozenset(["of", "for", "over", "with"])
_SUBJECTIVE = {"him": "he", "her": "she", "them": "they"}
# Marks that make a clause a part of another and can be left out; "if", "unless" and "before" say that it has not happened.
_MARKS = frozenset(["that", "whether", "because", "since", "as", "while", "whereas", "although", "though", "after"])


def sentence(
    tokens: list[Token],
    named: Named,
    accused: str | None,
    cue: Token | None,
    lexicon: Lexicon,
    certainty: Certainty = Certainty.ASSERTED,
    *,
    several: bool = False,
) -> str:
    """The tokens of one piece of content as a sentence.

    `named` gives the name that a pronoun stands for, None where it stays. `several` is true where `accused` is a plural.
    """
    frame = Frame(named, accused, several, certainty, lexicon)
    tokens = _trimmed(_without_asides(tokens, lexicon))
    for _ in range(4):  # frames within frames: "said he believes that …"
        head = _framing(tokens, cue, frame)
        told = _told(tokens, head, cue, frame) if head is not None else None
        if isinstance(told, str):
            return tidy.finished(told)
        if told is None:
            break
        tokens = _trimmed(told)
    return tidy.finished(assemble.sentence(tokens, frame))


# ---------------------------------------------------------------------------------------------------------- frames


def _without_asides(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Without "according to …", "…, it said, …" and "without offering evidence": these are remarks on the claim."""
    aside: set[int] = set()
    for token in tokens:
        says = token.dep_ == "parataxis" and token.lemma_.lower() in lexicon.cues and subject_of(token) is not None
        shows = token.lower_ == "without" and any(
            c.dep_ == "pcomp" and c.lemma_.lower() in lexicon.evidence["giving"] - {"be", "have"} for c in token.children
        )
        if says or shows or (token.lower_ == "according" and token.head != token):
            aside.update(t.i for t in token.subtree)
    kept = [t for t in tokens if t.i not in aside]
    return kept if len(kept) >= 2 else tokens


def _trimmed(tokens: list[Token]) -> list[Token]:
    """Without the marks that make a clause a part of another ("that", "because", "how"), and words that lead to nothing."""
    inside = {t.i for t in tokens}
    head = governor(tokens)
    tops = [head]
    for top in tops:
        tops.extend(c for c in top.children if c.dep_ == "conj")
    first = tokens[0]
    after_that = first.lower_ == "that" or (first.i > 0 and first.nbor(-1).lower_ == "that")
    # "That they lied, that they knew and that they fled": a list, whatever the parser makes of it.
    kept = [
        t
        for t in tokens
        if t.dep_ != "mark" or t.lower_ != "that" or not (t.head in tops or (after_that and t.i > 0 and _lists(t.nbor(-1))))
    ]
    if len(kept) > 1 and kept[0].text == "that" and kept[1].pos_ not in VERBAL:  # "that" whatever its label
        kept.pop(0)
    while len(kept) > 1 and (
        kept[0].is_punct
        or (kept[0].dep_ == "mark" and kept[0].lower_ in _MARKS)
        or (kept[0].tag_ == "WRB" and kept[0].head == head)
    ):
        kept.pop(0)
    while len(kept) > 1 and (
        kept[-1].dep_ in {"cc", "mark", "punct", "predet"}
        or kept[-1].tag_ in RELATIVE
        or (kept[-1].dep_ in {"prep", "det"} and any(c.i not in inside for c in (*kept[-1].children, kept[-1].head)))
    ):
        kept.pop()
    return kept


def _lists(token: Token) -> bool:
    return token.text == "," or token.dep_ == "cc"


def _framing(tokens: list[Token], cue: Token | None, frame: Frame) -> Token | None:
    """The verb or noun in the piece by which the speaker says it, and not what is said."""
    if cue is not None and any(t.i == cue.i for t in tokens):
        return cue
    head = governor(tokens)
    if head.lemma_ == "be" and any(c.dep_ == "expl" and c.lower_ == "there" for c in head.children):
        return head if not any(is_negated(t) for t in (head, *head.children)) else None  # "there is a risk that …"
    if head.pos_ not in VERBAL or head.lemma_.lower() not in frame.lexicon.cues:
        return None
    subject = subject_of(head)
    own = (
        subject is not None
        and frame.accused is not None
        and assemble.names_it(frame.accused, frame.phrase(noun_phrase(subject)))
    )
    return None if own else head  # "Arland claims wrongly that …", where Arland is accused


def _told(tokens: list[Token], head: Token, cue: Token | None, frame: Frame) -> list[Token] | str | None:
    """What a framing word governs: the tokens of a clause, else a sentence; None where it governs nothing that stands here."""
    inside = {t.i for t in tokens}
    below = [c for c in head.children if c.i in inside]
    thing = next((c for c in below if c.dep_ in OBJECTS), None)
    accuses = frame.lexicon.cues.get(head.lemma_.lower()) == "accuse"
    if (accuses or head.lemma_ in _NAMING) and (called := _called(below, thing, inside, frame)):
        return called
    if accuses and (blamed := _blamed(head, thing, inside, frame)):
        return blamed
    clause = next((c for c in below if c.dep_ == "ccomp"), None) or _clause_of_adjective(below)
    if clause is not None and len(told := [t for t in clause.subtree if t.i in inside and t != head]) >= 3:
        return told
    subject = subject_of(head)
    if head != cue or head.pos_ not in VERBAL or (subject is not None and subject.i in inside):
        return None  # whoever does it is part of what is said
    infinitive = next((c for c in below if c.dep_ == "xcomp" and c.tag_ in {"VB", "VBG"}), None)
    if infinitive is not None:
        return _infinitive(head, infinitive, inside, frame)
    return _of_object(head, below, thing, inside, frame) if thing is not None else None


def _clause_of_adjective(below: list[Token]) -> Token | None:
    """For "we are concerned that …", "there is a risk that …": the clause."""
    holders = [c for c in below if c.dep_ in {"acomp", "attr"}]
    return next((g for c in holders for g in c.children if g.dep_ in {"ccomp", "acl"} and _has_that(g)), None)


def _has_that(clause: Token) -> bool:
    return any(c.dep_ == "mark" for c in clause.children) or clause.dep_ == "ccomp"


def _called(below: list[Token], thing: Token | None, inside: set[int], frame: Frame) -> str:
    """For "called X Y", "described X as Y": X is Y. Not for "accused X of …, as a reason to …"."""
    if any(c.lower_ == "of" and c.dep_ == "prep" for c in below):
        return ""
    small = next((c for c in below if c.dep_ == "ccomp" and c.pos_ not in VERBAL), None)
    if small is not None:
        subject = subject_of(small)
        thing = subject if subject is not None and subject.i in inside else thing
        label = [t for t in small.subtree if t.i in inside and (thing is None or t not in set(thing.subtree))]
    else:
        close = thing is not None and not any(c.text == "," for c in thing.children)  # "called the raid a crime"
        beside = [c for c in thing.children if (c.dep_ == "appos" and close) or c.lower_ == "as"] if thing is not None else []
        labels = [c for c in below if c.dep_ in {"oprd", "acomp", "attr"} or c.lower_ == "as"]
        named = next((c for c in (*labels, *beside) if c.i in inside), None)
        label = [t for t in named.subtree if t.i in inside and t.lower_ != "as"] if named is not None else []
    what = [t for t in thing.subtree if t.i in inside and t not in label and t.lower_ != "as"] if thing is not None else []
    if not label:
        return ""
    if thing is None or (thing.pos_ == "PRON" and frame.named(thing) is None):
        return about(frame.phrase(label), frame)
    return f"{frame.phrase(what)} {'are' if is_several(thing) else 'is'} {frame.phrase(label)}"


def _blamed(cue: Token, thing: Token | None, inside: set[int], frame: Frame) -> str:
    """For "accused X of Y", "blamed X for Y", "blamed Y on X": what X is said to do or to be to blame for."""
    target = thing or next((c for c in cue.children if c.dep_ == "nsubjpass"), None)
    holders = [cue, target] if target is not None else [cue]
    if cue.lemma_ == "blame" and target is not None and (culprit := _named_after_on(holders)) is not None:
        what = frame.phrase(t for t in cue.subtree if t.i in inside and target.left_edge.i <= t.i < culprit.head.i)
        told = f" for {what}" if target.pos_ != "PRON" and target != culprit else ""
        return f"{frame.who or frame.phrase(noun_phrase(culprit))} {frame.be} to blame{told}"
    who = frame.who or (frame.phrase(noun_phrase(target)) if target is not None else "")
    who = _SUBJECTIVE.get(who.lower(), who)
    of = (c for h in holders for p in h.children if p.lower_ in _OF for c in p.children if c.dep_ in {"pcomp", "pobj"})
    head = next((c for c in of if c.i in inside), None)
    if head is None:
        return f"{who} {frame.be} to blame" if cue.lemma_ == "blame" and who else ""
    deed = [t for t in head.subtree if t.i in inside]
    if cue.lemma_ == "blame":
        return f"{who} {frame.be} to blame" + (f" for {frame.phrase(deed)}" if head.pos_ != "PRON" else "")
    return assemble.with_subject(deed, who, frame) if head.dep_ == "pcomp" and who else about(frame.phrase(deed), frame, who)


def _named_after_on(holders: list[Token]) -> Token | None:
    """For "blamed Y on X": X, wherever the parser hangs it."""
    found = [c for h in holders for t in h.subtree if t.lower_ == "on" for c in t.children if c.dep_ == "pobj"]
    named = (c for c in found if c.pos_ == "PROPN" and c.ent_type_ not in {"DATE", "TIME"})
    near = (c for c in found if c.head.head in holders and c.ent_type_ not in {"DATE", "TIME"})
    return next(named, None) or next(near, None)


def _infinitive(cue: Token, infinitive: Token, inside: set[int], frame: Frame) -> str:
    """For "is said to have fled", "threatened to attack": the subject with what it did or would do."""
    subject = next((c for c in cue.children if c.dep_ == "nsubjpass" and c.tag_ not in RELATIVE), None)
    deed = [t for t in infinitive.subtree if t.i in inside]
    if subject is not None and (subject.pos_ != "PRON" or frame.named(subject)):
        return assemble.with_subject(deed, frame.phrase(noun_phrase(subject)), frame, several=is_several(subject))
    return assemble.with_subject(deed, frame.who, frame) if frame.who else frame.phrase(deed)


def _of_object(cue: Token, below: list[Token], thing: Token, inside: set[int], frame: Frame) -> str:
    """For "denied any plans", "linked the app to the arrest", "raised the possibility of war"."""
    what = frame.phrase(t for t in thing.subtree if t.i in inside)
    kind = frame.lexicon.cues.get(cue.lemma_.lower())
    if kind == "deny":
        if thing.pos_ == "PRON" or thing.lemma_.lower() in frame.lexicon.accusing_nouns:
            clause = next(
                (c for c in thing.children if c.dep_ in {"acl", "ccomp"} and c.pos_ in VERBAL and c.i in inside), None
            )
            if clause is not None and subject_of(clause) is not None:
                return assemble.sentence(_trimmed([t for t in clause.subtree if t.i in inside]), frame)
            return f"{frame.who} {'deny' if frame.several else 'denies'} {what}" if frame.who else what
        if thing.lemma_ in _OWN and frame.accused:
            return f"{frame.who} {'have' if frame.several else 'has'} {re.sub('^(?:any|all|the|a|an) ', '', what)}"
        return about(re.sub("^(?:any|all) ", "", what), frame)
    to = [t for c in below if c.dep_ in {"prep", "dative"} and c.i > thing.i for t in c.subtree if t.i in inside]
    if to and cue.lemma_ in _TYING:  # "linked X to Y": X is linked to Y
        tied = f"{cue.lemma_.removesuffix('e')}ed".replace("pined", "pinned")
        return f"{what} {'are' if is_several(thing) else 'is'} {tied} {frame.phrase(to)}"
    return about(what, frame)
