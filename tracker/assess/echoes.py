"""Which mentions of an allegation are echoes: the same text in another article, printed again and not said again.

A text is the same where its words are nearly so, where one article prints the other (`ArticleInfo.echo_of`), or where two
credit one agency within a day of each other. Near-equal words are found by sketches of their shingles (Broder 1997), so that
the cost grows with the number of mentions and no faster.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from tracker.text import fold
from tracker.types import StoredMention

MIN_COPIED = 40  # characters: shorter quotes coincide by chance
NEARLY, MIN_NEARLY = 90.0, 60  # of 100 by edits, what a desk changes of an agency's sentence; shorter ones must be equal
_SHINGLE, _SKETCH, _RECENT = 4, 3, 8
_SAME_STORY = dt.timedelta(days=1)


def echoes(mentions: Sequence[StoredMention]) -> dict[str, str]:
    """Tell which mentions repeat an earlier one's text in another article: id of the echo → id of the first.

    The earlier is that of the article published first, of two of one day the one that was ingested first.
    """
    found: dict[str, str] = {}
    known: dict[int, list[tuple[str, StoredMention]]] = defaultdict(list)
    printed: dict[int, StoredMention] = {}
    credited: dict[str, StoredMention] = {}
    for stored in sorted(mentions, key=lambda m: (m.seen_on, m.article.id, m.mention.id)):
        words = fold(stored.mention.quote)
        sketch = _sketch(words) if len(words) >= MIN_COPIED else ()
        copied = _of_copies(stored, printed)
        first = _first(words, sketch, known) or copied or _of_agency(stored, credited)
        if first is not None and first.article.id != stored.article.id:
            found[stored.mention.id] = found.get(first.mention.id, first.mention.id)
        for key in sketch:
            known[key] = [*known[key][-_RECENT + 1 :], (words, first or stored)]
    return found


def _first(words: str, sketch: Sequence[int], known: dict[int, list[tuple[str, StoredMention]]]) -> StoredMention | None:
    """The first of the mentions in nearly these words."""
    for key in sketch:
        for other, first in known[key]:
            if words == other or (len(words) >= MIN_NEARLY and fuzz.ratio(words, other, score_cutoff=NEARLY)):
                return first
    return None


def _of_copies(stored: StoredMention, printed: dict[int, StoredMention]) -> StoredMention | None:
    """The first mention in an article that prints the text of this one, or whose text this one prints."""
    first = printed.setdefault(stored.article.echo_of or stored.article.id, stored)
    return first if first.article.id != stored.article.id else None


def _of_agency(stored: StoredMention, credited: dict[str, StoredMention]) -> StoredMention | None:
    """The first mention in the text that this article and another credit to one agency within a day."""
    agency = stored.article.agency
    if agency is None:
        return None
    first = credited.get(agency)
    if first is not None and stored.seen_on - first.seen_on <= _SAME_STORY:
        return first
    credited[agency] = stored
    return None


def _sketch(words: str) -> tuple[int, ...]:
    """The smallest hashes of the runs of four words: two texts that share most runs share one of these, nearly always."""
    return tuple(sorted(set(map(zlib.crc32, _shingles(words.split()))))[:_SKETCH])


def _shingles(words: Sequence[str]) -> Iterator[bytes]:
    for n in range(max(1, len(words) - _SHINGLE + 1)):
        yield " ".join(words[n : n + _SHINGLE]).encode()
