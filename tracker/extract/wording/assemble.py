"""Puts a sentence together from pieces of a text: its subject, the helping verb that it needs, and the rest.

What has lost its subject or its helping verb gets it back from its sentence: "gave the files away" becomes "two clerks gave the
files away". Where the sentence names no subject, whoever is accused is put in front.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.extract.saying.rules import VERBAL
from tracker.extract.who.learnt import is_demonym
from tracker.extract.wording import pronouns, tidy
from tracker.extract.wording.pronouns import Named
from tracker.text import fold
from tracker.types import Certainty

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tracker.extract.lexicon import Lexicon

SUBJECTS = frozenset(["nsubj", "nsubjpass", "expl", "csubj", "csubjpass"])
OBJECTS = frozenset(["dobj", "obj"])
RELATIVE = frozenset(["WDT", "WP"])
_HELPING = frozenset(["aux", "auxpass"])
_LOOSE = frozenset(["relcl", "appos", "advcl", "parataxis"])
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
_SPANS = frozenset(["since", "for"])  # before a time that lasts
_LASTING = frozenset(["recent", "recently", "now", "still", "every", "daily", "next", "coming"])  # no day that is over
_BEEN_NOT = re.compile(r"^(has|have) been (not|never|no longer) ")
_NOBODY = frozenset(["those", "that", "these", "this", "it", "anyone", "one", "someone", "somebody"])


@dataclass(frozen=True, slots=True)
class Frame:
    """What a claim is about: whom it accuses, if anybody, whether that is a plural, how certain it is, its pronouns' names."""

    named: Named
    accused: str | None
    several: bool
    certainty: Certainty
    lexicon: Lexicon

    @property
    def who(self) -> str:
        """The accused as the subject of a sentence: "Finland", "the army"; empty where nobody is accused."""
        return pronouns.definite(self.accused) if self.accused and not self.several else self.accused or ""

    @property
    def be(self) -> str:
        """The verb after the accused: "is" or "are"."""
        return "are" if self.several else "is"

    def phrase(self, tokens: Iterable[Token]) -> str:
        """Tokens as words to be set into a sentence."""
        return tidy.phrase(pronouns.words(list(tokens), self.named))


def sentence(tokens: list[Token], frame: Frame) -> str:
    """A piece of content as a sentence: with its own subject, else the one it shares, else the accused."""
    if not tokens:
        return ""
    head = governor(tokens)
    tokens = _related(tokens, head, frame)
    if tokens[0].lower_ == "for" and head.tag_ == "VB" and subject_of(head) in tokens:
        tokens = tokens[1:]  # "for Russia to stage a pretext"
    if head.pos_ == "ADP" and (inner := [t for c in head.children if c.dep_ == "pcomp" for t in c.subtree if t in tokens]):
        return sentence(inner, frame)  # "… and of hiding it"
    if head.pos_ not in VERBAL:
        if (own := subject_of(head)) is not None and own in tokens:  # "found the army guilty"
            label = frame.phrase(t for t in tokens if t not in set(own.subtree))
            return f"{frame.phrase(own.subtree)} {'are' if is_several(own) else 'is'} {label}"
        if head.pos_ == "ADJ" and frame.who:
            return with_subject(tokens, frame.who, frame)
        return pronouns.words(tokens, frame.named) if _hides_a_verb(head, tokens) else about(frame.phrase(tokens), frame)
    subject, rest = _completed(tokens, head, frame)
    if not subject and frame.who:
        return with_subject(rest, frame.who, frame)
    if not subject or head not in rest or _is_finite(rest, head) or not _lacks_help(head, subject):
        return pronouns.words([*subject, *rest], frame.named)
    while rest[0].is_punct:
        subject.append(rest.pop(0))
    start = pronouns.words(subject, frame.named).strip()
    return with_subject(rest, start, frame, several=is_several(governor(subject)))


def with_subject(tokens: list[Token], subject: str, frame: Frame, *, several: bool | None = None) -> str:
    """Put a subject before words that have none, with the helping verb that they need."""
    head = governor(tokens)
    body = frame.phrase(tokens)
    be, have = ("are", "have") if (frame.several if several is None else several) else ("is", "has")
    if head.pos_ in VERBAL and _is_finite(tokens, head):
        return f"{subject} {body}"
    helping = {c.lower_ for c in head.children if c.dep_ in _HELPING and c in tokens}
    for form, finite in (("having ", have), ("to have ", have), ("to be ", be)):
        if body.startswith(form) and (form.split()[-1] in helping or head.lemma_ == "be"):
            return f"{subject} {finite} {body.removeprefix(form)}"
    if head.tag_ == "VBG":
        if head.lemma_ == "be":  # "accused X of being a spy"
            body = body.removeprefix("being ")
        elif head.dep_ == "pcomp" and head.head.lower_ == "of" and frame.certainty is Certainty.ASSERTED:
            be = _of_charge(tokens, several=be == "are")
        told = f"{'may be' if frame.certainty is Certainty.POSSIBLE else be} {body}"
        return f"{subject} " + _BEEN_NOT.sub(r"\1 \2 been ", told)
    if head.tag_ == "VB":
        return f"{subject} would {re.sub('^to ', '', body)}"
    if head.tag_ == "VBN" or head.pos_ == "ADJ":
        return f"{subject} {be} {body}"
    return about(body, frame, subject)


def _of_charge(deed: list[Token], *, several: bool) -> str:
    """The verb before what somebody is "accused of doing", which may be over: "has been", or "was" on a day that is named."""
    times = [t for t in deed if t.ent_type_ in {"DATE", "TIME"}]
    whens = [t for t in times if t.dep_ == "pobj" or (t.dep_ in {"npadvmod", "advmod"} and t.head.pos_ in VERBAL)]
    if any(t.head.lower_ not in _SPANS and _LASTING.isdisjoint(c.lower_ for c in t.subtree) for t in whens):
        return "were" if several else "was"
    return "have been" if several else "has been"


def about(what: str, frame: Frame, subject: str = "") -> str:
    """A noun phrase as a claim: "X is accused of the theft", or the phrase alone where it names X itself, or there is no X."""
    subject = subject or frame.who
    return what if not subject or not what or names_it(subject, what) else f"{subject} {frame.be} accused of {what}"


# ------------------------------------------------------------------------------------------------- what was left behind


def _related(tokens: list[Token], head: Token, frame: Frame) -> list[Token]:
    """A relative clause as one of its own: "who", "which" and "that" give way to what they stand for."""
    pronoun = next((t for t in head.children if t.tag_ in RELATIVE or (t.dep_ == "dobj" and t.lower_ == "that")), None)
    if pronoun is None or pronoun.dep_ not in {"nsubj", "nsubjpass", "dobj"} or head.head in tokens:
        return tokens
    rest = [t for t in tokens if t != pronoun]
    if not rest or head.dep_ != "relcl" or (head.head.lower_ in _NOBODY and frame.accused):
        return rest if rest and frame.accused and pronoun.dep_ != "dobj" else tokens
    antecedent = noun_phrase(head.head)
    if pronoun.dep_ == "dobj":
        after = 1 + max((n for n, t in enumerate(rest) if t == head or (t.dep_ == "prt" and t.head == head)), default=0)
        return [*rest[:after], *antecedent, *rest[after:]]
    return [*antecedent, *rest]


def _completed(tokens: list[Token], head: Token, frame: Frame) -> tuple[list[Token], list[Token]]:
    """The subject of a piece, and the rest of it: with the helping verbs that it left behind in its sentence."""
    own = next((t for t in tokens if t.head == head and t.dep_ in SUBJECTS and t.tag_ not in RELATIVE), None)
    if own is None and head.dep_ in {"relcl", "acl"} and head.head in tokens and tokens.index(head.head) < tokens.index(head):
        own = head.head
    if own is not None:
        phrase = noun_phrase(own) if own == head.head else list(own.subtree)
        last = max(n for n, t in enumerate(tokens) if t in phrase)
        return tokens[: last + 1], tokens[last + 1 :]
    first, helping = head, [c for c in head.children if (c.dep_ in _HELPING or c.dep_ == "neg") and c.i < head.i]
    while first.dep_ == "conj" and first.head.pos_ in VERBAL and subject_of(first) is None:
        first = first.head
        shared = [c for c in first.children if c.dep_ in _HELPING and c.i < first.i and c.tag_ != "TO"]
        helping = helping or (shared if head.tag_ in {"VB", "VBN", "VBG"} else [])
    rest = _with_helping(tokens, helping)
    subject = _shared_subject(first)
    if subject is None or (subject.pos_ == "PRON" and frame.named(subject) is None and frame.accused):
        return [], rest
    return ([], tokens) if subject in tokens and not frame.who else (noun_phrase(subject), rest)


def _shared_subject(verb: Token) -> Token | None:
    """Who does what a verb says, as far as grammar tells: its subject, its antecedent, who "is said to" do it."""
    subject = subject_of(verb)
    stands_for = subject is not None and any(t.tag_ in RELATIVE for t in subject.subtree)  # "who", "many of whom"
    if (verb.dep_ == "relcl" and stands_for) or (verb.dep_ == "acl" and verb.tag_ in {"VBN", "VBG"}):
        return verb.head
    if verb.dep_ == "xcomp" and subject is None:
        return next((c for c in verb.head.children if c.dep_ == "nsubjpass" and c.tag_ not in RELATIVE), None)
    return subject


def _with_helping(tokens: list[Token], helping: list[Token]) -> list[Token]:
    """Words with the helping verbs that stand outside of them, in front of what follows them in the text."""
    left = [t for t in helping if t not in tokens]
    at = next((n for n, t in enumerate(tokens) if left and t.i > left[-1].i), 0)
    return [*tokens[:at], *left, *tokens[at:]]


def _is_finite(tokens: list[Token], head: Token) -> bool:
    """True where a verb has a tense: its own, or that of a helping verb."""
    helping = [t.tag_ for t in tokens if t.dep_ in _HELPING and t.i < head.i]
    if not helping and head.tag_ == "VBN":
        return any(c.dep_ in OBJECTS for c in head.children)  # a past tense, whatever its tag
    return head.tag_ in _FINITE or not _FINITE.isdisjoint(helping) or ("VB" in helping and "TO" not in helping)


def _lacks_help(head: Token, subject: list[Token]) -> bool:
    """True for a participle or infinitive that has no tense; "-ed" after a subject of its own is a past tense."""
    own = any(t.head == head and t.dep_ == "nsubj" for t in subject)
    bare = any(c.dep_ in _HELPING and c.tag_ in {"VBG", "TO"} for c in head.children)
    return bare or head.tag_ == "VBG" or (head.tag_ == "VBN" and not own and head.dep_ != "conj")


def _hides_a_verb(head: Token, tokens: list[Token]) -> bool:
    """True where a sentence is parsed as a noun with a verb or a clause on it, though no pronoun opens that clause."""
    if any(c.dep_ in _HELPING and c in tokens for c in head.children):
        return True
    clauses = [c for c in head.children if c.dep_ in {"relcl", "acl"} and c in tokens and c.tag_ in _FINITE | {"VBN"}]
    helped = [c for c in clauses if c.tag_ in _FINITE or any(g.tag_ in _FINITE for g in c.children)]
    return any(not any(t.tag_ in RELATIVE or t.dep_ in SUBJECTS or t.dep_ == "mark" for t in c.children) for c in helped)


# --------------------------------------------------------------------------------------------------------- grammar


def governor(tokens: list[Token]) -> Token:
    """The governing verb of a piece, or its governing word where it has no verb."""
    inside = {t.i for t in tokens}
    tops = [t for t in tokens if (t.head.i not in inside or t.head == t) and not t.is_punct and not t.is_space]
    return next((t for t in tops if t.pos_ in VERBAL and t.dep_ not in _HELPING), tops[0] if tops else tokens[0])


def subject_of(verb: Token) -> Token | None:
    """The subject that hangs on a verb itself."""
    return next((c for c in verb.children if c.dep_ in SUBJECTS), None)


def noun_phrase(head: Token) -> list[Token]:
    """The words of a noun phrase without the clauses and appositions that hang on it."""
    out: set[int] = set()
    for child in head.children:
        if child.i > head.i and (child.dep_ in _LOOSE or child.dep_ == "acl" or child.is_punct):
            out.update(t.i for t in child.subtree)
    return [t for t in head.subtree if t.i not in out]


def is_several(noun: Token) -> bool:
    """True for a plural, and for several things that are listed."""
    return (
        noun.tag_ in {"NNS", "NNPS"}
        or noun.lower_ in {"they", "these", "those"}
        or any(c.dep_ == "conj" for c in noun.children)
    )


def names_it(name: str, text: str) -> bool:
    """True where words name an actor, also as an adjective: "Finnish" names Finland."""
    if fold(name) in fold(text):
        return True
    last = name.split()[-1]
    return any(
        w == last or is_demonym(w, last) or (w[:3] == last[:3] and w.endswith(("ish", "ese")))  # "Finnish", "Spanish"
        for w in re.findall(r"\b[A-Z][\w-]{3,}", text)
    )
