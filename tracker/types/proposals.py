"""What became of a language model's proposals: each refusal and each repair has a reason, and all are counted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What was done with a proposal or a field of it; the last three: what the built-in extractor makes of what was taken."""

    TAKEN = "taken"
    REPAIRED = "repaired"
    REFUSED = "refused"
    AGREED = "agreed"
    DIFFERS = "differs"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was done: `why` is one of a few reasons, which are counted; `what` are the words that it was done to."""

    fate: Fate
    why: str
    what: str = ""
