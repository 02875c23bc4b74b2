"""When something was said: the words around a cue that date the saying, and not what is said.

"Said on Monday that Arland had attacked" is of Monday, "said that Arland attacked on Monday" is not. A date counts where it
hangs on the cue, on an occasion of speech ("in a briefing on 3 February", "Monday's statement") or on a name beside the cue;
not where it hangs on what is said, on a deed ("after Monday's attack") or on a clause beside ("who fell ill on Monday").
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from tracker.extract import dates
from tracker.extract.saying.rules import VERBAL

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tracker.extract.lexicon import Lexicon

_CLAUSES = frozenset(["ccomp", "xcomp", "relcl", "acl", "advcl", "csubj", "csubjpass", "pcomp", "parataxis", "appos", "conj"])
_SHARING = frozenset(["conj", "xcomp", "advcl", "acl", "pcomp", "prep", "pobj", "dobj", "nsubj", "nsubjpass", "attr"])
_ON_OCCASION = frozenset(["in", "at", "on", "during", "from", "to", "via", "through", "after", "following"])
_DATE = re.compile(
    r"\d.*|ago|earl(?:y|ier)|late|last|previous|before|start|beginning|middle|mid|end|yesterday|today|tonight|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:day|night|morning|evening|afternoon|week|weekend|fortnight|month|year|decade)s?|"
    r"jan.*|feb.*|march|mar\.?|apr.*|may|june?|july?|aug.*|sept?.*|oct.*|nov.*|dec.*",
    re.IGNORECASE,
)
_LAST = re.compile(r"(?:.*day|today|tonight|yesterday)", re.IGNORECASE)


def said(cue: Token, inside: set[int], lexicon: Lexicon, published: dt.date | None) -> dates.Found | None:
    """The date on which something was said; None where the sentence of its cue does not tell.

    `inside` holds the indices of what is said. Where the cue has no date of its own, that of the word it shares its subject or
    occasion with counts: "said on Monday that …, accusing it of …".
    """
    apart = set() if cue.i in inside else inside - _misplaced(cue)
    governor: Token | None = cue
    while governor is not None and governor.i not in apart:
        misplaced = _misplaced(governor)
        near = {t.i for t in governor.sent if t.i not in apart and (t.i in misplaced or _dates(t, governor, lexicon))}
        words = "".join(t.text_with_ws if t.i in near else " ¦ " for t in governor.sent)
        if found := dates.resolve(words, published):
            return found
        governor = _above(governor, lexicon)
    return None


def _dates(token: Token, governor: Token, lexicon: Lexicon) -> bool:
    """True where a word hangs on the governor, and on nothing that has a date of its own."""
    while token != governor:
        above = token.head
        if above == token or (token.dep_ in _CLAUSES and not _is_speech(token, lexicon)):
            return False
        if above != governor and not _passes(token, above, lexicon):
            return False
        token = above
    return True


def _passes(token: Token, above: Token, lexicon: Lexicon) -> bool:
    """True where the date of a word is also the date of what the word above it hangs on."""
    if above.pos_ == "ADP" or _DATE.fullmatch(above.text) or _is_speech(above, lexicon):
        return True
    if above.lemma_.lower() in lexicon.occasions:
        return above.head.lower_ in _ON_OCCASION or (above.head.pos_ != "ADP" and (above.dep_ != "dobj" or token.i > above.i))
    named = above.pos_ in {"PROPN", "PRON"} or above.is_title or above.lemma_.lower() in lexicon.officials | lexicon.bodies
    return named and token.i > above.i


def _is_speech(token: Token, lexicon: Lexicon) -> bool:
    """True for "speaking in Oslo", "asked about it on Monday", "a statement released late Tuesday"."""
    if token.tag_ in {"VBG", "VBN"} and token.dep_ in {"advcl", "acl"}:
        told = not {"say", "ask"}.isdisjoint(lexicon.attributing.get(token.lemma_.lower(), ()))
        return told or (token.dep_ == "acl" and token.head.lemma_.lower() in lexicon.occasions)
    return False


def _misplaced(cue: Token) -> set[int]:
    """What stands between the cue and the clause it governs, although the parser hangs it on that clause."""
    clause = next((c for c in cue.children if c.dep_ == "ccomp" and c.i > cue.i), None)
    if clause is None:
        return set()
    mark = next((c for c in clause.children if c.lower_ == "that" and c.dep_ == "mark"), None)
    if mark is not None:
        return set(range(cue.i + 1, mark.i))
    after = cue.i + 1 + (cue.nbor().lower_ in {"on", "late", "early", "last"})  # "said late Monday Arland had …"
    doc = cue.doc
    if after + 1 < len(doc) and _LAST.fullmatch(doc[after].text):
        following = doc[after + 1]
        if following.is_title or following.pos_ in {"DET", "PRON"}:
            return set(range(cue.i + 1, after + 1))
    return set()


def _above(token: Token, lexicon: Lexicon) -> Token | None:
    """The word with which a cue shares when it was said; None where there is none."""
    above = token.head
    if above == token or token.lower_ == "according":
        return None
    if token.dep_ in {"relcl", "acl"} and above.lemma_.lower() in lexicon.occasions:
        return above
    when = next((c for c in token.children if c.lower_ == "when" and c.i < token.i), None)
    if when is not None and when.i > 2:  # "in January, when it said that …", whatever the parser hangs the clause on
        before = when.nbor(-2 if when.nbor(-1).is_punct else -1)
        return before.head if before.head.pos_ == "ADP" else before
    if token.dep_ not in _SHARING or (token.dep_ in {"acl", "advcl"} and token.tag_ != "VBG"):
        return None
    if token.tag_ == "VBG" and above.dep_ == "ccomp" and above.head.pos_ in VERBAL:
        return above.head  # "said that …, accusing it of …": the parser hangs it on what was said
    return above
