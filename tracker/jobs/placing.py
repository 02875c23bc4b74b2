"""Gives the mentions of one article their allegations, inside its transaction: match, judge, record events, link."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tracker.assess import events
from tracker.match import denial, frame, mirror
from tracker.types import Band, Decision, Judgement, Kind, Span, StatusEvent, StoredMention

if TYPE_CHECKING:
    from tracker.match.words import Words
    from tracker.store import Writer

MATCHER = "matcher/1"
MIRROR_DAYS = 30  # an accusation in return comes within about a month of what it answers


@dataclass(slots=True)
class Placed:
    """How many allegations of an article were new, how many repeated one, how many a person should look at."""

    new: int = 0
    repeats: int = 0
    to_review: int = 0


def sides(mentions: Iterable[StoredMention]) -> set[str | None]:
    """All whose accusations and denials matter where these mentions are placed: whom they blame, and whose side they quote."""
    return {side for m in mentions for side in (m.accused_side, *m.sides.values())}


class Placing:
    """Gives the mentions of one article their allegations, inside its transaction.

    `founders` tells which allegation a mention founded when it first came in: matched anew, it founds that one again, under its
    old id, and is taken out. `strict` joins only what is worded alike; the rest is put to review.
    """

    def __init__(
        self, writer: Writer, words: Words, at: dt.datetime, founders: dict[str, int] | None = None, *, strict: bool = False
    ) -> None:
        self.writer, self.words, self.at, self._strict = writer, words, at, strict
        self._founders = {} if founders is None else founders
        self._until: int | None = None
        self._asked: dict[tuple[Any, ...], list[StoredMention]] = {}
        self._placed: dict[str, StoredMention] = {}
        self._known_events: set[tuple[Any, ...]] = set()

    def place(self, mentions: Sequence[StoredMention], *, until: int | None = None) -> Placed:
        """Match every allegation, then every denial; record judgements, events and mirrored accusations.

        Denials in earlier articles that were left without an allegation are tried again. `until` is the last article that is
        taken note of: this one, where later ones are there already.
        """
        placed = Placed()
        self._until = until
        touched: dict[int, StoredMention] = {}
        for stored in mentions:
            if stored.mention.kind is Kind.ALLEGATION:
                touched.setdefault(self._allegation(stored, placed), stored)
        denials = {m.mention.id: m for m in mentions if m.mention.kind is Kind.DENIAL}
        for side, on in dict.fromkeys((m.accused_side, m.asserted_on) for m in touched.values()):
            if side is None:
                continue
            waiting = self.writer.unlinked_denials(side, on, days=denial.WINDOW_DAYS, until=until)
            denials |= {m.mention.id: m for m in waiting}
        for stored in denials.values():
            self._denial(stored)
        for allegation_id, stored in touched.items():
            self._mirror(allegation_id, stored)
        self.writer.index(self.words.stems)  # last: others wait for stems that are in everybody's claims
        return placed

    def _candidates(self, stored: StoredMention) -> dict[int, list[StoredMention]]:
        """What an accusation may repeat, by allegation: nearest in time, most alike in words, said in this article."""
        side = stored.accused_side
        alike = self.writer.alike(side, self.words.stems(stored.mention.claim), until=self._until)
        return self._not_refused(stored, self._against(side, stored, frame.TELLING_DAYS, alike))

    def _not_refused(self, stored: StoredMention, found: dict[int, list[StoredMention]]) -> dict[int, list[StoredMention]]:
        """Leave out what people judged a mention not to belong to."""
        refused = self.writer.decisions.refused(stored.mention.id)
        return {key: said for key, said in found.items() if key not in refused}

    def _against(
        self, side: str | None, stored: StoredMention, days: int, more: Sequence[StoredMention] = ()
    ) -> dict[int, list[StoredMention]]:
        """Accusations against a side within so many days of a mention, those of this article and `more`, by allegation."""
        own = [m for m in self._placed.values() if m.accused_side == side]
        return _by_allegation([*self._near(side, stored.asserted_on, days), *own, *more])

    def _near(self, side: str | None, on: dt.date | None, days: int) -> list[StoredMention]:
        key = (side, on, days)
        if key not in self._asked:
            self._asked[key] = self.writer.near(side, on, days=days, until=self._until)
        return self._asked[key]

    def _allegation(self, stored: StoredMention, placed: Placed) -> int:
        members = _said_before(stored, self._candidates(stored))
        match = frame.best(stored, members, self.words)
        if match is not None and self._strict and match.band is Band.SAME and match.wording is not Band.SAME:
            match = replace(match, band=Band.REVIEW)
        if match is not None and match.band is Band.SAME:
            allegation_id = match.allegation_id
            self._judge(stored, allegation_id, Decision.POSITIVE, match.score, match.band, match.reason)
            self.writer.reword(allegation_id, frame.clearest([*members[allegation_id], stored]))
            placed.repeats += 1
        else:
            allegation_id = self._open(stored)
            nearest = f"nothing alike: nearest A-{match.allegation_id}, {match.reason}" if match else "the first of its kind"
            self._judge(stored, allegation_id, Decision.POSITIVE, match.score if match else 0.0, Band.DIFFERENT, nearest)
            placed.new += 1
            if match is not None and match.band is Band.REVIEW:
                self._judge(stored, match.allegation_id, Decision.UNSURE, match.score, match.band, match.reason)
                placed.to_review += 1
            if match is not None and match.band in {Band.REVIEW, Band.RELATED}:
                self.writer.link(allegation_id, match.allegation_id, "variant_of")
        self._record(allegation_id, stored)
        self._placed[stored.mention.id] = replace(stored, allegation_id=allegation_id)
        return allegation_id

    def _open(self, stored: StoredMention) -> int:
        """Open an allegation for a mention: the one that it founded before, where it did."""
        mention = stored.mention
        if (known := self._founders.pop(mention.id, None)) is not None:
            self.writer.reword(known, mention.claim)
            return known
        return self.writer.new_allegation(mention.claim, mention.accused, mention.acts, self.at, mention_id=mention.id)

    def ask(self, stored: StoredMention) -> bool:
        """For a mention that people have placed: whether the matcher would place it elsewhere; if so, that is put to review."""
        if stored.mention.kind is not Kind.ALLEGATION:
            return False
        members = _said_before(stored, self._candidates(stored))
        match = frame.best(stored, members, self.words)
        own = stored.allegation_id
        if own is None or match is None or match.band is not Band.SAME or match.allegation_id == own:
            return False
        if self.writer.decisions.is_asked(stored.mention.id, own, match.allegation_id):
            return False
        self._judge(stored, match.allegation_id, Decision.UNSURE, match.score, Band.REVIEW, match.reason)
        return True

    def _denial(self, stored: StoredMention) -> None:
        found = self._against(stored.accused_side, stored, denial.WINDOW_DAYS)
        match = denial.denied(stored, self._not_refused(stored, found), self.words)
        if match is not None:
            self._judge(stored, match.allegation_id, Decision.POSITIVE, match.score, match.band, match.reason)
            self._record(match.allegation_id, stored)

    def _mirror(self, allegation_id: int, stored: StoredMention) -> None:
        """Link accusations that answer each other, and note on the earlier one that it was countered."""
        for side in sorted(set(stored.sides.values())):
            for other_id, members in self._against(side, stored, MIRROR_DAYS).items():
                other = mirror.crossing(stored, members)
                if other is None or other_id == allegation_id:
                    continue
                self.writer.link(allegation_id, other_id, "counters")
                self.writer.link(other_id, allegation_id, "counters")
                answered, answer = (other_id, stored) if mirror.is_answer(stored, other) else (allegation_id, other)
                event, span = events.countered(answer, self.at)
                if not self.writer.has_event(answered, event):  # the answer may be older than this article: once is enough
                    self._add(answered, event, span, answer)

    def _judge(
        self, stored: StoredMention, allegation_id: int, decision: Decision, score: float, band: Band, reason: str
    ) -> None:
        self.writer.judge(
            Judgement(
                mention_id=stored.mention.id,
                allegation_id=allegation_id,
                decision=decision,
                score=score,
                band=band,
                reason=reason,
                made_by=MATCHER,
                made_at=self.at,
            )
        )

    def _record(self, allegation_id: int, stored: StoredMention) -> None:
        """Add the events of a mention; what one article says of one allegation in one voice is one event."""
        for event, span in events.of(stored, self.at):
            self._add(allegation_id, event, span, stored)

    def _add(self, allegation_id: int, event: StatusEvent, span: Span, stored: StoredMention) -> None:
        key = (allegation_id, stored.article.id, event.axis, event.value, event.voice)
        if key not in self._known_events:
            self._known_events.add(key)
            self.writer.add_event(allegation_id, event, span)


def _by_allegation(members: Iterable[StoredMention]) -> dict[int, list[StoredMention]]:
    """Members by allegation, each once, in order of id."""
    grouped: dict[int, list[StoredMention]] = defaultdict(list)
    for member in sorted({m.mention.id: m for m in members}.values(), key=lambda m: m.mention.id):
        if member.allegation_id is not None:
            grouped[member.allegation_id].append(member)
    return grouped


def _said_before(stored: StoredMention, members: Mapping[int, list[StoredMention]]) -> dict[int, list[StoredMention]]:
    """Leave out a mention itself and what its article says later on, which has an allegation already if people gave it one."""

    def place(m: StoredMention) -> tuple[int, str]:
        return m.mention.start, m.mention.id

    found = {
        key: [m for m in said if m.article.id != stored.article.id or place(m) < place(stored)] for key, said in members.items()
    }
    return {key: said for key, said in found.items() if said}
