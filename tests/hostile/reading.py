"""Reads files one after the other, and prints what came of each, how long it took, and the memory of it all, as JSON lines.

Memory is the most that this process had, and the most that any of its workers had, in MB.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from pathlib import Path

from tracker.read import read, worker
from tracker.settings import Settings
from tracker.types import Document, Refusal


def most(pid: int | str) -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1000 if found else 0.0


def main() -> None:
    for name in sys.argv[2:]:
        start = time.monotonic()
        items = list(read(name, Settings(html_seconds=float(sys.argv[1]))))
        told = {
            "name": Path(name).name,
            "seconds": time.monotonic() - start,
            "chars": sum(len(item.text) for item in items if isinstance(item, Document)),
            "reasons": [item.reason for item in items if isinstance(item, Refusal)],
        }
        print(json.dumps(told))
    ended = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(json.dumps(most("self") + max([ended, *(most(each.process.pid or "self") for each in worker._idle)])))


if __name__ == "__main__":
    main()
