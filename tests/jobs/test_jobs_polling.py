from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
import stamina
from asking.models import mentions
from asking.models import serving as scripted
from facade.feeding import LONG, MINUTE, START, Clock, articles, feed, item, paths, rounds, told
from webserver import PAGE, Server, said
from werkzeug import Response

from tracker import Tracker
from tracker.jobs import polling
from tracker.read import fetch
from tracker.settings import Settings

REPO = Path(__file__).resolve().parents[2]
GONE = "the server has no such page (404): check the address; it is asked for again"


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


def test_articles_without_a_day_are_counted(tracker: Tracker, server: Server) -> None:
    server.answers["/feed"] = feed(server, item(1).replace("Wed, 16 Feb 2022 09:00:00 GMT", "soon"), item(2))
    tracker.add_feed(server.url("/feed"))
    (polled,) = tracker.watch(once=True)
    assert (polled.result.new, polled.result.undated) == (2, 1)
    assert [article["published"] for article in articles(tracker)] == [None, "2022-02-16"]


def test_a_feed_is_kept_as_it_came_where_pages_are(tracker: Tracker, server: Server, tmp_path: Path) -> None:
    tracker.settings = Settings(host_seconds=0.0, record_folder=str(tmp_path / "pages"))
    tracker.add_feed(server.url("/feed"))
    list(tracker.watch(once=True))
    assert [path.name for path in (tmp_path / "pages").iterdir()] == ["tracker-2022-02-17.warc.gz"]


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
