"""What more articles are worth: `python -m training.curve`. Trains on the first 20, 40, … articles of the train split.

Prints lenient F1 (content matched and source overlapping, nested attributions left out) on the tuning and the test split.
Measure after every 20 new articles: a gain under 1.5 points says to change the writing, not to write more.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from dataclasses import replace
from pathlib import Path

from tracker.core import default_extractor
from tracker.extract.pipeline import Extractor
from tracker.extract.saying.tagger import Tagger
from training import train
from training.agreement import pairs, same_source
from training.corpus import Article, Attribution
from training.splits import CORPUS, split

STEPS = (20, 40, 60, 90)


def main() -> int:
    """Print one line a step."""
    arcs = tomllib.loads((CORPUS / "splits.toml").read_text(encoding="utf-8"))["train"]
    corpus = sorted(split("train"), key=lambda a: arcs.index(a.arc))  # in the order of writing
    built_in = default_extractor()
    print("articles  tuning    test")
    for number in STEPS:
        with tempfile.TemporaryDirectory() as folder:
            train.learn(corpus[:number], Path(folder))
            models = replace(built_in.models, tagger=Tagger(Path(folder)))
            extractor = Extractor(built_in.nlp, built_in.lexicon, built_in.gazetteer, models, built_in.words)
            print(f"{number:8}{lenient(split('tuning'), extractor):8.1f}{lenient(split('test'), extractor):8.1f}", flush=True)
    return 0


def lenient(corpus: list[Article], extractor: Extractor) -> float:
    """F1, in per cent, of what an extractor finds in annotated articles."""
    right = guessed = gold = 0
    for article in corpus:
        spans = [a.spans for a in extractor.attributions(article.text) if not a.nested]
        found = [Attribution(0, {"source": list(s.speaker), "cue": list(s.cue), "content": list(s.content)}) for s in spans]
        guessed += len(found)
        gold += len(article.outer())
        right += sum(same_source(article.text, a, b) for a, b in pairs(article.text, article.outer(), found))
    return 200 * right / max(1, guessed + gold)


if __name__ == "__main__":
    sys.exit(main())
