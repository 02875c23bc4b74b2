"""Keeps articles and what was found in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sqlalchemy import exists, select, update
from sqlmodel import col

from tracker.store import outlets
from tracker.store import tables as t
from tracker.store.convert import mention_row
from tracker.store.filters import CURRENT
from tracker.store.rows import added, chunks
from tracker.text import content_hash

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from tracker.store.actors import Cast
    from tracker.types import Actor, Document, Mention


def state(session: Session, document: Document) -> Literal["new", "known", "revised"]:
    """Tell whether the store has the text of a document, another text under its URL, or neither.

    A text that was superseded is still known.
    """
    if is_known(session, document):
        return "known"
    earlier = select(exists().where(col(t.Article.url) == document.url, CURRENT))
    return "revised" if document.url and session.scalar(earlier) else "new"


def is_known(session: Session, document: Document) -> bool:
    """Tell whether the store has the text of a document: of its outlet, or under its URL, whoever is said to publish it."""
    if session.scalar(select(exists().where(col(t.Article.hash) == document.hash))):
        return True
    same = select(col(t.Article.text)).where(col(t.Article.url) == document.url, CURRENT)
    text = session.scalar(same) if document.url else None
    return text is not None and content_hash(text) == content_hash(document.text)


def of(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Return the texts of the articles with these ids."""
    query = select(col(t.Article.id), col(t.Article.text))
    rows = (row for some in chunks(ids) for row in session.execute(query.where(col(t.Article.id).in_(some))))
    return {int(row[0] or 0): row[1] for row in rows}


def add_text(session: Session, document: Document, run_id: int, at: dt.datetime, *, alleging: int = 0) -> int:
    """Add a text that is not known and return the id of the article. It supersedes the current one of its URL.

    `alleging` is how many of its mentions allege something.
    """
    row = t.Article(
        run_id=run_id,
        ref=document.ref,
        hash=document.hash,
        url=document.url,
        title=document.title,
        outlet_id=outlets.publisher(session, document.publisher, document.url),
        published=document.published,
        language=document.language,
        agency=document.agency,
        author=document.author,
        raw_hash=document.raw_hash,
        final_url=document.final_url,
        retrieved_at=document.retrieved_at,
        text=document.text,
        extra=dict(document.extra),
        ingested_at=at,
        alleging=alleging,
    )
    article_id = added(session, row)
    if document.url:
        earlier = (col(t.Article.url) == document.url, col(t.Article.id) != article_id)
        session.execute(update(t.Article).where(CURRENT, *earlier).values(superseded_by=article_id))
    return article_id


def add_mention(session: Session, cast: Cast, mention: Mention, article_id: int, actors: Mapping[str, Actor]) -> None:
    """Add a mention with its speakers; the words that name its actors become their aliases."""
    accused_id = cast.enter(mention.accused, actors) if mention.accused else None
    session.add(mention_row(mention, article_id, accused_id))
    session.flush()  # the speakers refer to it
    for position, name in enumerate(dict.fromkeys(mention.speakers)):
        session.add(t.MentionSpeaker(mention_id=mention.id, actor_id=cast.enter(name, actors), position=position))
    cast.note_names(mention, actors)
