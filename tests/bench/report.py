"""The report and a trajectory over 100,000 mentions, and what ten times as many cost: `make bench`.

Each command is a process of its own, as people run it: its time has the start of Python in it, its memory is the peak of the
process.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from speed import report

from tests.crowd import LAST_WEEK, fill
from tracker.core import Tracker

FEW, MANY = 100_000, 1_000_000
SECONDS, MEGABYTES = 3.0, 300.0
ROUNDS = 3
COMMANDS = {"report": ("report", "--week", LAST_WEEK), "trajectory": ("trajectory", "A-1", "--json")}
MEASURED = """
import resource, sys
from tracker.cli import main
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def run(path: Path, *command: str) -> tuple[float, float]:
    """Seconds and megabytes of one command in a process of its own: the fastest of some rounds, the most memory."""
    times, peak = [], 0.0
    for _ in range(ROUNDS):
        start = time.perf_counter()
        called = [sys.executable, "-c", MEASURED, "--db", str(path), *command]
        done = subprocess.run(called, capture_output=True, check=True, text=True)
        times.append(time.perf_counter() - start)
        peak = max(peak, int(done.stderr.split()[-1]) / 1024)
    return min(times), peak


def main() -> int:
    """Run all; 0 where every figure holds."""
    good = []
    cost: dict[tuple[str, int], float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for count in (FEW, MANY):
            path = Path(folder) / f"{count}.db"
            with Tracker(path) as tracker:
                fill(tracker.store.engine, count)
            for name, command in COMMANDS.items():
                cost[name, count], megabytes = run(path, *command)
                print(f"{name} over {count:,} mentions: {cost[name, count]:.1f} s, {megabytes:.0f} MB", flush=True)
                if count == FEW:
                    good.append(report(f"{name} over {count:,} mentions: seconds", cost[name, count], high=SECONDS))
                    good.append(report(f"{name} over {count:,} mentions: megabytes", megabytes, high=MEGABYTES))
    good += [report(f"{n}: time over {MANY:,} / over {FEW:,}", cost[n, MANY] / cost[n, FEW], high=10.0) for n in COMMANDS]
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main())
