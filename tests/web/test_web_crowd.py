"""Many at one desk, and programs that ask it anything: no error."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from pathlib import Path

from desks import crowd, crowded, serving

from tracker.core import Tracker

TOKEN = "a-token-that-nobody-can-guess"
GOOD = {"read", "judged", "took in"}


def test_fifty_read_while_two_write_without_an_error(tmp_path: Path) -> None:
    path = tmp_path / "crowd.db"
    with Tracker(path) as tracker:
        crowd(tracker.store.engine, 2_000, doubts=20)
    paths = [f"/{page}" for page in ("queue", "queue?words=town", "allegations/A-1", "articles/1", "articles", "review", "log")]
    with serving(path) as address:
        told = asyncio.run(crowded(address, paths, 5.0))
    assert set(told) == GOOD, told
    assert told["read"] > 50


def test_the_api_keeps_what_its_document_says(own: Path) -> None:
    with serving(own, TRACKER_TOKEN=TOKEN) as address:
        program = str(Path(sys.executable).with_name("schemathesis"))
        bearing = ("-H", f"Authorization: Bearer {TOKEN}", "--suppress-health-check", "all")
        command = [program, "run", f"{address}/openapi.json", *bearing, "--max-examples", "5", "--seed", "1", "--no-color"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:]
    operations = re.search(r"Tested: (\d+)", done.stdout)
    assert operations is not None
    assert int(operations[1]) >= 13
