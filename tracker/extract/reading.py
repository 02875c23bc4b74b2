"""A text as it is read before any decision: who says what, who is who, what the rules make of it, what may claim something."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tracker.extract import bars, clauses, drafting, evidence
from tracker.extract.draft import Draft
from tracker.extract.lexicon import Lexicon
from tracker.extract.overlap import Overlap
from tracker.extract.saying import quotes, turns
from tracker.extract.saying.attribution import Readings
from tracker.extract.saying.tagger import Tagger
from tracker.extract.signs import Signs
from tracker.extract.voices import Voices
from tracker.extract.who.cast import Cast
from tracker.extract.who.gazetteer import Gazetteer
from tracker.types import Kind

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from tracker.extract.clauses import Clause
    from tracker.extract.columns import Columns
    from tracker.extract.saying.rules import Reading
    from tracker.extract.saying.turns import Turn


class Text:
    """One parsed article with what is read off it before any decision: attributions, actors, rule drafts, candidates.

    `parts` are all its clauses, `clauses` those that may claim something, `signs` theirs, one list each.
    """

    def __init__(
        self, doc: Doc, lexicon: Lexicon, gazetteer: Gazetteer, tagger: Tagger, published: dt.date | None = None
    ) -> None:
        self.doc = doc
        quoted = quotes.find(doc.text)
        read = Readings(doc, lexicon, quoted, tagger)
        self.columns: Columns = read.columns
        self.readings: list[Reading] = read.propositions()
        self.turns: list[Turn] = turns.find(doc.text)
        tags = dict.fromkeys(t.name for t in self.turns if t.name != "Q")
        self.cast = Cast(doc, gazetteer, lexicon, quoted, published, tags)
        self.cast.cut = {
            t.i
            for a in self.readings
            if a.target is not None
            for t in doc[a.content[0]].ancestors
            if t.dep_ == "prep" and t.i > a.cue.i
        }
        self.cast.reported = {i for a in self.readings for i in a.content}
        self.voices = Voices(self.columns, self.readings, self.turns, self.cast)
        self.drafts = drafting.drafts(doc, self.readings, self.turns, self.voices, self.cast)
        self._by_token = Overlap(lambda d: (t.i for t in d.tokens), self.drafts)
        self.parts = clauses.find(self.columns, self.readings)
        self.clauses = [clause for clause in self.parts if bars.may_claim(self.columns, clause)]
        signs = Signs(self.columns, self.readings, self.turns, self.cast, self.voices, self.drafts)
        self.signs = [signs.of(clause) for clause in self.clauses]
        self.denied = [any(d.kind is Kind.DENIAL for d in self._ruled(clause)) for clause in self.clauses]
        self.refused = [bars.is_refusal(self.columns, clause, lexicon) for clause in self.clauses]
        self.barred = [bars.is_barred(self.columns, clause, self._ruled(clause)) for clause in self.clauses]
        self.notes = evidence.notes(doc, lexicon)

    def _ruled(self, k: Clause) -> list[Draft]:
        """What the rules made of most of a clause."""
        near = self._by_token.touching(range(k.start, k.end))
        return [d for d in near if min(d.tokens[-1].i + 1, k.end) - max(d.tokens[0].i, k.start) >= 0.5 * (k.end - k.start)]
