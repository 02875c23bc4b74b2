"""The part of the facade that shows what is there page by page: what a browser asks for, at any size of the database."""

from __future__ import annotations

import copy
import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from tracker.errors import ConflictError, DatabaseError, NotFoundError, UsageError
from tracker.facade.memo import Memo
from tracker.ids import parse_id
from tracker.types import Action, Allegation, ArticleInfo, Link, Proposal, StoredActor, StoredMention
from tracker.types.paging import Digest, Page, Sort, place, placed

if TYPE_CHECKING:
    from tracker.report.story import Story
    from tracker.report.weekly import WeeklyReport
    from tracker.settings import Settings
    from tracker.store import Store
    from tracker.types.articles import StoredText

REMEMBERED = 64  # reports and stories
PATIENCE = 10.0
COMPARED = 100  # mentions of a large allegation that are compared with one that may belong to it, the latest
PART = 12_000  # characters of an article on one page
BRIEFLY = 0.5  # seconds that a reader waits for writers, to keep digests for the next one


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One allegation for a page: what a listing says of it, how it moved, a page of its mentions, what it is linked to."""

    digest: Digest
    story: Story
    mentions: Page[StoredMention]
    links: tuple[Link, ...]


class Browsing:
    """Listings read digests: what `assess` says of each allegation, kept by the store and written anew when that changes."""

    store: Store
    settings: Settings
    now: Callable[[], dt.datetime]

    def __init__(self) -> None:
        self._memo, self._refreshing = Memo(REMEMBERED), Lock()

    def deciding_as(self, name: str) -> Self:
        """The same tracker in the hands of somebody else: decisions are kept under this name. It shares the database."""
        other = copy.copy(self)
        other.settings = replace(self.settings, user=name)
        return other

    def refresh(self, *, wait: bool = True, progress: Callable[[int], None] = lambda _: None) -> None:
        """Write the digests of what has changed; cheap where nothing has.

        Where another thread is at it, waits for it; with `wait` false it leaves it to that, and where nothing can be written
        (somebody else goes on holding the database, this user may only read it, the disk is full), to whoever asks next.
        `progress` is called with the number of digests after each lot. Raises DatabaseError.
        """
        from tracker.assess.status import assess

        if not self._overdue() or not self._refreshing.acquire(blocking=wait):
            return
        try:
            while self._overdue():
                with self.store.write(patience=None if wait else BRIEFLY) as writer:
                    digests = [digest(assess(case)) for case in writer.digests.due()]
                    writer.digests.keep(digests)
                progress(len(digests))
        except DatabaseError:  # who cannot read either learns it from what is read next
            if wait:
                raise
        finally:
            self._refreshing.release()

    def _overdue(self) -> bool:
        with self.store.pages() as pages:
            return pages.overdue()

    def listed(
        self,
        *,
        unverified: bool = False,
        status: str | None = None,
        words: str = "",
        sort: str = "last",
        after: str | None = None,
        limit: int | None = 50,
        **filters: Any,
    ) -> Page[Digest]:
        """A page of the allegations that fit: as `allegations`, without their mentions; all where `limit` is None.

        `words` must all occur in the claim or a name; `sort` is one of `last`, `first`, `mentions`, `origins`; `after` is where
        the page before ended. Raises UsageError, and NotFoundError where that is no place in the list.
        """
        from tracker.store import Selection

        if sort not in set(Sort):
            raise UsageError(f"{sort!r} is no order: give one of {', '.join(Sort)}")
        self.refresh(wait=False)
        chosen = Selection(**filters)
        with self.store.pages() as pages:
            return pages.allegations(
                chosen, unverified=unverified, status=status, words=words, sort=Sort(sort), after=after, limit=limit
            )

    def listed_now(self, *, sort: str = "last", limit: int | None = None, **asked: Any) -> Page[Digest]:
        """The first page of `listed`, as things are at this moment.

        Where digests are overdue and cannot be written, for somebody else holds the database or this user may only read it,
        what they would say is worked out anew: that takes as long as there are mentions. Raises UsageError.
        """
        self.refresh(wait=False)
        if not self._overdue():
            return self.listed(sort=sort, limit=limit, **asked)
        key = Sort(sort).key
        found = sorted(
            map(digest, self.allegations(**asked)), key=lambda d: (d.row[key] is not None, d.row[key], d.id), reverse=True
        )
        return Page(items=tuple(found[:limit]), total=len(found))

    def allegations(self, **asked: Any) -> list[Allegation]:
        """Tracker has it."""
        raise NotImplementedError

    def brief(self, ids: Iterable[int]) -> list[Allegation]:
        """The allegations with these ids, in this order, with brief mentions: what a line of a list is drawn from."""
        from tracker.assess.status import assess

        with self.store.pages() as pages:
            return list(map(assess, pages.brief(list(ids))))

    def told(self, allegation_id: int | str, *, after: str | None = None, limit: int = 50) -> Told:
        """One allegation, with a page of its mentions in the order in which they were said.

        Raises NotFoundError, UsageError.
        """
        self.refresh(wait=False)
        with self.store.pages() as pages:
            digest = pages.digest(parse_id(allegation_id))
        story, order = self._memo.get(("story", digest.id), digest.edition, lambda: self._story(digest.id))
        first = 0 if after is None else bisect_right(order, placed(after, dt.date, str))
        shown = order[first : first + limit]
        with self.store.pages() as pages:
            mentions, links = pages.mentions([id_ for _, id_ in shown]), pages.links(digest.id)
        last = place(*shown[-1]) if first + limit < len(order) else None
        return Told(
            digest=digest,
            story=story,
            mentions=Page(items=tuple(mentions), total=len(order), after=last),
            links=tuple(links),
        )

    def _story(self, allegation_id: int) -> tuple[Story, list[tuple[dt.date, str]]]:
        """How an allegation moved, and the order in which its mentions were said: by day, then by id."""
        from tracker.assess.status import assess
        from tracker.report import words
        from tracker.report.story import story

        case = self.store.case(allegation_id, brief=True)
        return story(assess(case)), sorted((words.said(m)[0], m.mention.id) for m in case.mentions)

    def article(self, number: int, *, start: int = 0, length: int = PART) -> StoredText:
        """A part of a stored article with the mentions in it. Raises NotFoundError."""
        with self.store.pages() as pages:
            return pages.article(number, start=start, length=length)

    def articles(self, *, after: int | None = None, limit: int = 50) -> Page[tuple[ArticleInfo, int]]:
        """A page of the articles, the last ingested first, each with the number of its mentions."""
        with self.store.pages() as pages:
            return pages.articles(after=after, limit=limit)

    def actor(self, name: str) -> StoredActor:
        """One actor by its name. Raises NotFoundError, with the names that come closest."""
        with self.store.pages() as pages:
            return pages.actor(name)

    def decisions(self, *, before: int | None = None, limit: int = 50) -> Page[Action]:
        """A page of all decisions, the last first."""
        with self.store.pages() as pages:
            return pages.actions(before=before, limit=limit)

    def questions(self, *, after: str | None = None, limit: int = 1) -> Page[Proposal]:
        """A page of `review`: pairs of allegations that may be one, the most valuable decision first. Raises NotFoundError."""
        self.refresh(wait=False)
        with self.store.pages() as pages:
            asked = pages.questions(after=after, limit=limit)
            found = [(question, pages.compared(question, COMPARED)) for question in asked.items]
        proposals = tuple(_proposal(question, *both) for question, both in found if both is not None)
        return Page(items=proposals, total=asked.total, after=asked.after)

    def question(self, one: int | str, other: int | str) -> Proposal:
        """The open question between two allegations. Raises NotFoundError where there is none."""
        with self.store.pages() as pages:
            asked = pages.question(parse_id(one), parse_id(other))
            both = pages.compared(asked, COMPARED) if asked is not None else None
        if asked is None or both is None:
            raise NotFoundError(
                f"whether A-{parse_id(one)} and A-{parse_id(other)} are one is not asked: tracker review --json lists what is"
            )
        return _proposal(asked, *both)

    def undo_last(self, expected: int) -> Action:
        """Take back the last decision that stands, if it is still the one that is `expected`.

        Raises ConflictError where somebody has decided since, UsageError where there is none.
        """
        from tracker.jobs.judging import Judging

        with self.store.write() as writer:
            if (last := writer.decisions.last_standing()) != expected:
                raise ConflictError(
                    f"decision {expected} is not the last that stands{f', {last} is' if last else ''}: look at the log first"
                )
            return Judging(writer, self.settings.decides, self.now()).undo()[0]

    def week(self, label: str | None = None, *, fresh: bool = True) -> WeeklyReport:
        """`report` on a week, remembered until anything changes. Raises UsageError.

        Unless it must be `fresh`, an earlier one will do for ten times as long as it takes to make one.
        """
        self.refresh(wait=False)
        with self.store.pages() as pages:
            edition = (*pages.edition(), self.now().date())
        return self._memo.get(("week", label), edition, lambda: self.report(label), patience=0.0 if fresh else PATIENCE)

    def report(self, week: str | None = None) -> WeeklyReport:
        """Tracker has it: see `tracker.facade.reporting`."""
        raise NotImplementedError


def digest(allegation: Allegation) -> Digest:
    """What a listing says of an allegation."""
    denials = len(allegation.mentions) - len(allegation.alleging)
    why = {axis.value: said for axis, said in allegation.status.why.items()}
    return Digest(id=allegation.id, row=allegation.as_json(), why=why, unverified=allegation.status.unverified, denials=denials)


def _proposal(question: Any, raised: StoredMention, others: list[StoredMention]) -> Proposal:
    from tracker.match.review import nearest
    from tracker.match.words import default_words

    return Proposal(
        one_id=question.own,
        other_id=question.other,
        one=raised,
        other=nearest(raised, others, default_words()),
        score=question.score,
        reason=question.reason,
        value=question.value,
    )
