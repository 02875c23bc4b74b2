"""One poll of one feed: it is asked for, its entries are taken in, and when to ask again is kept.

An entry is marked as seen after its article was committed, in a transaction of its own. Whatever ends the process in between,
the entry is read once more and its article is known then, by its address or its text: nothing is lost, and nothing doubled.
For the same reason the feed is asked for as a whole, without the marks of HTTP, as long as an entry of it is left.

An entry that says something else than when it was seen was edited: it is read again, and what it brings is a new version of its
article, by the address. One without an address is not, for there is nothing to know its article by; nor is one whose article
another feed brought, for what two feeds have of one text may differ without an edit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.read.entry_document import entry_document
from tracker.read.feed import ACCEPT, read_feed
from tracker.read.refusals import UnreadableError
from tracker.types import Document, Refusal
from tracker.types.feeds import INTERVAL, LONGEST, StoredFeed, asked_again, given_up, pause

if TYPE_CHECKING:
    from tracker.read.entry import Entry, Feed
    from tracker.read.fetch import Fetched, Fetcher
    from tracker.settings import Settings
    from tracker.store import Store
    from tracker.store.feeds import Feeds
    from tracker.types.articles import IngestResult

PER_POLL = 200  # entries: a feed that has more lets the others go first

Stopped = Callable[[], bool]
Take = Callable[[Document, int, "IngestResult"], Refusal | None]


@dataclass(slots=True, kw_only=True)
class Polled:
    """What came of one poll of a feed, and the feed as it is now.

    `again` counts the refused entries that are asked for again, `left` those that no time was for; `stopped` is true where not
    all was done because somebody wanted an end.
    """

    feed: StoredFeed
    result: IngestResult
    again: int = 0
    left: int = 0
    stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Poller:
    """Polls feeds. `take` is what is done with an article; `stopped` is asked before each whether to go on.

    `version` is that of the package, for the record of each run.
    """

    store: Store
    settings: Settings
    version: str
    now: Callable[[], dt.datetime]
    take: Take
    fetcher: Fetcher
    stopped: Stopped

    def poll(self, feed: StoredFeed, every: int | None = None) -> Polled:
        """Poll a feed; `every` is the interval in minutes for one that wants no longer one.

        What goes wrong with the feed is kept as its problem. Raises TrackerError as `entry_document`, and DatabaseError.
        """
        from tracker.types.articles import IngestResult

        polled = Polled(feed=feed, result=IngestResult())
        try:
            fetched = self.fetcher.fetch(feed.url, etag=feed.etag, modified=feed.modified, accept=ACCEPT)
            same = fetched.status == 304
            found = None if same else read_feed(fetched.data, fetched.final_url, fetched.charset, self.settings)
        except UnreadableError as error:
            self._failed(polled, error, every)
            return polled
        interval = feed.interval_minutes
        changes: dict[str, Any] = {"polled_at": self.now(), "failures": 0, "problem": None}
        if found is not None:
            self._take_entries(polled, found, fetched)
            if polled.stopped:  # it stays due, and goes on where it was
                return polled
            interval = min(max(found.minutes, INTERVAL), LONGEST)
            marks = (None, None) if polled.left or polled.again else (fetched.etag, fetched.modified)
            changes |= {"title": found.title or feed.title, "interval_minutes": interval}
            changes |= {"etag": marks[0], "modified": marks[1]}
        wait = dt.timedelta() if polled.left else pause(interval, every)
        self._keep(polled, changes | {"next_at": changes["polled_at"] + wait})
        return polled

    def _failed(self, polled: Polled, error: UnreadableError, every: int | None) -> None:
        """Leave a feed alone for longer with each failure, and as long as its server asks for."""
        at, failures = self.now(), polled.feed.failures + 1
        asked = dt.timedelta(seconds=getattr(error, "seconds", None) or 0)  # where the server is busy
        next_at = at + max(pause(polled.feed.interval_minutes, every, failures), asked)
        self._keep(polled, {"polled_at": at, "next_at": next_at, "failures": failures, "problem": str(error)})

    def _keep(self, polled: Polled, changes: dict[str, Any]) -> None:
        with self.store.write() as writer:
            polled.feed = writer.feeds.polled(polled.feed.id, **changes)

    def _take_entries(self, polled: Polled, found: Feed, fetched: Fetched) -> None:
        """Take in what was not seen: new entries, edited ones, and refused ones whose time has come."""
        feed, at = polled.feed, self.now()
        with self.store.feeds() as feeds:
            seen = feeds.seen(feed.id, [entry.key for entry in found.entries])
            fresh = [entry for entry in found.entries if entry.key not in seen or self._edited(feeds, feed, entry, seen)]
            refused = feeds.refused(feed.id, [entry.key for entry in fresh])
        due = [e for e in fresh if e.key not in refused or asked_again(refused[e.key], feed.polled_at, at)]
        wanted = {entry.key for entry in fresh}
        said = {entry.key: entry.digest for entry in found.entries if entry.key not in wanted}
        self._note(feed, {key: digest for key, digest in said.items() if seen[key] != digest})
        polled.again = len(fresh) - len(due)
        polled.left = max(len(due) - PER_POLL, 0)
        if not due:
            return
        if self.settings.record_folder:
            from tracker.read.record import keep

            keep(fetched, Path(self.settings.record_folder))
        run = self.store.run_started(self.version, at)
        for entry in due[:PER_POLL]:
            polled.stopped = self.stopped()
            if polled.stopped:
                break
            self._take_entry(entry, polled, run, found, fetched, refused.get(entry.key), edited=entry.key in seen)
        result = polled.result
        self.store.run_finished(
            run, self.now(), new=result.new, revised=result.revised, known=result.known, refused=len(result.refused)
        )

    @staticmethod
    def _edited(feeds: Feeds, feed: StoredFeed, entry: Entry, seen: Mapping[str, str | None]) -> bool:
        """Tell whether an entry that was seen is to be read again."""
        if seen[entry.key] in {None, entry.digest} or entry.link is None:
            return False
        return feeds.brought_by(entry.link) in {None, feed.url}

    def _note(self, feed: StoredFeed, said: Mapping[str, str]) -> None:
        """Keep what entries say that are not read again."""
        if said:
            with self.store.write() as writer:
                for key, digest in said.items():
                    writer.feeds.mark_seen(feed.id, key, self.now(), digest)

    def _take_entry(
        self,
        entry: Entry,
        polled: Polled,
        run: int,
        found: Feed,
        fetched: Fetched,
        refused: dt.datetime | None,
        *,
        edited: bool,
    ) -> None:
        """Take in one entry. `refused` is when it was refused for the first time, if it was."""
        feed, result = polled.feed, polled.result
        with self.store.feeds() as feeds:
            known = not edited and entry.link is not None and feeds.has_article(entry.link)
        if known:
            result.known += 1
        else:
            item = entry_document(entry, found, fetched, self.fetcher, self.settings)
            untaken = item if isinstance(item, Refusal) else self.take(item, run, result)
            if untaken is not None:
                last = refused is not None and given_up(refused, self.now())
                polled.again += not last
                again = "" if last else "; it is asked for again"
                result.refused.append(replace(untaken, reason=f"{untaken.reason}{again}"))
                with self.store.write() as writer:
                    writer.quarantine(untaken, run, self.now())
                    if last:
                        writer.feeds.mark_seen(feed.id, entry.key, self.now(), entry.digest)
                    else:
                        writer.feeds.mark_refused(feed.id, entry.key, self.now())
                return
        with self.store.write() as writer:
            writer.feeds.mark_seen(feed.id, entry.key, self.now(), entry.digest)
