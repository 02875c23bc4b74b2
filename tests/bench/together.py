"""Eight processes that ingest into one database at once, SQLite and PostgreSQL: nothing lost or doubled, the same allegations.

`PYTHONPATH=. python tests/bench/together.py [ARTICLES [shuffled]]`. The articles are those of the corpus in editions: the same
text in another outlet, some weeks later. They are extracted once, before; each process takes in three eighths of them, in the
order of the whole or, `shuffled`, in one of its own, so that every article comes three times. The partition into allegations is
compared by B-cubed F1 (Bagga and Baldwin 1998) with that of one process, which is on SQLite: on PostgreSQL it makes the same.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from order import Read, b_cubed, read
from speed import report

from tests.servers import postgres
from tracker.core import Tracker
from tracker.store import schema
from tracker.types import Mention, Remark, Spans
from tracker.types.articles import IngestResult

ARTICLES, PROCESSES, SHARE = 2_000, 8, 3
WEEKS_APART = 3


def editions(read_: list[Read], count: int) -> list[Read]:
    """So many articles: those that were read, then the same in other outlets, later."""
    found = []
    for number in range(count):
        document, extraction = read_[number % len(read_)]
        edition = number // len(read_)
        if edition:
            lead = f"Edition {edition}.\n\n"
            later = dt.timedelta(weeks=WEEKS_APART * edition)
            published = document.published + later if document.published else None
            text, publisher = lead + document.text, f"{document.publisher} {edition}"
            document = replace(document, text=text, publisher=publisher, ref=f"{document.ref} {edition}", published=published)
            moved = [shifted(m, len(lead), later, edition) for m in extraction.mentions]
            extraction = replace(extraction, mentions=moved)
        found.append((document, extraction))
    return found


def shifted(mention: Mention, by: int, later: dt.timedelta, edition: int) -> Mention:
    """The same mention in a text that begins with `by` more characters, said later."""

    def moved(remark: Remark | None) -> Remark | None:
        return remark and replace(remark, span=(remark.span[0] + by, remark.span[1] + by))

    own = {name: tuple((start + by, end + by) for start, end in spans) for name, spans in asdict(mention.spans).items()}
    return replace(
        mention,
        id=f"{mention.id}{edition:02}",
        start=mention.start + by,
        end=mention.end + by,
        spans=Spans(**own),
        asserted_on=mention.asserted_on + later if mention.asserted_on else None,
        evidence=moved(mention.evidence),
        contest=moved(mention.contest),
    )


def take(url: str, articles: list[Read], told: Any = None) -> None:
    """Take in articles in this order; tell how many were new."""
    with Tracker(url) as tracker:
        new = take_prepared(tracker, articles)
    if told is not None:
        told.put(new)


def take_prepared(tracker: Tracker, articles: list[Read]) -> int:
    """Take in articles that were extracted before, and return how many were new."""
    result = IngestResult()
    run = tracker.store.run_started("0", tracker.now())
    for document, extraction in articles:
        tracker._take(document, run, result, precise=False, extraction=extraction)
    return result.new


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The URL of a new database."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(dir=folder) as name:
            yield f"sqlite:///{name}/tracker.db"
    else:
        with postgres() as url:
            yield url


def partition(url: str) -> tuple[dict[str, int], dict[str, int]]:
    """The allegation of each mention, and the number of rows of each table."""
    with Tracker(url) as tracker:
        schema.check(tracker.store.engine)
        return {m.mention.id: case.id for case in tracker.store.cases() for m in case.alleging}, tracker.store.counts()


def main() -> int:
    """Run all; 0 where every figure holds."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    shuffled = "shuffled" in sys.argv
    good = []
    with tempfile.TemporaryDirectory() as name:
        folder, articles = Path(name), editions(read(), count)
        mentions = Counter(m.id for _, extraction in articles for m in extraction.mentions)
        context = multiprocessing.get_context("spawn")
        with database("sqlite", folder) as url:
            start = time.perf_counter()
            take(url, articles)
            print(f"one process: {time.perf_counter() - start:.0f} s", flush=True)
            single, counts = partition(url)
        for kind in ("sqlite", "postgresql"):
            with database(kind, folder) as url:
                Tracker(url).close()
                told, start, running = context.Queue(), time.perf_counter(), []
                for process in range(PROCESSES):
                    own = [article for n, article in enumerate(articles) if (n - process) % PROCESSES < SHARE]
                    if shuffled:
                        random.Random(process).shuffle(own)
                    running.append(context.Process(target=take, args=(url, own, told)))
                    running[-1].start()
                for process in running:
                    process.join()
                together = time.perf_counter() - start
                failed = sum(process.exitcode != 0 for process in running)
                new = sum(told.get() for _ in range(PROCESSES - failed))
                several, found = partition(url)
            print(f"{kind}: {PROCESSES} processes at once {together:.0f} s for {SHARE} times as many reads", flush=True)
            good.append(report(f"{kind}: processes that failed", failed, high=0))
            doubled = abs(found["article"] - count) + abs(found["mention"] - len(mentions)) + abs(new - count)
            good.append(report(f"{kind}: articles and mentions lost or doubled", doubled, high=0))
            good.append(report(f"{kind}: the same rows as one process", float(found["article"] == counts["article"]), low=1))
            good.append(report(f"{kind}: B-cubed F1 with one process", b_cubed(single, several), low=0.97))
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main())
