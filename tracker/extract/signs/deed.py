"""Signs of a clause: what is said to be done, by whose side, and how often this text blames it.

That the doer is on the speaker's own side, or is whom everybody blames, tells blame from mention.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.extract.signs import polarity
from tracker.extract.signs.words import FIRST, VERBAL, is_hostile, is_negated, sort

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from tracker.extract.clauses import Clause
    from tracker.extract.columns import Columns
    from tracker.extract.saying.rules import Reading
    from tracker.extract.voices import Voices
    from tracker.extract.who.cast import Cast

_MOST = 3  # sides that are told apart by how often they are blamed
_LEADING = frozenset(["attr", "acomp", "dobj", "xcomp", "oprd", "prep"])  # from a light verb to what is done


@dataclass(frozen=True, slots=True)
class _Deed:
    """What a clause says is done: the classes of its predicate, all in all, who does it, and for whose side that is."""

    predicate: tuple[str, ...]
    weight: str  # "hostile", "blame", "weak" or "none"
    doer: int | None
    side: str | None
    own: str  # whether the doer's side is the speaker's "own", "other" or "unknown"
    negated: bool


class DeedSigns:
    """The signs of what clauses of one text say is done. `readings` are its attributions."""

    def __init__(self, c: Columns, cast: Cast, voices: Voices, readings: Iterable[Reading]) -> None:
        self.c, self.cast, self.lexicon, self.voices = c, cast, cast.lexicon, voices
        self._sides: dict[int, str | None] = {}
        self._blamed = self._often_blamed(readings)

    def of(self, clause: Clause) -> list[str]:
        """The signs of one clause."""
        a = self._attribution(clause)
        speakers = self._speaking([a] if a is not None else [])
        deed = self._deed(clause.head, speakers)
        found = [*self._of_deed(deed, said=a is not None), *self._names(clause, speakers)]
        found += polarity.signs(self.c, self.lexicon, clause, deed.own, deed.weight)
        if a is not None and a.cue_class in {"deny", "dispute"}:
            found.append(f"denied|{deed.own}")
        return [*found, *self._speaker(clause.head, speakers, deed)]

    # --------------------------------------------------------------------------------------------- sides of this text

    def _side(self, i: int | None) -> str | None:
        """The side that a word names, as sides are told apart in this text; None for a pronoun or a thing."""
        if i is None or self.c.pos[i] not in {"PROPN", "NOUN", "ADJ"}:
            return None
        if i not in self._sides:
            who = self.cast.owner(self.c.doc[i])
            self._sides[i] = self.cast.side(who.name) if who is not None else None
        return self._sides[i]

    def _often_blamed(self, readings: Iterable[Reading]) -> list[str]:
        """The sides that do hostile acts in most clauses, and those that verbs of accusing blame."""
        counts: Counter[str] = Counter()
        for i in range(self.c.size):
            if is_hostile(self.c.acts[i]) and (side := self._side(self._doer(i))) is not None:
                counts[side] += 1
        for a in readings:
            if a.target is not None and (side := self._side(a.target.i)) is not None:
                counts[side] += 2
        return [side for side, _ in counts.most_common(_MOST)]

    def _rank(self, side: str) -> int:
        """How often a side is blamed: 0 for the most, `_MOST` for all that are not among the first."""
        return self._blamed.index(side) if side in self._blamed else _MOST

    def _speaking(self, readings: Iterable[Reading]) -> set[str]:
        """The sides that speak in some attributions."""
        return {self.cast.side(w.name) for a in readings for w in self.voices.source(a)}

    def _attribution(self, clause: Clause) -> Reading | None:
        """The smallest attribution from outside that holds the head of a clause."""
        held = (a for a in self.voices.holding.at[clause.head] if not clause.start <= a.cue.i < clause.end)
        return min(held, key=lambda a: len(a.content), default=None)

    # ------------------------------------------------------------------------------------------------------ the deed

    def _deed(self, h: int, speakers: AbstractSet[str]) -> _Deed:
        doer = self._doer(h)
        side = self._side(doer)
        predicate = self._predicate(h)
        return _Deed(
            predicate=predicate or ("none",),
            weight=_weight(predicate),
            doer=doer,
            side=side,
            own=self._relation(doer, side, speakers),
            negated=is_negated(self.c, h),
        )

    def _doer(self, h: int) -> int | None:
        """Who does what a verb says, or whose deed a noun is."""
        c = self.c
        if (agent := c.child(h, "agent")) is not None:
            return c.child(agent, "pobj")
        if c.pos[h] in VERBAL:
            return None if c.child(h, "nsubjpass") is not None else c.subject(h)
        owner = c.child(h, "poss")
        if owner is not None:
            return owner
        return next(
            (k for k in c.children[h] if c.dep[k] in {"amod", "compound"} and c.entity[k] in {"NORP", "GPE", "ORG"}), None
        )

    def _relation(self, doer: int | None, side: str | None, speakers: AbstractSet[str]) -> str:
        if (doer is not None and self.c.lower[doer] in FIRST) or (side is not None and side in speakers):
            return "own"
        return "other" if side is not None and speakers else "unknown"

    def _predicate(self, h: int) -> tuple[str, ...]:
        """The classes of a clause's verb, or of what a light verb leads to: "carry out an attack", "is to blame"."""
        c, light = self.c, self.lexicon.light
        found = dict.fromkeys(c.acts[h])
        if found and c.lemma[h] not in light:
            return tuple(found)
        for k in c.children[h]:
            if c.dep[k] not in _LEADING:
                continue
            found |= dict.fromkeys(c.acts[k])
            if c.dep[k] in {"xcomp", "prep"} or c.lemma[k] in light:
                below = (g for g in c.children[k] if c.dep[g] in {"xcomp", "pobj", "dobj", "attr"})
                found |= dict.fromkeys(name for g in below for name in c.acts[g])
        return tuple(found)

    def _of_deed(self, deed: _Deed, *, said: bool) -> list[str]:
        rank = self._rank(deed.side) if deed.side is not None else _MOST + 1
        who, own, weight = sort(self.c, self.lexicon, deed.doer), deed.own, deed.weight
        return [
            f"side={own}",
            f"side={own}|{weight}",
            f"side={own}|{weight}|n{deed.negated:d}",
            f"blamed={rank}",
            f"blamed={rank}|{weight}",
            f"pred={weight}",
            f"pred={weight}|{who}",
            f"pred={weight}|said={said:d}",
            f"pred={weight}|{who}|said={said:d}",
            *(f"p={name}" for name in deed.predicate),
            *(f"p={name}|{own}" for name in deed.predicate),
        ]

    # ------------------------------------------------------------------------------------------------- who is named

    def _names(self, clause: Clause, speakers: AbstractSet[str]) -> list[str]:
        """How often the sides that the clause names are blamed, and whether they speak."""
        c = self.c
        inside = {
            side
            for i in range(clause.start, clause.end)
            if c.pos[i] in {"PROPN", "ADJ", "NOUN"} and c.text[i][0].isupper() and (side := self._side(i))
        }
        if not inside:
            return []
        found = [f"names blamed={min(map(self._rank, inside))}"]
        if speakers:
            found.append(f"names own={bool(inside & speakers):d}{bool(inside - speakers):d}")
        return found

    def _speaker(self, h: int, speakers: AbstractSet[str], deed: _Deed) -> list[str]:
        """How often whoever the clause's own verb makes speak, else whoever is said to say it, is blamed."""
        said = self._speaking(self.voices.holding.by_cue.get(h, ()))
        if said:
            return [f"speaker blamed={min(map(self._rank, said))}"]
        if not speakers:
            return []
        rank = min(map(self._rank, speakers))
        return [
            f"held by blamed={rank}",
            f"held by blamed={rank}|n{deed.negated:d}",
            f"held by blamed={rank}|{'deny' in deed.predicate:d}",
        ]


def _weight(predicate: tuple[str, ...]) -> str:
    """What the classes of a predicate come to."""
    if is_hostile(predicate):
        return "hostile"
    if "blame" in predicate:
        return "blame"
    return "weak" if predicate else "none"
