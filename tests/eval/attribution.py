"""Who says what, scored: `python tests/eval/attribution.py GOLD.jsonl > PREDICTED.jsonl`.

Reads documents in the form of `score_attribution.py` ({"doc_id", "text"}) and prints what the extractor finds in the same form.
Nested attributions are left out: the corpora that this scorer was made for never annotate them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tracker.core import default_extractor


def predicted(path: Path) -> Iterator[dict[str, Any]]:
    """The attributions of each document of a JSON-lines file, one row a document."""
    extractor = default_extractor()
    for line in path.read_text("utf-8").split("\n"):
        if line.strip():
            document = json.loads(line)
            found = (a for a in extractor.attributions(document["text"]) if not a.nested)
            yield {
                "doc_id": document["doc_id"],
                "attributions": [{"source": a.spans.speaker, "cue": a.spans.cue, "content": a.spans.content} for a in found],
            }


if __name__ == "__main__":
    for row in predicted(Path(sys.argv[1])):
        print(json.dumps(row))
