"""What a million articles cost, from what some hundred of the corpus do: `PYTHONPATH=. python tests/bench/cost.py`.

Processor time of this process for extracting; for matching and writing on SQLite and on PostgreSQL, where the server's own time
comes on top of it (wall time is given beside it); statements and bytes an article. Articles come in several editions (see
`together`), so that matching has something to find. Figures are for the machine that runs it: ratios between them carry over.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from order import read
from sqlalchemy import event, text
from together import database, editions, take_prepared

from tracker.core import Tracker

EDITIONS = 3
MILLION = 1_000_000


def main() -> int:
    """Print the costs; they have no limit."""
    start = time.process_time()
    base = read()
    extracting = (time.process_time() - start) / len(base)
    words = statistics.mean(len(document.text.split()) for document, _ in base)
    mentions = statistics.mean(len(extraction.mentions) for _, extraction in base)
    print(f"{len(base)} articles of {words:.0f} words and {mentions:.1f} mentions")
    print(f"extracting: {extracting * 1000:.0f} ms an article, {extracting * MILLION / 3600:.0f} processor hours a million")
    articles = editions(base, EDITIONS * len(base))
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("sqlite", "postgresql"):
            with database(kind, Path(folder)) as url, Tracker(url) as tracker:
                statements = 0

                def count(*_: object) -> None:
                    nonlocal statements
                    statements += 1

                event.listen(tracker.store.engine, "before_cursor_execute", count)
                clock, wall = time.process_time(), time.perf_counter()
                take_prepared(tracker, articles)
                clock, wall = (time.process_time() - clock) / len(articles), (time.perf_counter() - wall) / len(articles)
                with tracker.store.engine.connect() as connection:
                    if kind == "sqlite":
                        size = connection.scalar(text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"))
                    else:
                        size = connection.scalar(text("SELECT pg_database_size(current_database())"))
                print(
                    f"{kind}: {clock * 1000:.0f} ms of processor, {wall * 1000:.0f} ms by the clock, "
                    f"{statements / len(articles):.0f} statements, {size / len(articles) / 1000:.0f} kB an article; "
                    f"{clock * MILLION / 3600:.0f} processor hours and {size / len(articles) / 1000:.0f} GB a million"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
