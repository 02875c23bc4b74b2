"""Long lists page by page: every query here reads a page and no more, whatever the size of the database.

Pages are found by key (see `tracker.types.paging`). Allegations are read as digests, which `tracker.store.digests` keeps.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import bindparam, func, or_, select, true, tuple_
from sqlmodel import col

from tracker.errors import NotFoundError
from tracker.store import article_texts, articles, cases, mentions, questions, roster
from tracker.store import tables as t
from tracker.store.convert import action_record
from tracker.store.digests import Digests
from tracker.store.filters import CURRENT, Condition, belonging, of_article, of_blame, of_speaker
from tracker.store.merges import Merges, whole
from tracker.store.questions import Question
from tracker.store.rows import LARGEST_ID
from tracker.store.selection import EVERYTHING
from tracker.text import fold
from tracker.types import Action, ArticleInfo, Case, Kind, Merge, StoredActor, StoredMention
from tracker.types.articles import StoredText
from tracker.types.paging import Digest, Page, Sort, place, placed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from tracker.store.selection import Selection
    from tracker.types import Link

T = TypeVar("T")


class Pages:
    """Long lists at one moment of the database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def overdue(self) -> bool:
        """Tell whether digests must be written before they tell everything."""
        return Digests(self._session).overdue()

    def edition(self) -> tuple[int, int, int]:
        """Return what is another whenever a digest, an article or a decision may have changed."""
        newest = (func.max(col(t.Digest.edition)), func.max(col(t.Article.id)), func.max(col(t.Action.id)))
        found = [self._session.scalar(select(of)) or 0 for of in newest]
        return found[0], found[1], found[2]

    def allegations(
        self,
        selection: Selection = EVERYTHING,
        *,
        unverified: bool = False,
        status: str | None = None,
        words: str = "",
        sort: Sort = Sort.LAST,
        after: str | None = None,
        limit: int | None = 50,
    ) -> Page[Digest]:
        """Return a page of the allegations that fit, the latest or most first; all where `limit` is None.

        `status` is a headline or a value of an axis; `words` must all occur in claim, id, accused, speakers or outlets.
        Raises NotFoundError where `after` is no place in the list.
        """
        key: Any = getattr(t.Digest, sort.key)
        fitting = [col(t.Digest.shown) == true(), *_of_digest(unverified, status, words), *_selected(self._session, selection)]
        query = select(t.Digest).where(*fitting).order_by(key.desc(), col(t.Digest.allegation_id).desc())
        query = query.limit(None if limit is None else limit + 1)
        if after is not None:
            query = query.where(tuple_(key, col(t.Digest.allegation_id)) < tuple_(*placed(after, key.type.python_type)))
        rows = self._session.scalars(query).all()
        if limit is None or (after is None and len(rows) <= limit):
            return Page(items=tuple(map(_digest, rows)), total=len(rows))
        total = self._session.scalar(select(func.count()).select_from(t.Digest).where(*fitting)) or 0
        last = place(getattr(rows[limit - 1], sort.key), rows[limit - 1].allegation_id) if len(rows) > limit else None
        return Page(items=tuple(map(_digest, rows[:limit])), total=total, after=last)

    def brief(self, ids: Sequence[int]) -> Iterable[Case]:
        """Yield the allegations with these ids, in this order, with brief mentions."""
        return cases.load(self._session, ids, brief=True)

    def digest(self, allegation_id: int) -> Digest:
        """Return what a listing says of one allegation; what was merged is what it is now. Raises NotFoundError."""
        id_ = cases.merged(self._session).get(allegation_id, allegation_id)
        row = self._session.get(t.Digest, id_) if abs(id_) <= LARGEST_ID else None
        if row is None:
            raise NotFoundError(f"no allegation A-{allegation_id}: tracker list shows what there is")
        return _digest(row)

    def links(self, allegation_id: int) -> list[Link]:
        """Return what an allegation is linked to."""
        return cases.linked(self._session, allegation_id)

    def mentions(self, ids: Sequence[str]) -> list[StoredMention]:
        """Return the mentions with these ids, in this order."""
        return list(mentions.load(self._session, ids, Merges(self._session)))

    def articles(self, *, after: int | None = None, limit: int = 50) -> Page[tuple[ArticleInfo, int]]:
        """Return a page of the current articles, the last ingested first, each with the number of its mentions."""
        id_ = col(t.Article.id)
        earlier = () if after is None else (id_ < after,)
        newest = select(id_).where(CURRENT, *earlier).order_by(id_.desc()).limit(limit + 1)
        ids = [found or 0 for found in self._session.scalars(newest)]
        shown = ids[:limit]
        of = col(t.Mention.article_id)
        rows = self._session.execute(select(of, func.count()).where(of.in_(shown)).group_by(of))
        counted = dict(rows.all())
        told = articles.infos(self._session, shown)
        total = self._session.scalar(select(func.count()).select_from(t.Article).where(CURRENT)) or 0
        items = tuple((told[found], counted.get(found, 0)) for found in shown)
        return Page(items=items, total=total, after=str(shown[-1]) if len(ids) > limit else None)

    def article(self, article_id: int, *, start: int = 0, length: int) -> StoredText:
        """Return a part of an article, a superseded one, too. Raises NotFoundError."""
        return article_texts.load(self._session, article_id, start, length)

    def questions(self, *, after: str | None = None, limit: int = 50) -> Page[Question]:
        """Return a page of what the matcher was not sure of and nobody has decided, the most valuable first."""
        return questions.page(self._session, after, limit)

    def question(self, one: int, other: int) -> Question | None:
        """Return the open question between two allegations, None where there is none."""
        return questions.between(self._session, one, other)

    def compared(self, question: Question, limit: int) -> tuple[StoredMention, list[StoredMention]] | None:
        """Return the mention that raised a question, and the latest of the other allegation; None where either is gone."""
        return questions.compared(self._session, question, limit)

    def actions(self, *, before: int | None = None, limit: int = 50) -> Page[Action]:
        """Return a page of all decisions, the last first."""
        id_ = col(t.Action.id)
        query = select(t.Action).order_by(id_.desc()).limit(limit + 1)
        rows = self._session.scalars(query if before is None else query.where(id_ < before)).all()
        total = self._session.scalar(select(func.count()).select_from(t.Action)) or 0
        last = str(rows[limit - 1].id) if len(rows) > limit else None
        return Page(items=tuple(map(action_record, rows[:limit])), total=total, after=last)

    def actor(self, name: str) -> StoredActor:
        """Return an actor as it is after merges. Raises NotFoundError, with the names that come closest."""
        own = roster.named(self._session, name)
        ids = whole(select(col(t.Actor.id)).where(col(t.Actor.id) == own.id))
        parts = {row.id or 0: row for row in self._session.scalars(select(t.Actor).where(col(t.Actor.id).in_(ids)))}
        merges = Merges(self._session)
        now = parts[merges.end(own.id or 0)]
        side = self._session.get_one(t.Actor, merges.end(now.side_id)).name if now.side_id is not None else now.name
        aliases = self._session.scalars(
            select(col(t.ActorAlias.alias)).where(col(t.ActorAlias.actor_id).in_(list(parts))).order_by(col(t.ActorAlias.alias))
        )
        names = dict.fromkeys([*(row.name for row in parts.values()), *aliases])
        merged = [row for row in parts.values() if row.merged_into_id is not None]
        speaker, accused = roster.said_and_accused(self._session, list(parts))
        return StoredActor(
            name=now.name,
            kind=now.kind,
            side=side,
            names=tuple(called for called in names if called != now.name),
            merged=tuple(
                Merge(name=row.name, into=parts[row.merged_into_id or 0].name, end=now.name, at=row.merged_at) for row in merged
            ),
            speaker=speaker,
            accused=accused,
        )


def _digest(row: t.Digest) -> Digest:
    return Digest(
        id=row.allegation_id, row=row.row, why=row.why, unverified=row.unverified, denials=row.denials, edition=row.edition
    )


def _of_digest(unverified: bool, status: str | None, words: str) -> list[Condition]:
    conditions: list[Condition] = [col(t.Digest.unverified) == true()] if unverified else []
    if status is not None:
        status, headline = status.lower(), col(t.Digest.headline)
        value = status.replace(" ", "_")
        axes = (t.Digest.evidence, t.Digest.contest, t.Digest.corroboration, t.Digest.verdict)
        parts = (
            headline == status,
            headline.startswith(f"{status};", autoescape=True),
            headline.endswith(f"; {status}", autoescape=True),
        )
        conditions.append(or_(*(col(axis) == value for axis in axes), *parts))
    if named := re.fullmatch(r"\s*[Aa]-([0-9]{1,18})\s*", words):
        return [*conditions, col(t.Digest.allegation_id) == int(named[1])]
    return conditions + [col(t.Digest.words).contains(word, autoescape=True) for word in fold(words).split()]


def _selected(session: Session, selection: Selection) -> list[Condition]:
    """Conditions of a selection: those on whom and of what on the allegation, the others on one mention that makes it.

    An allegation heard since a day was last heard since then; where only days are asked for, the digest knows enough, save for
    one that was silent between two days.
    """
    conditions: list[Condition] = []
    if selection.accused is not None:
        blamed = of_blame(replace(selection, topic=None), col(t.Allegation.accused_id), col(t.Allegation.topics))
        conditions.append(col(t.Digest.allegation_id).in_(select(col(t.Allegation.id)).where(*blamed)))
    if selection.topic is not None:
        conditions.append(col(t.Digest.topics).icontains(f" {selection.topic} ", autoescape=True))
    since, until = selection.since, selection.until
    if since is not None:
        conditions.append(col(t.Digest.last_seen) >= since)
    if until is not None:
        conditions += [col(t.Digest.first_seen) <= until, col(t.Digest.mentions) > 0]  # what nobody makes was seen on no day
    of_one = of_speaker(session, selection)
    if of_one or selection.outlet is not None:
        conditions.append(_with_mention(session, *of_one, *of_article(selection)))
    elif since is not None and until is not None:
        one = belonging(col(t.Judgement.id)).where(
            col(t.Judgement.allegation_id) == col(t.Digest.allegation_id),
            col(t.Mention.kind) != Kind.DENIAL.value,
            *of_article(replace(selection, outlet=None)),
        )
        ends = (col(t.Digest.first_seen), col(t.Digest.last_seen))
        conditions.append(or_(*(day.between(since, until) for day in ends), one.correlate(t.Digest).exists()))
    return conditions


def _with_mention(session: Session, *conditions: Condition) -> Condition:
    """Whether one mention that makes the allegation fits. Which do is asked once: a page is counted and read by it."""
    making = belonging(col(t.Judgement.allegation_id)).where(col(t.Mention.kind) != Kind.DENIAL.value, *conditions)
    ids: Any = bindparam("fitting", session.scalars(making.distinct()).all(), expanding=True, literal_execute=True)
    found: Condition = col(t.Digest.allegation_id).in_(ids)
    return found
