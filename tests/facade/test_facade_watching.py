from __future__ import annotations

from typing import Any

import pytest
from facade.feeding import MINUTE, START, Clock, articles, feed, item, rounds, told
from webserver import PAGE, Server, said

from tracker import Tracker
from tracker.errors import DatabaseBusyError, NotFoundError, TrackerError


def test_a_feed_that_is_followed_brings_its_articles(tracker: Tracker, server: Server, clock: Clock) -> None:
    added = tracker.add_feed(server.url("/feed#top"))
    assert added is not None
    assert (added.url, added.title, added.next_at, added.interval_minutes) == (server.url("/feed"), "Arland Times", START, 30)
    (polled,) = tracker.watch(once=True)
    assert told(polled) == (2, 0, 0)
    assert (polled.feed.polled_at, polled.feed.next_at) == (START, START + 30 * MINUTE)
    first, _ = articles(tracker)
    assert (first["id"], first["url"], first["title"]) == (server.url("/1"), server.url("/1"), "Day 1")
    assert (first["publisher"], first["published"], first["language"]) == ("Arland Times", "2022-02-16", "en")
    assert list(tracker.watch(once=True)) == []  # it is not due


def test_a_watch_that_is_stopped_ends_with_the_article_in_hand_and_goes_on_there(
    tracker: Tracker, server: Server, clock: Clock
) -> None:
    server.answers["/feed"] = feed(server, *(item(n) for n in range(1, 5)))
    tracker.add_feed(server.url("/feed"))
    (polled,) = tracker.watch(stopped=lambda: len(articles(tracker)) >= 2, sleep=clock.sleep)
    assert (told(polled), polled.stopped) == ((2, 0, 0), True)
    (polled,) = tracker.watch(once=True)
    assert (told(polled), polled.stopped) == ((2, 0, 0), False)
    assert len(articles(tracker)) == 4


def test_a_busy_database_is_tried_again(
    tracker: Tracker, server: Server, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker.add_feed(server.url("/feed"))
    started = tracker.store.run_started
    answers = iter([DatabaseBusyError("x.db is busy: try again"), None])

    def busy_once(*given: Any) -> int:
        if error := next(answers, None):
            raise error
        return started(*given)

    monkeypatch.setattr(tracker.store, "run_started", busy_once)
    first, second = rounds(tracker, clock, 2)
    assert (first.feed.problem, told(second)) == ("x.db is busy: try again", (2, 0, 0))


@pytest.mark.parametrize(
    ("path", "answer", "expected"),
    [
        ("/page", said(PAGE), "a web page, not a feed: check the address"),
        ("/gone", None, "the server has no such page (404): check the address"),
    ],
)
def test_what_is_no_feed_is_not_followed(
    tracker: Tracker, server: Server, path: str, answer: bytes | None, expected: str
) -> None:
    server.answers |= {path: answer} if answer else {}
    with pytest.raises(TrackerError) as error:
        tracker.add_feed(server.url(path))
    assert str(error.value) == f"{server.url(path)}: {expected}"
    assert tracker.feeds() == []


@pytest.mark.parametrize("url", ["news.example/feed", "ftp://news.example/feed", "", "http://user:word@news.example/feed"])
def test_what_is_no_address_is_not_followed(tracker: Tracker, url: str) -> None:
    with pytest.raises(TrackerError):
        tracker.add_feed(url)


def test_a_feed_is_followed_once_and_no_longer_when_removed(tracker: Tracker, server: Server) -> None:
    assert tracker.add_feed(server.url("/feed")) is not None
    list(tracker.watch(once=True))
    assert tracker.add_feed(server.url("/feed")) is None
    assert tracker.remove_feed(server.url("/feed").replace("http:", "HTTP:")) == "Arland Times"
    assert tracker.feeds() == []
    for url in (server.url("/feed"), "nonsense"):
        with pytest.raises(NotFoundError, match="is followed: tracker feeds list shows those that are"):
            tracker.remove_feed(url)
    with pytest.raises(NotFoundError, match="no feed is followed"):
        list(tracker.watch(once=True))
    assert len(articles(tracker)) == 2
    assert tracker.add_feed(server.url("/feed")) is not None  # again, and its entries are known
    (polled,) = tracker.watch(once=True)
    assert told(polled) == (0, 0, 0)


def test_lists_of_feeds_go_in_and_out(tracker: Tracker) -> None:
    data = (
        b"<opml><body><outline text='Dun Post' xmlUrl='https://post.example/atom'/>"
        b"<outline xmlUrl='HTTPS://news.example/feed#a'/><outline xmlUrl='https://news.example/feed'/>"
        b"<outline xmlUrl='gopher://old.example'/></body></opml>"
    )
    done = tracker.import_feeds(data)
    assert (done.new, done.known, [refusal.ref for refusal in done.refused]) == (2, 0, ["gopher://old.example"])
    assert [feed.name for feed in tracker.feeds()] == ["Dun Post", "https://news.example/feed"]
    done = tracker.import_feeds(tracker.export_feeds().encode())
    assert (done.new, done.known, done.refused) == (0, 2, [])
