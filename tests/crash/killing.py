"""Kills jobs and looks at what they leave: what all tests of this folder share."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from jobs import opened

from tracker.store import doctor
from tracker.store.keeping import open_existing

HERE = Path(__file__).parent
REPO = HERE.parents[1]
KILLS = int(os.environ.get("TRACKER_KILLS", "60"))
"""Kills at random times, all jobs together; `make soak` has more."""
NAMES = int(os.environ.get("TRACKER_POINTS", "4"))
"""Named points to die at in each scene; `make soak` takes all."""
EVERY_POINT = bool(os.environ.get("TRACKER_EVERY_POINT"))
"""Whether to die at every point, not at one of each name: thousands."""


class Killer:
    """A process that does jobs in children of its own, and kills them."""

    def __init__(self) -> None:
        path = os.pathsep.join(map(str, (REPO, HERE, *filter(None, [os.environ.get("PYTHONPATH")]))))
        self._process = subprocess.Popen(
            [sys.executable, HERE / "forking.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": path},
        )

    def do(self, job: str, url: str, folder: Path, **how: Any) -> dict[str, Any]:
        """Do a job; `how` as in `forking`. One that is not killed must end well."""
        order = {"job": job, "url": url, "folder": str(folder)} | how
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        done: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert done["killed"] or not done["error"], done["error"]
        return done

    def close(self) -> None:
        self._process.communicate()
        assert self._process.returncode == 0


def deaths(points: list[str], names: int = NAMES) -> list[int]:
    """The numbers of the points to die at: one of each name, drawn at random, of at most so many names; or every one."""
    if EVERY_POINT:
        return list(range(1, len(points) + 1))
    named: dict[str, list[int]] = defaultdict(list)
    for number, point in enumerate(points, 1):
        named[point].append(number)
    return [random.choice(named[name]) for name in random.sample(sorted(named), min(len(named), names))]


def exports(url: str) -> dict[str, list[Any]]:
    """All that a database has to say: exports and decisions."""
    with opened(url) as tracker:
        found: dict[str, list[Any]] = {
            what: list(tracker.export(what)) for what in ("articles", "mentions", "allegations", "events")
        }
        counts = {table: [count] for table, count in tracker.store.counts().items() if table != "ingest_run"}
        return found | {"log": [action.as_json() for action in tracker.log()]} | counts


def ailments(url: str) -> list[tuple[str, tuple[str, ...]]]:
    """What the doctor finds."""
    engine = open_existing(url)
    found = [(check.name, check.examples) for check in doctor.examine(engine) if check.found]
    engine.dispose()
    return found
