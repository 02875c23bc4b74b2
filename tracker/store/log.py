"""Reads the log, and compares the tables with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, text

from tracker.chain import KEYS, Entry, Fault, State, compare, follow, missing
from tracker.store.journal import told
from tracker.store.server import is_server
from tracker.store.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

_GUARDS = {"log_entry_no_update", "log_entry_no_delete", "log_entry_in_order"}
_IN_FILE = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'log_entry'"
_ON_SERVER = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'log_entry'::regclass AND tgenabled IN ('O', 'A')"


def entries(session: Session, *, newest_first: bool = False) -> Iterator[Entry]:
    """Yield the entries of the log in the order of their numbers."""
    of = METADATA.tables["log_entry"].c
    query = select(*of).order_by(of.seq.desc() if newest_first else of.seq).execution_options(yield_per=500)
    return (Entry(**row) for row in session.execute(query).mappings())


def head(session: Session) -> Entry | None:
    """Return the last entry; None where the log is empty."""
    return next(entries(session, newest_first=True), None)


def faults(session: Session, saved: str | None = None) -> Iterator[Fault]:
    """Yield everything in the log, and in the tables that it tells of, that is not as it was written; none where all is.

    `saved` is a head that somebody kept.
    """
    served = is_server(session)
    guards = _GUARDS | ({"log_entry_no_truncate"} if served else set())
    if gone := sorted(guards - set(session.scalars(text(_ON_SERVER if served else _IN_FILE)))):
        yield Fault("the log's triggers", f"they are missing, so that the log can be rewritten: {', '.join(gone)}")
    state: State = {}
    yield from follow(entries(session), state, saved)
    for table, key in KEYS.items():
        rows = session.execute(select(*METADATA.tables[table].c).execution_options(yield_per=500))
        for row in rows.mappings():
            now = told(table, row)
            if fault := compare((table, *(now[column] for column in key)), now, state):
                yield fault
    yield from missing(state)
