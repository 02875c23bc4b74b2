"""How often the extractor reads the annotated certainty of a claim: `python -m training.certainty [split …]`.

Prints one table a split, by default of `train` and `tuning`: rows are what was annotated, columns what was read. Most claims
assert, so look at the F1 of each level, and compare the accuracy with that of always saying `asserted`.
"""

from __future__ import annotations

import sys
from collections import Counter

from tracker.extract.certainty import certainty
from tracker.extract.saying.tagger import Tagger
from tracker.types import Certainty
from training.meaning import Read, gold_clauses, read
from training.splits import CORPUS, split

LEVELS = [level.value for level in Certainty]


def main(names: list[str]) -> None:
    """Measure and print."""
    tagger = Tagger(CORPUS.parent / "model")
    for name in names or ["train", "tuning"]:
        print(f"{name}: {table([pair for article in read(split(name), tagger) for pair in levels(article)])}\n")


def levels(r: Read) -> list[tuple[str, str]]:
    """For each claim with a certainty: the annotated one, and the one that is read off the annotated clause."""
    found = []
    for clause, claim in gold_clauses(r):
        if (annotated := claim.fields.get("certainty")) is not None:
            reading = r.text.voices.reading(clause)
            tokens = list(r.text.doc[clause.start : clause.end])
            level, _ = certainty(tokens, r.text.doc[clause.head], reading.cue if reading else None, r.text.cast.lexicon)
            found.append((annotated, level.value))
    return found


def table(pairs: list[tuple[str, str]]) -> str:
    """The accuracy, and a row of counts with its F1 for each level."""
    counts, total = Counter(pairs), max(len(pairs), 1)
    right = sum(counts[level, level] for level in LEVELS) / total
    asserted = sum(gold == Certainty.ASSERTED for gold, _ in pairs) / total
    lines = [f"{len(pairs)} claims, accuracy {right:.3f} (always asserted: {asserted:.3f})"]
    lines.append(" " * 10 + " ".join(f"{level:>9}" for level in LEVELS))
    for level in LEVELS:
        both = counts[level, level] + sum(level in pair for pair in pairs)
        row = " ".join(f"{counts[level, said]:9}" for said in LEVELS)
        lines.append(f"{level:9} {row}   F1 {2 * counts[level, level] / max(both, 1):.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    main(sys.argv[1:])
