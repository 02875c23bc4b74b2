"""What people decide, as rows that can be taken back: every action knows what it made and what it ended.

An action that is undone leaves its rows superseded and gives back those that it had ended; doing it again turns both round.
Nothing is deleted, and nothing is computed anew: what comes back is what was there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, exists, func, not_, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker.errors import NotFoundError
from tracker.store import tables as t
from tracker.store.convert import action_record
from tracker.store.filters import CURRENT, LIVE, Condition, shown
from tracker.store.rows import LARGEST_ID, added, chunks
from tracker.types import Action, Band, Decision

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

UNDO, REDO, REMATCH = "undo", "redo", "rematch"
POSITIVE = (col(t.Judgement.decision) == Decision.POSITIVE.value, LIVE)
NEGATIVE = (col(t.Judgement.decision) == Decision.NEGATIVE.value, LIVE)
PAIRED: Condition = col(t.PairJudgement.superseded_at).is_(None)
_KEPT = (t.Judgement, t.PairJudgement, t.StatusEvent, t.AllegationLink)  # what an action makes and ends


class Decisions:
    """What people decided, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def begin(
        self,
        kind: str,
        arguments: Mapping[str, Any],
        because: str | None,
        made_by: str,
        at: dt.datetime,
        target_id: int | None = None,
    ) -> Action:
        """Record that an action begins, and return it."""
        row = t.Action(kind=kind, arguments=dict(arguments), because=because, made_by=made_by, made_at=at, target_id=target_id)
        added(self._session, row)
        return action_record(row)

    def load(self) -> list[Action]:
        """Return all actions, the oldest first."""
        return [action_record(row) for row in self._session.scalars(select(t.Action).order_by(col(t.Action.id)))]

    def exists(self, action_id: int) -> bool:
        """Tell whether there is a decision of this number."""
        return action_id <= LARGEST_ID and self._session.get(t.Action, action_id) is not None

    def last_standing(self) -> int | None:
        """Return the id of the last action that stands; None where there is none."""
        return self._session.scalar(select(func.max(col(t.Action.id))).where(self._doing(), col(t.Action.undone_at).is_(None)))

    def first_undone(self) -> int | None:
        """Return the id of the action that was undone last and can be done again: nothing was decided since."""
        last = self._session.scalar(select(func.max(col(t.Action.id))).where(self._doing())) or 0
        turned = aliased(t.Action)
        taken_back = select(col(turned.target_id)).where(col(turned.kind) == UNDO, col(turned.id) > last)
        undone = (self._doing(), col(t.Action.undone_at).is_not(None), col(t.Action.id).in_(taken_back))
        return self._session.scalar(select(func.min(col(t.Action.id))).where(*undone))

    @staticmethod
    def _doing() -> Any:
        return col(t.Action.kind).not_in([UNDO, REDO])

    def turn(self, action_id: int, at: dt.datetime, *, stands: bool) -> Action:
        """Take an action back, or let it stand again, and return it.

        Taken back, what it made ends, and what it had ended stands; standing again, it is the other way round.
        """
        self._session.flush()
        row = self._session.get_one(t.Action, action_id)
        ended_at = row.made_at if stands else at  # done again, it has stood from the first: who looks back must not see both
        for table in _KEPT:
            ending = col(table.ended_by) if stands else col(table.action_id)
            standing = col(table.action_id) if stands else col(table.ended_by)
            self._session.execute(update(table).where(ending == action_id).values(superseded_at=ended_at))
            placed = [self._unplaced()] if table is t.Judgement else []
            self._session.execute(update(table).where(standing == action_id, *placed).values(superseded_at=None))
        self._heirs(action_id, stands=stands)
        row.undone_at = None if stands else at
        self._session.flush()
        self._session.expire_all()
        return action_record(row)

    @staticmethod
    def _unplaced() -> Any:
        """The condition that bringing a judgement back gives no mention a second allegation: what came in since goes first."""
        other = aliased(t.Judgement)
        live = (col(other.superseded_at).is_(None), col(other.decision) == Decision.POSITIVE.value)
        placed = select(col(other.mention_id)).where(*live)
        return or_(col(t.Judgement.decision) != Decision.POSITIVE.value, col(t.Judgement.mention_id).not_in(placed))

    def keep_claims(self, action_id: int, reworded: Mapping[int, tuple[str, str]]) -> None:
        """Record which claims an action has reworded: before and after."""
        row = self._session.get_one(t.Action, action_id)
        claims = {str(id_): list(pair) for id_, pair in reworded.items() if pair[0] != pair[1]}
        row.arguments = {**row.arguments, "claims": claims} if claims else row.arguments
        self._session.flush()

    def _heirs(self, action_id: int, *, stands: bool) -> None:
        arguments = self._session.get_one(t.Action, action_id).arguments
        for id_, (before, after) in arguments.get("claims", {}).items():
            reworded = self._session.get_one(t.Allegation, int(id_))
            if reworded.claim == (before if stands else after):  # else something has come in since
                reworded.claim = after if stands else before
        for id_, heir in arguments.get("merged", {}).items():
            row = self._session.get_one(t.Allegation, int(id_))
            row.merged_into_id = heir if stands else None
        self._session.flush()

    def heir(self, allegation_id: int) -> int:
        """Return what an allegation is now: itself, or what it was merged into. Raises NotFoundError where there is none."""
        row = self._session.get(t.Allegation, allegation_id) if abs(allegation_id) <= LARGEST_ID else None
        if row is None:
            raise NotFoundError(f"no allegation A-{allegation_id}: tracker list shows what there is")
        while row.merged_into_id is not None:
            row = self._session.get_one(t.Allegation, row.merged_into_id)
        return int(row.id or 0)

    def belongs_to(self, mention_id: str) -> int | None:
        """Return the allegation that a mention belongs to, or None. Raises NotFoundError where there is no such mention."""
        if self._session.get(t.Mention, mention_id) is None:
            raise NotFoundError(f"no mention {mention_id}: give the whole id, as tracker show ID --all or a report prints it")
        return self._session.scalar(
            select(col(t.Judgement.allegation_id)).where(col(t.Judgement.mention_id) == mention_id, *POSITIVE)
        )

    def members(self, allegation_id: int) -> Sequence[str]:
        """Return the ids of all mentions that belong to an allegation, superseded articles included."""
        return self._session.scalars(_mentions_of(allegation_id).order_by(col(t.Judgement.id))).all()

    def assign(self, mention_id: str, allegation_id: int, action: Action, reason: str) -> None:
        """Give a mention to an allegation, with the events that rest on it; what stood before ends."""
        was = self.belongs_to(mention_id)
        on_target = col(t.Judgement.allegation_id) == allegation_id
        self._end(t.Judgement, action, col(t.Judgement.mention_id) == mention_id, or_(on_target, POSITIVE[0]))
        self._judge(mention_id, allegation_id, Decision.POSITIVE, action, reason)
        if was is not None:
            self.move_events(was, allegation_id, action, col(t.StatusEvent.mention_id) == mention_id)

    def oppose(self, mention_id: str, allegation_id: int, decision: Decision, action: Action, reason: str) -> None:
        """Record that a mention does not belong to an allegation, or that nobody is sure; what was judged of the two ends."""
        pair = (col(t.Judgement.mention_id) == mention_id, col(t.Judgement.allegation_id) == allegation_id)
        self._end(t.Judgement, action, *pair)
        self._judge(mention_id, allegation_id, decision, action, reason)

    def _judge(self, mention_id: str, allegation_id: int, decision: Decision, action: Action, reason: str) -> None:
        self._session.add(
            t.Judgement(
                mention_id=mention_id,
                allegation_id=allegation_id,
                decision=decision.value,
                score=1.0 if decision is Decision.POSITIVE else 0.0,
                band=(Band.SAME if decision is Decision.POSITIVE else Band.DIFFERENT).value,
                reason=reason,
                made_by=action.made_by,
                made_at=action.made_at,
                action_id=action.id,
            )
        )
        self._session.flush()

    def settle(self, one: int, other: int, action: Action) -> None:
        """End the open questions between two allegations: mentions of one that may belong to the other."""
        for own, target in ((one, other), (other, one)):
            unsure = (col(t.Judgement.allegation_id) == target, col(t.Judgement.decision) == Decision.UNSURE.value)
            self._end(t.Judgement, action, *unsure, col(t.Judgement.mention_id).in_(_mentions_of(own)))

    def pair(self, one: int, other: int, decision: Decision, action: Action, reason: str | None) -> None:
        """Record a decision on two allegations; what was decided on the two before ends."""
        table = t.PairJudgement
        ways = or_(
            (col(table.one_id) == one) & (col(table.other_id) == other),
            (col(table.one_id) == other) & (col(table.other_id) == one),
        )
        self._end(table, action, ways)
        self._session.add(
            table(
                one_id=one,
                other_id=other,
                decision=decision.value,
                score=1.0 if decision is Decision.POSITIVE else 0.0,
                reason=reason,
                made_by=action.made_by,
                made_at=action.made_at,
                action_id=action.id,
            )
        )
        self._session.flush()

    def move_events(self, was: int, to: int, action: Action, *conditions: Any) -> None:
        """Give the live events of one allegation that fit to another: copies there, the originals end."""
        fitting = (col(t.StatusEvent.allegation_id) == was, *conditions)
        rows = self._session.scalars(
            select(t.StatusEvent).where(col(t.StatusEvent.superseded_at).is_(None), *fitting).order_by(col(t.StatusEvent.id))
        ).all()
        for row in rows:
            copied = row.model_dump(exclude={"id", "allegation_id", "action_id", "ended_by", "superseded_at"})
            self._session.add(t.StatusEvent(**copied, allegation_id=to, action_id=action.id))
            row.superseded_at, row.ended_by = action.made_at, action.id
        self._session.flush()

    def _end(self, table: Any, action: Action, *conditions: Any) -> None:
        live = col(table.superseded_at).is_(None)
        self._session.execute(update(table).where(live, *conditions).values(superseded_at=action.made_at, ended_by=action.id))

    def inherit(self, allegation_id: int, heir: int) -> None:
        """Let the id of an allegation lead to another one from now on."""
        self._session.get_one(t.Allegation, allegation_id).merged_into_id = heir
        self._session.flush()

    def refused(self, mention_id: str) -> dict[int, str]:
        """Return the allegations that a mention was judged not to belong to, each with who said so, when and why."""
        query = select(t.Judgement).where(*NEGATIVE, col(t.Judgement.mention_id) == mention_id).order_by(col(t.Judgement.id))
        return {
            self.heir(row.allegation_id): _told(f"it is not of A-{row.allegation_id}", row)
            for row in self._session.scalars(query)
        }

    def negatives(self, one: int, other: int) -> list[str]:
        """Say who judged that two allegations, or parts of them, are not one: a line each, empty where nobody did."""
        pairs, parts = self._negatives(one, other)
        found = [_told(f"A-{row.one_id} is not A-{row.other_id}", row) for row in pairs]
        return found + [_told(f"mention {row.mention_id} is not of A-{row.allegation_id}", row) for row in parts]

    def lift(self, one: int, other: int, action: Action) -> None:
        """End what stands against two allegations being one."""
        for row in (row for rows in self._negatives(one, other) for row in rows):
            row.superseded_at, row.ended_by = action.made_at, action.id
        self._session.flush()

    def _negatives(self, one: int, other: int) -> tuple[list[t.PairJudgement], list[t.Judgement]]:
        """The live negative judgements between two allegations, as they are now, and between one and mentions of the other."""
        negative = col(t.PairJudgement.decision) == Decision.NEGATIVE.value
        pairs = self._session.scalars(select(t.PairJudgement).where(negative, PAIRED).order_by(col(t.PairJudgement.id))).all()
        parts: list[t.Judgement] = []
        for own, target in ((one, other), (other, one)):
            query = select(t.Judgement).where(*NEGATIVE, col(t.Judgement.mention_id).in_(_mentions_of(own)))
            rows = self._session.scalars(query.order_by(col(t.Judgement.id)))
            parts += [row for row in rows if self.heir(row.allegation_id) == target]
        return [row for row in pairs if self._ends(row) == {one, other}], parts

    def is_asked(self, mention_id: str, own: int, other: int) -> bool:
        """Tell whether a question is open already, or somebody has decided on the two allegations."""
        unsure = (col(t.Judgement.mention_id) == mention_id, col(t.Judgement.allegation_id) == other, LIVE)
        if self._session.scalar(select(exists().where(*unsure))):
            return True
        return frozenset((own, other)) in self._decided()

    def _decided(self) -> set[frozenset[int]]:
        """The pairs of allegations, as they are now, that somebody has decided on."""
        return {self._ends(row) for row in self._session.scalars(select(t.PairJudgement).where(PAIRED))}

    def _ends(self, row: t.PairJudgement) -> frozenset[int]:
        return frozenset((self.heir(row.one_id), self.heir(row.other_id)))

    @staticmethod
    def _by_matcher() -> Any:
        """The condition that no person made a judgement."""
        rematches = select(col(t.Action.id)).where(col(t.Action.kind) == REMATCH)
        return or_(col(t.Judgement.action_id).is_(None), col(t.Judgement.action_id).in_(rematches))

    def partition(self) -> dict[str, int]:
        """Return every mention of a current article that belongs to an allegation, with it."""
        query = shown(col(t.Mention.id), col(t.Judgement.allegation_id)).where(col(t.Judgement.id).is_not(None))
        return {str(id_): int(of) for id_, of in self._session.execute(query.order_by(col(t.Judgement.id)))}

    def touched(self) -> set[int]:
        """Return the allegations that people have decided about, by what stands."""
        found = set(self._session.scalars(select(col(t.Judgement.allegation_id)).where(LIVE, not_(self._by_matcher()))))
        return {self.heir(id_) for id_ in found}.union(*self._decided())

    def founders(self) -> dict[str, int]:
        """Return the mention that founded each allegation, with it: the first that the matcher judged to belong to it."""
        query = select(col(t.Judgement.mention_id), col(t.Judgement.allegation_id)).where(POSITIVE[0], self._by_matcher())
        first: dict[int, str] = {}
        for mention_id, allegation_id in self._session.execute(query.order_by(col(t.Judgement.id))):
            first.setdefault(allegation_id, mention_id)
        found: dict[str, int] = {}
        for allegation_id in sorted(first):
            found.setdefault(first[allegation_id], allegation_id)
        return found

    def articles(self) -> Sequence[int]:
        """Return the ids of the current articles, in the order in which they came in."""
        query = select(col(t.Article.id)).where(CURRENT).order_by(col(t.Article.id))
        return [int(id_) for id_ in self._session.scalars(query) if id_ is not None]

    def release(self, mention_ids: Iterable[str], touched: set[int], action: Action) -> None:
        """End what the matcher judged of these mentions, the events that rest on them, and links that no `touched` one has."""
        for some in chunks(sorted(mention_ids)):
            self._end(t.Judgement, action, self._by_matcher(), col(t.Judgement.mention_id).in_(some))
            self._end(t.StatusEvent, action, col(t.StatusEvent.mention_id).in_(some))
        links = (col(t.AllegationLink.allegation_id).not_in(touched), col(t.AllegationLink.other_id).not_in(touched))
        self._end(t.AllegationLink, action, *links)
        self._session.expire_all()


def _mentions_of(allegation_id: int) -> Select[Any]:
    """Select the ids of the mentions that belong to an allegation."""
    return select(col(t.Judgement.mention_id)).where(col(t.Judgement.allegation_id) == allegation_id, *POSITIVE)


def _told(what: str, row: Any) -> str:
    because = f": {row.reason}" if row.reason else ""
    return f"{what} ({row.made_by}, {row.made_at:%Y-%m-%d}{because})"
