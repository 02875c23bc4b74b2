"""Counts how many sentences of the corpus hold each stem, for the matcher's weights: part of `make train`."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable

from tracker import resources
from tracker.match.words import Words
from training.corpus import articles
from training.splits import CORPUS
from training.train import MODEL

_END = re.compile(r"(?<=[.!?”])\s+")
RARE = 2  # what stands in fewer sentences is as rare as what was never seen


def main() -> int:
    """Write `seeds/model/rarity.json`."""
    found = counted(sentence for article in articles(CORPUS) for sentence in _END.split(article.text))
    (MODEL / "rarity.json").write_text(json.dumps(found, ensure_ascii=False, indent=0) + "\n", "utf-8")
    return 0


def counted(sentences: Iterable[str]) -> dict[str, object]:
    """`texts`, the number of sentences, and `counts`: how many of them hold a stem, for each that stands in `RARE` or more."""
    words = Words(resources.load("matching.en.toml"), {"texts": 0, "counts": {}})
    texts, counts = 0, Counter[str]()
    for sentence in sentences:
        texts += 1
        counts.update(set(words.stems(sentence)))
    return {"texts": texts, "counts": {s: n for s, n in sorted(counts.items()) if n >= RARE}}


if __name__ == "__main__":
    raise SystemExit(main())
