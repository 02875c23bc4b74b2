"""Speed of reading (not extracting) against trafilatura alone, on the same pages in the same run: `make bench`. Fails below .8.

The pages are the articles of the corpus in `seeds/corpus`, laid out as news sites do. Reading adds the worker process, the
file, the checks of the fields, credits and the language. Ratios are medians of rounds in which both run, one after the other.
"""

from __future__ import annotations

import html
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import trafilatura

from tracker.read import read
from tracker.settings import Settings
from tracker.types import Document
from training.corpus import articles
from training.splits import CORPUS

ROUNDS = 7
LEAST = 0.8
_TEASERS = "".join(f'<li><a href="/{n}">Another story, number {n}, of the day</a></li>' for n in range(60))
_FRAME = (
    "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
    "<meta property='article:published_time' content='2022-02-17T10:00:00Z'><style>{style}</style></head>"
    "<body><header><nav><ul>{teasers}</ul></nav></header><main><article><h1>{title}</h1>{text}</article></main>"
    "<aside><ul>{teasers}</ul></aside><footer><p>All rights reserved.</p></footer></body></html>"
)


def page(text: str) -> str:
    """Lay out a text as a page of a news site: a third of it is the article."""
    paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n") if part.strip())
    return _FRAME.format(title=html.escape(text[:60]), style="p { margin: 0 }" * 50, teasers=_TEASERS, text=paragraphs)


def alone(data: bytes) -> object:
    """Return what trafilatura finds in a page."""
    return trafilatura.bare_extraction(
        data, with_metadata=True, favor_precision=True, include_comments=False, include_tables=False
    )


def seconds(work: Callable[[], object]) -> float:
    """Time of one call by the clock: the worker is another process."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    """Run all; 0 where the figure holds."""
    warnings.simplefilter("ignore")
    pages = [page(article.text).encode() for article in articles(CORPUS)]
    with tempfile.TemporaryDirectory() as name:
        for number, data in enumerate(pages):
            Path(name, f"{number:04}.html").write_bytes(data)
        whole = [item for item in read(name, Settings()) if isinstance(item, Document)]  # imports and loads all there is
        if len(whole) != len(pages):
            print(f"{len(pages) - len(whole)} of {len(pages)} pages were not read  FAILED")
            return 1
        ratios = []
        for _ in range(ROUNDS):
            theirs = seconds(lambda: [alone(data) for data in pages])
            ours = seconds(lambda: list(read(name, Settings())))
            ratios.append(theirs / ours)
            print(
                f"read {len(pages) / ours:.0f} pages/s, trafilatura {len(pages) / theirs:.0f} pages/s, ratio {ratios[-1]:.2f}"
            )
    ratio = statistics.median(ratios)
    print(f"{'read / trafilatura alone, by the clock':58}{ratio:9.2f}  at least {LEAST}{'' if ratio >= LEAST else '  FAILED'}")
    return int(ratio < LEAST)


if __name__ == "__main__":
    sys.exit(main())
