"""What was decided about mentions and allegations, by the matcher or by a person: records only."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.types.scales import Band, Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A decision that a mention belongs to an allegation or not, and why. Superseded, never deleted."""

    mention_id: str
    allegation_id: int
    decision: Decision
    score: float
    band: Band
    reason: str
    made_by: str
    made_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that a person decided: what one `undo` takes back.

    `kind` is `judge`, `merge`, `split`, `move`, `status`, `undo` or `redo`; `arguments` are what it was done with;
    `undone_at` is None while it stands; `target_id` is the action that an undo or redo turned round.
    """

    id: int
    kind: str
    arguments: Mapping[str, Any]
    because: str | None
    made_by: str
    made_at: dt.datetime
    target_id: int | None = None
    undone_at: dt.datetime | None = None

    @property
    def allegations(self) -> set[int]:
        """The numbers of the allegations that it is about."""
        keys = ("one", "other", "allegation", "from", "to", "new", "into")
        given = {int(self.arguments[key]) for key in keys if self.arguments.get(key) is not None}
        return given | {int(merged) for merged in self.arguments.get("merged", {})}

    @property
    def origin(self) -> str:
        """What it is known by in every database that it was carried to."""
        return origin(self.as_json())

    def as_json(self) -> dict[str, Any]:
        """The action as a row of `log --json`."""
        return {
            "id": self.id,
            "kind": self.kind,
            "arguments": dict(self.arguments),
            "because": self.because,
            "made_by": self.made_by,
            "made_at": self.made_at.isoformat(),
            "target_id": self.target_id,
            "undone_at": self.undone_at.isoformat() if self.undone_at else None,
        }


def origin(row: Mapping[str, Any]) -> str:
    """What a decision of `log --json` is known by in every database: a hash of what was decided, by whom, when."""
    given = row.get("arguments")
    arguments = dict(given) if isinstance(given, Mapping) else {}
    if carried := arguments.get("origin"):
        return str(carried)
    arguments.pop("claims", None)  # what follows from it may differ
    told = [row.get("kind"), arguments, row.get("made_by"), row.get("made_at")]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
