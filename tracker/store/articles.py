"""Reads articles: what there is to say about them, and whole for export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker.store import tables as t
from tracker.store.filters import CURRENT, current, of_article, of_mention, shown
from tracker.store.rows import chunks
from tracker.types import ArticleInfo

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator

    from sqlalchemy.orm import Session

    from tracker.store.selection import Selection

WHOLE_TEXTS = 50  # texts are large: only so many at a time


def standing(session: Session, selection: Selection) -> list[int]:
    """Return the ids of the articles of the outlet and days of a selection that no revision has superseded, in order."""
    conditions = (current(selection.as_of), *of_article(selection))
    found = session.scalars(select(col(t.Article.id)).where(*conditions).order_by(col(t.Article.id)))
    return [id_ for id_ in found if id_ is not None]


def infos(session: Session, ids: Collection[int], at: dt.datetime | None = None) -> dict[int, ArticleInfo]:
    """Return what there is to say about articles, by id, without reading their texts.

    `echo_of` leads to the text that stands for the first now, or stood at a moment: the first may have been revised since.
    """
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
        col(t.Article.echo_of),
    )
    query = select(*columns).outerjoin(t.Outlet, col(t.Outlet.id) == col(t.Article.outlet_id))
    found: dict[int, ArticleInfo] = {}
    for some in chunks(sorted(set(ids))):
        rows = session.execute(query.where(col(t.Article.id).in_(some))).mappings().all()
        latest = _latest(session, {row["echo_of"] for row in rows if row["echo_of"] is not None}, at)
        found |= {row["id"]: ArticleInfo(**{**row, "echo_of": latest.get(row["echo_of"])}) for row in rows}
    return found


def _latest(session: Session, ids: Collection[int], at: dt.datetime | None) -> dict[int, int]:
    """Return the version of each article that nothing had superseded at a moment, None for now."""
    latest = {id_: id_ for id_ in ids}
    later = aliased(t.Article)
    step: Any = select(col(t.Article.id), col(later.id)).join(later, col(later.id) == col(t.Article.superseded_by))
    if at is not None:
        step = step.where(col(later.ingested_at) <= at)
    while latest:
        steps = {row[0]: row[1] for row in session.execute(step.where(col(t.Article.id).in_(set(latest.values()))))}
        if not steps:
            break
        latest = {id_: steps.get(version, version) for id_, version in latest.items()}
    return latest


def exported(session: Session, selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield the current articles that fit, oldest first, with the keys of the contract and `extra`.

    An article fits a speaker, an accused or a topic if one of its mentions fits them all.
    """
    query = select(col(t.Article.id)).where(CURRENT, *of_article(selection)).order_by(col(t.Article.id))
    if conditions := of_mention(session, selection):
        query = query.where(col(t.Article.id).in_(shown(col(t.Mention.article_id)).where(*conditions)))
    first = aliased(t.Article)
    whole = select(t.Article, col(t.Outlet.name), col(first.ref))
    whole = whole.outerjoin(t.Outlet, col(t.Outlet.id) == col(t.Article.outlet_id))
    whole = whole.outerjoin(first, col(first.id) == col(t.Article.echo_of))
    for some in chunks(session.scalars(query).all(), WHOLE_TEXTS):
        rows = session.execute(whole.where(col(t.Article.id).in_(some)).order_by(col(t.Article.id))).all()
        for article, outlet, echo_of in rows:
            yield _exported(article, outlet, echo_of)
        session.expunge_all()  # or every text read so far would stay in memory


def _exported(article: t.Article, outlet: str | None, echo_of: str | None) -> dict[str, Any]:
    return {
        "id": article.ref,
        "title": article.title,
        "url": article.url,
        "publisher": outlet,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "text": article.text,
        "extra": article.extra,
        "author": article.author,
        "echo_of": echo_of,
        "final_url": article.final_url,
        "retrieved_at": article.retrieved_at.isoformat() if article.retrieved_at else None,
        "raw_hash": article.raw_hash,
    }
