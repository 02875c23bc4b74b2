"""Run as a script: does jobs in children of its own that are killed, so that the libraries are imported once.

Reads a JSON object a line from stdin: `job`, `url`, `folder`, and when the child dies: `deadly`, the number of a point (see
`traps`), or `after`, seconds; neither lets it live. `warm` has the `url` and `folder` of a copy, for what libraries
do on first use; `seen` is a folder for what is there after each acknowledgement: the files, or what a server exports.
Answers each with a line: `killed`, what it `said`, the `points` that it passed, where it lived, and the `seconds` that it took.
What an article says is extracted once, before the first child is made.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

import jobs
import traps
from killing import exports
from sqlalchemy import make_url

from tracker import core
from tracker.settings import Settings

UNSHARED = shutil.ignore_patterns("*-shm")  # the copy has no other readers
real = core.extraction_of
FOUND: dict[str, Any] = {}  # by the real extractor, in a text


def extract(folder: str) -> None:
    """Find out what the real extractor finds in the articles of a folder, for the children to come."""
    for document in core.read([folder], Settings()):
        if hasattr(document, "text") and document.text not in FOUND:
            FOUND[document.text] = real(document, Settings())


def live(order: dict[str, Any], out: Path) -> None:
    """Do a job in this process, until it is done or killed."""
    laid, acknowledged = traps.lay(order.get("deadly")), list[str]()
    with (out / "said").open("w") as said:

        def say(words: str) -> None:
            said.write(f"{words}\n")
            said.flush()
            if "seen" in order:
                acknowledged.append(words)
                keep(order["url"], Path(order["seen"]) / str(len(acknowledged)))

        jobs.JOBS[order["job"]](order["url"], Path(order["folder"]), say)
    (out / "points").write_text(json.dumps(laid.passed))


def keep(url: str, there: Path) -> None:
    """Keep what a database holds at this moment."""
    if (place := make_url(url)).get_backend_name() == "sqlite":
        shutil.copytree(Path(str(place.database)).parent, there, ignore=UNSHARED)
    else:
        there.parent.mkdir(exist_ok=True)
        there.write_text(json.dumps(exports(url)))


def warm(job: str, url: str, folder: str) -> None:
    """Do a job in this very process, so that its children have imported what it imports on first use."""
    if job == "ingest":
        extract(folder)
        core.extraction_of = lambda document, *_, **__: FOUND[document.text]
    jobs.JOBS[job](url, Path(folder), lambda _: None)
    gc.collect()
    gc.freeze()


def fork(order: dict[str, Any]) -> dict[str, Any]:
    """Do a job in a child; return what became of it."""
    if copy := order.get("warm"):
        warm(order["job"], copy["url"], copy["folder"])
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        begun = time.perf_counter()
        if not (child := os.fork()):
            status = 1
            try:
                live(order, out)
                status = 0
            except BaseException:  # noqa: BLE001  # whatever it is, the child ends here
                (out / "error").write_text(traceback.format_exc())
            finally:
                os._exit(status)
        if order.get("after") is not None:
            time.sleep(order["after"])
            os.kill(child, signal.SIGKILL)  # where it has ended already, it waits for us still
        _, status = os.waitpid(child, 0)
        files = {kind: (out / kind).read_text() if (out / kind).exists() else "" for kind in ("said", "points", "error")}
    return {
        "killed": os.WIFSIGNALED(status),
        "said": files["said"].splitlines(),
        "points": json.loads(files["points"] or "[]"),
        "error": files["error"],
        "seconds": time.perf_counter() - begun,
    }


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(fork(json.loads(line))) + "\n")
        sys.stdout.flush()
