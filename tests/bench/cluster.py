"""`ingest --dask`: two workers against one, one against plain `ingest`: `make bench`. Medians of rounds in one run.

Measured twice: what is spread (`--dry-run`: reading and extraction), which has bounds, and the whole, with matching and
writing, which stay in one process. Workers run before the clock starts, as in a cluster, and have loaded their models. Needs
two cores that are free.
Then how much of `rematch` is pure matching, which is all that could be spread of it.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import psutil
from speed import report

from tests.dask_servers import scheduler, worker
from tracker.core import Tracker
from training.corpus import articles
from training.splits import CORPUS

ROUNDS = 3
ENTRIES = {"best", "clearest", "denied", "crossing", "is_answer", "stems"}  # what `tracker.jobs.placing` calls of tracker/match


def seconds(folder: Path, source: Path, dask: str | None, *, dry_run: bool) -> float:
    """Wall time of one ingest into a new database."""
    with tempfile.TemporaryDirectory(dir=folder) as name, Tracker(Path(name) / "t.db") as tracker:
        start = time.perf_counter()
        tracker.ingest(source, dask=dask, dry_run=dry_run)
        return time.perf_counter() - start


def compared(folder: Path, source: Path, warm: Path, one: str, two: str, *, dry_run: bool) -> list[bool]:
    """Both ratios, medians of rounds in which all three run one after the other."""
    for address in (None, one, two):
        seconds(folder, warm, address, dry_run=True)
    faster, dearer = [], []
    for _ in range(ROUNDS):
        plain, single, double = (seconds(folder, source, where, dry_run=dry_run) for where in (None, one, two))
        print(f"plain {plain:.1f} s, one worker {single:.1f} s, two workers {double:.1f} s", flush=True)
        faster.append(single / double)
        dearer.append(single / plain)
    speed, cost = statistics.median(faster), statistics.median(dearer)
    if not dry_run:
        print(f"the whole ingest, with what stays in one process: one worker / two {speed:.2f}, one worker / none {cost:.2f}")
        return []
    return [
        report("reading and extraction: one worker / two workers", speed, low=1.7),
        report("reading and extraction: one worker / no cluster", cost, high=1.1),
    ]


def processor(folder: Path, source: Path, one: str, worker_of_one: psutil.Process) -> bool:
    """Processor time of client and worker together over that of one process: a busy machine changes it little."""

    def used() -> float:
        return sum(sum(process.cpu_times()[:2]) for process in (psutil.Process(), worker_of_one))

    ratios = []
    for _ in range(ROUNDS):
        start = used()
        seconds(folder, source, None, dry_run=True)
        between = used()
        seconds(folder, source, one, dry_run=True)
        ratios.append((used() - between) / (between - start))
    return report("reading and extraction: processor time, one worker / none", statistics.median(ratios), high=1.1)


def pure_share(folder: Path, source: Path) -> float:
    """The share of a rematch's profiled time that is spent in tracker/match, and so neither in queries nor in writing."""
    with Tracker(folder / "rematch.db") as tracker:
        tracker.ingest(source)
        profile = cProfile.Profile()
        profile.runcall(tracker.rematch, dry_run=True)
    stats = pstats.Stats(profile)
    calls: dict[tuple[str, int, str], tuple[int, int, float, float, object]] = vars(stats)["stats"]
    pure = sum(
        together
        for (file, _, name), (*_, together, _) in calls.items()
        if Path(file).parent.name == "match" and name in ENTRIES
    )
    return pure / float(vars(stats)["total_tt"])


def main() -> int:
    """Run all; 0 where every figure holds."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        addresses: list[str] = []
        started: list[psutil.Process] = []
        for count in (1, 2):
            (where := folder / str(count)).mkdir()
            address = stack.enter_context(scheduler(where)).address
            started += [psutil.Process(stack.enter_context(worker(address)).pid) for _ in range(count)]
            addresses.append(address)
        rows = [json.dumps({"id": str(n), "text": a.text, "publisher": "Bench"}) for n, a in enumerate(articles(CORPUS))]
        source, warm = folder / "all.jsonl", folder / "warm.jsonl"
        source.write_text("\n".join(rows), "utf-8")
        warm.write_text("\n".join(rows[:32]), "utf-8")
        good = [held for dry_run in (True, False) for held in compared(folder, source, warm, *addresses, dry_run=dry_run)]
        good.append(processor(folder, source, addresses[0], started[0]))
        print(f"{'rematch: share of its time that is pure matching':58}{pure_share(folder, source):9.3f}")
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main())
