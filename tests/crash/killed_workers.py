"""One ingest on `local:2` while workers are killed at random points, beside an undisturbed one.

Articles come through a pipe, some for each kill, so that none is killed after the work.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from distributed import Nanny, Status

from tests.factories import AT
from tracker.core import Tracker
from training.corpus import articles
from training.splits import CORPUS

PAUSE = 2.0  # seconds at most from one kill to the next, once all workers are up
WORKERS = 2
EACH = 8  # articles for each kill


def lines() -> Iterator[bytes]:
    """Short articles without end, no two of them the same."""
    texts = [(a.text[:400].rpartition(". ")[0] + ".", a.meta["publisher"]) for a in articles(CORPUS)]
    number = 0
    while True:
        for text, publisher in texts:
            number += 1
            row = {"id": f"a{number}", "publisher": publisher, "text": f"{text} This was report number {number}."}
            yield json.dumps(row, ensure_ascii=False).encode() + b"\n"


def workers() -> list[int]:
    """The worker processes that are up. One that is killed while Dask starts it is not started again."""
    return [n.process.pid for n in list(Nanny._instances) if n.process is not None and n.process.status == Status.running]


class Killing:
    """Feeds articles into a pipe until so many workers are killed; `fed` are those articles, `killed` the processes."""

    def __init__(self, kills: int, seed: int) -> None:
        self.rng, self.left, self._due = random.Random(seed), kills, threading.Semaphore(2 * EACH)
        self.fed: list[bytes] = []
        self.killed: list[int] = []
        out, self._in = os.pipe()
        self.out = os.fdopen(out, "rb")
        for work in (self._feed, self._kill):
            threading.Thread(target=work, daemon=True).start()

    def _feed(self) -> None:
        with os.fdopen(self._in, "wb", buffering=0) as pipe:
            for line in lines():
                self._due.acquire()
                if not self.left:
                    return
                self.fed.append(line)
                pipe.write(line)

    def _kill(self) -> None:
        while self.left:
            if len(there := workers()) < WORKERS:
                time.sleep(0.02)
                continue
            time.sleep(self.rng.uniform(0, PAUSE))
            victim = self.rng.choice(there)
            with suppress(ProcessLookupError):  # it is dead, and its nanny has not seen that yet
                os.kill(victim, signal.SIGKILL)
                self.killed.append(victim)
                self.left -= 1
                self._due.release(EACH)
                print(f"{self.left} left to kill, {len(self.fed)} articles", file=sys.stderr, flush=True)


def exported(tracker: Tracker) -> list[list[dict[str, Any]]]:
    return [list(tracker.export(what)) for what in ("articles", "mentions", "allegations", "events")]


def compared(folder: Path, kills: int, seed: int) -> tuple[list[list[dict[str, Any]]], list[list[dict[str, Any]]], Killing]:
    """The exports of an ingest in which workers were killed, those of one without, and what was done to the first."""
    killing = Killing(kills, seed)
    with killing.out, Tracker(folder / "killed.db", now=lambda: AT) as tracker:
        tracker.ingest("-", stdin=killing.out, dask=f"local:{WORKERS}")
        found = exported(tracker)
    with Tracker(folder / "calm.db", now=lambda: AT) as tracker:
        tracker.ingest("-", stdin=BytesIO(b"".join(killing.fed)))
        return found, exported(tracker), killing
