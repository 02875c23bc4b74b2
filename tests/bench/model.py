"""What the lead costs, without the time that a model takes: milliseconds a mention, over hand-made answers to corpus articles.

`PYTHONPATH=.:tests python tests/bench/model.py [ROUNDS]`. The first line is all that is done to an answer that is there: it is
read as JSON, its quotes are found, names, claims and remarks are checked. The second adds HTTP, with a server of our own that
answers at once. The third is the whole extractor over HTTP, which reads each article with the built-in one, too, to compare,
less the time that the built-in one alone takes.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from asking.models import Asked, serving
from asking.proposing import Plain, answered, asked

from tracker.asking.asker import Asker, Memory
from tracker.asking.client import LlmClient
from tracker.asking.extractor import ModelExtractor
from tracker.asking.limits import Limits
from tracker.core import default_extractor
from tracker.extract.llm.answer import parse
from tracker.extract.llm.lead import Lead
from tracker.extract.llm.windows import windows
from tracker.settings import DEFAULTS

SETTINGS = replace(DEFAULTS, llm_per_minute=10_000_000)


def measured(rounds: int, work: Callable[[str], int]) -> str:
    """The median over rounds of the time for all articles, by mention; and the fastest."""
    times = []
    for _ in range(rounds):
        start, found = time.perf_counter(), 0
        for text, _ in answered():
            found += work(text)
        times.append(1000 * (time.perf_counter() - start) / found)
    return f"{statistics.median(times):.2f} ms a mention (fastest {min(times):.2f}; {found} mentions, {rounds} rounds)"


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    said = {text: json.dumps({"mentions": proposals}) for text, proposals in answered()}

    def lead(text: str) -> int:
        made = Lead(text, None, asked(), Plain(), "llm:scripted")
        answer = parse(said[text])
        assert answer is not None
        made.take(answer.proposals, windows(text)[0])
        return len(made.mentions("x", "x")[0])

    print("lead             ", measured(rounds, lead))

    def script(question: Asked) -> str:
        return said[question.article]

    with tempfile.TemporaryDirectory() as folder, serving(script, Path(folder)):
        client = LlmClient("scripted", 20.0)

        def over_http(text: str) -> int:
            asker = Asker(client, asked(), Memory(), Limits(SETTINGS), 1)
            made = Lead(text, None, asked(), Plain(), "llm:scripted")
            for window, answer in asker.answers(text, None):
                made.take(answer.proposals, window)
            return len(made.mentions("x", "x")[0])

        print("lead and HTTP    ", measured(rounds, over_http))

        def whole(text: str) -> int:
            asker = Asker(client, asked(), Memory(), Limits(SETTINGS), 1)
            return len(ModelExtractor(asker, asked(), default_extractor, 1).mentions(text).mentions)

        def built_in(text: str) -> int:
            return len(default_extractor().mentions(text).mentions)

        each = [text for text, _ in answered()]
        found = sum(whole(text) + 0 * built_in(text) for text in each)  # and the models are loaded
        more = []
        for _ in range(max(rounds // 2, 1)):
            both = [1000 * _seconds(work, each) / found for work in (whole, built_in)]
            more.append(both[0] - both[1])
        print(f"all, less the built-in's own reading {statistics.median(more):.2f} ms a mention ({len(more)} rounds)")


def _seconds(work: Callable[[str], int], texts: list[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        work(text)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
