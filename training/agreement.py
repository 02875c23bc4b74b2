"""How far two annotators agree: `python -m training.agreement`. Compares `seeds/corpus/second` with the first annotation.

One annotator's attributions are scored against the other's: content matched where Jaccard of the words is at least a half,
`lenient` where the source overlaps as well, as in Newell, Cowlishaw & Man (2018). F1 does not depend on who counts as gold.
Kind, certainty, evidence and contest are compared on the attributions that both have. Claims, where both annotated them, count
as the same where their spans overlap by half of the shorter and a fifth of the longer.
"""

from __future__ import annotations

import re
import sys
from collections import Counter

from training.corpus import Article, Attribution, Span, read
from training.splits import CORPUS

SECOND = CORPUS / "second"
_WORD = re.compile(r"\w+")
_SMALL = frozenset(["a", "an", "the", "of", "and", "s"])
_OF_CLAIMS = ("kind", "speaker", "accused", "certainty", "evidence", "contest")
Pair = tuple[Attribution, Attribution]


def main() -> int:
    """Print the figures of all articles that were annotated twice."""
    count: Counter[str] = Counter()
    for path in sorted(SECOND.glob("*/*.md")):
        first, second = read(CORPUS / path.relative_to(SECOND)), read(path)
        compare(first, second, count)
        compare_claims(first, second, count)
    print(f"{count['articles']} articles, {count['first']} and {count['second']} attributions")
    for name in ("content", "lenient"):
        print(f"{name:10} F1 {200 * count[name] / (count['first'] + count['second']):.1f}")
    for name in ("kind", "certainty", "evidence", "contest"):
        print(f"{name:10} {100 * count[name] / max(1, count['of ' + name]):.1f} % of {count['of ' + name]}")
    print(f"{count['articles with claims']} articles, {count['first claims']} and {count['second claims']} claims")
    print(f"{'found':10} F1 {200 * count['claims'] / max(1, count['first claims'] + count['second claims']):.1f}")
    for name in _OF_CLAIMS:
        print(f"{name:10} {100 * count['claim ' + name] / max(1, count['claims']):.1f} % of {count['claims']}")
    return 0


def compare(first: Article, second: Article, count: Counter[str]) -> None:
    """Add the figures of one article. Only attributions that are not nested are compared."""
    if first.text != second.text:
        raise ValueError(f"{second.path}: the text is not that of {first.path}")
    one, other = first.outer(), second.outer()
    count.update(articles=1, first=len(one), second=len(other))
    for a, b in pairs(first.text, one, other):
        count["content"] += 1
        count["lenient"] += same_source(first.text, a, b)
        count["of kind"] += 1
        count["kind"] += a.kind == b.kind
        if a.kind == b.kind == "allegation":
            for name in ("certainty", "evidence", "contest"):
                count[f"of {name}"] += 1
                count[name] += a.fields.get(name) == b.fields.get(name)


def compare_claims(first: Article, second: Article, count: Counter[str]) -> None:
    """Add the figures of the claims of one article, where the second annotator read for them."""
    if not second.claims:
        return
    count.update({"articles with claims": 1, "first claims": len(first.claims), "second claims": len(second.claims)})
    left = list(second.claims)
    for a in first.claims:
        shares = [(overlap(a.span, b.span), n) for n, b in enumerate(left)]
        share, n = max(shares, default=(0.0, -1))
        if not share:
            continue
        b = left.pop(n)
        count["claims"] += 1
        count["claim kind"] += a.kind == b.kind
        for name in _OF_CLAIMS[1:]:
            count[f"claim {name}"] += a.fields.get(name) == b.fields.get(name)


def overlap(a: Span, b: Span) -> float:
    """The share of the longer span that both have; 0 where that is under half of the shorter or a fifth of the longer."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    short, long = sorted((a[1] - a[0], b[1] - b[0]))
    return shared / long if shared >= 0.5 * short > 0 and shared >= 0.2 * long else 0.0


def pairs(text: str, one: list[Attribution], other: list[Attribution]) -> list[Pair]:
    """Attributions of both that mean the same: one to one, the best first, half of their words or more in common."""
    ranked: list[tuple[float, int, int]] = []
    for i, a in enumerate(one):
        mine = words(text, a.of("content"), small=True)
        for j, b in enumerate(other):
            theirs = words(text, b.of("content"), small=True)
            if (share := len(mine & theirs) / max(1, len(mine | theirs))) >= 0.5:
                same = bool(words(text, a.of("source")) & words(text, b.of("source")))
                ranked.append((-share - same, i, j))
    found: list[Pair] = []
    left, right = set(range(len(one))), set(range(len(other)))
    for _, i, j in sorted(ranked):
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            found.append((one[i], other[j]))
    return found


def same_source(text: str, one: Attribution, other: Attribution) -> bool:
    """True where both sources share a word, or neither names anybody."""
    mine, theirs = words(text, one.of("source")), words(text, other.of("source"))
    return bool(mine & theirs) or not (mine or theirs)


def words(text: str, spans: list[Span], *, small: bool = False) -> set[int]:
    """Where the words of some spans begin; without articles and the like unless `small`."""
    found = (m for s, e in spans for m in _WORD.finditer(text, s, e))
    return {m.start() for m in found if small or m[0].lower() not in _SMALL}


if __name__ == "__main__":
    sys.exit(main())
