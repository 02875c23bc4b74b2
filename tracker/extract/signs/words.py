"""Small classes of words, and what sort of thing a word names: what several groups of signs share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.extract.columns import Columns
    from tracker.extract.lexicon import Lexicon

VERBAL = frozenset(["VERB", "AUX"])
ACTORS = frozenset(["PERSON", "ORG", "GPE", "NORP"])  # labels of entities that can act
CONDITIONS = frozenset(["if", "unless", "whether", "should", "until", "once"])
MODALS = {
    **dict.fromkeys(["could", "can", "may", "might"], "can"),
    **dict.fromkeys(["will", "'ll", "’ll", "shall"], "will"),
    "would": "would",
    **dict.fromkeys(["must", "should", "need"], "must"),
}
FIRST = frozenset(["i", "we", "our", "my", "us", "me", "ours", "ourselves"])
SECOND = frozenset(["you", "your"])
NEGATIVE = frozenset(["no", "not", "n't", "n’t", "never", "neither", "nor", "nothing", "nobody", "none", "without", "nowhere"])
_PEOPLE = frozenset(["he", "she", "they", "him", "her", "them", "who"])
_THINGS = frozenset(["it", "this", "that", "these", "those", "which"])
# Classes of `Lexicon.claims` whose words name a wrong, whoever does it.
_HOSTILE = frozenset(
    [
        "attack",
        "kill",
        "atrocity",
        "weapon",
        "deceive",
        "pretext",
        "conceal",
        "spy",
        "sabotage",
        "interfere",
        "corrupt",
        "threat",
        "aid",
        "breach",
        "fail",
        "repress",
        "smear",
        "wrong",
    ]
)


def binned(value: float, *limits: float) -> int:
    """How many of some limits a value reaches."""
    return bisect_right(limits, value)


def is_hostile(classes: Iterable[str]) -> bool:
    """True where one of some classes of words names a wrong."""
    return not _HOSTILE.isdisjoint(classes)


def is_negated(c: Columns, i: int) -> bool:
    """True for a word on which a "not", "no", "never" or the like hangs."""
    return any(c.dep[k] == "neg" or c.lower[k] in NEGATIVE for k in c.children[i])


def sort(c: Columns, lexicon: Lexicon, i: int | None) -> str:
    """What sort of thing a word names; "none" where there is no word."""
    if i is None:
        return "none"
    if c.pos[i] == "PRON" or c.lower[i] in FIRST:
        return _pronoun(c.lower[i])
    if c.entity[i] in ACTORS:
        return c.entity[i].lower()
    lemma, acts = c.lemma[i], c.acts[i]
    for name, holds in (
        ("force", "force" in acts or lemma in lexicon.agents),
        ("body", lemma in lexicon.officials or lemma in lexicon.bodies),
        ("document", lemma in lexicon.documents),
        ("victim", "victim" in acts),
        ("act", is_hostile(acts)),
    ):
        if holds:
            return name
    return "name" if c.pos[i] == "PROPN" else "thing"


def _pronoun(word: str) -> str:
    for name, words in (("first", FIRST), ("second", SECOND), ("they", _PEOPLE), ("it", _THINGS)):
        if word in words:
            return name
    return "pron"
