"""What became of a language model's proposals, in two lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from tracker.text import plural
from tracker.types.proposals import Fate


def lines(told: Mapping[tuple[str, str], int]) -> list[str]:
    """How many were taken, mended and refused and why, and what the built-in extractor says; none where there were none."""
    if not told:
        return []
    why: dict[str, Counter[str]] = {fate: Counter() for fate in Fate}
    for (fate, reason), count in told.items():
        why[fate][reason] += count
    taken, refused = why[Fate.TAKEN].total(), why[Fate.REFUSED].total()
    parts = [f"{taken} of {taken + refused} proposals taken"]
    parts += [f"{plural(count, word)} ({_each(why[fate])})" for fate, word in _SHOWN if (count := why[fate].total())]
    same, alone = why[Fate.AGREED].total(), why[Fate.ALONE].total()
    other = f", otherwise {_each(why[Fate.DIFFERS])}" if why[Fate.DIFFERS] else ""
    return [f"model: {'; '.join(parts)}", f"built-in extractor: {same} read alike{other}; {alone} not read"]


_SHOWN = ((Fate.REPAIRED, "repair"), (Fate.REFUSED, "refusal"))


def _each(reasons: Counter[str]) -> str:
    """The reasons, the most frequent first."""
    ranked = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{reason} {count}" for reason, count in ranked)
