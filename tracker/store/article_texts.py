"""Reads articles with their texts, a part at a time: a text may have two million characters, and a page a hundred thousand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlmodel import col

from tracker.errors import NotFoundError
from tracker.store import articles, mentions
from tracker.store import tables as t
from tracker.store.merges import Merges
from tracker.store.rows import LARGEST_ID
from tracker.types.articles import StoredText

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def load(session: Session, article_id: int, start: int, length: int) -> StoredText:
    """Return a part of an article from `start` on, at most `length` long, that ends with a line where it can.

    Mentions are those that touch the part. Raises NotFoundError where there is no such article, or nothing at `start`.
    """
    text, id_ = col(t.Article.text), col(t.Article.id)
    columns = (
        func.length(text).label("whole"),
        func.substr(text, start + 1, length).label("part"),
        col(t.Article.superseded_by),
        col(t.Article.author),
    )
    row = session.execute(select(*columns).where(id_ == article_id)).first() if article_id <= LARGEST_ID else None
    if row is None:
        raise NotFoundError(f"no article {article_id} is stored here: tracker search WORDS finds those that are")
    if start and not row.part:
        raise NotFoundError(f"article {article_id} has {row.whole:,} characters: nothing stands at {start:,}")
    part = str(row.part)
    if start + len(part) < row.whole and (line := part.rfind("\n")) > length // 2:
        part = part[: line + 1]
    end = start + len(part)
    touching = (col(t.Mention.article_id) == article_id, col(t.Mention.start) < end, col(t.Mention.end) > start)
    ids = session.scalars(select(col(t.Mention.id)).where(*touching).order_by(col(t.Mention.start), col(t.Mention.id))).all()
    return StoredText(
        info=articles.infos(session, [article_id])[article_id],
        author=row.author,
        text=part,
        start=start,
        length=row.whole,
        superseded_by=row.superseded_by,
        mentions=tuple(mentions.load(session, ids, Merges(session), superseded=True)),
    )
