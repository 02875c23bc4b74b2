"""How much it matters in which order articles come in: the corpus in 20 orders, `make bench`.

Each order gives a partition of the same mentions; every one is compared with the one before by B-cubed F1 (Bagga and Baldwin
1998).
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from speed import report

from tracker.core import Tracker, default_extractor
from tracker.extract.pipeline import Extraction
from tracker.jobs.placing import Placing
from tracker.match.words import default_words
from tracker.types import Document
from training.corpus import articles
from training.splits import CORPUS

ORDERS = 20
NOW = dt.datetime(2035, 1, 1, tzinfo=dt.UTC)
Read = tuple[Document, Extraction]


def read() -> list[Read]:
    """The corpus, extracted once."""
    found = []
    for article in articles(CORPUS):
        published = dt.date.fromisoformat(article.meta["published"][:10])
        document = Document(text=article.text, ref=str(article.path), publisher=article.meta["publisher"], published=published)
        extraction = default_extractor().mentions(
            document.text, article_ref=document.ref, published=published, identity=document.hash
        )
        found.append((document, extraction))
    return found


def partition(path: Path, read_: Sequence[Read]) -> dict[str, int]:
    """The allegation of each mention after the articles came in in this order."""
    with Tracker(path) as tracker:
        run = tracker.store.run_started("0", NOW)
        for document, extraction in read_:
            with tracker.store.write() as writer:
                article = writer.add_article(document, extraction.mentions, run, NOW, actors=extraction.actors)
                if article is not None:
                    Placing(writer, default_words(), NOW).place(writer.mentions_of(article))
        return {m.mention.id: case.id for case in tracker.store.cases() for m in case.alleging}


def b_cubed(one: dict[str, int], other: dict[str, int]) -> float:
    """F1 of two partitions of the same items."""
    both = Counter((one[item], other[item]) for item in one)
    first, second = Counter(one.values()), Counter(other.values())
    precision = sum(n * n / second[b] for (_, b), n in both.items()) / len(one)
    recall = sum(n * n / first[a] for (a, _), n in both.items()) / len(one)
    return 2 * precision * recall / (precision + recall)


def main() -> int:
    """Print the mean and the least; 0 where the mean holds."""
    rng = random.Random(1)
    found, scores = read(), []
    last: dict[str, int] = {}
    for number in range(ORDERS):
        with tempfile.TemporaryDirectory() as folder:
            now = partition(Path(folder) / "t.db", found)
        if last:
            scores.append(b_cubed(last, now))
            print(
                f"order {number}: {len(now)} mentions, {len(set(now.values()))} allegations, B-cubed {scores[-1]:.3f}",
                flush=True,
            )
        last = now
        rng.shuffle(found)
    print(f"least {min(scores):.3f}")
    return int(not report(f"B-cubed of {ORDERS} orders against each other, mean", statistics.mean(scores), low=0.95))


if __name__ == "__main__":
    sys.exit(main())
