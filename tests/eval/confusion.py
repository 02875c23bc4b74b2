"""Which class was taken for which, on the gold mentions: printed below the figures by `make eval`."""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

_SAME = {
    "unstated": "unassessed",
    "evidence_asserted": "asserted",
    "evidence_published": "published",
    "no_evidence_provided": "none_provided",
}  # the gold file's words for evidence in ours; "refuted" is a verdict, which no field of ours holds
_SURE = 0.7
Row = dict[str, Any]


def tables(shared: Path, export: Path) -> Iterator[str]:
    """The tables of kind (all gold and exported mentions) and of evidence and contest (allegations found as such).

    Last, how often the accused is right where a mention says that it is sure.
    """
    scorer = _scorer(shared / "score_mentions.py")
    gold, said = scorer.lines(shared / "news/gold.jsonl"), scorer.lines(export)
    pairs = scorer.pair_up(gold, said, scorer.Names(shared / "names.json"))
    paired = {id(row) for pair in pairs for row in pair}
    yield table(
        "kind",
        [
            *((g["kind"], m["kind"]) for g, m in pairs),
            *((g["kind"], "not found") for g in gold if id(g) not in paired),
            *(("not in gold", m["kind"]) for m in said if id(m) not in paired),
        ],
    )
    alleged = [(g, m) for g, m in pairs if g["kind"] == m["kind"] == "allegation"]
    yield table("evidence and contest", [(_SAME.get(g["evidence"], g["evidence"]), _status(m)) for g, m in alleged])
    names = scorer.Names(shared / "names.json")
    sure = [names.same_accused(g["accused"], m["accused"]) for g, m in alleged if m["confidence"] >= _SURE]
    yield f"accused right where confidence is {_SURE} or more: {sum(sure)} of {len(sure)}"


def table(name: str, cases: Iterable[tuple[str, str]]) -> str:
    """Counts of (annotated, found) cases as text: a row for what was annotated, a column for what was found."""
    counts = Counter(cases)
    rows, columns = (sorted({case[side] for case in counts}) for side in (0, 1))
    wide = max(map(len, [*rows, "annotated, found:"])) + 2
    lines = [f"{name}\n{'annotated, found:':{wide}}" + "".join(f"{c:>{len(c) + 2}}" for c in columns)]
    lines += [f"{r:{wide}}" + "".join(f"{counts[r, c]:>{len(c) + 2}}" for c in columns) for r in rows]
    return "\n".join(lines)


def _status(mention: Row) -> str:
    """One word for evidence and contest, as the gold file has one: the evidence where any was told, else the contest."""
    if mention["evidence"] != "unassessed" or mention["contest"] == "none":
        return str(mention["evidence"])
    return str(mention["contest"])


def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_mentions", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
