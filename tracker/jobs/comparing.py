"""Two extractors on the same articles, or one against gold: how often they read the same words, and read them alike."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from tracker.errors import TrackerError
from tracker.extract.llm.agree import paired
from tracker.files import contents
from tracker.jobs.extracting import read, readable
from tracker.jobs.extractors import UNTAKEN, ahead, chosen
from tracker.settings import Settings
from tracker.text import fold
from tracker.types import Certainty, Contest, Evidence, Kind, Refusal
from tracker.types.articles import refused

FIELDS = ("kind", "speaker", "accused", "certainty", "negated", "evidence", "contest", "reported_by", "asserted_on")
_VALUES: Mapping[str, Collection[Any]] = {
    "kind": set(Kind),
    "certainty": set(Certainty),
    "evidence": set(Evidence),
    "contest": set(Contest),
}
_NAMES = frozenset(["speaker", "accused", "reported_by"])


@dataclass(frozen=True, slots=True)
class Row:
    """A mention as one side has it, in the form of the contract; `said` has only what that side says anything of."""

    id: str
    start: int
    end: int
    kind: str
    speaker: str | None
    accused: str | None
    said: Mapping[str, Any]

    def says(self, name: str) -> bool:
        """True where a field is there, in the words of the contract: a gold that has others says nothing here."""
        return name in self.said and (name not in _VALUES or self.said[name] in _VALUES[name])

    @classmethod
    def of(cls, said: Mapping[str, Any], number: int) -> Row:
        """A row of a mention in JSON. Raises KeyError, TypeError and ValueError where it has no place in a text."""
        start = int(said["start"])
        end = int(said["end"]) if "end" in said else start + len(said["quote"])
        return cls(
            f"{number}", start, end, str(said["kind"]), fold(said.get("speaker") or ""), fold(said.get("accused") or ""), said
        )


@dataclass(slots=True)
class Comparison:
    """What came of it. `found` are the mentions of each side, `pairs` those that read the same words.

    `alike` counts by field how many pairs agree, and of how many: those of which both sides say something.
    """

    names: tuple[str, str]
    articles: int = 0
    found: list[int] = field(default_factory=lambda: [0, 0])
    pairs: int = 0
    alike: dict[str, tuple[int, int]] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)

    def add(self, ones: Sequence[Row], others: Sequence[Row]) -> None:
        """Compare the mentions of one article."""
        self.articles += 1
        self.found[0] += len(ones)
        self.found[1] += len(others)
        pairs = paired(ones, others)
        self.pairs += len(pairs)
        for one in ones:
            if (other := pairs.get(one.id)) is not None:
                for name in FIELDS:
                    if one.says(name) and other.says(name):
                        same, of = self.alike.get(name, (0, 0))
                        self.alike[name] = same + _alike(name, one.said[name], other.said[name]), of + 1

    @property
    def f1(self) -> float:
        """Twice the pairs over the mentions of both sides; 1 where neither has any."""
        return 2 * self.pairs / sum(self.found) if any(self.found) else 1.0

    def as_json(self) -> dict[str, Any]:
        """All figures in a fixed order of keys."""
        return {
            "one": self.names[0],
            "other": self.names[1],
            "articles": self.articles,
            "refused": len(self.refused),
            "mentions_one": self.found[0],
            "mentions_other": self.found[1],
            "pairs": self.pairs,
            "f1": round(self.f1, 4),
            "fields": {name: {"same": same, "of": of} for name, (same, of) in self._ordered()},
        }

    def _ordered(self) -> Iterator[tuple[str, tuple[int, int]]]:
        return ((name, self.alike[name]) for name in FIELDS if name in self.alike)


def compare(sources: Iterable[str], one: Settings, other: Settings, stdin: BinaryIO | None = None) -> Comparison:
    """Compare the extractors of two settings. What one of them fails on is left out, and named."""
    result = Comparison((one.extractor or "default", other.extractor or "default"))
    for _, ones, others in _read(sources, (one, other), stdin, result.refused):
        result.add(ones, others)
    return result


def compare_gold(sources: Iterable[str], one: Settings, gold: str, stdin: BinaryIO | None = None) -> Comparison:
    """Compare an extractor with gold: JSON lines of mentions, of which only `start`, `quote` and `kind` must be there.

    `article_ref` or `article` says of which article a mention is. Articles without gold are left out, and where gold has no
    mention of a kind at all, mentions of that kind that it does not know. Raises NotFoundError, TrackerError where a line is
    no mention.
    """
    known = _gold(gold)
    kinds = {row.kind for rows in known.values() for row in rows}
    result = Comparison((one.extractor or "default", Path(gold).name))
    for ref, ones in _read(sources, (one,), stdin, result.refused):
        if ref in known:
            right = paired(ones, known[ref])
            result.add([row for row in ones if row.kind in kinds or row.id in right], known[ref])
    return result


def _read(
    sources: Iterable[str], readers: Sequence[Settings], stdin: BinaryIO | None, left: list[Refusal]
) -> Iterator[tuple[Any, ...]]:
    """Each article's name, and its rows by each of the extractors."""
    items: Iterable[Any] = read(sources, readers[0], stdin)
    for settings in readers:
        items = ahead(items, settings, readable)
    for item in items:
        if isinstance(item, Refusal):
            left.append(item)
        elif readable(item):
            about = {"article_ref": item.ref, "published": item.published, "identity": item.hash}
            try:
                found = [chosen(settings).mentions(item.text, **about).mentions for settings in readers]
            except UNTAKEN as error:
                left.append(refused(item, error))
                continue
            yield item.ref, *([Row.of(m.as_json(), n) for n, m in enumerate(some)] for some in found)


def _gold(path: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for number, line in enumerate(contents(path).decode("utf-8-sig", "replace").split("\n"), 1):
        if line.strip():
            try:
                said = json.loads(line)
                found[str(said.get("article_ref") or said["article"])].append(Row.of(said, number))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise TrackerError(
                    f"{path}: line {number} is no mention of an article: it needs article_ref, start, quote and kind ({error})"
                ) from None
    return found


def _alike(name: str, one: Any, other: Any) -> bool:
    return fold(one or "") == fold(other or "") if name in _NAMES else one == other
