"""Who says what, by grammar: rules on spaCy's dependency parse.

Each rule looks for a cue (a verb, a noun, "according to", a quotation) and reads off its source (who speaks) and content (what
is said). The labels are those of spaCy's English models (ClearNLP style). Rules are precise and explainable and find about
half of all attributions in news; the name of the rule stays with every mention.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from tracker.extract.lexicon import Lexicon
from tracker.extract.overlap import Overlap
from tracker.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

VERBAL = {"VERB", "AUX"}
_CLAUSES = {"ccomp", "acl", "relcl"}
_OBJECTS = {"dobj", "obj", "attr", "oprd"}
_NEGATIVE = {"never", "no", "neither", "nor", "nobody", "nothing"}
FIRST_PERSON = frozenset(["I", "we", "We", "me", "us", "our", "Our", "my", "My"])  # not "US"
ALONE = 0.65  # how far to trust what only the rules, or only the model, have read
_RELIABILITY = {
    "quotation": 0.75,
    "turn": 0.65,
    "verb+object": 0.7,
    "verb in between": 0.75,
    "noun+clause": 0.75,
    "model": 0.85,
}
Maker = Callable[..., "Reading"]
_AROUND = {"nsubj", "nsubjpass", "advcl", "conj", "agent"}
_PRONOUNS = {"it", "this", "that", "them", "these", "those", "so", "which"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One attribution as it stands in the parse. Tokens are spaCy's; `content` holds token indices in order.

    `source` heads the phrase that names who speaks (None: nobody is named); `target` the phrase that an accusing cue
    blames; `head` the word that governs the content. `negated` is true for "did not say that …". `by` tells which part of the
    extractor found it. The rest is the model's: `sure` is the probability that the cue is one, `words` are the source's tokens,
    `nested` is true where the cue stands inside another's content.
    """

    cue: Token
    cue_class: str
    source: Token | None
    content: tuple[int, ...]
    head: Token
    rule: str
    negated: bool = False
    target: Token | None = None
    by: Literal["rules", "model", "both"] = "rules"
    sure: float = 0.0
    words: tuple[int, ...] = ()
    nested: bool = False

    @property
    def confidence(self) -> float:
        """How far to trust such a reading, 0 to 1: an order, not a probability (see the model's card)."""
        if self.by == "model":
            return ALONE * self.sure
        return reliability(self.rule) * (1 if self.by == "both" else ALONE)


def reliability(rule: str) -> float:
    """How far to trust what a rule reads, 0 to 1."""
    return _RELIABILITY.get(rule, 0.9)


def find(doc: Doc, lexicon: Lexicon, quotes: list[Span]) -> list[Reading]:
    """All attributions that the rules see, in order of their cues. Contents may nest and overlap."""
    found: list[Reading] = []
    for token in doc:
        if token.pos_ in VERBAL and token.lemma_.lower() in lexicon.cues:
            found.extend(_verb(token, lexicon))
        elif token.pos_ == "NOUN" and token.lemma_.lower() in lexicon.cue_nouns:
            found.extend(_noun(token, lexicon))
        elif token.lower_ == "according":
            found.extend(_according(token))
    found = _regrouped(doc, found)
    found.extend(_quoted(doc, lexicon, quotes, found))
    return sorted((a for a in found if a.content), key=lambda a: (a.cue.i, a.content))


def _regrouped(doc: Doc, found: list[Reading]) -> list[Reading]:
    """Give "…, saying …" and "…, adding …" back to the speaker of the sentence: the parser hangs them on what was said."""
    outer_of: dict[int, Reading] = {}
    for a in found:
        if a.cue.tag_ == "VBG" and a.cue.dep_ in {"acl", "advcl"} and a.cue_class in {"say", "deny"}:
            holders = [o for o in found if a.cue.i in o.content and o.cue.i < o.head.i < a.cue.i and o.source is not None]
            if holders:
                outer_of[id(a)] = min(holders, key=lambda o: len(o.content))
    taken = {id(o): {t.i for a in found if outer_of.get(id(a)) is o for t in a.cue.subtree} for o in outer_of.values()}
    regrouped = []
    for a in found:
        if (outer := outer_of.get(id(a))) is not None:
            regrouped.append(replace(a, source=outer.source))
        elif id(a) in taken:
            regrouped.append(replace(a, content=trimmed(doc, [i for i in a.content if i not in taken[id(a)]])))
        else:
            regrouped.append(a)
    return regrouped


def subject(verb: Token, *, climb: bool = True) -> Token | None:
    """Who does what the verb says: its subject, a passive's agent, or the subject it shares with a governing clause."""
    children = list(verb.children)
    for child in children:
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    if any(c.dep_ == "nsubjpass" for c in children):
        return None
    for child in children:
        if child.dep_ in {"nsubj", "csubj"}:
            relative = child.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl"
            return verb.head if relative else child
    if not climb or verb.head == verb:
        return None
    if verb.dep_ in {"acl", "relcl"}:
        return verb.head if verb.head.pos_ in {"NOUN", "PROPN", "PRON"} else None
    if verb.dep_ in {"conj", "xcomp", "advcl", "dep", "ccomp"} and verb.head.pos_ in VERBAL and verb.dep_ != "ccomp":
        return _controller(verb) or subject(verb.head)
    if verb.dep_ in {"pcomp", "prep"}:
        governor = verb.head.head if verb.dep_ == "pcomp" else verb.head
        return subject(governor) if governor.pos_ in VERBAL else None
    return None


def inverted(verb: Token) -> Token | None:
    """Read the subject of "…," added the secretary: the parser often takes such a subject for an object."""
    clause = _child(verb, "ccomp")
    if clause is None or clause.i > verb.i or any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children):
        return None
    after = [c for c in verb.children if c.i > verb.i and c.dep_ in {"dobj", "npadvmod", "dep", "appos", "attr"}]
    return next((c for c in after if c.pos_ in {"NOUN", "PROPN", "PRON"}), None)


def _controller(verb: Token) -> Token | None:
    """For "ordered the army to attack": the object of the governing verb does what an infinitive says."""
    if verb.dep_ != "xcomp":
        return None
    return next((c for c in verb.head.children if c.dep_ == "dobj" and c.i < verb.i), None)


def is_negated(token: Token) -> bool:
    """True where the word itself, or an auxiliary chain above it ("failed to"), is negated."""
    return any(c.dep_ == "neg" or c.lower_ in _NEGATIVE for c in token.children)


def trimmed(doc: Doc, indices: Iterator[int] | list[int]) -> tuple[int, ...]:
    """Token indices without leading conjunctions and "that", and without punctuation and space at either end."""
    kept = sorted(set(indices))
    while kept and (_is_edge(doc[kept[0]]) or (doc[kept[0]].lower_ == "that" and doc[kept[0]].dep_ == "mark")):
        kept.pop(0)
    while kept and _is_edge(doc[kept[-1]]):
        kept.pop()
    return tuple(kept)


def _is_edge(token: Token) -> bool:
    return token.is_punct or token.is_space or token.is_quote or token.dep_ == "cc"


def _subtree(token: Token, *without: Token | None) -> list[int]:
    """Indices of everything that hangs on a token, less what hangs on others."""
    out = {t.i for other in without if other is not None for t in other.subtree}
    return [t.i for t in token.subtree if t.i not in out]


def _child(token: Token, *labels: str) -> Token | None:
    return next((c for c in token.children if c.dep_ in labels), None)


def _prepositional(verb: Token, *words: str) -> Token | None:
    """The object of the verb's preposition: "of" in "accused him of lying" gives "lying"."""
    holders = [verb, *(c for c in verb.children if c.dep_ in _OBJECTS)]
    for holder in holders:
        for child in holder.children:
            if child.dep_ == "prep" and child.lower_ in words:
                return _child(child, "pcomp", "pobj")
    return None


def _verb(verb: Token, lexicon: Lexicon) -> Iterator[Reading]:
    kind = lexicon.cues[verb.lemma_.lower()]
    source = subject(verb) or inverted(verb)
    negated = is_negated(verb) or (verb.dep_ == "xcomp" and verb.head.lemma_.lower() in lexicon.unsaid)
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children)
    doc = verb.doc

    def made(head: Token, rule: str, indices: list[int], target: Token | None = None) -> Reading:
        return Reading(verb, kind, source, trimmed(doc, indices), head, rule, negated, target)

    if kind == "accuse":
        yield from _accusing(verb, passive, made)
        return
    clause = _child(verb, "ccomp")
    if clause is not None and clause.pos_ in VERBAL | {"NOUN", "ADJ", "PRON", "PROPN", "ADP"}:
        yield made(clause, "verb+clause", _subtree(clause))
        return
    if verb.dep_ == "parataxis" or (verb.dep_ == "dep" and verb.head.pos_ in VERBAL):
        yield made(verb.head, "verb in between", _subtree(verb.head, verb))
        return
    infinitive = _child(verb, "xcomp")
    if infinitive is not None and kind in {"claim", "deny", "warn", "dispute"}:
        yield made(infinitive, "verb+infinitive", _subtree(infinitive))
        return
    if kind == "warn" and (about := _prepositional(verb, "of", "about", "against")) is not None:
        doer = next((c for c in verb.children if c.lower_ == "by" and c.i > about.i), None)
        yield made(about, "warn of", [*_subtree(about), *(_subtree(doer) if doer is not None else [])])
        return
    thing = _child(verb, "nsubjpass") if passive else _child(verb, "dobj", "obj")
    if thing is not None and thing.lower_ != "what":
        yield from _verb_with_object(verb, kind, thing, lexicon, made)
    elif kind == "deny":
        yield made(verb, "verb alone", _subtree(verb))


def _accusing(verb: Token, passive: bool, made: Maker) -> Iterator[Reading]:
    """Accuse X of Y, blame X for Y, blame Y on X, condemn X for Y, X was accused of Y."""
    if blames_nobody(verb):
        return
    target = _blamed(verb)
    deed = _prepositional(verb, "of", "for", "over", "with")
    culprit = _prepositional(verb, "on") or _named_after_on(verb)
    if verb.lemma_ == "blame" and culprit is not None and target is not None:
        yield made(target, "blame Y on X", _subtree(verb, subject(verb)), culprit)
    elif deed is not None and any(t.pos_ not in {"PRON", "ADP", "PUNCT", "DET"} for t in deed.subtree):
        yield made(deed, f"{verb.lemma_.lower()} X of Y", _subtree(deed), target)
    elif (clause := _child(verb, "ccomp")) is not None:
        yield made(clause, "verb+clause", _subtree(clause), target)
    elif target is not None:
        yield made(target, f"{verb.lemma_.lower()} X", _subtree(verb, None if passive else subject(verb)), target)


def blames_nobody(verb: Token) -> bool:
    """True where a verb of accusing accuses nobody: "a plot to blame Ukraine", "Kyiv could be blamed", "blamed each other"."""
    sharing = [verb, verb.head] if verb.dep_ == "conj" else [verb]
    if any(c.dep_ == "aux" and c.tag_ in {"TO", "MD"} for v in sharing for c in v.children):
        return True
    target = _blamed(verb)
    return target is not None and target.lower_ in {"other", "another"}  # a dispute, see `evidence`


def _blamed(verb: Token) -> Token | None:
    return _child(verb, "nsubjpass") or _child(verb, "dobj", "obj")


def _named_after_on(verb: Token) -> Token | None:
    """For "blamed the explosion on the bridge on Arland": the last name after "on", wherever the parser hangs it."""
    found = [c for t in verb.subtree if t.lower_ == "on" and t.dep_ == "prep" for c in t.children if c.dep_ == "pobj"]
    return next((c for c in reversed(found) if c.pos_ == "PROPN" or c.ent_type_ in {"NORP", "GPE", "ORG"}), None)


def _verb_with_object(verb: Token, kind: str, thing: Token, lexicon: Lexicon, made: Maker) -> Iterator[Reading]:
    """Deny plans, raise the possibility, call the claim a lie, announce the withdrawal."""
    inside = _subtree(thing)
    if (
        kind in {"deny", "dispute"}
        or verb.lemma_ in {"call", "describe", "label", "brand", "raise"}
        or thing.lower_ in _PRONOUNS
    ):
        inside = _subtree(verb, *(c for c in verb.children if c.dep_ in _AROUND or c.lower_ == "despite"))
        inside = [i for i in inside if i >= verb.i]
    clause = next((c for c in thing.children if c.dep_ in _CLAUSES and c.pos_ in VERBAL), None)
    if clause is not None and thing.lemma_.lower() in lexicon.cue_nouns and kind not in {"deny", "dispute"}:
        return  # the noun's own rule reads it
    if len(inside) >= 3 or kind == "deny":
        yield made(thing, "verb+object", inside)


def _noun(noun: Token, lexicon: Lexicon) -> Iterator[Reading]:
    """The claim that …, Moscow's accusation that …, the US has information that …, allegations of …."""
    governor = noun.head
    if noun.dep_ in _OBJECTS | {"nsubjpass"} and lexicon.cues.get(governor.lemma_.lower()) in {"deny", "dispute"}:
        return  # "denied claims that …" is one denial
    clause = next((c for c in noun.children if c.dep_ in _CLAUSES and c.pos_ in VERBAL and _has_mark(c)), None)
    accusing = noun.lemma_.lower() in lexicon.accusing_nouns
    thing = clause
    if thing is None and accusing:
        preposition = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in {"of", "about"}), None)
        thing = _child(preposition, "pcomp", "pobj") if preposition is not None else None
    if thing is None:
        return
    source = _child(noun, "poss")
    if source is None:
        by = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in {"by", "from"}), None)
        source = _child(by, "pobj") if by is not None else None
    if source is None:
        source = next((c for c in noun.children if c.dep_ in {"amod", "compound"} and c.ent_type_), None)
    if source is None and noun.dep_ in _OBJECTS and governor.pos_ in VERBAL:
        source = subject(governor)
    if noun.head.lower_ == "without" or any(c.lower_ in {"no", "any"} for c in noun.children):
        return  # "without evidence that …": nobody says so
    denying = noun.lemma_.lower() in lexicon.denying_nouns
    kind = "deny" if denying else "claim" if accusing else "find"
    yield Reading(noun, kind, source, trimmed(noun.doc, _subtree(thing)), thing, "noun+clause", False)


def _has_mark(clause: Token) -> bool:
    """True for a that-clause; false for a relative clause, whose "that" is an argument of its verb."""
    return any(c.dep_ == "mark" and c.lower_ in {"that", "whether"} for c in clause.children)


def _according(token: Token) -> Iterator[Reading]:
    to = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "to"), token if token.lower_ == "to" else None)
    source = _child(to, "pobj") if to is not None else None
    if source is None:
        return
    governor = token.head
    while governor.pos_ not in VERBAL and governor.head != governor:
        governor = governor.head
    if governor == token:
        return
    content = trimmed(token.doc, _subtree(governor, token))
    yield Reading(token, "say", source, content, governor, "according to")


def _quoted(doc: Doc, lexicon: Lexicon, quotes: list[Span], found: list[Reading]) -> Iterator[Reading]:
    """Quotations that no other rule has read, or only in part: a cue beside them, else the voice that goes on speaking."""
    previous: Reading | None = None
    read: Overlap[Reading] = Overlap(lambda a: a.content, found)
    for start, end in quotes:
        span = doc.char_span(start, end, alignment_mode="contract")
        if span is None or len(span) < 4:
            continue
        inside = set(range(span.start, span.end))
        outside = (a for a in read.touching(inside) if not span.start <= a.cue.i < span.end)
        owner = max(outside, key=lambda a: len(inside.intersection(a.content)), default=None)
        if owner is not None and len(inside.intersection(owner.content)) < min(4, len(inside) / 2):
            owner = None
        owner = owner or _beside(span.start, span.end, doc, lexicon) or _going_on(previous, span.start, doc)
        if owner is None:
            continue
        previous = owner
        for sentence in sentences(span):
            rest = [t.i for t in sentence if t.i in inside]
            covered = set(owner.content)
            if len(rest) >= 4 and len(covered.intersection(rest)) < len(rest) / 2:
                yield replace(owner, content=trimmed(doc, rest), head=sentence.root, rule="quotation", target=None)


def sentences(span: SpacySpan) -> Iterator[SpacySpan]:
    """The sentences that a span touches, whole."""
    yield from span.sents  # type: ignore[attr-defined]  # spaCy's stubs lack it


def _beside(start: int, end: int, doc: Doc, lexicon: Lexicon) -> Reading | None:
    """A verb of saying in the same sentence as either end of a quotation, with its subject outside of it."""
    for sentence in {doc[start].sent, doc[end - 1].sent}:
        for token in sentence:
            if start <= token.i < end or token.pos_ not in VERBAL or token.lemma_.lower() not in lexicon.cues:
                continue
            source = subject(token)
            if source is not None and not start <= source.i < end:
                kind = lexicon.cues[token.lemma_.lower()]
                return Reading(token, kind, source, (), doc[start].sent.root, "quotation")
    return None


def _going_on(previous: Reading | None, start: int, doc: Doc) -> Reading | None:
    """The voice of the quotation before, where only a few words, or none, stand in between."""
    if previous is None or (not previous.content and previous.cue.i > start):
        return None
    between = doc[max(previous.content[-1] if previous.content else previous.cue.i, previous.cue.i) : start]
    words = [t for t in between if t.is_alpha]
    return replace(previous, content=()) if len(words) <= 12 else None
