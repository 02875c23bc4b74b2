"""How alike two claims are in words, and the guards that no string similarity sees.

A score alone never merges: "Russia attacked Ukraine" and "Ukraine attacked Russia" share every word, a changed number or a
"not" hardly moves any similarity. So a score comes with guards, and a guarded pair is never `same`.
"""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from tracker.text import fold
from tracker.types import Band, Similarity

SAME, REVIEW, RELATED = 0.86, 0.60, 0.45  # from .86 up without a guard: precision .91 or more on pairs of real news
PENALTY = {"numbers": 0.15, "negation": 0.10, "direction": 0.40, "names": 0.0}

_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "by",
        "with",
        "from",
        "and",
        "or",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "it",
        "its",
        "that",
        "this",
        "these",
        "those",
        "he",
        "she",
        "they",
        "his",
        "her",
        "their",
        "there",
        "which",
        "who",
        "whom",
        "s",
    ]
)
_NEGATIONS = frozenset(
    [
        "no",
        "not",
        "never",
        "nor",
        "neither",
        "none",
        "without",
        "cannot",
        "denied",
        "denies",
        "deny",
        "didnt",
        "doesnt",
        "isnt",
        "wasnt",
        "wont",
    ]
)
_DATES = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april",
     "june", "july", "august", "september", "october", "november", "december"]
)  # fmt: skip
_NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10",
    "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17",
    "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60",
    "seventy": "70", "eighty": "80", "ninety": "90", "hundred": "100", "hundreds": "100", "thousand": "1000",
    "thousands": "1000", "million": "1000000", "dozen": "12", "dozens": "12",
}  # fmt: skip


def similarity(a: str, b: str) -> Similarity:
    """Compare two claims as texts: score 0 to 1 after penalties, guards, band.

    The score is the mean of rapidfuzz's token_sort and token_set ratios over content words. Guards: `numbers` (conflicting),
    `negation` (on one side), `direction` (the same names in another order), `names` (a name on each side that the other lacks).
    """
    words_a, words_b = _words(a), _words(b)
    left, right = " ".join(words_a), " ".join(words_b)
    if not left or not right:
        return Similarity(score=0.0, guards=(), band=Band.DIFFERENT)
    raw = (fuzz.token_sort_ratio(left, right) + fuzz.token_set_ratio(left, right)) / 200
    guards = tuple(_guards(a, b))
    score = max(0.0, raw - sum(PENALTY[g] for g in guards))
    return Similarity(score=round(score, 4), guards=guards, band=band(score, guarded=bool(guards)))


def band(score: float, *, guarded: bool) -> Band:
    """The band of a text score; a guarded pair goes to review at best."""
    if score >= SAME and not guarded:
        return Band.SAME
    if score >= REVIEW:
        return Band.REVIEW
    return Band.RELATED if score >= RELATED else Band.DIFFERENT


def _words(text: str) -> list[str]:
    return [w for w in fold(text).split() if w not in _STOP]


def _guards(a: str, b: str) -> list[str]:
    found = []
    numbers_a, numbers_b = _numbers(a), _numbers(b)
    if numbers_a and numbers_b and not (numbers_a <= numbers_b or numbers_b <= numbers_a):
        found.append("numbers")
    if _negated(a) != _negated(b):
        found.append("negation")
    names_a, names_b = _names(a), _names(b)
    order_a, order_b = [n for n in names_a if n in names_b], [n for n in names_b if n in names_a]
    swapped, turned = order_a != order_b, _passive(a) != _passive(b)
    if len(order_a) > 1 and swapped != turned:
        found.append("direction")
    if set(names_a) - set(names_b) and set(names_b) - set(names_a):
        found.append("names")
    return found


def _passive(text: str) -> bool:
    """True for "B was attacked by A", in which the names stand the other way round."""
    return re.search(r"\b(?:is|are|was|were|be|been|being)\b[^.]*?\bby\b", text, re.IGNORECASE) is not None


def _numbers(text: str) -> set[str]:
    digits = {n.replace(",", "").rstrip(".") for n in re.findall(r"\d[\d,.]*", text)}
    return digits | {_NUMBER_WORDS[w] for w in fold(text).split() if w in _NUMBER_WORDS}


def _negated(text: str) -> bool:
    words = re.findall(r"[\w']+", text.casefold().replace("’", "'"))
    return any(w in _NEGATIONS or w.endswith("n't") for w in words)


def _names(text: str) -> list[str]:
    """The capitalised words of a text in order of first use; function words, days and months left out."""
    words = re.findall(r"[^\W\d_]+", text)
    names = [fold(w) for w in words if w[:1].isupper() and fold(w) not in _STOP | _DATES]
    return list(dict.fromkeys(n for n in names if n))
