"""What the built-in extractor makes of what a model proposes: where both read alike a mention is surer, and else it says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from tracker.extract.llm.lead import ALONE
from tracker.types import Kind, Mention, Reason
from tracker.types.proposals import Fate, Told


class Reading(Protocol):
    """What must be known of two mentions to say whether they are one."""

    @property
    def id(self) -> str:
        """One for each."""

    @property
    def start(self) -> int:
        """Where its words begin."""

    @property
    def end(self) -> int:
        """Where they end."""

    @property
    def kind(self) -> str:
        """See `Kind`."""

    @property
    def speaker(self) -> str | None:
        """Who says it."""

    @property
    def accused(self) -> str | None:
        """Whom it blames."""


A = TypeVar("A", bound=Reading)
DOUBTED = 0.3  # how far a mention is trusted that the built-in extractor reads otherwise


def compared(proposed: Sequence[Mention], built_in: Sequence[Mention]) -> tuple[list[Mention], list[Told]]:
    """The proposed mentions with what the built-in extractor says to each, and that to be counted.

    Where kind, speaker and accused are the same, both would have to be wrong: confidence is 1 less the product of their
    doubts; and what the model has not said, or could not show, of evidence and denials is as the built-in extractor has it.
    What only one of them reads is no disagreement on a field: it stays as sure as it was.
    """
    pairs = paired(proposed, built_in)
    made, told = [], []
    for mention in proposed:
        other = pairs.get(mention.id)
        if other is None:
            told.append(Told(Fate.ALONE, mention.kind.value, mention.quote[:80]))
            made.append(mention)
            continue
        apart = differing(mention, other)
        fate = Fate.DIFFERS if apart else Fate.AGREED
        told += [Told(fate, field, mention.quote[:80]) for field in apart or (mention.kind.value,)]
        why = "; ".join(f"{field}: {getattr(other, field) or 'nobody'}" for field in apart)
        reason = Reason(
            decision="disagreement" if apart else "agreement",
            by=other.extractor,
            why=f"the built-in extractor reads {why}" if apart else "the built-in extractor reads the same",
            sure=other.confidence,
        )
        if apart:
            made.append(replace(mention, confidence=DOUBTED, reasons=(*mention.reasons, reason)))
        else:
            sure = 1 - (1 - ALONE) * (1 - other.confidence)
            made.append(_scoped(replace(mention, confidence=sure, reasons=(*mention.reasons, reason)), other))
    return made, told


def _scoped(mention: Mention, other: Mention) -> Mention:
    """A mention with the built-in extractor's remarks on evidence and contest where it has none of its own."""
    lacking = [axis for axis in ("evidence", "contest") if getattr(mention, axis) is None and getattr(other, axis) is not None]
    reasons = tuple(reason for reason in other.reasons if reason.decision in lacking)
    return replace(mention, **{axis: getattr(other, axis) for axis in lacking}, reasons=(*mention.reasons, *reasons))


def differing(one: Reading, other: Reading) -> tuple[str, ...]:
    """The fields that say whether two mentions are read alike, where they are not."""
    fields = ("kind", "speaker", "accused") if Kind.STATEMENT not in {one.kind, other.kind} else ("kind", "speaker")
    return tuple(field for field in fields if getattr(one, field) != getattr(other, field))


def paired(ones: Sequence[Reading], others: Sequence[A]) -> dict[str, A]:
    """For the id of each mention the other that reads the same words: one to one, what shares most and differs least first.

    Spans match where they share half of the shorter one and a fifth of the longer one.
    """
    ranked = []
    for n, one in enumerate(ones):
        for m, other in enumerate(others):
            shared = min(one.end, other.end) - max(one.start, other.start)
            short, long = sorted((one.end - one.start, other.end - other.start))
            if shared > 0 and shared >= 0.5 * short and shared >= 0.2 * long:
                ranked.append((len(differing(one, other)), -shared / long, n, m))
    found: dict[str, A] = {}
    used: set[int] = set()
    for _, _, n, m in sorted(ranked):
        if ones[n].id not in found and m not in used:
            found[ones[n].id] = others[m]
            used.add(m)
    return found
