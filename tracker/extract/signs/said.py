"""Signs of a clause: the attribution that holds it, and those whose cue stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.extract.signs.words import binned, sort

if TYPE_CHECKING:
    from tracker.extract.clauses import Clause
    from tracker.extract.columns import Columns
    from tracker.extract.lexicon import Lexicon
    from tracker.extract.saying.holding import Holding
    from tracker.extract.saying.rules import Reading

_COVERED = 0.4  # of a clause that an attribution holds, from which on the clause is its content
_CLOSER = 0.2  # so much more must a wider attribution hold to be the better one


class SaidSigns:
    """The signs that the attributions of one text give to clauses."""

    def __init__(self, c: Columns, lexicon: Lexicon, holding: Holding) -> None:
        self.c, self.lexicon, self.holding = c, lexicon, holding

    def of(self, clause: Clause) -> list[str]:
        """The signs of one clause."""
        best, count = self._best(clause)
        cover = count / (clause.end - clause.start)
        found = [f"cover={binned(cover, 0.01, 0.4, 0.8, 0.99)}"]
        if best is not None and cover >= _COVERED:
            found += self._holder(best, count, clause)
        within = [a for i in range(clause.start, clause.end) for a in self.holding.by_cue.get(i, ())]
        for a in within:
            found += self._cue_inside(a, clause)
        if best is None and not within:
            found.append("unattributed")
        return found

    def _best(self, clause: Clause) -> tuple[Reading | None, int]:
        """The attribution from outside that holds most of a clause, a smaller one first, and how many tokens it holds."""
        size = clause.end - clause.start
        best: Reading | None = None
        most = 0
        for a, count in self.holding.counts(clause.start, clause.end):
            if clause.start <= a.cue.i < clause.end or count < most:
                continue
            if best is None or count / size > most / size + _CLOSER or len(a.content) < len(best.content):
                best, most = a, count
        return best, most

    def _holder(self, a: Reading, count: int, clause: Clause) -> list[str]:
        exact = count / (clause.end - clause.start + len(a.content) - count)
        found = [
            f"by={a.by}",
            f"c={a.cue_class}",
            f"c={a.cue_class}|n{a.negated:d}",
            f"src={self._source(a)}",
            f"exact={binned(exact, 0.2, 0.5, 0.8, 0.95)}",
            f"c|exact={a.cue_class}|{exact > 0.8:d}",
        ]
        found += [f"cx={name}" for name in self.c.classes[a.cue.i]]
        if a.target is not None:
            found.append("has target")
        if a.nested:
            found.append("nested")
        return [*found, f"rule={a.rule}", f"cue pos={a.cue.pos_}"]

    def _cue_inside(self, a: Reading, clause: Clause) -> list[str]:
        """An attribution whose cue and most of whose content stand in the clause: "Kyiv denied that …" as a whole."""
        if sum(clause.start <= i < clause.end for i in a.content) / len(a.content) <= 0.5:
            return []
        heads = a.cue.i == clause.head
        found = [f"holds={a.cue_class}|{heads:d}", f"holds={a.cue_class}|n{a.negated:d}"]
        if heads:
            rest = 1 - len(a.content) / (clause.end - clause.start)
            found += [f"head cue={a.cue_class}|{binned(rest, 0.2, 0.4, 0.6)}", f"head src={self._source(a)}"]
        return found

    def _source(self, a: Reading) -> str:
        return sort(self.c, self.lexicon, a.source.i if a.source is not None else None)
