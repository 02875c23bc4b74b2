"""The desk with 100,000 mentions, and with fifty who read while two write: `make bench`.

The server runs on one core and tells the time that each page took it, as the processor counts it: what else the machine does
meanwhile is not in it. Pages are asked for one after the other. `TRACKER_BENCH_DESK` names another database than a new SQLite
file; one that has no articles is filled first.

    python tests/bench/desk.py --serve DATABASE PORT     the server that tells the time
"""

from __future__ import annotations

import asyncio
import io
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx2
from speed import report

from tests.crowd import LAST_WEEK, PER_ARTICLE
from tests.desks import crowd, crowded, running, serving
from tracker.core import Tracker

MENTIONS, EACH, SECONDS = 100_000, 40, 60.0
FIRST = b'{"text": "Arland said that Borland had shelled Dun."}'
MILLISECONDS, KILOBYTES = 100.0, 100.0


def pages(allegations: int) -> dict[str, list[str]]:
    """Addresses of each page, drawn from what there is; the largest allegation is among those that are asked for."""
    rng = random.Random(1)
    some = [rng.randrange(2, allegations) for _ in range(EACH - 4)]
    states = [f"/actor?name=State+{n}" for n in range(1, 11)]
    people = [f"/actor?name=Speaker+{n}" for n in range(1, 11)]
    queries = ["", "?show=all&sort=mentions", "?sort=origins", "?words=town+77", "?words=shelled", "?status=denied"]
    queries += ["?accused=State+3", "?speaker=Speaker+3", "?outlet=Outlet+3", "?topic=attack", "?since=2021-06-01"]
    return {
        "queue": [f"/queue{query}" for query in queries] * 4,
        "allegation": [f"/allegations/A-{n}" for n in (1, *some, 1, 1, 1)],
        "article": [f"/articles/{n % (MENTIONS // PER_ARTICLE) + 1}" for n in some],
        "articles": ["/articles", "/articles?after=1000"] * 20,
        "actor": (states + people) * 2,
        "week": [f"/weeks/{LAST_WEEK}"] * EACH,
        "review": ["/review"] * EACH,
        "log": ["/log", "/log?before=500"] * 20,
    }


def serve(database: str, port: int) -> None:
    """Serve the desk; each answer has the milliseconds of processor time that it took in a header."""
    import uvicorn

    from tracker.web.app import desk
    from tracker.web.rules import Rules

    with Tracker(database) as tracker:
        inside = desk(tracker, Rules(analyst="bench"))

        async def timed(scope: Any, receive: Any, send: Any) -> None:
            start = time.process_time()

            async def answer(message: Any) -> None:
                if message["type"] == "http.response.start":
                    took = (time.process_time() - start) * 1000
                    message["headers"] = [*message["headers"], (b"server-timing", f"cpu;dur={took:.2f}".encode())]
                await send(message)

            await inside(scope, receive, answer)

        uvicorn.run(timed, port=port, log_level="warning", access_log=False)


def timed(address: str, paths: list[str]) -> tuple[list[float], float]:
    """Milliseconds of each page, in order, and the kilobytes of the largest."""
    times, largest = [], 0.0
    with httpx2.Client(base_url=address, timeout=120) as client:
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code, answer.text[:300])
            times.append(float(answer.headers["server-timing"].partition("dur=")[2]))
            largest = max(largest, len(answer.content) / 1000)
    return times, largest


def main() -> int:
    """Run all; 0 where every figure holds."""
    good = []
    with tempfile.TemporaryDirectory() as folder:
        database = os.environ.get("TRACKER_BENCH_DESK") or str(Path(folder) / "desk.db")
        with Tracker(database) as tracker:
            if not tracker.articles(limit=1).total:
                crowd(tracker.store.engine, MENTIONS)
                tracker.ingest(
                    "-", stdin=io.BytesIO(b'{"text": "Arland said that Borland had shelled Dun."}')
                )  # indexes all claims
            start = time.process_time()
            tracker.refresh()
            count = tracker.listed(limit=1).total
            print(f"digests of {count:,} allegations: {time.process_time() - start:.1f} s, once", flush=True)
        asked = pages(count)
        with running([sys.executable, __file__, "--serve", database], core=0) as address:
            for name, paths in asked.items():
                times, largest = timed(address, paths)
                ordered = sorted(times)
                p95 = ordered[int(len(ordered) * 0.95) - 1]
                print(f"{name}: first {times[0]:.0f} ms, median {ordered[len(ordered) // 2]:.1f} ms, most {ordered[-1]:.0f} ms")
                good.append(report(f"{name}: p95 of {len(paths)} pages, ms", p95, high=MILLISECONDS))
                good.append(report(f"{name}: the largest, kB", largest, high=KILOBYTES))
        with serving(database) as address:
            told = asyncio.run(crowded(address, [path for paths in asked.values() for path in paths], SECONDS))
            wrong = {name: n for name, n in told.items() if name not in {"read", "judged", "took in"}}
            print(f"fifty readers, two writers, {SECONDS:.0f} s: {dict(told)}")
            good.append(report("errors among them", float(sum(wrong.values())), high=0.0))
            good.append(report("decisions and articles meanwhile", float(min(told["judged"], told["took in"])), low=1.0))
    return int(not all(good))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(main())
