"""A model that is a table: one weight a sign, learnt by logistic regression (`make train`), kept as readable JSON.

Two uses. A clause is scored alone: the logistic function of the sum of its signs' weights. Choices are scored against each
other: a softmax over the sums (conditional logit, McFadden 1974), so that the probabilities of all answers to one question
add up to one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from tracker.errors import ModelMissingError


class Weights:
    """The weights of one model. `threshold` is the probability from which on a clause counts; 0 for choices."""

    def __init__(self, table: dict[str, float], bias: float = 0.0, threshold: float = 0.0) -> None:
        self.table, self.bias, self.threshold = table, bias, threshold

    @classmethod
    def load(cls, path: Path) -> Weights:
        """Read a model. Raises ModelMissingError where the file is missing or no model."""
        try:
            data = json.loads(path.read_text("utf-8"))
            return cls(data["weights"], data["bias"], data["threshold"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelMissingError(f"{path}: the model cannot be read ({error}): install the package again") from None

    def save(self, path: Path) -> None:
        """Write the model, one weight a line in order of the signs: the same weights are the same bytes."""
        weights = {sign: round(weight, 4) for sign, weight in sorted(self.table.items()) if round(weight, 4)}
        data = {"bias": round(self.bias, 4), "threshold": self.threshold, "weights": weights}
        path.write_text(json.dumps(data, indent=0, ensure_ascii=False) + "\n", "utf-8")

    def total(self, signs: Iterable[str]) -> float:
        """The sum of the weights of some signs; those that are not known weigh nothing."""
        table = self.table
        return self.bias + math.fsum(table.get(sign, 0.0) for sign in signs)  # the same to the last bit in any order

    def probability(self, signs: Iterable[str]) -> float:
        """How probable it is, 0 to 1, that what has these signs is one."""
        return 1.0 / (1.0 + math.exp(-self.total(signs)))

    def shares(self, alternatives: Sequence[Iterable[str]]) -> list[float]:
        """How probable each of several answers is, 0 to 1; they add up to one."""
        totals = [self.total(signs) for signs in alternatives]
        top = max(totals, default=0.0)
        powers = [math.exp(total - top) for total in totals]
        return [power / sum(powers) for power in powers]

    def why(self, signs: Iterable[str], most: int = 4) -> tuple[str, ...]:
        """The signs that weigh most for it, the heaviest first."""
        known = (sign for sign in set(signs) if self.table.get(sign, 0.0) > 0)
        return tuple(sorted(known, key=lambda sign: (-self.table[sign], sign))[:most])
