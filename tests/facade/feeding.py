"""A feed on a server of the test, a tracker that may ask it, and a clock that only sleeping moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from webserver import Server, said, serving

from tracker import Tracker
from tracker.jobs.polling import Polled
from tracker.read import fetch
from tracker.settings import Settings

START = dt.datetime(2022, 2, 17, 9, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
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
