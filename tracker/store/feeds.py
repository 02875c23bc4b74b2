"""Feeds and which of their entries were seen: rows, read and written in the transaction of whoever asks.

An entry that was refused has a row under its key with "refused" on a line above: no key of an entry has two lines. Its
`seen_at` is when it was refused for the first time; the row goes when the entry counts as seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, func, select
from sqlmodel import col

from tracker.errors import NotFoundError
from tracker.store import tables as t
from tracker.store.rows import chunks
from tracker.types.feeds import INTERVAL, StoredFeed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

_REFUSED = "refused\n"


class Feeds:
    """The feeds of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def followed(self) -> list[StoredFeed]:
        """Return the feeds that are followed, by title, else address, in alphabetical order."""
        rows = self._session.scalars(select(t.Feed).where(col(t.Feed.removed_at).is_(None)))
        return sorted(map(_record, rows), key=lambda feed: (feed.name.casefold(), feed.url))

    def due(self, at: dt.datetime) -> list[StoredFeed]:
        """Return the feeds that are to be polled by then, the longest overdue first."""
        waiting = select(t.Feed).where(col(t.Feed.removed_at).is_(None), col(t.Feed.next_at) <= at)
        return [_record(row) for row in self._session.scalars(waiting.order_by(col(t.Feed.next_at), col(t.Feed.id)))]

    def next_at(self) -> dt.datetime | None:
        """Return when the next poll is due; None where nothing is followed."""
        return self._session.scalar(select(func.min(col(t.Feed.next_at))).where(col(t.Feed.removed_at).is_(None)))

    def feed(self, url: str) -> StoredFeed:
        """Return a feed that is followed. Raises NotFoundError."""
        return _record(self._row(url))

    def follow(self, url: str, title: str | None, at: dt.datetime) -> bool:
        """Follow a feed from now on, again where it was removed; false, and nothing changes, where it is followed."""
        row = self._session.scalars(select(t.Feed).where(col(t.Feed.url) == url)).first()
        if row is not None and row.removed_at is None:
            return False
        row = row or t.Feed(url=url, interval_minutes=INTERVAL, next_at=at, added_at=at)
        row.title, row.next_at, row.removed_at = title or row.title, at, None
        row.etag, row.modified, row.failures, row.problem = None, None, 0, None
        self._session.add(row)
        self._session.flush()
        return True

    def remove(self, url: str, at: dt.datetime) -> str:
        """Follow a feed no longer, and return its name; its articles stay. Raises NotFoundError."""
        row = self._row(url)
        row.removed_at = at
        return row.title or row.url

    def polled(self, feed_id: int, **changes: Any) -> StoredFeed:
        """Keep what came of a poll, under the names of the table's columns, and return the feed as it is now."""
        row = self._session.get_one(t.Feed, feed_id)
        for name, value in changes.items():
            setattr(row, name, value)
        self._session.flush()
        return _record(row)

    def seen(self, feed_id: int, keys: Sequence[str]) -> dict[str, str | None]:
        """Return those of the keys whose entries were seen, each with what it said then; None where that was not kept."""
        return {key: row.digest for key, row in self._rows(feed_id, keys).items()}

    def refused(self, feed_id: int, keys: Sequence[str]) -> dict[str, dt.datetime]:
        """Return those of the keys whose entries were refused, and are asked for again, with when that was first."""
        rows = self._rows(feed_id, [_REFUSED + key for key in keys])
        return {key.removeprefix(_REFUSED): row.seen_at for key, row in rows.items()}

    def mark_seen(self, feed_id: int, key: str, at: dt.datetime, digest: str | None = None) -> None:
        """Keep that an entry was seen, and what it said: it is not asked for again while it says that."""
        mine = col(t.FeedEntry.feed_id) == feed_id
        self._session.execute(delete(t.FeedEntry).where(mine, col(t.FeedEntry.key) == _REFUSED + key))
        self._add(feed_id, key, at)
        if digest is not None:
            self._session.get_one(t.FeedEntry, (feed_id, key)).digest = digest
            self._session.flush()

    def mark_refused(self, feed_id: int, key: str, at: dt.datetime) -> None:
        """Keep that an entry was refused, and when that was first."""
        self._add(feed_id, _REFUSED + key, at)

    def has_article(self, url: str) -> bool:
        """Tell whether an article of this address is stored, wherever it came from."""
        return bool(self._session.scalar(select(exists().where(col(t.Article.url) == url))))

    def brought_by(self, url: str) -> str | None:
        """Return the address of the feed that brought the current article of an address; None where none did."""
        current = select(col(t.Article.extra)).where(col(t.Article.url) == url, col(t.Article.superseded_by).is_(None))
        feed = (self._session.scalar(current) or {}).get("feed")
        return feed if isinstance(feed, str) else None

    def _row(self, url: str) -> t.Feed:
        row = self._session.scalars(select(t.Feed).where(col(t.Feed.url) == url, col(t.Feed.removed_at).is_(None))).first()
        if row is None:
            raise NotFoundError(f"no feed {url!r} is followed: tracker feeds list shows those that are")
        return row

    def _rows(self, feed_id: int, keys: Sequence[str]) -> dict[str, t.FeedEntry]:
        found: dict[str, t.FeedEntry] = {}
        for some in chunks(keys):
            mine = (col(t.FeedEntry.feed_id) == feed_id, col(t.FeedEntry.key).in_(some))
            for row in self._session.scalars(select(t.FeedEntry).where(*mine)):
                found[row.key] = row
        return found

    def _add(self, feed_id: int, key: str, at: dt.datetime) -> None:
        """Add a row, once: another process may have been faster."""
        if not self._rows(feed_id, [key]):
            self._session.add(t.FeedEntry(feed_id=feed_id, key=key, seen_at=at))
            self._session.flush()


def _record(row: t.Feed) -> StoredFeed:
    return StoredFeed(
        id=row.id or 0,
        url=row.url,
        title=row.title,
        interval_minutes=row.interval_minutes,
        etag=row.etag,
        modified=row.modified,
        polled_at=row.polled_at,
        next_at=row.next_at,
        failures=row.failures,
        problem=row.problem,
    )
