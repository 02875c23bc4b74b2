"""An answer to "who is meant?"."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Who:
    """The canonical name of an actor, the words of the text that mean it, and how sure that is (0 to 1)."""

    name: str
    text: str
    confidence: float
