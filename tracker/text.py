"""Small pure functions on text that every station may use."""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby


def content_hash(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal: the identity of an article's content.

    White space at line ends and around the text does not count, so that the same article saved by two editors is one.
    """
    canonical = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


@functools.lru_cache(maxsize=1 << 15)
def fold(text: str) -> str:
    """A name or phrase reduced for comparison: no accents, case, punctuation, possessive or leading article."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold().replace("’", "'")
    plain = re.sub(r"'s?\b", "", plain)
    return re.sub(r"^(?:the|a|an) ", "", " ".join(re.findall(r"\w+", plain)))


def squash(text: str) -> str:
    """All white space runs as one space, none at the ends: a quote on one line."""
    return " ".join(text.split())


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: `plural(1, "article")` is "1 article"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def lacking(own: str, other: str) -> Iterator[tuple[bool, str]]:
    """Yield the words of a text in runs, each with whether the other text lacks them; case and marks do not count."""
    theirs = {part for word in squash(other).split() for part in fold(word).split()}
    for lacks, run in groupby(squash(own).split(), key=lambda word: not theirs.issuperset(fold(word).split())):
        yield lacks, " ".join(run)
