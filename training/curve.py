"""What more articles are worth: `python -m training.curve`. Trains on the first 20, 40, … articles of the train split.

Prints lenient F1 (content matched and source overlapping, nested attributions left out) on the tuning and the test split.
Measure after every 20 new articles: a gain under 1.5 points says to change the writing, not to write more.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from pathlib import Path

from tracker.extract.tagger import Found, Tagger
from training import train
from training.agreement import pairs, words
from training.corpus import Article, Attribution, Span
from training.splits import CORPUS, split

STEPS = (20, 40, 60, 90)


def main() -> int:
    """Print one line a step."""
    arcs = tomllib.loads((CORPUS / "splits.toml").read_text(encoding="utf-8"))["train"]
    corpus = sorted(split("train"), key=lambda a: arcs.index(a.arc))  # in the order of writing
    print("articles  tuning    test")
    for number in STEPS:
        with tempfile.TemporaryDirectory() as folder:
            train.learn(corpus[:number], Path(folder))
            tagger = Tagger(Path(folder))
            print(f"{number:8}{lenient(split('tuning'), tagger):8.1f}{lenient(split('test'), tagger):8.1f}", flush=True)
    return 0


def lenient(corpus: list[Article], tagger: Tagger) -> float:
    """F1, in per cent, of what a tagger finds in annotated articles."""
    right = guessed = gold = 0
    for article in corpus:
        columns = train.parsed(article.text)
        outer = [f for f in tagger.find(columns) if not f.nested]
        found = [_annotated(f, columns.start, columns.text) for f in outer if not _within(f, outer)]
        guessed += len(found)
        gold += len(article.outer())
        for a, b in pairs(article.text, article.outer(), found):
            mine, theirs = words(article.text, a.of("source")), words(article.text, b.of("source"))
            right += bool(mine & theirs) or not (mine or theirs)
    return 200 * right / max(1, guessed + gold)


def _within(f: Found, others: list[Found]) -> bool:
    return any(f.cue in other.content for other in others if other.cue != f.cue)


def _annotated(f: Found, starts: list[int], texts: list[str]) -> Attribution:
    def spans(indices: tuple[int, ...]) -> list[Span]:
        return [(starts[i], starts[i] + len(texts[i])) for i in indices]

    return Attribution(0, {"source": spans(f.source), "cue": spans((f.cue,)), "content": spans(f.content)})


if __name__ == "__main__":
    sys.exit(main())
