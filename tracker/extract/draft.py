"""A mention in the making: what the steps of the extractor fill in, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.extract.overlap import Overlap
from tracker.extract.saying import rules
from tracker.extract.who import phrases
from tracker.types import Certainty, Evidence, Kind, Remark, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tracker.extract.acts import Act
    from tracker.extract.clauses import Clause
    from tracker.extract.who import Who


@dataclass(slots=True)
class Draft:
    """A mention in the making: one piece of content with what is known about it so far.

    `clause` is the clause that a model chose, None for what only the rules read. `by` and `confidence` are those of the reading
    that it comes from; `certain_by` is the word that shows the certainty; `sure` and `why` hold how probable each decision of a
    model is, and its reasons.
    """

    tokens: list[Token]
    head: Token
    cue: Token | None
    cue_class: str
    cue_negated: bool
    rule: str
    by: str
    confidence: float
    source: Token | None
    target: Token | None
    speakers: list[Who]
    speaker_span: Span | None = None
    said: list[Token] = field(default_factory=list)
    said_head: Token | None = None
    reported_by: str | None = None
    acts: list[Act] = field(default_factory=list)
    kind: Kind = Kind.STATEMENT
    clause: Clause | None = None
    negated: bool = False
    certainty: Certainty = Certainty.ASSERTED
    certain_by: Token | None = None
    sure: dict[str, float] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    accused: Who | None = None
    evidence: Remark | None = None
    contest: Remark | None = None

    def join(self, remark: Remark, sure: float, why: str) -> None:
        """Take a remark on its evidence or contest, unless a surer one is there."""
        axis = "evidence" if isinstance(remark.value, Evidence) else "contest"
        if sure > self.sure.get(axis, 0.0):
            setattr(self, axis, remark)
            self.sure[axis], self.why[axis] = sure, why

    @property
    def span(self) -> Span:
        """The hull of the content, in characters."""
        doc, start, last = self.head.doc, self.tokens[0], self.tokens[-1]
        inside = doc[start.i : last.i + 1].text
        end = last.idx + len(last)
        after = doc[last.i + 1].text if last.i + 1 < len(doc) else ""
        closes = after in {"”", "»"} and doc[last.i + 1].idx == end and _last(inside, "“„«") > _last(inside, "”»")
        return start.idx, end + closes

    @property
    def runs(self) -> tuple[Span, ...]:
        """The unbroken runs of the content, in characters."""
        return phrases.runs(self.tokens)

    @property
    def act_classes(self) -> tuple[str, ...]:
        """Act classes, the main one first; what is only an aim counts where there is nothing else."""
        kinds = [a.kind for a in self.acts if not a.aim] or [a.kind for a in self.acts]
        return tuple(dict.fromkeys(kinds))


def distinct(drafts: list[Draft]) -> list[Draft]:
    """One draft where several rules read the same words: what accuses or denies first, then the surer rule."""
    order = {Kind.ALLEGATION: 0, Kind.DENIAL: 0, Kind.STATEMENT: 1}
    ranked = sorted(
        drafts,
        key=lambda d: (
            order[d.kind],
            -rules.reliability(d.rule),
            d.reported_by is None,
            -len(d.tokens),
            d.span,
        ),
    )
    kept: Overlap[Draft] = Overlap(lambda d: (t.i for t in d.tokens))
    for draft in ranked:
        mine = {t.i for t in draft.tokens}
        near = kept.touching(mine)
        if not any(len(mine & {t.i for t in k.tokens}) >= 0.5 * min(len(mine), len(k.tokens)) for k in near):
            kept.add(draft)
    return sorted(kept, key=lambda d: d.span)


def _last(text: str, marks: str) -> int:
    """Where the last of several marks stands; -1 where none does."""
    return max(text.rfind(mark) for mark in marks)
