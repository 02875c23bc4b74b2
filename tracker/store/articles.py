"""Reads articles: what there is to say about them, and whole for export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import col

from tracker.store import tables as t
from tracker.store.filters import CURRENT, current, of_article, of_mention, shown
from tracker.store.rows import chunks
from tracker.types import ArticleInfo

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy.orm import Session

    from tracker.store.selection import Selection

WHOLE_TEXTS = 50  # texts are large: only so many at a time


def standing(session: Session, selection: Selection) -> list[int]:
    """Return the ids of the articles of the outlet and days of a selection that no revision has superseded, in order."""
    conditions = (current(selection.as_of), *of_article(selection))
    found = session.scalars(select(col(t.Article.id)).where(*conditions).order_by(col(t.Article.id)))
    return [id_ for id_ in found if id_ is not None]


def infos(session: Session, ids: Collection[int]) -> dict[int, ArticleInfo]:
    """Return what there is to say about articles, by id, without reading their texts."""
    columns: tuple[Any, ...] = (
        col(t.Article.id),
        col(t.Article.ref),
        col(t.Article.title),
        col(t.Outlet.name).label("outlet"),
        col(t.Article.url),
        col(t.Article.published),
        col(t.Article.ingested_at),
        col(t.Article.language),
        col(t.Article.agency),
    )
    query = select(*columns).outerjoin(t.Outlet, col(t.Outlet.id) == col(t.Article.outlet_id))
    return {
        row.id: ArticleInfo(**row._mapping)  # noqa: SLF001  (SQLAlchemy's public name for a row as a mapping)
        for some in chunks(sorted(set(ids)))
        for row in session.execute(query.where(col(t.Article.id).in_(some)))
    }


def exported(session: Session, selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield the current articles that fit, oldest first, with the keys of the contract and `extra`.

    An article fits a speaker, an accused or a topic if one of its mentions fits them all.
    """
    query = select(col(t.Article.id)).where(CURRENT, *of_article(selection)).order_by(col(t.Article.id))
    if conditions := of_mention(selection):
        query = query.where(col(t.Article.id).in_(shown(col(t.Mention.article_id)).where(*conditions)))
    whole = select(t.Article, col(t.Outlet.name)).outerjoin(t.Outlet, col(t.Outlet.id) == col(t.Article.outlet_id))
    for some in chunks(session.scalars(query).all(), WHOLE_TEXTS):
        for article, outlet in session.execute(whole.where(col(t.Article.id).in_(some)).order_by(col(t.Article.id))).all():
            yield _exported(article, outlet)
        session.expunge_all()  # or every text read so far would stay in memory


def _exported(article: t.Article, outlet: str | None) -> dict[str, Any]:
    return {
        "id": article.ref,
        "title": article.title,
        "url": article.url,
        "publisher": outlet,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "text": article.text,
        "extra": article.extra,
    }
