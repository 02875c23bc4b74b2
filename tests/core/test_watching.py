from __future__ import annotations

import datetime as dt
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import stamina
from asking.models import mentions
from asking.models import serving as scripted
from webserver import PAGE, Server, said, serving
from werkzeug import Response

from tracker import Tracker
from tracker.errors import DatabaseBusyError, NotFoundError, TrackerError
from tracker.read import fetch
from tracker.settings import Settings
from tracker.work import polling
from tracker.work.polling import Polled

START = dt.datetime(2022, 2, 17, 9, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
REPO = Path(__file__).resolve().parents[2]
GONE = "the server has no such page (404): check the address; it is asked for again"
LONG = "The weather in Arland was mild and dry on day {}. " + "Nothing else happened there, and nobody said a word. " * 30


class Clock:
    """Time passes only while somebody sleeps: half an hour each time."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> dt.datetime:
        return self.at

    def sleep(self, _: float) -> None:
        self.at += 30 * MINUTE


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tracker(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tracker]:
    """A tracker that may ask the servers of this machine."""
    monkeypatch.setattr("tracker.read.Fetcher", partial(fetch.Fetcher, allow=lambda _: True))
    with Tracker(tmp_path / "x.db", settings=Settings(fetch_seconds=3.0, host_seconds=0.0), now=clock.now) as found:
        yield found


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({}) as found:
        found.answers |= {"/feed": feed(found, item(1), item(2))}
        yield found


def item(number: int, text: str = LONG, *, link: str = "/{}", guid: str = "g{}") -> str:
    return (
        f"<item><guid isPermaLink='false'>{guid.format(number)}</guid><link>{link.format(number)}</link>"
        f"<title>Day {number}</title><pubDate>Wed, 16 Feb 2022 09:00:00 GMT</pubDate>"
        f"<description>{text.format(number)}</description></item>"
    )


def feed(server: Server, *items: str, title: str = "Arland Times", about: str = "", **headers: str) -> bytes:
    body = f"<rss version='2.0'><channel><title>{title}</title><language>en</language>{about}{''.join(items)}</channel></rss>"
    return said(body, content_type="application/rss+xml", **headers)


def rounds(tracker: Tracker, clock: Clock, number: int, **options: Any) -> list[Polled]:
    """Let the watch poll so many times."""
    found = []
    for polled in tracker.watch(sleep=clock.sleep, **options):
        found.append(polled)
        if len(found) == number:
            break
    return found


def told(polled: Polled) -> tuple[int, int, int]:
    return polled.result.new, polled.result.known, len(polled.result.refused)


def articles(tracker: Tracker) -> list[Any]:
    return list(tracker.export("articles"))


def paths(server: Server) -> list[str]:
    return [path for path in server.paths if path != "/robots.txt"]


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


def test_of_a_teaser_the_page_is_taken_through_the_whole_way(tracker: Tracker, server: Server) -> None:
    server.answers |= {"/feed": feed(server, item(1, "Read on.")), "/1": said(PAGE)}
    tracker.add_feed(server.url("/feed"))
    (polled,) = tracker.watch(once=True)
    assert told(polled) == (1, 0, 0)
    assert polled.result.new_allegations == 1
    (found,) = tracker.allegations()
    assert found.accused == "Borland"


def test_a_feed_polled_a_thousand_times_adds_each_article_once(tracker: Tracker, server: Server, clock: Clock) -> None:
    """The server sends the whole feed each time, without any mark, and a new entry with every 250th poll."""
    tracker.add_feed(server.url("/feed"))
    for polls, polled in enumerate(tracker.watch(sleep=clock.sleep), 1):
        assert polled.feed.problem is None
        if polls == 1000:
            break
        if polls % 250 == 0:
            server.answers["/feed"] = feed(server, *(item(n) for n in range(1, polls // 250 + 3)))
    assert paths(server).count("/feed") == 1 + 1000
    assert [article["url"] for article in articles(tracker)] == [server.url(f"/{n}") for n in range(1, 6)]


@pytest.mark.parametrize("whole", [True, False], ids=["the feed has the text", "the page has it"])
def test_an_entry_that_was_edited_is_read_again_and_is_a_new_version_of_its_article(
    tracker: Tracker, server: Server, clock: Clock, whole: bool
) -> None:
    teaser, edited = item(1, "Read on."), item(1, "Read on, there is more.")
    first, then = (item(1), item(1, LONG.replace("mild", "wet"))) if whole else (teaser, edited)
    server.answers |= {"/feed": feed(server, first, item(2)), "/1": said(PAGE)}
    tracker.add_feed(server.url("/feed"))
    rounds(tracker, clock, 2)
    asked = len(paths(server))
    server.answers |= {"/feed": feed(server, then, item(2)), "/1": said(PAGE.replace("shelling", "shelling and burning"))}
    polled, again = rounds(tracker, clock, 2)
    assert [(p.result.new, p.result.revised, p.result.known) for p in (polled, again)] == [(0, 1, 0), (0, 0, 0)]
    assert len(paths(server)) == asked + (2 if whole else 3)
    assert (len(articles(tracker)), tracker.store.counts()["article"]) == (2, 3)
    assert [revision.after.url for revision in tracker.revisions()] == [server.url("/1")]


def test_an_entry_says_that_it_was_edited_by_its_words_or_its_date_and_not_by_its_markup(
    tracker: Tracker, server: Server, clock: Clock
) -> None:
    def with_update(text: str, at: str) -> str:
        return item(1, text).replace("</item>", f"<updated xmlns='http://www.w3.org/2005/Atom'>{at}</updated></item>")

    teasers = [
        with_update("Read on.", "2022-02-16T09:00:00Z"),
        with_update("&lt;b&gt;Read&lt;/b&gt; &lt;i n='1'/&gt;on.", "2022-02-16T09:00:00Z"),
        with_update("Read on.", "2022-02-16T10:00:00Z"),
    ]
    server.answers["/1"] = said(PAGE)
    asked = []
    for teaser in teasers:
        server.answers["/feed"] = feed(server, teaser)
        if not asked:
            tracker.add_feed(server.url("/feed"))
        rounds(tracker, clock, 1)
        asked.append(paths(server).count("/1"))
    assert asked == [1, 1, 2]


def test_an_edit_that_cannot_be_read_is_asked_for_again_and_the_article_stays(
    tracker: Tracker, server: Server, clock: Clock
) -> None:
    server.answers |= {"/feed": feed(server, item(1, "Read on.")), "/1": said(PAGE)}
    tracker.add_feed(server.url("/feed"))
    rounds(tracker, clock, 1)
    server.answers |= {"/feed": feed(server, item(1, "Read more.")), "/1": said("", "404 Not Found")}
    (polled,) = rounds(tracker, clock, 1)
    assert ([r.reason for r in polled.result.refused], polled.again, len(articles(tracker))) == ([GONE], 1, 1)
    server.answers["/1"] = said(PAGE.replace("shelling", "shelling and burning"))
    assert sum(p.result.revised for p in rounds(tracker, clock, 4)) == 1


def test_what_was_seen_before_that_was_kept_or_was_brought_by_another_feed_is_not_read_again(
    tracker: Tracker, server: Server, clock: Clock, tmp_path: Path
) -> None:
    server.answers["/other"] = feed(server, *(item(n, "Read on.") for n in (1, 2)))
    for path in ("/feed", "/other"):
        tracker.add_feed(server.url(path))
    list(tracker.watch(once=True))
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        connection.execute("UPDATE feed_entry SET digest = NULL WHERE feed_id = 1")
        connection.commit()
    server.answers["/other"] = feed(server, *(item(n, "Read more.") for n in (1, 2)))
    clock.sleep(0)
    assert [(told(p), p.result.revised) for p in tracker.watch(once=True)] == [((0, 0, 0), 0)] * 2
    assert not {"/1", "/2"} & set(paths(server))
    server.answers["/feed"] = feed(server, item(1, LONG.replace("mild", "wet")), item(2))
    clock.sleep(0)
    assert sum(p.result.revised for p in tracker.watch(once=True)) == 1


def test_what_has_not_changed_is_not_sent_again(tracker: Tracker, server: Server, clock: Clock) -> None:
    server.answers["/feed"] = feed(server, item(1), etag='"v1"')
    tracker.add_feed(server.url("/feed"))
    rounds(tracker, clock, 1)
    server.answers["/feed"] = said("", "304 Not Modified")
    clock.sleep(0)
    (polled,) = rounds(tracker, clock, 1)
    assert 'If-None-Match: "v1"' in server.requests[-1]
    assert told(polled) == (0, 0, 0)
    assert (polled.feed.problem, polled.feed.etag, polled.feed.title) == (None, '"v1"', "Arland Times")


@pytest.mark.parametrize(
    ("url", "guid", "expected"),
    [("/{}", "other{}", (0, 2, 0)), ("/feed?copy={}", "other{}", (0, 2, 0)), ("/{}", "g{}", (0, 2, 0))],
    ids=["another id", "another address", "the same"],
)
def test_an_article_that_another_feed_brought_is_known(
    tracker: Tracker, server: Server, url: str, guid: str, expected: tuple[int, int, int]
) -> None:
    server.answers["/other"] = feed(server, *(item(n, link=url, guid=guid) for n in (1, 2)))
    for path in ("/feed", "/other"):
        tracker.add_feed(server.url(path))
    one, other = tracker.watch(once=True)
    assert (told(one), told(other)) == ((2, 0, 0), expected)
    assert len(articles(tracker)) == 2


def test_a_feed_that_fails_is_asked_less_and_less_and_as_before_when_it_is_well(
    tracker: Tracker, server: Server, clock: Clock
) -> None:
    tracker.add_feed(server.url("/feed"))
    server.answers["/feed"] = said("", "500 Broken")
    waits = []
    for polled in rounds(tracker, clock, 8):
        assert polled.feed.polled_at is not None
        waits.append((polled.feed.next_at - polled.feed.polled_at) / MINUTE)
    assert waits == [60, 120, 240, 480, 960, 1440, 1440, 1440]
    assert tracker.feeds()[0].failures == 8
    assert tracker.feeds()[0].problem == "the server answers 500 (broken), not with a page: try again later".replace(
        "broken", "internal server error"
    )
    server.answers["/feed"] = feed(server, item(1))
    (polled,) = rounds(tracker, clock, 1)
    assert (told(polled), polled.feed.failures, polled.feed.problem) == ((1, 0, 0), 0, None)
    assert polled.feed.next_at == clock.at + 30 * MINUTE


def test_a_server_that_is_busy_is_left_alone_as_long_as_it_wants(tracker: Tracker, server: Server, clock: Clock) -> None:
    tracker.add_feed(server.url("/feed"))
    server.answers["/feed"] = said("", "429 Busy", retry_after="7200")
    (polled,) = rounds(tracker, clock, 1)
    assert polled.feed.next_at == START + 120 * MINUTE


@pytest.mark.parametrize(
    ("about", "every", "minutes"),
    [
        ("<ttl>45</ttl>", None, 45),
        ("<ttl>5</ttl>", None, 30),
        ("<ttl>999999</ttl>", None, 1440),
        ("", 5, 5),
        ("<ttl>45</ttl>", 5, 45),
    ],
)
def test_a_feed_is_not_asked_more_often_than_it_wants(
    tracker: Tracker, server: Server, clock: Clock, about: str, every: int | None, minutes: int
) -> None:
    server.answers["/feed"] = feed(server, item(1), about=about)
    tracker.add_feed(server.url("/feed"))
    (polled,) = rounds(tracker, clock, 1, every=every)
    assert polled.feed.next_at == START + minutes * MINUTE


def test_an_entry_whose_page_fails_is_named_and_asked_for_again_until_it_is_there(
    tracker: Tracker, server: Server, clock: Clock
) -> None:
    server.answers["/feed"] = feed(server, item(1, "Read on."), item(2), etag='"v1"')
    tracker.add_feed(server.url("/feed"))
    first, second, third = rounds(tracker, clock, 3)
    (refusal,) = first.result.refused
    assert (refusal.ref, refusal.reason, first.again) == (server.url("/1"), GONE, 1)
    assert (told(first), told(second), told(third)) == ((1, 0, 1), (0, 0, 0), (0, 0, 1))  # after an hour
    assert "If-None-Match" not in server.requests[-1]
    server.answers["/1"] = said(PAGE)
    *none, last = rounds(tracker, clock, 10)
    assert (paths(server).count("/1"), [told(p) for p in none], told(last)) == (3, [(0, 0, 0)] * 9, (1, 0, 0))  # after six
    assert last.feed.etag == '"v1"'


def test_an_entry_that_never_can_be_read_is_given_up_after_a_day_and_stays_in_quarantine(
    tracker: Tracker, server: Server, clock: Clock, tmp_path: Path
) -> None:
    server.answers["/feed"] = feed(server, item(1, "Read on."))
    tracker.add_feed(server.url("/feed"))
    found = rounds(tracker, clock, 100)
    refused = [polled.result.refused[0].reason for polled in found if polled.result.refused]
    assert refused == [GONE, GONE, GONE, GONE.removesuffix("; it is asked for again")]
    assert paths(server).count("/1") == 4
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        assert connection.execute("SELECT ref FROM quarantine").fetchall() == [(server.url("/1"),)]


def test_of_a_large_feed_some_entries_wait_for_the_next_poll(
    tracker: Tracker, server: Server, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "PER_POLL", 3)
    server.answers["/feed"] = feed(server, *(item(n) for n in range(1, 8)), etag='"v1"')
    tracker.add_feed(server.url("/feed"))
    found = [(p.result.new, p.left, p.feed.etag) for p in rounds(tracker, clock, 3)]
    assert found == [(3, 4, None), (3, 1, None), (1, 0, '"v1"')]
    assert clock.at == START  # it had not to wait


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


def test_a_kill_between_article_and_mark_loses_and_doubles_nothing(tracker: Tracker, server: Server, tmp_path: Path) -> None:
    tracker.add_feed(server.url("/feed"))
    code = f"""
import os, signal, datetime as dt
from functools import partial
from tracker import Tracker, read
from tracker.settings import Settings
from tracker.store.feeds import Feeds
read.Fetcher = partial(read.Fetcher, allow=lambda _: True)
Feeds.mark_seen = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
with Tracker({str(tmp_path / "x.db")!r}, settings=Settings(host_seconds=0.0)) as tracker:
    tracker.poll({server.url("/feed")!r})
"""
    killed = subprocess.run([sys.executable, "-c", code], cwd=REPO, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(articles(tracker)) == 1
    (polled,) = tracker.watch(once=True)
    assert told(polled) == (1, 1, 0)
    assert len(articles(tracker)) == 2


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


def test_articles_without_a_day_are_counted(tracker: Tracker, server: Server) -> None:
    server.answers["/feed"] = feed(server, item(1).replace("Wed, 16 Feb 2022 09:00:00 GMT", "soon"), item(2))
    tracker.add_feed(server.url("/feed"))
    (polled,) = tracker.watch(once=True)
    assert (polled.result.new, polled.undated) == (2, 1)
    assert [article["published"] for article in articles(tracker)] == [None, "2022-02-16"]


def test_a_feed_is_kept_as_it_came_where_pages_are(tracker: Tracker, server: Server, tmp_path: Path) -> None:
    tracker.settings = Settings(host_seconds=0.0, record_folder=str(tmp_path / "pages"))
    tracker.add_feed(server.url("/feed"))
    list(tracker.watch(once=True))
    assert [path.name for path in (tmp_path / "pages").iterdir()] == ["tracker-2022-02-17.warc.gz"]


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


def test_an_entry_that_a_language_model_fails_on_is_asked_for_again(
    server: Server, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.read.Fetcher", partial(fetch.Fetcher, allow=lambda _: True))
    answers = iter([Response("down", 500)] * 2)  # each is asked twice, then the model is well
    settings = Settings(fetch_seconds=3.0, host_seconds=0.0, extractor="llm:scripted", llm_threads=1)
    with (
        stamina.set_testing(True, attempts=1),
        scripted(lambda _: next(answers, mentions()), tmp_path),
        Tracker(tmp_path / "x.db", settings=settings, now=clock.now) as tracker,
    ):
        tracker.add_feed(server.url("/feed"))
        first, *_, last = rounds(tracker, clock, 3)
        assert told(first) == (0, 0, 2)
        assert all("it is asked for again" in refusal.reason for refusal in first.result.refused)
        assert told(last) == (2, 0, 0)
        assert len(articles(tracker)) == 2
