"""What the claim model sees of a clause: strings, each a sign for or against its being an allegation or a denial.

Grammar, word classes and attribution; no content words as such, so that what is learnt from some stories holds for others.
Each module is a group of signs: the governing word (`head`), the run of words (`span`), who is said to say it (`said`), who
does it to whom (`deed`, `polarity`), and what the grammar rules make of it (`ruled`). The models' card tells what they were
trained on. The text of a sign is a format: a trained model knows it by its letters.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tracker.extract.signs.deed import DeedSigns
from tracker.extract.signs.head import HeadSigns
from tracker.extract.signs.ruled import RuledSigns
from tracker.extract.signs.said import SaidSigns
from tracker.extract.signs.span import SpanSigns

if TYPE_CHECKING:
    from tracker.extract.clauses import Clause
    from tracker.extract.columns import Columns
    from tracker.extract.draft import Draft
    from tracker.extract.saying.rules import Reading
    from tracker.extract.saying.turns import Turn
    from tracker.extract.voices import Voices
    from tracker.extract.who.cast import Cast

__all__ = ["Signs"]


class Signs:
    """The signs of every clause of one text.

    `readings` are its attributions, `turned` the turns of a transcript, `ruled` what the grammar rules make of the text.
    """

    def __init__(
        self,
        c: Columns,
        readings: Iterable[Reading],
        turned: list[Turn],
        cast: Cast,
        voices: Voices,
        ruled: Iterable[Draft] = (),
    ) -> None:
        self._head = HeadSigns(c, cast.lexicon)
        self._span = SpanSigns(c, cast.lexicon, turned)
        self._said = SaidSigns(c, cast.lexicon, voices.holding)
        self._deed = DeedSigns(c, cast, voices, readings)
        self._ruled = RuledSigns(ruled)

    def of(self, clause: Clause) -> list[str]:
        """The signs of one clause."""
        return [
            *self._head.of(clause.head),
            *self._span.of(clause),
            *self._said.of(clause),
            *self._deed.of(clause),
            *self._ruled.of(clause),
        ]
