"""Fuzzes the parsers by coverage with atheris (libFuzzer), a minute each: part of `make soak`.

    PYTHONPATH=tests:. python tests/hostile/soak.py
    PYTHONPATH=tests:. python tests/hostile/soak.py feed -max_total_time=600

The second form is one parser, with the options of libFuzzer. What comes out otherwise than as a result or one of the tracker's
own errors ends it with a traceback, and with the input in a file `crash-…`; so does an input that takes `SLOW` seconds.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import atheris
from hostile import fuzzing

with atheris.instrument_imports(include=["tracker"]):
    from tracker.errors import TrackerError
    from tracker.read import message, page, pdf_text
    from tracker.read.claims import Terms, claims
    from tracker.read.feed import read_feed
    from tracker.read.jsonl import line_documents
    from tracker.read.markdown import markdown_document
    from tracker.read.opml import outlines
    from tracker.read.plain import text_document
    from tracker.read.table import row_documents
    from tracker.resources import load
    from tracker.settings import Settings

SECONDS, SLOW = 60, 30
LIMITS = Settings()
VALID = {
    "feed": fuzzing.FEEDS,
    "opml": (fuzzing.OPML,),
    "claims": fuzzing.CLAIMS,
    "mail": (fuzzing.MAIL,),
} | {suffix[1:]: (data,) for suffix, data in fuzzing.VALID.items()}
TERMS = Terms.parse(load("import.en.toml"))


PARSERS: dict[str, Callable[[bytes], object]] = {
    "feed": lambda data: read_feed(data, "https://news.example/feed"),
    "opml": outlines,
    "md": lambda data: markdown_document(data, "a.md", LIMITS),
    "txt": lambda data: text_document(data, "a.txt", LIMITS),
    "jsonl": lambda data: list(line_documents(io.BytesIO(data), "a.jsonl", LIMITS)),
    "csv": lambda data: list(row_documents(io.BytesIO(data), "a.csv", LIMITS)),
    "claims": lambda data: list(claims(data, "a.csv", TERMS, LIMITS)),
    # What follows runs in a worker, which takes whatever it raises for a refusal: only crashes and hangs are found.
    "html": lambda data: guarded(page.parsed, data),
    "mail": lambda data: guarded(message.parsed, data),
    "pdf": lambda data: guarded(pdf_text.parsed, data),
}


def guarded(parse: Callable[[bytes], object], data: bytes) -> None:
    with suppress(Exception):
        parse(data)


def fuzz_all() -> int:
    """Fuzz one parser after the other, each in a process of its own; print how many inputs each took; 0 where all did."""
    for name in PARSERS:
        options = [f"-max_total_time={SECONDS}", f"-timeout={SLOW}"]
        done = subprocess.run([sys.executable, __file__, name, *options], stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            sys.stderr.write(done.stderr)
            return 1
        (runs,) = re.findall(r"^Done (\d+) runs", done.stderr, re.MULTILINE)
        print(f"{int(runs):>11,}  inputs of {name}", flush=True)
    return 0


def fuzz(name: str) -> None:
    """Fuzz one parser, with the rest of the command line as libFuzzer's options; ends the process."""
    parser = PARSERS[name]

    def once(data: bytes) -> None:
        with suppress(TrackerError):
            parser(data)

    with tempfile.TemporaryDirectory() as folder:  # what it starts from
        for number, data in enumerate(VALID.get(name, ())):
            Path(folder, str(number)).write_bytes(data)
        atheris.Setup([*sys.argv, folder], once)
        atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(fuzz_all())
    fuzz(sys.argv.pop(1))
