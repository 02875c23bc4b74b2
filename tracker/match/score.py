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
_NUMBER_WORDS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
    "eleven": "11", "twelve": "12",
}  # fmt: skip
