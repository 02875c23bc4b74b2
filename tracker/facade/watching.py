"""The part of the facade that follows feeds: which there are, and how they are watched."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tracker.errors import DatabaseBusyError, NotFoundError
from tracker.types import Document, Refusal

if TYPE_CHECKING:
    from tracker.jobs.polling import Polled, Poller, Stopped
    from tracker.read.fetch import Fetcher
    from tracker.settings import Settings
    from tracker.store import Store
    from tracker.types.articles import IngestResult
    from tracker.types.feeds import StoredFeed

LOOK = 60.0  # seconds after which `watch` looks for feeds that somebody else has added


def _never() -> bool:
    return False


@dataclass(slots=True, kw_only=True)
class Followed:
    """What came of a list of feeds; `refused` are the addresses that cannot be followed."""

    new: int = 0
    known: int = 0
    refused: list[Refusal] = field(default_factory=list)


class Watching:
    """Each article of a feed goes the way of every other: see `Tracker.ingest`."""

    store: Store
    settings: Settings
    version: str
    now: Callable[[], dt.datetime]

    def _take(self, document: Document, run: int | None, result: IngestResult, *, precise: bool) -> Refusal | None:
        raise NotImplementedError  # Tracker has it

    # ------------------------------------------------------------------------------------------------ which feeds

    def add_feed(self, url: str) -> StoredFeed | None:
        """Follow a feed, whose first poll is due at once; None where it is followed already.

        It is asked for, so that what is no feed is told at once. Raises TrackerError where it cannot be read.
        """
        from tracker import read as station
        from tracker.read.feed import ACCEPT, read_feed
        from tracker.read.refusals import UnreadableError

        try:
            address = _address(url)
            with self.store.feeds() as feeds:
                if address in {feed.url for feed in feeds.followed()}:
                    return None
            with station.Fetcher(self.settings, now=self.now) as fetcher:
                fetched = fetcher.fetch(address, accept=ACCEPT)
            found = read_feed(fetched.data, fetched.final_url, fetched.charset, self.settings)
        except UnreadableError as error:
            raise UnreadableError(f"{url}: {error}") from None
        with self.store.write() as writer:
            new = writer.feeds.follow(address, found.title, self.now())
            return writer.feeds.feed(address) if new else None

    def feeds(self) -> list[StoredFeed]:
        """The feeds that are followed, in alphabetical order."""
        with self.store.feeds() as feeds:
            return feeds.followed()

    def remove_feed(self, url: str) -> str:
        """Follow a feed no longer, and return its name; its articles stay. Raises NotFoundError."""
        from tracker.read.refusals import UnreadableError

        with self.store.write() as writer:
            try:
                return writer.feeds.remove(url, self.now())
            except NotFoundError:  # as it is written, that is
                try:
                    address = _address(url)
                except UnreadableError:
                    address = url
                return writer.feeds.remove(address, self.now())

    def import_feeds(self, data: bytes) -> Followed:
        """Follow the feeds of a list (OPML), of which none is asked for yet. Raises TrackerError where it is no such list."""
        from tracker.read.opml import outlines
        from tracker.read.refusals import UnreadableError

        result = Followed()
        wanted: dict[str, str | None] = {}
        for outline in outlines(data, self.settings.max_feed_bytes):
            try:
                wanted.setdefault(_address(outline.url), outline.title)
            except UnreadableError as error:
                result.refused.append(Refusal(ref=outline.url, reason=str(error)))
        with self.store.write() as writer:
            for address, title in wanted.items():
                new = writer.feeds.follow(address, title, self.now())
                result.new += new
                result.known += not new
        return result

    def export_feeds(self) -> str:
        """The feeds that are followed as a list (OPML) that other readers take in."""
        from tracker.read.opml import Outline, opml
        from tracker.report.escape import html_text

        return opml(Outline(url=feed.url, title=html_text(feed.name)) for feed in self.feeds())

    # ------------------------------------------------------------------------------------------------ what they bring

    def watch(
        self,
        *,
        once: bool = False,
        every: int | None = None,
        stopped: Stopped = _never,
        sleep: Callable[[float], None] = time.sleep,
    ) -> Iterator[Polled]:
        """Poll the feeds that are due, one after the other, and yield what came of each; for ever, unless `once`.

        `every` is the interval in minutes for feeds that want no longer one. `stopped` is asked before each feed and each
        article: where it is true, the watch ends, and what was taken in is stored. Where the database is busy, the feed is
        tried again. Raises NotFoundError where no feed is followed.
        """
        from tracker import read as station
        from tracker.jobs.polling import Polled
        from tracker.types.articles import IngestResult

        if not self.feeds():
            raise NotFoundError("no feed is followed: tracker feeds add URL")
        with station.Fetcher(self.settings, now=self.now) as fetcher:
            poller = self._poller(fetcher, stopped)
            while not stopped():
                busy = False
                with self.store.feeds() as feeds:
                    due = feeds.due(self.now())
                for feed in due:
                    if stopped():
                        return
                    try:
                        polled = poller.poll(feed, every)
                    except DatabaseBusyError as error:
                        if once:
                            raise
                        busy = True
                        polled = Polled(feed=replace(feed, problem=str(error)), result=IngestResult())
                    yield polled
                if once:
                    return
                self._wait(stopped, sleep, busy=busy)

    def poll(self, url: str) -> Polled:
        """Ask for one feed now, whether it is due or not. Raises NotFoundError."""
        from tracker import read as station

        with self.store.feeds() as feeds:
            feed = feeds.feed(url)
        with station.Fetcher(self.settings, now=self.now) as fetcher:
            return self._poller(fetcher, _never).poll(feed)

    def _poller(self, fetcher: Fetcher, stopped: Stopped) -> Poller:
        from tracker.jobs.polling import Poller

        def take(document: Document, run: int, result: IngestResult) -> Refusal | None:
            return self._take(document, run, result, precise=False)

        return Poller(
            store=self.store,
            settings=self.settings,
            version=self.version,
            now=self.now,
            take=take,
            fetcher=fetcher,
            stopped=stopped,
        )

    def _wait(self, stopped: Stopped, sleep: Callable[[float], None], *, busy: bool) -> None:
        """Wait until a feed is due, or for a minute. In pieces: a signal ends no sleep."""
        end = self.now() + dt.timedelta(seconds=LOOK)
        while not stopped():
            with self.store.feeds() as feeds:
                first = feeds.next_at()
            until = end if busy or first is None else min(first, end)
            left = (until - self.now()).total_seconds()
            if left <= 0:
                return
            sleep(min(left, 1.0))


def _address(url: str) -> str:
    """An address as it is kept: in one spelling, without what stands after a #. Raises UnreadableError."""
    from tracker.read.guard import checked

    return str(checked(url.strip()))
