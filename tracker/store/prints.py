"""Finds the article whose text another one prints, among any number, and keeps which it is.

Every article is kept by the few hashes of its sketch (`tracker.match.prints`). A new one asks the index for each of its own,
and reads of each no more than the earliest articles that have it, so that a copy costs the same whether it is the third or the
thousandth: the first of them is what is looked for.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, insert, not_, select, union_all, update
from sqlmodel import col

from tracker.store import tables as t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy.orm import Session

EARLIEST = 50  # articles that are asked for of one hash: "in front of the" is in too many
LIKELY = 10  # articles whose texts are compared, those that share the most hashes


def trace(session: Session, article_id: int, sketch: Sequence[int], least: int, copied: Callable[[str], bool]) -> int | None:
    """Keep the sketch of a new article, and return the id of the article that it echoes: None where its text is its own.

    That is the first one of another outlet, under another URL, that shares at least `least` hashes with it and whose text
    `copied` knows for the same; never one that is an echo itself: an echo of an echo leads to the first.
    """
    first = _first(session, article_id, _likely(session, sketch, least), copied)
    if sketch:
        session.execute(insert(t.ArticlePrint), [{"print": found, "article_id": article_id} for found in sketch])
    if first is not None:
        session.execute(update(t.Article).where(col(t.Article.id) == article_id).values(echo_of=first))
    return first


def unprinted(session: Session, besides: str) -> Iterator[tuple[int, str]]:
    """Yield each article that has no prints, with its text, in order: it is too short, or from before prints were kept.

    Those with a mention by the extractor `besides` are left out.
    """
    number = col(t.Article.id)
    printed = exists().where(col(t.ArticlePrint.article_id) == number)
    foreign = exists().where(col(t.Mention.article_id) == number, col(t.Mention.extractor) == besides)
    yield from _texts(session, session.scalars(select(number).where(not_(printed), not_(foreign)).order_by(number)).all())


def forget(session: Session, since: int, besides: str) -> Iterator[tuple[int, str]]:
    """Forget the prints of articles from an id on, and whose echoes they are; yield each with its text, in order.

    Those with a mention by the extractor `besides` are left out.
    """
    number = col(t.Article.id)
    session.execute(delete(t.ArticlePrint).where(col(t.ArticlePrint.article_id) >= since))
    session.execute(update(t.Article).where(number >= since).values(echo_of=None))
    foreign = exists().where(col(t.Mention.article_id) == number, col(t.Mention.extractor) == besides)
    yield from _texts(session, session.scalars(select(number).where(number >= since, not_(foreign)).order_by(number)).all())


def _texts(session: Session, ids: Sequence[int | None]) -> Iterator[tuple[int, str]]:
    for id_ in ids:
        if id_ is not None and (text := session.scalar(select(col(t.Article.text)).where(col(t.Article.id) == id_))):
            yield id_, text


def _likely(session: Session, sketch: Sequence[int], least: int) -> list[int]:
    """Return the ids of the articles that share the most hashes, of two that share as many the earlier first."""
    if not sketch:
        return []
    number = col(t.ArticlePrint.article_id)
    postings: list[Any] = [
        select(select(number).where(col(t.ArticlePrint.print) == found).order_by(number).limit(EARLIEST).subquery())
        for found in sketch
    ]
    shared = Counter(session.scalars(union_all(*postings)))
    found = sorted((-count, id_) for id_, count in shared.items() if count >= least)
    return [id_ for _, id_ in found[:LIKELY]]


def _first(session: Session, article_id: int, likely: Sequence[int], copied: Callable[[str], bool]) -> int | None:
    """Return the earliest of the firsts that the likely articles lead to, whose own text or echo is the same as the new one."""
    leads = dict(session.execute(select(col(t.Article.id), col(t.Article.echo_of)).where(col(t.Article.id).in_(likely))).all())
    firsts = {id_: leads[id_] or id_ for id_ in likely}
    foreign = _foreign(session, article_id, set(firsts.values()))
    same: set[int] = set()
    for id_, first in firsts.items():
        if first in foreign and first not in same:
            text = session.scalar(select(col(t.Article.text)).where(col(t.Article.id) == id_))
            if text is not None and copied(text):
                same.add(first)
    return min(same, default=None)


def _foreign(session: Session, article_id: int, ids: set[int]) -> set[int]:
    """Return those of the articles that neither the outlet nor the URL of a new article has: the rest are its own versions."""
    about = select(col(t.Article.id), col(t.Article.outlet_id), col(t.Article.url))
    rows = {row.id: row for row in session.execute(about.where(col(t.Article.id).in_({*ids, article_id})))}
    own = rows[article_id]
    return {
        id_
        for id_ in ids
        if (own.outlet_id is None or rows[id_].outlet_id != own.outlet_id) and (own.url is None or rows[id_].url != own.url)
    }
