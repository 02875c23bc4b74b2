"""Which clauses accuse and which deny: ranked by a model, then the best set that does not overlap.

Kind and splitting are one decision: every clause is scored (`signs`, `weights`), and weighted interval scheduling picks the
non-overlapping set with the highest sum of score less threshold (Kleinberg & Tardos 2005, section 6.1). Allegations and
denials are chosen on tracks of their own.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.extract.weights import Weights
from tracker.types import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tracker.extract.clauses import Clause


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause that is an allegation or a denial, how probable that is (0 to 1), and the signs that tell most."""

    clause: Clause
    kind: Kind
    probability: float
    why: tuple[str, ...]


class ClaimModel:
    """The two rankers, read from a folder that holds `allegation.json` and `denial.json`."""

    def __init__(self, folder: Path) -> None:
        self.models = {kind: Weights.load(folder / f"{kind.value}.json") for kind in (Kind.ALLEGATION, Kind.DENIAL)}

    def choose(
        self,
        clauses: Sequence[Clause],
        signs: Sequence[Sequence[str]],
        barred: Sequence[bool],
        denied: Sequence[bool],
        refused: Sequence[bool],
    ) -> list[Claim]:
        """The allegations and denials among some clauses with their signs, in order of the text.

        `barred` clauses are no allegations, `refused` ones no denials; `denied` ones are denials by rule. What no rule calls a
        denial is one only where that is more probable than that it accuses, and where no allegation stands in it.
        """
        found = []
        scores = {kind: [model.probability(s) for s in signs] for kind, model in self.models.items()}
        for kind, model in self.models.items():
            out = barred
            if kind is Kind.DENIAL:
                rows = zip(scores[Kind.ALLEGATION], scores[kind], barred, denied, refused, strict=True)
                out = [no or (accuses > denies and not bar and not ruled) for accuses, denies, bar, ruled, no in rows]
            values = [-1.0 if no else score - model.threshold for score, no in zip(scores[kind], out, strict=True)]
            best = schedule([(k.start, k.end) for k in clauses], values)
            found += [Claim(clauses[n], kind, scores[kind][n], model.why(signs[n])) for n in best]
        accusing = [c.clause for c in found if c.kind is Kind.ALLEGATION]
        ruled = {clause for clause, yes in zip(clauses, denied, strict=True) if yes}
        kept = [c for c in found if c.kind is Kind.ALLEGATION or c.clause in ruled or not _shared(c.clause, accusing)]
        return sorted(kept, key=lambda claim: (claim.clause.start, claim.clause.end, claim.kind.value))


def _shared(clause: Clause, others: Sequence[Clause]) -> bool:
    """True for a clause that shares half of its tokens, or half of another's, with one of the others."""
    shares = (min(clause.end, k.end) - max(clause.start, k.start) for k in others)
    sizes = (min(clause.end - clause.start, k.end - k.start) for k in others)
    return any(share >= 0.5 * size for share, size in zip(shares, sizes, strict=True))


def schedule(spans: Sequence[tuple[int, int]], values: Sequence[float]) -> list[int]:
    """The indices of the non-overlapping spans (end exclusive) with the highest sum of values; only positive ones count."""
    order = sorted((n for n, value in enumerate(values) if value > 0), key=lambda n: (spans[n][1], spans[n][0]))
    ends = [spans[n][1] for n in order]
    best = [0.0]
    taken: list[int | None] = []
    for position, n in enumerate(order):
        before = bisect_right(ends, spans[n][0], 0, position)
        with_it = best[before] + values[n]
        taken.append(before if with_it > best[-1] else None)
        best.append(max(with_it, best[-1]))
    chosen, position = [], len(order)
    while position > 0:
        before_it = taken[position - 1]
        if before_it is None:
            position -= 1
        else:
            chosen.append(order[position - 1])
            position = before_it
    return sorted(chosen)
