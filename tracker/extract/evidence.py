"""Remarks on evidence: who offered none, says that there is some, or showed it; found by grammar and word classes.

Silence is not a remark. "Found no evidence" is a finding about the world, not about what the accuser offered, and is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.extract.lexicon import Lexicon
from tracker.extract.saying.rules import VERBAL, is_negated, subject
from tracker.types import Contest, Evidence, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Words = Mapping[str, frozenset[str]]
_CLAIM_WORDS = {
    "claim",
    "allegation",
    "accusation",
    "theory",
    "assertion",
    "report",
    "account",
    "it",
    "they",
    "video",
    "charge",
    "this",
    "information",
}


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in the text: its value, the clause that makes it, and the word that heads whoever it is about.

    `back` is true where it refers to a claim made before ("to support his position"), `whole` where it covers all that its
    side claims in the article ("a report detailing 900 cases").
    """

    value: Evidence | Contest
    span: Span
    at: int
    about: Token | None
    back: bool = False
    whole: bool = False


def notes(doc: Doc, lexicon: Lexicon) -> list[Note]:
    """All remarks on evidence and on disputed accounts, in order of the text."""
    words = lexicon.evidence
    found: list[Note] = []
    for token in doc:
        lemma = token.lemma_.lower()
        if lemma in words["proof"] and token.pos_ == "NOUN":
            found.extend(_none_given(token, lexicon))
        if token.pos_ in VERBAL and lemma in words["backing"] | words["verifying"] and (note := _unverified(token, words)):
            found.append(note)
        if lemma in words["knowing"] and token.pos_ in {"NOUN", "PROPN"} and (note := _known(token, words)):
            found.append(note)
        if lemma in words["material"] and token.pos_ == "NOUN" and (note := _shown(token, words)):
            found.append(note)
        if lemma in lexicon.documents and token.pos_ == "NOUN" and (note := _detailed(token, words)):
            found.append(note)
    found.extend(_disputed(doc, lexicon))
    none = {n.span for n in found if n.value is Evidence.NONE_PROVIDED}
    clear = [n for n in found if n.value is Evidence.NONE_PROVIDED or not any(_overlap(n.span, s) for s in none)]
    return sorted(clear, key=lambda n: n.span)


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _clause(verb: Token) -> Span:
    """The verb's clause without other clauses that hang on it from the left ("Although …, it provided no evidence")."""
    tokens = [t for t in verb.subtree if not _elsewhere(t, verb)]
    while tokens and (tokens[0].is_punct or tokens[0].is_space or tokens[0].dep_ == "cc"):
        tokens.pop(0)
    while tokens and (tokens[-1].is_punct or tokens[-1].is_space):
        tokens.pop()
    return tokens[0].idx, tokens[-1].idx + len(tokens[-1])


def _elsewhere(token: Token, verb: Token) -> bool:
    while token != verb:
        if token.head == verb and ((token.dep_ == "advcl" and token.i < verb.i) or token.dep_ in {"conj", "parataxis"}):
            return True
        token = token.head
    return False


def _governor(token: Token) -> Token | None:
    """The verb that a noun of proof belongs to, over "any evidence", "evidence of …", "details to support …"."""
    while token.head != token:
        token = token.head
        if token.pos_ in VERBAL:
            return token
    return None


def _none_given(noun: Token, lexicon: Lexicon) -> list[Note]:
    """Provided no evidence · did not offer proof · declined to give details · without evidence · no evidence was shown."""
    words = lexicon.evidence
    without = noun.head if noun.head.lower_ == "without" else None
    verb = _governor(noun)
    if without is None and verb is not None and verb.dep_ == "pcomp" and verb.head.lower_ == "without":
        without = verb.head
    if without is not None:
        giving = verb is None or verb.lemma_.lower() not in words["finding"]
        main = _governor(without)
        if main is None or not giving:
            return []
        tokens = sorted(without.subtree, key=lambda t: t.i)
        span = (tokens[0].idx, tokens[-1].idx + len(tokens[-1]))
        return [Note(Evidence.NONE_PROVIDED, span, noun.i, subject(main))]
    if verb is None or verb.lemma_.lower() in words["finding"]:
        return []
    if any(
        c.dep_ == "prep" and c.lower_ in {"about", "on"} and any(g.dep_ == "pcomp" for g in c.children) for c in noun.children
    ):
        return []  # "no details about what it will do next" is not about proof
    no = any(c.lower_ in {"no", "little", "neither"} for c in noun.children)
    negative = no or is_negated(verb)
    declined = verb.dep_ == "xcomp" and verb.head.lemma_.lower() in words["declining"]
    lemma = verb.lemma_.lower()
    if lemma == "be":
        return (
            [Note(Evidence.NONE_PROVIDED, _clause(verb), noun.i, None)] if no and noun.lemma_ in {"evidence", "proof"} else []
        )
    if lemma not in words["giving"] or not (negative or declined):
        return []
    who = subject(verb)
    if lemma == "have" and who is not None and who.lower_ in {"i", "we"}:
        return []
    whole = verb.head if declined else verb
    return [Note(Evidence.NONE_PROVIDED, _clause(whole), noun.i, subject(whole))]


def _unverified(verb: Token, words: Words) -> Note | None:
    """Did not back its claim · could not be independently verified · has not been confirmed."""
    declined = verb.dep_ == "xcomp" and verb.head.lemma_.lower() in words["declining"]
    conditional = any(c.dep_ == "mark" and c.lower_ in {"if", "whether", "until", "unless"} for c in verb.children)
    if conditional or not (is_negated(verb) or declined):
        return None
    whole = verb.head if declined else verb
    passive = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    if verb.lemma_.lower() in words["verifying"]:
        about = passive
        if about is None or about.lemma_.lower() not in _CLAIM_WORDS:
            return None
        return Note(Evidence.NONE_PROVIDED, _clause(whole), verb.i, None)
    if any(c.lemma_.lower() in _CLAIM_WORDS for c in verb.children if c.dep_ == "dobj"):
        return Note(Evidence.NONE_PROVIDED, _clause(whole), verb.i, subject(whole))
    return None


def _known(noun: Token, words: Words) -> Note | None:
    """We have information that … · all of our intelligence shows … · information indicating …: said to exist, not shown."""
    doubtful = any(c.lower_ in {"no", "any", "little"} for c in noun.children) or is_negated(noun)
    if not doubtful and (telling := _telling(noun, words)) is not None:
        return Note(Evidence.ASSERTED, _clause(telling), noun.i, None)
    noun = _amount_over(noun)
    verb = noun.head
    if noun.dep_ == "pobj" and noun.head.lower_ in {"on", "to"} and noun.head.head.lemma_.lower() in {"base", "accord"}:
        verb = noun.head.head
    within = noun.head.head.subtree if noun.dep_ == "pobj" else noun.subtree
    back = any(t.dep_ == "poss" and t.pos_ == "PRON" and t.head.head.lemma_ in {"support", "for", "back"} for t in within)
    if back and noun.dep_ == "pobj" and verb.lower_ in {"among", "as"}:
        verb = verb.head
    fits = (verb.lemma_.lower() in words["showing"] and noun.dep_ in {"nsubj", "dobj", "nsubjpass", "pobj"}) or (
        verb.lemma_.lower() == "be" and (back or (noun.dep_ == "attr" and any(c.dep_ == "expl" for c in verb.children)))
    )
    doubtful = doubtful or is_negated(verb) or any(c.lower_ in {"no", "any", "little"} for c in noun.children)
    if not fits or doubtful or verb.sent.text.rstrip().endswith("?"):
        return None
    about = subject(verb) if noun.dep_ == "dobj" else None
    return Note(Evidence.ASSERTED, _clause(verb), noun.i, about, back)


def _amount_over(noun: Token) -> Token:
    """The word that stands for a noun in its sentence: "all" in "all of our information", "amount" in "an amount of it"."""
    if (
        noun.dep_ == "pobj"
        and noun.head.lower_ == "of"
        and noun.head.head.lemma_.lower() in {"all", "amount", "lot", "wealth", "body"}
    ):
        return noun.head.head
    return noun


def _telling(noun: Token, words: Words) -> Token | None:
    """The participle by which a noun of knowing tells something: "information indicating that …"."""
    return next(
        (c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBG" and c.lemma_.lower() in words["showing"]), None
    )


def _shown(noun: Token, words: Words) -> Note | None:
    """Released a video · published documents · broadcast images: inspectable material put before the public."""
    verb = noun.head
    speaks = (
        noun.dep_ == "nsubj" and noun.lower_ != "picture" and verb.lemma_.lower() in words["speaking"] and not is_negated(verb)
    )
    if speaks and not any(
        c.lower_ in {"would", "could", "may", "might", "will", "no", "any"} for c in (*verb.children, *noun.children)
    ):
        return Note(Evidence.PUBLISHED, _clause(verb), noun.i, None)
    done = (
        verb.lemma_.lower() in words["publishing"]
        and noun.dep_ in {"dobj", "nsubjpass"}
        and verb.tag_ in {"VBD", "VBN", "VBZ", "VBP"}
    )
    hedged = any(c.lower_ in {"would", "could", "may", "might", "will", "to"} for c in verb.children if c.dep_ == "aux")
    if not done or hedged or is_negated(verb) or any(c.lower_ in {"no", "any"} for c in noun.children):
        return None
    return Note(Evidence.PUBLISHED, _clause(verb), noun.i, subject(verb))


def _detailed(noun: Token, words: Words) -> Note | None:
    """A report that sets out what it rests on: "for a report detailing 900 cases"."""
    verb = _governor(noun)
    told = any(c.dep_ == "acl" and c.tag_ == "VBG" and c.lemma_.lower() in words["detailing"] for c in noun.children)
    if not told or verb is None or is_negated(verb):
        return None
    return Note(Evidence.PUBLISHED, _clause(verb), noun.i, subject(verb), whole=True)


def _disputed(doc: Doc, lexicon: Lexicon) -> list[Note]:
    """Both sides release conflicting versions · they blamed each other."""
    found = []
    for sentence in doc.sents:
        lower = sentence.text.lower()
        for phrase in lexicon.disputed_phrases:
            if phrase in lower:
                start = sentence[0].idx
                text = sentence.text.rstrip()
                found.append(Note(Contest.DISPUTED, (start, start + len(text)), sentence.start, None))
                break
    return found
