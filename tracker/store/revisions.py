"""Reads the articles that were revised: each text and the one that superseded it, with the mentions of both."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker.store import mentions
from tracker.store import tables as t
from tracker.store.articles import infos
from tracker.store.filters import Condition, of_blame
from tracker.store.merges import Merges
from tracker.store.rows import chunks
from tracker.store.selection import EVERYTHING, Selection
from tracker.types.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from tracker.types import Mention

SOME = 100  # revisions whose mentions are read at once


def read(session: Session, since: dt.date | None, selection: Selection = EVERYTHING) -> list[Versions]:
    """Return every text that another has superseded, with the other, the latest revision first.

    `since` is the first day of revision that counts, `selection.until` the last, in UTC as the clock of the store is;
    `selection.as_of` is the moment that the reader looks from. With `accused` or `topic` only mentions that fit count, and
    only revisions of texts that have some.
    """
    later = aliased(t.Article)
    pairs: Any = select(col(t.Article.id), col(later.id)).join(later, col(later.id) == col(t.Article.superseded_by))
    pairs = pairs.where(*_between(col(later.ingested_at), since, selection))
    found = session.execute(pairs.order_by(col(later.id).desc(), col(t.Article.id).desc())).all()
    blamed = of_blame(selection, col(t.Mention.accused_id), col(t.Mention.acts))
    versions = [versions for some in chunks(found, SOME) for versions in _versions(session, some, blamed)]
    return [v for v in versions if v.mentions_before or v.mentions_after] if blamed else versions


def _between(revised_at: Any, since: dt.date | None, selection: Selection) -> Iterator[Condition]:
    if since is not None:
        yield revised_at >= dt.datetime.combine(since, dt.time.min, dt.UTC)
    if selection.until is not None:
        yield revised_at <= dt.datetime.combine(selection.until, dt.time.max, dt.UTC)
    if selection.as_of is not None:
        yield revised_at <= selection.as_of


def _versions(session: Session, pairs: Sequence[tuple[int, int]], blamed: Sequence[Condition]) -> Iterator[Versions]:
    ids = {id_ for pair in pairs for id_ in pair}
    about = infos(session, ids)
    order = (col(t.Mention.article_id), col(t.Mention.start), col(t.Mention.id))
    standing = select(col(t.Mention.id)).where(col(t.Mention.article_id).in_(ids), *blamed)
    wanted = session.scalars(standing.order_by(*order)).all()
    said: dict[int, list[Mention]] = defaultdict(list)
    for stored in mentions.load(session, wanted, Merges(session), superseded=True):
        said[stored.article.id].append(stored.mention)
    for old, new in pairs:
        yield Versions(before=about[old], after=about[new], mentions_before=tuple(said[old]), mentions_after=tuple(said[new]))
