"""What a PostgreSQL server takes to answer over a million mentions: `PYTHONPATH=. python tests/bench/server.py [URL]`.

The time of one command is that of its statements, from the first byte of the question to the last of the answer, and without
what Python does before and after. Of each command the 95th percentile of some dozens of calls on what is drawn at random.
With a URL, an existing database that `tests.crowd` filled is asked; otherwise one is made, which takes minutes.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from speed import report
from sqlalchemy import Engine, event

from tests.crowd import LAST_WEEK, SPEAKERS, fill
from tests.servers import postgres
from tracker.core import Tracker

MENTIONS = 1_000_000
CALLS = 40
MILLISECONDS, REPORT_SECONDS = 100.0, 10.0


class Clock:
    """Adds up the time that statements take."""

    def __init__(self, engine: Engine) -> None:
        self.spent = 0.0
        self._start = 0.0
        event.listen(engine, "before_cursor_execute", self._before)
        event.listen(engine, "after_cursor_execute", self._after)

    def _before(self, *_: Any) -> None:
        self._start = time.perf_counter()

    def _after(self, *_: Any) -> None:
        self.spent += time.perf_counter() - self._start

    def of(self, call: Callable[[], object]) -> float:
        """Milliseconds that the statements of a call take."""
        self.spent = 0.0
        call()
        return self.spent * 1000


@contextmanager
def crowd(url: str | None) -> Iterator[Tracker]:
    """A tracker on the database of a URL, or on a new one with a million mentions."""
    if url:
        with Tracker(url) as tracker:
            yield tracker
        return
    with postgres() as new, Tracker(new) as tracker:
        fill(tracker.store.engine, MENTIONS)
        yield tracker


def main() -> int:
    """Run all; 0 where every figure holds."""
    rng, good = random.Random(3), []
    with crowd(sys.argv[1] if len(sys.argv) > 1 else None) as tracker:
        clock, last = Clock(tracker.store.engine), tracker.store.counts()["allegation"]
        drawn = [rng.randint(1, last) for _ in range(CALLS)]
        tracker.refresh()
        commands: dict[str, Callable[[int], object]] = {
            "list, the latest 50": lambda _: (tracker.refresh(), tracker.listed(unverified=True)),
            "list, 50 of a speaker": lambda n: (tracker.refresh(), tracker.listed(speaker=f"Speaker {n % SPEAKERS + 1}")),
            "show": lambda n: tracker.allegation(n),
            "trajectory": lambda n: tracker.trajectory(n),
            "search, a town": lambda n: tracker.search(f"town {n}", limit=20),
            "search, words of everything": lambda _: tracker.search("shelled border", limit=20),
        }
        for name, command in commands.items():
            times = [clock.of(lambda n=n, command=command: command(n)) for n in drawn]
            p95 = statistics.quantiles(times, n=20)[-1]
            print(f"{name}: median {statistics.median(times):.0f} ms, most {max(times):.0f} ms")
            good.append(report(f"{name}, p95 in ms", p95, high=MILLISECONDS))
        seconds = clock.of(lambda: tracker.report(week=LAST_WEEK)) / 1000
        good.append(report("report, seconds", seconds, high=REPORT_SECONDS))
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main())
