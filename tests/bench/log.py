"""What the log costs: 500 articles, each ingested into a database with it and into one without, one after the other.

The ratio is that of the sums of both; the log may take a twentieth of the time.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from speed import report

from tracker.core import Tracker
from tracker.store import store as stores
from training.corpus import articles
from training.splits import CORPUS

ARTICLES = 500


def nothing(*_: Any) -> None:
    """Instead of an entry."""


def main() -> int:
    """Print the ratio; 0 where it holds."""
    append = stores.journal.append
    spent = {True: 0.0, False: 0.0}
    texts = [article.text for article in articles(CORPUS)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "article.txt"
        with Tracker(f"{folder}/with.db") as one, Tracker(f"{folder}/without.db") as other:
            for number in range(ARTICLES + 2):
                path.write_text(f"{texts[number % len(texts)][:2500]}\n\nCopy {number // len(texts)}.", "utf-8")
                for logged in (True, False) if number % 2 else (False, True):
                    stores.journal.append = append if logged else nothing
                    start = time.perf_counter()
                    (one if logged else other).ingest(path)
                    spent[logged] += time.perf_counter() - start if number > 1 else 0.0  # the first load the models
            assert one.store.log_faults() == []
            size = sum(len(entry.payload) for entry in one.store.log()) / Path(f"{folder}/with.db").stat().st_size
    print(f"{ARTICLES} articles: {spent[True]:.1f} s with the log, {spent[False]:.1f} s without; {size:.0%} of the file is log")
    return int(not report("ingest with the log / without it", spent[True] / spent[False], high=1.05))


if __name__ == "__main__":
    sys.exit(main())
