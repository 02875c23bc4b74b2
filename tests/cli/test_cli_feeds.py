from __future__ import annotations

import csv
import datetime as dt
import json
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from acceptance.test_start_up import ALL, imported
from asking import models
from asking.proposing import proposal
from cli.running import ok, rows, run, start
from webserver import PAGE, Server, said, serving

from tracker.read import fetch
from tracker.report.terminal.feeds import feed_table
from tracker.report.terminal.layout import text
from tracker.types.feeds import StoredFeed

KEYS = ["title", "url", "interval_minutes", "polled_at", "next_at", "failures", "problem"]
RSS = "<rss version='2.0'><channel><title>Arland\u202e Times</title>{}</channel></rss>"
OPML = "<opml><body><outline text='Dun Post' xmlUrl='https://post.example/atom'/></body></opml>"


def item(path: str) -> str:
    return f"<item><link>{path}</link><description>Read on.</description></item>"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server on this machine, which may be asked for once."""
    monkeypatch.setattr("tracker.read.Fetcher", partial(fetch.Fetcher, allow=lambda _: True, sleep=lambda _: None))
    with serving({"/feed": said(RSS.format(item("/a"))), "/a": said(PAGE), "/page": said(PAGE)}) as found:
        yield found


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "x.db"


def test_from_feed_to_allegation(db: Path, server: Server) -> None:
    added = run("feeds", "add", server.url("/feed"), db=db)
    assert (added.exit_code, added.stdout) == (0, "")
    assert added.stderr == "Arland\\u202e Times: followed\n"
    watched = run("watch", "--once", db=db)
    assert (watched.exit_code, watched.stdout) == (0, "")
    mentions = len(rows("export", "mentions", db=db))
    assert mentions > 1
    assert watched.stderr == f"Arland\\u202e Times: 1 new, 1 without a date; {mentions} mentions, 1 new allegation\n"
    assert run("watch", "--once", db=db).stderr == ""
    assert [row["url"] for row in rows("export", "articles", db=db)] == [server.url("/a")]


def test_what_a_model_proposed_is_told(db: Path, server: Server, tmp_path: Path) -> None:
    ok("feeds", "add", server.url("/feed"), db=db)
    nothing_there = proposal(kind="allegation", quote="what the text does not say", claim="x")
    with models.serving(lambda _: models.mentions(nothing_there), tmp_path):
        watched = run("watch", "--once", db=db, TRACKER_EXTRACTOR="llm:scripted")
    assert watched.exit_code == 0
    assert "\nmodel: 0 of 1 proposals taken; 1 refusal (quote: not in the text 1)\nbuilt-in extractor: " in watched.stderr


def test_quiet_says_nothing_of_what_went_well(db: Path, server: Server) -> None:
    assert run("-q", "feeds", "add", server.url("/feed"), db=db).stderr == ""
    assert run("-q", "watch", "--once", db=db).stderr == ""
    assert len(rows("export", "articles", db=db)) == 1


def test_what_is_refused_is_named_and_shows_in_the_status(db: Path, server: Server) -> None:
    ok("feeds", "add", server.url("/feed"), db=db)
    server.answers["/feed"] = said(RSS.format(item("/gone") + item("/a")))
    result = run("watch", "--once", db=db)
    assert result.exit_code == 3
    refused, line = result.stderr.splitlines()
    assert refused.startswith(f"refused {server.url('/gone')}: the server has no such page (404): check the address")
    assert line.startswith("Arland\\u202e Times: 1 new, 1 refused, 1 without a date")


def test_a_feed_that_fails_says_so_and_when_it_is_asked_again(db: Path, server: Server) -> None:
    ok("feeds", "add", server.url("/feed"), db=db)
    server.answers["/feed"] = said("", "404 Gone")
    result = run("watch", "--once", db=db)
    assert result.exit_code == 3
    (row,) = rows("feeds", "list", "--json", db=db)
    assert row["problem"] == "the server has no such page (404): check the address"
    next_at = dt.datetime.fromisoformat(row["next_at"])
    assert result.stderr == f"Arland\\u202e Times: {row['problem']}; asked again {next_at:%Y-%m-%d %H:%M} UTC\n"


def test_of_several_addresses_those_that_are_feeds_are_followed(db: Path, server: Server) -> None:
    result = run("feeds", "add", server.url("/feed"), server.url("/page"), server.url("/feed"), db=db)
    assert result.exit_code == 3
    assert result.stderr.splitlines() == [
        "Arland\\u202e Times: followed",
        f"{server.url('/feed')}: followed already",
        f"refused {server.url('/page')}: a web page, not a feed: check the address",
    ]
    result = run("feeds", "add", server.url("/page"), db=db)
    assert (result.exit_code, result.stderr) == (
        1,
        f"tracker: {server.url('/page')}: a web page, not a feed: check the address\n",
    )


def test_feeds_are_listed_for_programs(db: Path) -> None:
    assert ok("feeds", "list", "--csv", db=db).splitlines() == [",".join(KEYS)]
    ok("feeds", "import", "-", db=db, stdin=OPML.encode())
    (row,) = rows("feeds", "list", "--json", db=db)
    assert list(row) == KEYS
    assert (row["title"], row["url"], row["polled_at"], row["problem"]) == ("Dun Post", "https://post.example/atom", None, None)
    head, cells = csv.reader(ok("feeds", "list", "--csv", db=db).splitlines())
    assert (head, cells[:3]) == (KEYS, ["Dun Post", "https://post.example/atom", "30"])
    assert ok("feeds", "list", db=db).split("\t")[:2] == ["Dun Post", "https://post.example/atom"]


def test_a_list_goes_in_and_out(db: Path, tmp_path: Path) -> None:
    (tmp_path / "in.opml").write_text(OPML)
    assert run("feeds", "import", tmp_path / "in.opml", db=db).stderr == "1 new feed, 0 followed already\n"
    ok("feeds", "export", "-o", tmp_path / "out.opml", db=db)
    assert run("feeds", "import", tmp_path / "out.opml", db=db).stderr == "0 new feeds, 1 followed already\n"
    ok("feeds", "remove", "https://post.example/atom", db=db)
    assert rows("feeds", "list", "--json", db=db) == []


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (["remove", "https://post.example/atom"], 4, "no feed 'https://post.example/atom' is followed"),
        (["import", "-"], 1, "-: no list of feeds (OPML): export it again from the program that it comes from"),
        (["import", "nowhere.opml"], 4, "nowhere.opml: no such file"),
        (["add", "post.example"], 1, "post.example: '' addresses are not read: give one of http or https"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(db: Path, args: list[str], status: int, said: str) -> None:
    result = run("feeds", *args, db=db)
    assert result.exit_code == status
    assert result.stderr.startswith(f"tracker: {said}")


def test_a_list_with_addresses_that_are_none_is_taken_in_part(db: Path) -> None:
    data = OPML.replace("</body>", "<outline xmlUrl='gopher://old.example'/></body>").encode()
    result = run("feeds", "import", "-", db=db, stdin=data)
    assert result.exit_code == 3
    assert "refused gopher://old.example: 'gopher' addresses are not read" in result.stderr


def test_there_is_nothing_to_watch(db: Path) -> None:
    result = run("watch", db=db)
    assert (result.exit_code, result.stderr) == (4, "tracker: no feed is followed: tracker feeds add URL\n")


def test_looking_at_feeds_imports_no_reader_of_feeds(db: Path) -> None:
    ok("feeds", "import", "-", db=db, stdin=OPML.encode())
    assert (ALL | {"feedparser"}) & imported("feeds", "list", db=db) == {"sqlalchemy", "sqlmodel"}


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_the_watch_in_good_order(db: Path, number: signal.Signals, status: int) -> None:
    feeds = OPML.replace("https://post.example/atom", "http://127.0.0.1:8080/feed")  # which must not be asked
    ok("feeds", "import", "-", db=db, stdin=feeds.encode())
    with start("watch", db=db) as process:
        assert process.stderr is not None
        assert "which is not on the public internet: not asked; asked again" in process.stderr.readline()
        sent = time.monotonic()
        process.send_signal(number)
        _, rest = process.communicate(timeout=30)
    assert (process.returncode, time.monotonic() - sent < 5) == (status, True)
    assert "Traceback" not in rest
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("SELECT failures FROM feed").fetchall() == [(1,)]


def feed(**changes: Any) -> StoredFeed:
    moment = dt.datetime(2022, 2, 17, 9, 30, tzinfo=dt.UTC)
    given: dict[str, Any] = {
        "id": 1, "url": "https://news.example/feed", "title": "Arland\x1b[31m Times", "interval_minutes": 30, "etag": None,
        "modified": None, "polled_at": moment, "next_at": moment, "failures": 2, "problem": "the server\nis busy",
    }  # fmt: skip
    return StoredFeed(**given | changes)


@pytest.mark.parametrize("width", [100, 60])
def test_the_table_tells_all_and_lets_no_title_write_to_the_terminal(width: int) -> None:
    shown = text(feed_table([feed(), feed(title=None, problem=None)], width), width)
    assert "\x1b" not in shown
    for part in ("Times", "https://news.example/feed", "2022-02-17 09:30", "2 failures: the server is busy", "2 feeds."):
        assert part in shown
    assert shown.count("https://news.example/feed") == 2
    assert text(feed_table([], width), width) == "No feeds yet. tracker feeds add URL follows one.\n"


def test_json_of_a_feed_can_be_read_by_any_program(db: Path, server: Server) -> None:
    ok("feeds", "add", server.url("/feed"), db=db)
    line = ok("feeds", "list", "--json", db=db)
    assert json.loads(line)["title"] == "Arland\u202e Times"
    assert "\u202e" not in line
