"""What became of a model's proposals: each refusal and each repair has a reason, and all are counted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What was done with a proposal, or with a field of it."""

    TAKEN = "taken"
    REPAIRED = "repaired"
    REFUSED = "refused"
    AGREED = "read alike by the built-in extractor"
    DIFFERS = "read otherwise by the built-in extractor"
    ALONE = "not read by the built-in extractor"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was done: `why` is one of a few reasons, which are counted; `what` are the words that it was done to."""

    fate: Fate
    why: str
    what: str = ""


class RefusedError(Exception):
    """A proposal that is not taken. The message is the reason, `what` the words at fault."""

    def __init__(self, why: str, what: object = "") -> None:
        super().__init__(why)
        self.told = Told(Fate.REFUSED, why, str(what)[:200])
