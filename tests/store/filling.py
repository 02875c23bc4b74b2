"""Fills a store for the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factories import AT, DAY, TEXT, document, mention

from tracker.types import Actor, Axis, Band, Decision, Document, Judgement, Mention, StatusEvent

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from tracker.store.store import Store

ACTORS = {
    "Arland": Actor(name="Arland", kind="state"),
    "Borland": Actor(name="Borland", kind="state"),
    "Minister of Arland": Actor(name="Minister of Arland", kind="person", speaks_for="Arland"),
}


def add(store: Store, doc: Document, *found: Mention, at: dt.datetime = AT, actors: Mapping[str, Actor] = ACTORS) -> int:
    """Store an article in a run of its own and return its id."""
    run = store.run_started("0.1.0", at)
    with store.write() as writer:
        article_id = writer.add_article(doc, found, run, at, actors=actors)
    assert article_id is not None
    return article_id


def open_case(store: Store, *found: Mention, claim: str = "Borland shelled Dun.", topics: tuple[str, ...] = ("attack",)) -> int:
    """Open an allegation against whom the first mention accuses, give it the mentions, and return its id."""
    with store.write() as writer:
        allegation_id = writer.new_allegation(claim, found[0].accused, topics, AT)
        for one in found:
            writer.judge(judgement(one.id, allegation_id))
    return allegation_id


def accuse(store: Store, name: str, **changes: Any) -> int:
    """Store an article `name` with one mention that has these changes, open an allegation for it and return its id.

    Changes to `published`, `publisher` and `url` are those of the article.
    """
    text = f"{name}. {TEXT}"
    outside = {key: changes.pop(key) for key in ("published", "publisher", "url") if key in changes}
    doc = document(**{"text": text, "ref": name, "url": f"https://news.example/{name}", "published": DAY} | outside)
    one = mention(text=text, article_ref=name, **changes)
    add(store, doc, one)
    return open_case(store, one, topics=one.acts)


def judgement(mention_id: str, allegation_id: int, **changes: Any) -> Judgement:
    """Make a judgement that gives the mention to the allegation."""
    fields: dict[str, Any] = {
        "mention_id": mention_id,
        "allegation_id": allegation_id,
        "decision": Decision.POSITIVE,
        "score": 0.8,
        "band": Band.SAME,
        "reason": "same frame",
        "made_by": "matcher 1",
        "made_at": AT,
    }
    return Judgement(**fields | changes)


def event(**changes: Any) -> StatusEvent:
    """Make an event of an analyst."""
    fields: dict[str, Any] = {
        "axis": Axis.EVIDENCE,
        "value": "none_provided",
        "voice": None,
        "quote": None,
        "happened_on": DAY,
        "recorded_at": AT,
        "made_by": "analyst",
    }
    return StatusEvent(**fields | changes)
