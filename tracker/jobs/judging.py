"""Carries out what a person decides about allegations, inside one transaction: merge, split, move, judge, undo, redo.

A decision never crosses another: what somebody has judged to be two is not merged, neither directly nor through a third. Every
change is one action, which `undo` takes back without loss.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tracker.assess import events
from tracker.errors import ConflictError, NotFoundError, SettledError, UsageError
from tracker.match import frame
from tracker.store.decisions import REDO, UNDO
from tracker.types import Action, Axis, Decision, StatusEvent, Verdict

if TYPE_CHECKING:
    from tracker.store import Writer


class Judging:
    """The decisions of one person, `made_by`, at one moment. `origin` is what one that was made elsewhere is known by."""

    def __init__(
        self, writer: Writer, made_by: str, at: dt.datetime, because: str | None = None, origin: str | None = None
    ) -> None:
        self.writer, self.made_by, self.at, self.because, self.origin = writer, made_by, at, because, origin
        self._decisions = writer.decisions

    def judge(self, one: int, other: int, decision: Decision) -> Action:
        """Decide whether two allegations are one. `same` merges the younger into the older.

        Raises NotFoundError, UsageError where both are one already, ConflictError where a merge would cross a decision.
        """
        one, other = self._two(one, other)
        if decision is Decision.POSITIVE:
            return self.merge([other], one) if one < other else self.merge([one], other)
        action = self._begin("judge", {"one": one, "other": other, "decision": decision.value} | self._shown(one, other))
        self._decisions.settle(one, other, action)
        if decision is Decision.UNSURE:
            self._decisions.lift(one, other, action)
        self._decisions.pair(one, other, decision, action, self.because)
        return action

    def judge_mention(self, mention_id: str, allegation_id: int, decision: Decision) -> Action:
        """Decide whether a mention belongs to an allegation. Where it does, it is moved there; where not, it leaves it.

        Raises NotFoundError, ConflictError, UsageError where it is there and nothing would change.
        """
        target = self._decisions.heir(allegation_id)
        was = self._decisions.belongs_to(mention_id)
        if decision is Decision.POSITIVE:
            return self.move(mention_id, target)
        if decision is Decision.NEGATIVE and was == target:
            return self.split(target, [mention_id])
        if was == target:
            raise SettledError(f"mention {mention_id} belongs to A-{target} already: judge it different, or leave it")
        there = next((m for m in self._decisions.members(target) if m != mention_id), None)
        given = {"mention": mention_id, "allegation": target, "decision": decision.value, "left": mention_id, "right": there}
        action = self._begin("judge", given)
        self._decisions.oppose(mention_id, target, decision, action, self._why())
        return action

    def merge(self, allegations: Iterable[int], into: int) -> Action:
        """Make allegations one with another, which keeps its id; theirs go on leading to it.

        Raises NotFoundError, UsageError where they are one already, ConflictError where somebody judged two of them different.
        """
        target = self._decisions.heir(into)
        merged = sorted({self._decisions.heir(a) for a in allegations} - {target})
        if not merged:
            raise SettledError(f"that is all A-{target} already: tracker log A-{target} shows what was merged")
        self._refuse_crossing([target, *merged])
        shown = [self._shown(one, target) for one in merged]
        arguments: dict[str, Any] = {"merged": {str(m): target for m in merged}, "into": target, "pairs": shown}
        accused = dict.fromkeys(case.accused for id_ in (target, *merged) if (case := self.writer.case(id_)).accused)
        if len(accused) > 1:
            arguments["accused"] = list(accused)
        action = self._begin("merge", arguments)
        for one in merged:
            self._decisions.settle(one, target, action)
            for mention_id in self._decisions.members(one):
                self._decisions.assign(mention_id, target, action, self._why(f"merged with A-{one}"))
            self._decisions.move_events(one, target, action)
            self._decisions.pair(one, target, Decision.POSITIVE, action, self.because)
            self._decisions.inherit(one, target)
        self._reword(action, target)
        return action

    def split(self, allegation_id: int, mention_ids: Sequence[str]) -> Action:
        """Take mentions out of an allegation: they become another one, and are judged not to belong here.

        Raises NotFoundError, UsageError where one is not in it, or none would stay.
        """
        source = self._decisions.heir(allegation_id)
        inside, leaving = list(self._decisions.members(source)), list(dict.fromkeys(mention_ids))
        for mention_id in leaving:
            if self._decisions.belongs_to(mention_id) != source:
                raise UsageError(f"mention {mention_id} is not of A-{source}: tracker show A-{source} --all names its own")
        staying = [m for m in inside if m not in leaving]
        if not staying or not leaving:
            raise UsageError(
                f"a split of A-{source} must take some of its {len(inside)} mentions and leave some: tracker show A-{source}"
            )
        first = next((m.mention for m in self.writer.case(source).mentions if m.mention.id in leaving), None)
        if first is None:
            raise UsageError(
                f"the mentions to split from A-{source} stand only in texts that were superseded since: nothing to split"
            )
        new = self.writer.new_allegation(first.claim, first.accused, first.acts, self.at, mention_id=first.id)
        arguments = {"from": source, "new": new, "mentions": leaving, "left": leaving[0], "right": staying[0]}
        action = self._begin("split", arguments)
        for mention_id in leaving:
            self._decisions.assign(mention_id, new, action, self._why(f"split from A-{source}"))
            self._decisions.oppose(mention_id, source, Decision.NEGATIVE, action, self._why())
        self._decisions.pair(source, new, Decision.NEGATIVE, action, self.because)
        self._complete(action, source, new)
        self._reword(action, source, new)
        return action

    def move(self, mention_id: str, allegation_id: int) -> Action:
        """Give a mention to another allegation. Raises NotFoundError, UsageError where it is there already, ConflictError."""
        target, was = self._decisions.heir(allegation_id), self._decisions.belongs_to(mention_id)
        if was == target:
            raise SettledError(f"mention {mention_id} belongs to A-{target} already: tracker show A-{target} --all")
        if crossed := self._decisions.refused(mention_id).get(target):
            raise ConflictError(_crossing(f"mention {mention_id} cannot go to A-{target}", [crossed]))
        if was is not None:
            self._refuse_crossing([was, target])
            if list(self._decisions.members(was)) == [mention_id]:
                return self.merge([was], target)
        there = next(iter(self._decisions.members(target)), None)
        arguments = {"mention": mention_id, "from": was, "to": target, "left": mention_id, "right": there}
        action = self._begin("move", arguments)
        self._decisions.assign(mention_id, target, action, self._why())
        self._complete(action, target, *([was] if was is not None else []))
        self._reword(action, target, *([was] if was is not None else []))
        return action

    def verdict(
        self,
        allegation_id: int,
        verdict: Verdict,
        url: str | None,
        on: dt.date | None,
        voice: str | None,
        rating: str | None = None,
    ) -> Action:
        """Record a finding on an allegation: whose it is, when it was found, where it can be read, how they rated it."""
        target = self._decisions.heir(allegation_id)
        left = next(iter(self._decisions.members(target)), None)
        given = {
            "allegation": target,
            "verdict": verdict.value,
            "url": url,
            "by": voice,
            "left": left,
            "on": on.isoformat() if on else None,
        }
        action = self._begin("status", given | ({"rating": rating} if rating else {}))
        event = StatusEvent(
            axis=Axis.VERDICT,
            value=verdict.value,
            voice=voice or self.made_by,
            quote=None,
            happened_on=on,
            recorded_at=self.at,
            made_by=self.made_by,
            url=url,
        )
        self.writer.add_event(target, event, None, action_id=action.id)
        return action

    def undo(self, to: int | None = None) -> list[Action]:
        """Take back the last action that stands, or every one after action `to` (0: all), the last first.

        Raises NotFoundError where there is no action `to`, UsageError where there is nothing to take back.
        """
        self._exists(to)
        done: list[Action] = []
        while (last := self._decisions.last_standing()) is not None and (last > to if to is not None else not done):
            done.append(self._turn(UNDO, last))
        if not done:
            raise UsageError("there is nothing to undo: tracker log shows what was decided")
        return done

    def redo(self, to: int | None = None) -> list[Action]:
        """Do again what was undone last, or everything up to and with action `to`. Raises as `undo`."""
        self._exists(to)
        done: list[Action] = []
        while (first := self._decisions.first_undone()) is not None and (first <= to if to is not None else not done):
            done.append(self._turn(REDO, first))
        if not done:
            raise UsageError("there is nothing to do again: nothing was taken back since the last decision (tracker log)")
        return done

    def _exists(self, to: int | None) -> None:
        if to and not self._decisions.exists(to):
            raise NotFoundError(f"no decision {to}: tracker log shows what was decided")

    def _turn(self, kind: str, action_id: int) -> Action:
        action = self._decisions.turn(action_id, self.at, stands=kind == REDO)
        self._decisions.begin(kind, {}, self.because, self.made_by, self.at, target_id=action_id)
        if kind == REDO:
            self._follow(action)
        return action

    def _follow(self, action: Action) -> None:
        """Let what came in while a merge was undone go along when it is done again."""
        for merged, heir in action.arguments.get("merged", {}).items():
            for mention_id in self._decisions.members(int(merged)):
                self._decisions.assign(mention_id, heir, action, self._why(f"merged with A-{merged}"))
            self._decisions.move_events(int(merged), heir, action)

    def _complete(self, action: Action, *allegations: int) -> None:
        """Give each allegation the events of its own mentions that stood only with mentions that are elsewhere now.

        What one article says of one allegation in one voice is one event, kept with the first mention that says it.
        """
        for id_ in allegations:
            case = self.writer.case(id_)
            known = {(e.article.id if e.article else None, e.axis, e.value, e.voice) for e in case.events}
            for stored in case.mentions:
                for event, span in events.of(stored, self.at):
                    key = (stored.article.id, event.axis, event.value, event.voice)
                    if key not in known:
                        known.add(key)
                        self.writer.add_event(id_, event, span, action_id=action.id)

    def _begin(self, kind: str, arguments: dict[str, Any]) -> Action:
        carried = {"origin": self.origin} if self.origin else {}
        return self._decisions.begin(kind, arguments | carried, self.because, self.made_by, self.at)

    def _two(self, one: int, other: int) -> tuple[int, int]:
        first, second = self._decisions.heir(one), self._decisions.heir(other)
        if first == second:
            raise SettledError(f"A-{one} and A-{other} are one allegation already: A-{first}")
        return first, second

    def _shown(self, one: int, other: int) -> dict[str, Any]:
        """A mention of each, by which the decision can be carried to another database."""
        return {side: next(iter(self._decisions.members(id_)), None) for side, id_ in (("left", one), ("right", other))}

    def _refuse_crossing(self, allegations: Sequence[int]) -> None:
        for n, one in enumerate(allegations):
            for other in allegations[n + 1 :]:
                if crossed := self._decisions.negatives(one, other):
                    raise ConflictError(_crossing(f"A-{one} and A-{other} cannot be one", crossed))

    def _reword(self, action: Action, *allegations: int) -> None:
        """Give allegations whose members have changed the claim that words them best; the action knows what it was before."""
        for id_ in allegations:
            if (case := self.writer.case(id_)).alleging:
                self.writer.reword(id_, frame.clearest(case.alleging, case.accused))
        self._decisions.keep_claims(action.id, self.writer.reworded)

    def _why(self, what: str = "") -> str:
        return ": ".join(filter(None, (what, self.because))) or "decided by a person"


def _crossing(what: str, crossed: Sequence[str]) -> str:
    return f"{what}: {'; '.join(crossed)}. Undo that, or judge it unsure, first; tracker log shows the decisions"
