"""Searches for words in what readers see; how a word is found is said in `fulltext`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import literal, select
from sqlmodel import col

from tracker.store import tables as t
from tracker.store.context import around
from tracker.store.filters import CURRENT, belonging
from tracker.store.fulltext import holding
from tracker.store.selection import Hit
from tracker.text import squash

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session


def search(session: Session, words: str, limit: int | None) -> list[Hit]:
    """Return what holds all `words`: the claims of allegations, then quotes, then articles, the newest first in each.

    At most `limit` hits; None for all. No words find nothing.
    """
    wanted = words.split()
    if not wanted:
        return []
    found: list[Hit] = []
    for kind in (_claims, _quotes, _articles):
        left = None if limit is None else limit - len(found)
        if left != 0:
            found += kind(session, wanted, left)
    return found


def _claims(session: Session, words: Sequence[str], limit: int | None) -> Iterator[Hit]:
    id_, claim = col(t.Allegation.id), col(t.Allegation.claim)
    seen = belonging(literal(1)).where(col(t.Judgement.allegation_id) == id_).correlate(t.Allegation).exists()
    query = select(id_, claim).where(*holding(session, t.Allegation, words), seen).order_by(id_.desc())
    for number, text in session.execute(query.limit(limit)):
        yield Hit(kind="allegation", id=f"A-{number}", text=text)


def _quotes(session: Session, words: Sequence[str], limit: int | None) -> Iterator[Hit]:
    quote, published = col(t.Mention.quote), col(t.Article.published)
    query = select(col(t.Mention.id), quote, col(t.Article.ref), published).join(
        t.Article, col(t.Article.id) == col(t.Mention.article_id)
    )
    query = query.where(CURRENT, *holding(session, t.Mention, words))
    for id_, text, ref, day in _newest(session, query, limit, col(t.Mention.start), col(t.Mention.id)):
        yield Hit(kind="mention", id=id_, text=text, article=ref, published=day)


def _articles(session: Session, words: Sequence[str], limit: int | None) -> Iterator[Hit]:
    title, text, published = col(t.Article.title), col(t.Article.text), col(t.Article.published)
    query = select(col(t.Article.id), title, text, col(t.Article.ref), published)
    for row in _newest(session, query.where(CURRENT, *holding(session, t.Article, words)), limit):
        passage = _passage(row.text, words) or row.title or ""
        yield Hit(kind="article", id=str(row.id), text=passage, article=row.ref, published=row.published)


def _newest(session: Session, query: Any, limit: int | None, *then: Any) -> Iterator[Any]:
    """Yield what stands in articles with a date, the newest first, then the rest: each is answered in order by an index."""
    published, found = col(t.Article.published), 0
    for dated in (published.is_not(None), published.is_(None)):
        left = None if limit is None else limit - found
        ordered = query.where(dated).order_by(published.desc(), col(t.Article.id).desc(), *then)
        for row in session.execute(ordered.limit(left).execution_options(yield_per=20)):
            found += 1
            yield row


def _passage(text: str, words: Sequence[str]) -> str | None:
    """Return the sentence around the first of `words` that the text has, on one line."""
    lower = text.lower()
    for word in words:
        start = lower.find(word.lower())
        if start >= 0:
            end = start + len(word)
            before, after = around(text, start, end)
            return squash(before + text[start:end] + after)
    return None
