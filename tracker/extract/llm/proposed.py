"""A proposal whose words were found in the text, and what it is refused with; and how spans lie to each other."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.extract.llm.align import Found
from tracker.types import Certainty, Kind, Remark, Span
from tracker.types.proposals import Fate, Told


class RefusedError(Exception):
    """A proposal that is not taken: why, and the words at fault."""

    def __init__(self, why: str, what: object = "") -> None:
        super().__init__(why)
        self.told = Told(Fate.REFUSED, why, str(what)[:200])


@dataclass(slots=True)
class Draft:
    """A proposal whose words were found: spans of the text, and names."""

    kind: Kind
    content: Found
    speaker: str | None = None
    speaker_span: Span | None = None
    cue: Span | None = None
    accused: str | None = None
    accused_span: Span | None = None
    certainty: Certainty = Certainty.ASSERTED
    negated: bool = False
    evidence: Remark | None = None
    contest: Remark | None = None
    reported_by: str | None = None
    claim: str = ""
    more: list[str] = field(default_factory=list)
    mended: list[Told] = field(default_factory=list)

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who says it: more than one where several say the same."""
        return (*([self.speaker] if self.speaker else []), *self.more)


def gap(one: Span, other: Span) -> int:
    """Characters between two spans; 0 where they touch."""
    return max(one[0] - other[1], other[0] - one[1], 0)


def inside(inner: Span, outer: Span) -> bool:
    """True where a span lies within another."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def shared(one: Span, other: Span) -> float:
    """What two spans share, of the longer one."""
    return max(min(one[1], other[1]) - max(one[0], other[0]), 0) / max(one[1] - one[0], other[1] - other[0])
