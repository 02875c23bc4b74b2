"""Transcripts: which stretch of the text belongs to which tagged speaker ("MS. PSAKI: …", "Q  …")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.types import Span

_TAG = re.compile(
    r"^[ \t]*[\"“]?(?:(?P<asks>Q)[ \t:]+(?=\S)|(?P<name>(?:[A-Z][A-Z.’'\-]+[ ]?){1,5})(?:\([^)\n]{1,40}\))?:[ \t]*)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's turn: the tag's span, its words ("MS. PSAKI"; "Q" for somebody who asks), the span of what is said."""

    tag: Span
    name: str
    said: Span


def find(text: str) -> list[Turn]:
    """The turns of a transcript in order; empty where the text is none (fewer than two tags)."""
    tags = list(_TAG.finditer(text))
    if len(tags) < 2:
        return []
    ends = [tag.start() for tag in tags[1:]] + [len(text)]
    turns = []
    for tag, end in zip(tags, ends, strict=True):
        group = "asks" if tag["asks"] else "name"
        turns.append(Turn((tag.start(group), tag.end(group)), tag[group].strip(), (tag.end(), end)))
    return turns
