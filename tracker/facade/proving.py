"""The part of the facade that proves what was decided, and when: the log, and weeks that are sealed with it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.errors import DatabaseBusyError, TamperedError, UsageError

if TYPE_CHECKING:
    from tracker.chain import Entry, Fault
    from tracker.report.weekly import WeeklyReport
    from tracker.store import Store

_HEAD = re.compile(r"(?:[0-9]{1,18}:)?[0-9a-f]{64}", re.IGNORECASE)
_TRIES = 5


class Proving:
    """Everything that is written through the facade stands in the log; nothing that stands there is ever changed."""

    store: Store

    def report(self, week: str | None = None, *, start: dt.date | None = None, end: dt.date | None = None) -> WeeklyReport:
        """Tracker has it: see `Reporting.report`."""
        raise NotImplementedError

    def entries(self) -> Iterator[Entry]:
        """The entries of the log, the newest first: each tells what one transaction did."""
        return self.store.log()

    def log_head(self) -> str | None:
        """Number and hash of the last entry of the log, `17:5f7c…`: who keeps it can prove what was there. None for none."""
        head = self.store.log_head()
        return f"{head.seq}:{head.hash}" if head else None

    def verify_log(self, head: str | None = None) -> list[Fault]:
        """What in the log, or in the rows that it tells of, is not as it was written; empty where all is.

        `head` is what `log_head` gave at some time, or the hash alone. Raises UsageError where it is neither.
        """
        return self.store.log_faults(checked_head(head))

    def seal(self, week: str | None = None, *, start: dt.date | None = None, end: dt.date | None = None) -> dict[str, bytes]:
        """The files of a sealed report: see `tracker.report.seal`. Days as in `report`.

        Raises UsageError for days that are none, TamperedError where the log does not hold, DatabaseBusyError where others
        write all the time.
        """
        from tracker.report import seal
        from tracker.store import Selection

        for _ in range(_TRIES):
            head = self.log_head()
            if faults := self.store.log_faults():
                raise TamperedError(f"nothing was sealed: {faults[0]} ({len(faults)} such; tracker log verify lists them)")
            report = self.report(week, start=start, end=end)
            told = {int(line.id.removeprefix("A-")) for section in report.sections for line in section.lines}
            within = Selection(since=report.start, until=report.end)
            quotes = {m.mention.id: m for m in self.store.mentions(within)}
            quotes |= {m.mention.id: m for id_ in sorted(told) for m in self.store.case(id_).mentions}
            articles = {a.id: a for a in self.store.article_infos(within)}
            articles |= {m.article.id: m.article for m in quotes.values()}
            texts = self.store.texts(articles)
            entries = [*self.store.log()][::-1]
            if self.log_head() == head:
                ordered = sorted(quotes.values(), key=lambda m: (m.article.id, m.mention.start, m.mention.id))
                about = [(articles[id_], texts[id_]) for id_ in sorted(articles)]
                return seal.contents(report, ordered, about, entries)
        raise DatabaseBusyError("nothing was sealed: others wrote to the database all the while; try again later")


def checked_head(head: str | None) -> str | None:
    """A head as somebody kept it. Raises UsageError where it is none."""
    if head is not None and not _HEAD.fullmatch(head):
        raise UsageError(f"{head!r} is no head of a log: give what tracker log head printed, or its 64 hexadecimal digits")
    return head
