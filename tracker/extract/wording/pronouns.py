"""Words of a text with names for its pronouns, and with verbs that agree with the names.

A pronoun of the third person stays where its name stands just before it in the same words ("Norway closed its border"), or
where a common noun that governs its clause does ("a battery found its way into the wall"); one of the first person never does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tracker.extract.saying.rules import FIRST_PERSON

if TYPE_CHECKING:
    from spacy.tokens import Token

Named = Callable[["Token"], "str | None"]
_POSSESSIVES = frozenset(["its", "their", "his", "her", "our", "my", "your"])
_PLURALS = frozenset(["i", "we", "they", "you"])  # pronouns after which a verb stands in the plural form
_SINGULAR = {
    "have": "has",
    "'ve": "has",
    "are": "is",
    "'re": "is",
    "am": "is",
    "'m": "is",
    "were": "was",
    "do": "does",
    "go": "goes",
}
_EXPANDED = {"be": "is", "have": "has", "will": "will", "would": "would"}  # of "'s", "'ll", "'d"
_NUMBERS = frozenset(
    [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "dozens",
        "hundreds",
        "several",
        "some",
        "many",
        "most",
    ]
)
_DETERMINED = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "each",
        "every",
        "one",
        "no",
        "any",
        "another",
        "at",
        "about",
        "more",
        "less",
        "its",
        "his",
    ]
)
_THING = frozenset(["it", "its", "he", "his", "she", "her"])


def words(tokens: Sequence[Token], named: Named) -> str:
    """The words of tokens in the order given; what was only punctuation or a conjunction between two of them is put back."""
    names = _names(tokens, named)
    singular = {v.i for t in tokens if t.i in names and t.lower_ in _PLURALS and not is_plural(names[t.i]) for v in _verbs(t)}
    parts: list[str] = []
    last: Token | None = None
    for token in tokens:
        parts.append(_between(last, token))
        if name := names.get(token.i):
            own = ("’" if name.endswith("s") else "’s") if token.lower_ in _POSSESSIVES else ""
            parts.append(f"{definite(name)}{own}{token.whitespace_}")
        elif token.i in singular or (last is not None and last.i in names and token.text[0] in "'’"):
            parts.append(f"{'' if last is None or last.whitespace_ else ' '}{_singular(token)}{token.whitespace_}")
        else:
            opens = (
                last is not None and token.is_sent_start and token.pos_ != "PROPN" and not token.ent_type_ and token.text != "I"
            )
            parts.append((token.text[0].lower() + token.text[1:] if opens else token.text) + token.whitespace_)
        last = token
    return "".join(parts)


def is_plural(name: str) -> bool:
    """True for the name of several: "Finnish officials", "two men", "Arland and Borland", not "United States"."""
    first, last = name.split()[0].lower(), name.split()[-1]
    several = " and " in name or last in {"people", "troops", "men", "women"} or first in _NUMBERS or first.isdigit()
    return several or (last.islower() and last.endswith("s") and not last.endswith("ss"))


def definite(name: str) -> str:
    """A name with its article where it is a common noun: "the army", "the minister"; "Finland" and "two men" stay."""
    bare = name[:1].islower() and not is_plural(name) and name.split()[0] not in _DETERMINED
    return f"the {name}" if bare else name


def _names(tokens: Sequence[Token], named: Named) -> dict[int, str]:
    """By index, the names of the pronouns that give way to them."""
    found: dict[int, str] = {}
    nearest = ""
    for token in tokens:
        name = named(token)
        if name is None:
            nearest = token.text if token.pos_ == "PROPN" else nearest
        elif token.text in FIRST_PERSON or not (_means(nearest, name) or _has_owner(token, tokens)):
            found[token.i] = nearest = name
    return found


def _means(word: str, name: str) -> bool:
    """True where the name that stands last is, or belongs to, a name."""
    return bool(word) and (word == name or word in re.split(r"[’']s\b|\W+", name))


def _has_owner(token: Token, tokens: Sequence[Token]) -> bool:
    """True for a possessive in a clause whose subject, a common noun before it, may own what follows."""
    if token.lower_ not in _POSSESSIVES:
        return False
    inside = {t.i for t in tokens}
    for above in token.ancestors:
        for child in above.children:
            if child.dep_ in {"nsubj", "nsubjpass"} and child.i < token.i and child.i in inside:
                several = child.tag_ == "NNS" or any(c.dep_ == "conj" for c in child.children)
                return child.pos_ == "NOUN" and several != (token.lower_ in _THING)
    return False


def _verbs(subject: Token) -> list[Token]:
    """The finite verbs that a subject governs, with those joined to them that have no subject of their own."""
    if subject.dep_ not in {"nsubj", "nsubjpass"}:
        return []
    heads = [subject.head]
    for head in heads:
        heads.extend(
            c for c in head.children if c.dep_ == "conj" and not any(g.dep_ in {"nsubj", "nsubjpass"} for g in c.children)
        )
    verbs = []
    for head in heads:
        helping = [c for c in head.children if c.dep_ in {"aux", "auxpass"} and c.tag_ != "TO"]
        verbs.extend(helping[:1] or [head])
    return [v for v in verbs if v.tag_ == "VBP" or v.lower_ in _SINGULAR]


def _singular(verb: Token) -> str:
    """The form of a verb after a name in the singular: "has" for "have", "is" for "'m", "plans" for "plan"."""
    lower = verb.lower_.replace("’", "'")
    if lower in _SINGULAR:
        return _SINGULAR[lower]
    if lower[0] == "'":
        return {"'ll": "will", "'d": "had" if verb.tag_ == "VBD" else "would"}.get(lower) or _EXPANDED.get(
            verb.lemma_, verb.text
        )
    if verb.tag_ != "VBP":
        return verb.text
    if lower.endswith("y") and lower[-2:-1] not in "aeiou":
        return f"{verb.text[:-1]}ies"
    return verb.text + ("es" if lower.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _between(last: Token | None, token: Token) -> str:
    """What stood between two tokens, where that is no word of weight; one space for all else."""
    if last is None or token.i == last.i + 1:
        return ""
    gap = token.doc[last.i + 1 : token.i] if last.i < token.i else ()
    if len(gap) and all(t.is_punct or t.is_space or t.dep_ in {"cc", "mark"} for t in gap):
        return "".join(t.text_with_ws for t in gap if t.dep_ != "mark")
    return " "
