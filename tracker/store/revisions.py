"""Reads the articles that were revised: each text and the one that superseded it, with the mentions of both."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker.store import mentions
from tracker.store import tables as t
from tracker.store.articles import infos
from tracker.store.merges import Merges
from tracker.store.rows import chunks
from tracker.versions import Versions

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from tracker.types import Mention

SOME = 100  # revisions whose mentions are read at once


def read(session: Session, since: dt.date | None) -> list[Versions]:
    """Return every text that another has superseded, with the other, the latest revision first.

    `since` is the first day of revision that counts, in UTC as the clock of the store is.
    """
    later = aliased(t.Article)
    pairs: Any = select(col(t.Article.id), col(later.id)).join(later, col(later.id) == col(t.Article.superseded_by))
    if since is not None:
        pairs = pairs.where(func.date(col(later.ingested_at)) >= since.isoformat())
    found = session.execute(pairs.order_by(col(later.id).desc(), col(t.Article.id).desc())).all()
    return [versions for some in chunks(found, SOME) for versions in _versions(session, some)]


def _versions(session: Session, pairs: Sequence[tuple[int, int]]) -> Iterator[Versions]:
    ids = {id_ for pair in pairs for id_ in pair}
    about = infos(session, ids)
    order = (col(t.Mention.article_id), col(t.Mention.start), col(t.Mention.id))
    wanted = session.scalars(select(col(t.Mention.id)).where(col(t.Mention.article_id).in_(ids)).order_by(*order)).all()
    said: dict[int, list[Mention]] = defaultdict(list)
    for stored in mentions.load(session, wanted, Merges(session), superseded=True):
        said[stored.article.id].append(stored.mention)
    for old, new in pairs:
        yield Versions(before=about[old], after=about[new], mentions_before=tuple(said[old]), mentions_after=tuple(said[new]))
