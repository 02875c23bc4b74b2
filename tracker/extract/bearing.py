"""Whether a denial or a remark on evidence is about a claim: the signs of such a pair, for the models that join them.

The hard part of evidence and contest is scope: the remark often stands in another sentence, covers several claims, or is
about the other side's. What tells: whose claim it is and who is accused, how far apart the two stand, and the words and
acts they share.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.extract.lexicon import SOFT

if TYPE_CHECKING:
    from tracker.extract.clauses import Clause
    from tracker.extract.columns import Columns
    from tracker.extract.who.cast import Cast

_CONTENT = frozenset(["NOUN", "VERB", "PROPN", "ADJ"])
_MATTER = 2  # words from which on a remark says what it is about
_REACH = 3  # sentences from a claim to a remark on it
_FAR = 5  # paragraphs from which on it does not matter how far apart two clauses are
AROUND = 60  # claims on either side of a remark or a denial among which it finds its own
_NO_DEED = SOFT | {"fail", "blame"}


@dataclass(frozen=True, slots=True)
class Party:
    """A clause with who says it and whom it accuses (None: nobody is named), by canonical names."""

    clause: Clause
    speakers: tuple[str, ...]
    accused: str | None


class Bearing:
    """The signs of pairs in one text. `claims` are its allegations, in order of the text."""

    def __init__(self, c: Columns, cast: Cast, claims: list[Party]) -> None:
        self.c, self.cast, self.claims = c, cast, claims
        self._starts = sorted(p.clause.start for p in claims)
        self._words = [self._content(p.clause) for p in claims]
        self._deeds = [self._acts(p.clause) for p in claims]

    def _content(self, k: Clause) -> set[str]:
        """The content words of a clause without those that only say that something is said or rejected."""
        lexicon = self.cast.lexicon
        saying = lexicon.rejecting | lexicon.cue_nouns | lexicon.cues.keys()
        return {self.c.lemma[i] for i in range(k.start, k.end) if self.c.pos[i] in _CONTENT} - saying

    def _acts(self, k: Clause) -> set[str]:
        """The classes of deeds that a clause names."""
        return {name for i in range(k.start, k.end) for name in self.c.acts[i]} - _NO_DEED

    def _gap(self, k: Clause, other: Clause) -> str:
        """How many sentences one clause stands after ("+") or before ("-") another, in steps."""
        gap = self.c.sentence[k.start] - self.c.sentence[other.start]
        far = abs(gap)
        size = "1" if far == 1 else "2" if far == 2 else "4" if far <= 4 else "8" if far <= 8 else "far"
        return "0" if gap == 0 else f"{'+' if gap > 0 else '-'}{size}"

    def _shared(self, k: Clause, n: int) -> tuple[int, int, bool]:
        """How many words (at most 3) and deeds (at most 2) a clause shares with claim `n`, and whether it names any deed."""
        words, deeds = self._content(k), self._acts(k)
        return min(3, len(words & self._words[n])), min(2, len(deeds & self._deeds[n])), bool(deeds)

    def _before(self, k: Clause) -> int:
        """How many claims stand before a clause."""
        return bisect_left(self._starts, k.start)

    def around(self, k: Clause) -> range:
        """The claims that a remark or a denial may be about: the `AROUND` nearest before it, and as many after it.

        No article has more; without an end, a text of nothing but claims and denials takes time with the square of its length.
        """
        before = self._before(k)
        return range(max(0, before - AROUND), min(len(self.claims), before + AROUND))

    def of_denial(self, denial: Party, n: int) -> list[str]:
        """The signs of a denial with claim `n`."""
        claim = self.claims[n]
        sides, deniers = self._sides(claim.speakers), self._sides(denial.speakers)
        blamed, denied = self._blamed(claim), self._blamed(denial)
        same = f"same={blamed is not None and blamed == denied:d}"
        answers = f"answers={blamed in deniers:d}"
        own = f"own={bool(sides & deniers):d}"
        gap = f"gap={self._gap(denial.clause, claim.clause)}"
        words, deeds, named = self._shared(denial.clause, n)
        return [
            "bias",
            same,
            answers,
            own,
            gap,
            f"{gap}|{same}",
            f"words={words}",
            f"words={words}|{same}",
            f"deeds={deeds}",
            f"named={named:d}",
            f"named={named:d}|{gap}",
            f"deeds={deeds}|named={named:d}|{same}",
            f"{same}|{answers}|{own}",
            f"near={self._near(denial.clause, n)}|{same}",
        ]

    def of_remark(self, remark: Clause, voice: tuple[str, ...], n: int) -> list[str]:
        """The signs of a remark on evidence, made by `voice`, with claim `n`."""
        claim = self.claims[n]
        sides, told, blamed = self._sides(claim.speakers), self._sides(voice), self._blamed(claim)
        about = f"about={self._about(remark, claim)}"
        by = f"by={'nobody' if not told else 'speaker' if told & sides else 'accused' if blamed in told else 'somebody'}"
        others = self._named(remark) - told
        whom = "nobody" if not others else "accused" if blamed in others else "speaker" if others <= sides else "others"
        names = f"names={whom}"
        gap = f"gap={self._gap(remark, claim.clause)}"
        near = f"near={self._near(remark, n)}"
        count, deeds, named = self._shared(remark, n)
        words = f"words={count}"
        inside = remark.start < claim.clause.end and claim.clause.start < remark.end
        return [
            "bias",
            gap,
            f"paragraph={self._paragraphs(remark, claim.clause)}",
            about,
            f"{about}|{gap}",
            by,
            f"{by}|{about}",
            f"{by}|{gap}",
            words,
            f"deeds={deeds}",
            f"named={named:d}",
            f"inside={inside:d}",
            near,
            f"{near}|{gap}",
            f"{near}|{about}",
            f"speaker={bool(sides):d}",
            names,
            f"{names}|{gap}",
            f"{names}|{words}",
            f"{words}|{gap}",
        ]

    def _sides(self, names: tuple[str, ...]) -> set[str]:
        return {self.cast.side(name) for name in names}

    def _blamed(self, party: Party) -> str | None:
        """The side that is accused."""
        return self.cast.side(party.accused) if party.accused else None

    def _paragraphs(self, k: Clause, other: Clause) -> int:
        """How many paragraphs one clause stands after another, below zero before it; 9 for all that is far."""
        apart = self.c.paragraph[k.start] - self.c.paragraph[other.start]
        return apart if abs(apart) < _FAR else 9

    def _about(self, remark: Clause, claim: Party) -> str:
        """Who did not give evidence, as the remark's subject tells."""
        subject = self.c.subject(remark.head)
        if subject is None:
            return "nobody"
        if self.c.pos[subject] == "PRON":
            return "pronoun"
        who = self.cast.resolve(self.c.doc[subject])
        if who is None:
            return "nobody"
        side = self.cast.side(who.name)
        if side in self._sides(claim.speakers) or who.name in claim.speakers:
            return "speaker"
        return "accused" if side == self._blamed(claim) else "somebody"

    def _is_known(self, remark: Clause) -> bool:
        """True where a remark's subject is an actor that is more than its own words."""
        subject = self.c.subject(remark.head)
        who = self.cast.resolve(self.c.doc[subject]) if subject is not None else None
        return who is not None and self.cast.actor(who.name).kind != "unknown"

    def in_reach(self, remark: Clause, voice: tuple[str, ...], n: int) -> bool:
        """True where a remark can be about claim `n` at all: soon after it, naming nobody else, and on its matter.

        "There is no evidence", said by one side, is about what the other one says.
        """
        gap = self.c.sentence[remark.start] - self.c.sentence[self.claims[n].clause.start]
        if not 0 <= gap <= _REACH:
            return False
        claim = self.claims[n]
        if self.c.lemma[remark.head] == "be" and self._sides(voice) & self._sides(claim.speakers):
            return False
        if self._about(remark, claim) == "somebody" and self._is_known(remark):
            return False
        if self._about(remark, claim) == "accused":
            return False  # who is accused did not show anything: that is about the other side's claim
        blamed, named = self._blamed(claim), self._named(remark)
        if named - self._sides(claim.speakers) - {blamed} and blamed not in named:
            return False
        matter = {word for word in self._content(remark) if word not in self.cast.lexicon.remarks}
        return len(matter) < _MATTER or bool(matter & self._words[n])

    def _named(self, k: Clause) -> set[str]:
        """The sides that a clause names."""
        tokens = (
            self.c.doc[i]
            for i in range(k.start, k.end)
            if self.c.text[i][:1].isupper() and self.c.pos[i] in {"PROPN", "ADJ", "NOUN"}
        )
        return {self.cast.side(who.name) for token in tokens if (who := self.cast.owner(token)) is not None}

    def _near(self, k: Clause, n: int) -> str:
        """Where a claim stands among the claims seen from a clause: the last before it, the next after it, or farther."""
        before = self._before(k)
        rank = before - 1 - n if n < before else n - before
        return f"{'before' if n < before else 'after'}{min(rank, 3)}"
