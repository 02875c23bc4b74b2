"""Speed and memory of `extract`, as ratios and limits in one run: `make bench`. Fails below them.

The peer is the full spaCy pipeline alone, on the same texts, in the same process, on one core. Texts are those of the corpus in
`seeds/corpus`. Ratios are medians of rounds in which both run, one after the other, so that a noisy machine slows both.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

from tracker.core import default_extractor
from training.corpus import articles
from training.splits import CORPUS

ROUNDS = 7
MANY = 10_000  # articles, for memory
HOSTILE = {
    "one sentence": "Norway said that Finland had bombed the bridge and the pier and ",
    "quotes": "“It was them,” said Norway. ",
    "unbalanced quotes": "“It was them, said Norway. ",
    "capitals": "NORWAY SAID FINLAND BOMBED THE BRIDGE. ",
    "no punctuation": "the minister of norway said finland bombed the bridge ",
}


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def resident() -> float:
    """Megabytes of memory that this process holds now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def report(name: str, value: float, low: float | None = None, high: float | None = None) -> bool:
    """Print one figure with its limit; true where it holds."""
    good = (low is None or value >= low) and (high is None or value <= high)
    limit = f"at least {low}" if low is not None else f"at most {high}" if high is not None else ""
    print(f"{name:58}{value:9.2f}  {limit}{'' if good else '  FAILED'}", flush=True)
    return good


def against_spacy(texts: list[str]) -> bool:
    """Words a second of the extractor over those of the whole spaCy pipeline, which alone tells who says nothing."""
    import spacy

    extractor = default_extractor()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = spacy.load(extractor.nlp.meta["lang"] + "_" + extractor.nlp.meta["name"])
    ratios = []
    for number in range(ROUNDS):  # other texts in each: nothing profits from having seen one
        batch = texts[number::ROUNDS]
        words = sum(len(text.split()) for text in batch)
        theirs = seconds(lambda batch=batch: list(peer.pipe(batch)))
        ours = seconds(lambda batch=batch: [extractor.mentions(text) for text in batch])
        ratios.append(theirs / ours)
        print(f"{words} words: extract {words / ours:.0f} words/s, spaCy {words / theirs:.0f} words/s, ratio {ratios[-1]:.2f}")
    return report("extract / full spaCy pipeline, one core", statistics.median(ratios), low=1.0)


def in_two(folder: Path) -> bool:
    """Wall time of the command with one process over that with two. Needs two cores that are free."""
    ratios = []
    for _ in range(2):
        walls = []
        for jobs in ("1", "2"):
            start = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "tracker", "extract", "-j", jobs, str(folder)], check=True, stdout=subprocess.DEVNULL
            )
            walls.append(time.perf_counter() - start)
        ratios.append(walls[0] / walls[1])
    return report("extract -j 2 / extract, wall time", statistics.mean(ratios), low=1.7)


def memory(texts: list[str]) -> bool:
    """Growth from the first tenth of many articles to the last; each has words of its own, so nothing repeats."""
    extractor = default_extractor()
    early = 0.0
    for number in range(MANY):
        text = texts[number % len(texts)][:300]
        extractor.mentions(f"Minister Ab{number}ov said that Cd{number}ia had bombed the bridge.\n\n{text}")
        if number == MANY // 10:
            early = resident()
    return report(f"memory: MB grown from article {MANY // 10} to {MANY}", resident() - early, high=30)


def growth(name: str, piece: str) -> bool:
    """Time for a text twice as long over twice the time: 1 is linear, 2 is quadratic."""
    extractor = default_extractor()
    sizes = [20_000, 40_000]
    times = [min(seconds(lambda n=n: extractor.mentions((piece * (n // len(piece) + 1))[:n])) for _ in range(2)) for n in sizes]
    return report(f"growth of time with length: {name}", times[1] / times[0] / 2, high=1.4)


def main() -> int:
    """Run all; 0 where every figure holds."""
    texts = [a.text for a in articles(CORPUS)]
    good = [against_spacy(texts)]
    with tempfile.TemporaryDirectory() as name:
        for round_ in range(3):
            for number, text in enumerate(texts):
                Path(name, f"{round_}-{number}.txt").write_text(f"{text}\n\nCopy {round_}.", "utf-8")
        good.append(in_two(Path(name)))
    good += [growth(name, piece) for name, piece in HOSTILE.items()]
    good.append(memory(texts))
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main())
