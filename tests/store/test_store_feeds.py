from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from factories import document
from filling import add

from tracker.errors import NotFoundError

if TYPE_CHECKING:
    from tracker.store.store import Store

AT = dt.datetime(2022, 2, 17, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
URL = "https://news.example/feed"


def follow(store: Store, url: str = URL, title: str | None = None, at: dt.datetime = AT) -> int:
    with store.write() as writer:
        assert writer.feeds.follow(url, title, at)
        return writer.feeds.feed(url).id


def test_a_feed_is_followed_once(store: Store) -> None:
    follow(store, title="Arland Times")
    with store.write() as writer:
        assert not writer.feeds.follow(URL, "Another title", AT + HOUR)
    with store.feeds() as feeds:
        (found,) = feeds.followed()
    assert (found.url, found.title, found.next_at) == (URL, "Arland Times", AT)


def test_a_feed_that_is_followed_again_is_due_and_begins_anew_with_its_entries_known(store: Store) -> None:
    id_ = follow(store, title="Arland Times")
    with store.write() as writer:
        writer.feeds.polled(id_, etag='"v1"', failures=3, problem="gone", next_at=AT + 5 * HOUR)
        writer.feeds.mark_seen(id_, "g1", AT)
        assert writer.feeds.remove(URL, AT) == "Arland Times"
    with store.feeds() as feeds:
        assert (feeds.followed(), feeds.due(AT + 9 * HOUR), feeds.next_at()) == ([], [], None)
        with pytest.raises(NotFoundError):
            feeds.feed(URL)
    assert follow(store, at=AT + HOUR) == id_
    with store.feeds() as feeds:
        found = feeds.feed(URL)
        assert (found.title, found.next_at, found.etag, found.failures) == ("Arland Times", AT + HOUR, None, 0)
        assert feeds.seen(id_, ["g1", "g2"]) == {"g1": None}


def test_what_is_due_longest_comes_first(store: Store) -> None:
    for hours, name in ((2, "b"), (1, "c"), (3, "a")):
        follow(store, f"https://{name}.example/", at=AT + hours * HOUR)
    with store.feeds() as feeds:
        assert [feed.url for feed in feeds.due(AT + 2 * HOUR)] == ["https://c.example/", "https://b.example/"]
        assert [feed.url for feed in feeds.followed()] == [f"https://{name}.example/" for name in "abc"]
        assert feeds.next_at() == AT + HOUR


def test_the_time_of_the_first_refusal_stays_until_the_entry_is_seen(store: Store) -> None:
    id_, other = follow(store), follow(store, "https://post.example/")
    for at in (AT, AT + HOUR):
        with store.write() as writer:
            writer.feeds.mark_refused(id_, "g1", at)
    with store.feeds() as feeds:
        assert feeds.refused(id_, ["g1", "g2"]) == {"g1": AT}
        assert (feeds.refused(other, ["g1"]), feeds.seen(id_, ["g1"])) == ({}, {})
    for at in (AT + 2 * HOUR, AT + 3 * HOUR):
        with store.write() as writer:
            writer.feeds.mark_seen(id_, "g1", at)
    with store.feeds() as feeds:
        assert (feeds.refused(id_, ["g1"]), feeds.seen(id_, ["g1"]), feeds.seen(other, ["g1"])) == ({}, {"g1": None}, {})


def test_what_an_entry_said_is_kept_from_the_last_time(store: Store) -> None:
    id_ = follow(store)
    for digest in (None, "a", "b", None):
        with store.write() as writer:
            writer.feeds.mark_seen(id_, "g1", AT, digest)
    with store.feeds() as feeds:
        assert feeds.seen(id_, ["g1", "g2"]) == {"g1": "b"}


def test_the_feed_that_brought_an_article_is_known_by_its_current_text(store: Store) -> None:
    add(store, document(text="One.", url="https://a.example/1", extra={"feed": "https://a.example/old"}))
    add(store, document(text="Two.", url="https://a.example/1", extra={"feed": "https://a.example/new"}))
    add(store, document(text="Three.", url="https://a.example/2"))
    with store.feeds() as feeds:
        found = [feeds.brought_by(f"https://a.example/{n}") for n in (1, 2, 3)]
    assert found == ["https://a.example/new", None, None]


def test_a_long_list_of_keys_is_asked_for_in_pieces(store: Store) -> None:
    id_ = follow(store)
    with store.write() as writer:
        writer.feeds.mark_seen(id_, "g1499", AT)
    with store.feeds() as feeds:
        assert feeds.seen(id_, [f"g{n}" for n in range(1500)]) == {"g1499": None}


def test_an_article_is_known_by_its_address_wherever_it_came_from(store: Store) -> None:
    add(store, document(url="https://news.example/a"))
    with store.feeds() as feeds:
        assert feeds.has_article("https://news.example/a")
        assert not feeds.has_article("https://news.example/b")
