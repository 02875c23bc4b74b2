"""Who says what, in the form of `score_attribution.py`: `python tests/eval/attribution.py GOLD.jsonl > PREDICTED.jsonl`.

Reads documents ({"doc_id", "text"}) and prints what the extractor finds. Nested attributions are left out: corpora for this
scorer never annotate them. `--precise` prints only what rules and model agree on; `--corpus SPLIT` prints the gold
annotation of a split of `seeds/corpus` instead, in the same form.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # training/ is no part of the installed package


def predicted(path: Path, *, precise: bool) -> Iterator[dict[str, Any]]:
    """The attributions of each document of a JSON-lines file, one row a document."""
    from tracker.core import default_extractor
    from tracker.extract.saying.attribution import FOUND_BY

    extractor = default_extractor()
    for line in path.read_text("utf-8").split("\n"):
        if not line.strip():
            continue
        document = json.loads(line)
        found = [a for a in extractor.attributions(document["text"]) if not a.nested]
        if precise:
            found = [a for a in found if a.found_by == FOUND_BY["both"]]
        rows = [{"source": a.spans.speaker, "cue": a.spans.cue, "content": a.spans.content} for a in found]
        yield {"doc_id": document["doc_id"], "attributions": rows}


def annotated(name: str) -> Iterator[dict[str, Any]]:
    """The gold annotation of a split of the corpus, without what is nested."""
    from training.splits import split

    for article in split(name):
        rows = [{role: a.of(role) for role in ("source", "cue", "content")} for a in article.outer()]
        yield {"doc_id": f"{article.arc}/{article.path.stem}", "text": article.text, "attributions": rows}


if __name__ == "__main__":
    corpus = sys.argv[1] == "--corpus"
    for row in annotated(sys.argv[2]) if corpus else predicted(Path(sys.argv[1]), precise="--precise" in sys.argv):
        print(json.dumps(row))
