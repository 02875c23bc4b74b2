"""Searches for words in what readers see; how a word is found is said in `fulltext`."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from tracker.store import cases
from tracker.store import tables as t
from tracker.store.context import around
from tracker.store.filters import CURRENT, shown
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
    return list(islice(_hits(session, wanted), limit))


def _hits(session: Session, words: Sequence[str]) -> Iterator[Hit]:
    yield from _claims(session, words)
    yield from _quotes(session, words)
    yield from _articles(session, words)


def _claims(session: Session, words: Sequence[str]) -> Iterator[Hit]:
    claim = col(t.Allegation.claim)
    query = cases.seen_with().with_only_columns(col(t.Allegation.id), claim).where(*holding(session, t.Allegation, words))
    for id_, text in session.execute(query.order_by(None).order_by(col(t.Allegation.id).desc())):
        yield Hit(kind="allegation", id=f"A-{id_}", text=text)


def _quotes(session: Session, words: Sequence[str]) -> Iterator[Hit]:
    quote, published = col(t.Mention.quote), col(t.Article.published)
    query = shown(col(t.Mention.id), quote, col(t.Article.ref), published).where(*holding(session, t.Mention, words))
    newest = (published.is_(None), published.desc(), col(t.Article.id).desc(), col(t.Mention.start), col(t.Mention.id))
    for id_, text, ref, day in session.execute(query.order_by(*newest)):
        yield Hit(kind="mention", id=id_, text=text, article=ref, published=day)


def _articles(session: Session, words: Sequence[str]) -> Iterator[Hit]:
    title, text, published = col(t.Article.title), col(t.Article.text), col(t.Article.published)
    query = select(col(t.Article.id), title, text, col(t.Article.ref), published).where(
        CURRENT, *holding(session, t.Article, words)
    )
    newest = (published.is_(None), published.desc(), col(t.Article.id).desc())
    for row in session.execute(query.order_by(*newest).execution_options(yield_per=20)):
        passage = _passage(row.text, words) or row.title or ""
        yield Hit(kind="article", id=str(row.id), text=passage, article=row.ref, published=row.published)


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
