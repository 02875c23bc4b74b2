"""Keeps the log: a session knows which rows it has written, and before the commit one entry tells what they are now.

Nothing has to be said where something is written, so nothing can be forgotten: rows of the tables in `KEYS` are noticed when
they are flushed, and when an UPDATE names them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, insert, select, tuple_
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.chain import KEYS, Entry, canonical, following, plain
from tracker.store import server
from tracker.store import tables as t
from tracker.store.rows import chunks

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from sqlalchemy.orm import ORMExecuteState

FIXED = frozenset(["mention", "mention_speaker"])  # never changed; of the matcher's index, which is, no entry tells
# What a mention says. A later column is no part of this, or the hashes of those that are there would be others.
OF_MENTION = (
    "id", "article_id", "kind", "start", "end", "quote", "spans", "speaker_text", "accused_id", "accused_text", "certainty",
    "negated", "evidence", "evidence_start", "evidence_end", "evidence_voice", "contest", "contest_start", "contest_end",
    "contest_voice", "claim", "asserted_on", "asserted_precision", "reported_by", "acts", "objects", "extractor", "rule",
    "confidence",
)  # fmt: skip


class LoggedSession(Session):
    """A session that keeps the keys of the logged rows that it has written, each with whether it is new."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.written: dict[str, dict[tuple[Any, ...], bool]] = defaultdict(dict)


@event.listens_for(LoggedSession, "after_flush")
def _flushed(session: LoggedSession, _context: Any) -> None:
    for rows, new in ((session.new, True), (session.dirty, False)):
        for row in rows:
            if (table := row.__tablename__) in KEYS and (new or (table not in FIXED and session.is_modified(row))):
                session.written[table].setdefault(tuple(getattr(row, column) for column in KEYS[table]), new)


@event.listens_for(LoggedSession, "do_orm_execute")
def _updated(state: ORMExecuteState) -> Any:
    """Let an UPDATE of many rows say which they were."""
    mapper = state.bind_mapper
    if not state.is_update or mapper is None or (table := mapper.class_.__tablename__) not in KEYS or table in FIXED:
        return None
    columns = [mapper.columns[column] for column in KEYS[table]]
    found = state.invoke_statement(state.statement.returning(*columns))  # type: ignore[attr-defined]  # it is an UPDATE
    session: Any = state.session
    for row in found.all():
        session.written[table].setdefault(tuple(row), False)
    return found


def append(session: LoggedSession, at: dt.datetime, by: str | None) -> Entry | None:
    """Append the entry of what this session has written so far; None where that is nothing which is logged.

    The last thing that a transaction does: on PostgreSQL it holds a lock from here to its end.
    """
    session.flush()
    written = {table: _rows(session, table) for table in KEYS if session.written[table]}
    if not written:
        return None
    server.last(session)
    newest = select(col(t.LogEntry.seq), col(t.LogEntry.hash)).order_by(col(t.LogEntry.seq).desc()).limit(1)
    last = session.execute(newest).first()
    payload: dict[str, Any] = {"rows": written} | ({"by": by} if by else {})
    entry = following((last.seq, last.hash) if last else None, at, _kind(session, written), payload)
    session.execute(insert(t.LogEntry), [asdict(entry)])
    session.written.clear()
    return entry


def _rows(session: LoggedSession, table: str) -> list[dict[str, Any]]:
    """The rows of a table that were written, as they are now."""
    of = t.METADATA.tables[table].c
    columns = [of[column] for column in KEYS[table]]
    found: list[dict[str, Any]] = []
    for some in chunks(sorted(session.written[table])):
        named = columns[0].in_([key[0] for key in some]) if len(columns) == 1 else tuple_(*columns).in_(some)
        rows = session.execute(select(*of).where(named).order_by(*columns)).mappings()
        found += (told(table, row) for row in rows)
    return found


def told(table: str, row: Mapping[Any, Any]) -> dict[str, Any]:
    """What the log says of a row: all of it, but of an article the hash of its text, and of a mention a hash of all it says."""
    values = {str(column): plain(value) for column, value in row.items()}
    if table == "article":
        del values["extra"]
        text = values.pop("text")
        return values | {"sha256": hashlib.sha256(text.encode("utf-8")).hexdigest()}
    if table == "mention":
        said = canonical({column: values[column] for column in OF_MENTION})
        return {"id": values["id"], "article_id": values["article_id"], "sha256": hashlib.sha256(said.encode()).hexdigest()}
    return values


def _kind(session: LoggedSession, rows: Mapping[str, list[dict[str, Any]]]) -> str:
    """What happened, in a word: an article came in, a decision was made, or something was said of outlets or actors."""
    if any(session.written["article"].values()):
        return "article"
    for action in rows.get("action", ()):
        if session.written["action"][(action["id"],)]:
            return str(action["kind"])
    return next((kind for kind in ("outlet", "actor") if kind in rows or f"{kind}_domain" in rows), "change")
