"""Real Dask schedulers and workers for tests, each a process of its own on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
ALONE = ("--no-dashboard", "--host", "127.0.0.1")


@dataclass(frozen=True)
class Scheduler:
    """A scheduler that runs: its address and its process."""

    address: str
    process: subprocess.Popen[bytes]


@contextmanager
def scheduler(folder: Path) -> Iterator[Scheduler]:
    """Start a scheduler without workers; it writes where it listens to a file in the folder."""
    told = folder / "scheduler.json"
    with _dask("scheduler", "--port", "0", *ALONE, "--scheduler-file", str(told)) as process:
        deadline = time.monotonic() + 60
        while not told.exists() or not told.read_text().rstrip().endswith("}"):
            assert process.poll() is None, "the scheduler does not start"
            assert time.monotonic() < deadline, "the scheduler takes too long"
            time.sleep(0.05)
        yield Scheduler(json.loads(told.read_text())["address"], process)


@contextmanager
def worker(address: str, *, threads: int = 1, path: Path = REPO) -> Iterator[subprocess.Popen[bytes]]:
    """Start one worker, a process that imports the tracker from the folder `path`. The scheduler may not know it yet."""
    with _dask("worker", address, *ALONE, "--no-nanny", "--nthreads", str(threads), path=path) as process:
        yield process


@contextmanager
def _dask(*command: str, path: Path = REPO) -> Iterator[subprocess.Popen[bytes]]:
    called = [sys.executable, "-m", "dask", *command]
    environ = os.environ | {"PYTHONPATH": str(path)}
    with subprocess.Popen(called, cwd=path, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()
