"""Keeps the digests of allegations up to date: what has changed, and what is written of it.

Whoever computes them calls `due`, then `keep`, inside one transaction of `Store.write`, which keeps out other writers: an older
state never replaces a newer one.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, delete, exists, func, insert, or_, select
from sqlmodel import col

from tracker.store import cases
from tracker.store import tables as t
from tracker.store.merges import speaking_for
from tracker.store.rows import chunks
from tracker.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy.orm import Session

    from tracker.types import Case
    from tracker.types.paging import Digest

SOME = 200  # digests that are written in one transaction: other writers wait no longer than these take
_AHEAD = 20_000  # notes that are looked at to find so many: there may be many on one
_NAMED = 30  # names of speakers and outlets that a search looks at
_DAYS = ("first_asserted", "first_seen", "last_seen")
_ALLEGATION = "allegation"


class Digests:
    """The digests, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def overdue(self) -> bool:
        """Tell whether anything has changed since the digests were written."""
        return bool(self._session.scalar(select(exists().where(col(t.Stale.id).is_not(None)))))

    def due(self) -> list[Case]:
        """Return the next allegations whose digest must be written, with brief mentions, and take away the notes on them.

        The notes go first: what is noted from now on is not known to what is read after that.
        """
        self._spread()
        first = select(col(t.Stale.ref)).order_by(col(t.Stale.id)).limit(_AHEAD).subquery()
        found = self._session.scalars(select(first.c.ref).distinct().limit(SOME)).all()
        self._session.execute(delete(t.Stale).where(col(t.Stale.kind) == _ALLEGATION, col(t.Stale.ref).in_(found)))
        return list(cases.load(self._session, sorted(found), brief=True))

    def _spread(self) -> None:
        """Turn notes on articles and actors into notes on the allegations that they bear on."""
        for kind, query in (("article", _of_articles), ("actor", _of_actors)):
            noted = col(t.Stale.kind) == kind
            if refs := set(self._session.scalars(select(col(t.Stale.ref)).where(noted))):
                self._session.execute(delete(t.Stale).where(noted, col(t.Stale.ref).in_(refs)))
                notes = [{"kind": _ALLEGATION, "ref": of} for of in self._session.scalars(query(refs))]
                if notes:
                    self._session.execute(insert(t.Stale), notes)

    def keep(self, digests: Iterable[Digest]) -> None:
        """Write digests in the place of what there was."""
        edition = (self._session.scalar(select(func.max(col(t.Digest.edition)))) or 0) + 1
        for some in chunks([_row(digest, edition) for digest in digests]):
            self._session.execute(delete(t.Digest).where(col(t.Digest.allegation_id).in_([r.allegation_id for r in some])))
            self._session.add_all(some)
            self._session.flush()


def _of_articles(refs: Collection[int]) -> Select[Any]:
    """Select the allegations that mentions of these articles belong to, or did."""
    mentions = select(col(t.Mention.id)).where(col(t.Mention.article_id).in_(refs))
    return select(col(t.Judgement.allegation_id)).where(col(t.Judgement.mention_id).in_(mentions)).distinct()


def _of_actors(refs: Collection[int]) -> Select[Any]:
    """Select the allegations that accuse, or are made by, these actors or whoever speaks for them."""
    actors = speaking_for(select(col(t.Actor.id)).where(col(t.Actor.id).in_(refs)))
    speaking = select(col(t.MentionSpeaker.mention_id)).where(col(t.MentionSpeaker.actor_id).in_(actors))
    own = select(col(t.Allegation.id)).where(col(t.Allegation.accused_id).in_(actors))
    return (
        select(col(t.Judgement.allegation_id))
        .where(or_(col(t.Judgement.mention_id).in_(speaking), col(t.Judgement.allegation_id).in_(own)))
        .distinct()
    )


def _row(digest: Digest, edition: int) -> t.Digest:
    row = digest.row
    named = (row["id"], row["claim"], row["accused"] or "", *row["speakers"][:_NAMED], *row["outlets"][:_NAMED])
    days: dict[str, Any] = {key: dt.date.fromisoformat(row[key]) if row[key] else dt.date.min for key in _DAYS}
    return t.Digest(
        allegation_id=digest.id,
        shown=bool(row["mentions"] or digest.denials),
        unverified=digest.unverified,
        **{key: row[key] for key in ("headline", "evidence", "contest", "corroboration", "verdict", "mentions", "origins")},
        **days,
        denials=digest.denials,
        topics=f" {' '.join(row['topics'])} ",
        words="\n".join(map(fold, named)),
        row=dict(row),
        why=dict(digest.why),
        edition=edition,
    )
