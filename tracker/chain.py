"""The log as a chain: entries that each carry the hash of the one before, and what they say of every row that matters.

Pure, and the standard library alone. An entry tells all that one transaction did to the rows of the tables in `KEYS`: each row
as it was afterwards. Replaying the entries therefore gives those tables, row by row; see docs/log.md for the encoding.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.sealed import START, entry_hash

KEYS: Mapping[str, tuple[str, ...]] = {
    "outlet": ("id",),
    "outlet_domain": ("domain",),
    "actor": ("id",),
    "article": ("id",),
    "mention": ("id",),
    "mention_speaker": ("mention_id", "actor_id"),
    "action": ("id",),
    "allegation": ("id",),
    "judgement": ("id",),
    "pair_judgement": ("id",),
    "status_event": ("id",),
    "allegation_link": ("allegation_id", "other_id", "kind"),
}
"""The tables whose rows are logged, each with the columns that name a row."""

Key = tuple[Any, ...]  # the table, then the values of its key


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `payload` is canonical JSON, `at` the time in UTC to the microsecond, `seq` runs from 1 without a gap."""

    seq: int
    at: str
    kind: str
    payload: str
    previous: str
    hash: str

    def as_json(self) -> dict[str, Any]:
        """The entry as a row of `tracker log --all --json`, and of a sealed log."""
        return {
            "seq": self.seq,
            "at": self.at,
            "kind": self.kind,
            "payload": json.loads(self.payload),
            "previous": self.previous,
            "hash": self.hash,
        }


@dataclass(frozen=True, slots=True)
class Logged:
    """A row as the log has it: canonical JSON, and the entry that told it last."""

    seq: int
    text: str


State = dict[Key, Logged]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written: `where` names the entry or the row, `what` says how it differs."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys in order, no space, ASCII only, floats as Python writes them."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def plain(value: Any) -> Any:
    """A value of a row as JSON has it: days and times in ISO, times in UTC to the microsecond."""
    if isinstance(value, dt.datetime):
        return stamp(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def stamp(at: dt.datetime) -> str:
    """A time as the log writes it. One without a zone is in UTC: SQLite keeps none."""
    aware = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
    return aware.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def following(last: tuple[int, str] | None, at: dt.datetime, kind: str, payload: Mapping[str, Any]) -> Entry:
    """Make the entry that comes after the one with this number and hash; the first one where there is none."""
    seq, previous = (last[0] + 1, last[1]) if last else (1, START)
    told, text = stamp(at), canonical(payload)
    return Entry(seq, told, kind, text, previous, entry_hash(previous, seq, told, kind, text))


def follow(entries: Iterable[Entry], state: State, head: str | None = None) -> Iterator[Fault]:
    """Check entries in the order of their numbers, and enter the rows that they tell into `state`.

    Yields every entry that was changed, is missing, or does not follow the one before. `head` is a head that somebody kept, a
    hash or `17:HASH`: the log must hold that entry, or its tail was cut, or all of it was written anew.
    """
    number, _, wanted = (head or "").lower().rpartition(":")
    last, previous, found = 0, START, False
    for entry in entries:
        if entry.seq != last + 1:
            yield Fault(f"entry {last + 1}", f"it is missing: after {last} comes {entry.seq}")
        elif entry.previous != previous:
            yield Fault(f"entry {entry.seq}", f"it does not follow entry {last}: that has another hash than this one says")
        if entry_hash(entry.previous, entry.seq, entry.at, entry.kind, entry.payload) != entry.hash:
            yield Fault(f"entry {entry.seq}", "it was changed: its hash is not that of what it says")
        try:
            enter(entry, state)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            yield Fault(f"entry {entry.seq}", "it tells of no rows as an entry does: it cannot be replayed")
        last, previous = entry.seq, entry.hash
        found = found or entry.hash == wanted
    if head is not None and not found:
        end = f"it ends with entry {last}" if last else "it is empty"
        of = f" of entry {number}" if number else ""
        yield Fault("the saved head", f"no entry has the hash {wanted}{of}: the log was cut or written anew ({end})")


def enter(entry: Entry, state: State) -> None:
    """Let a state have what an entry says of its rows. Raises ValueError and the like where it is none."""
    for table, rows in json.loads(entry.payload)["rows"].items():
        columns = KEYS[table]
        for row in rows:
            state[(table, *(row[column] for column in columns))] = Logged(entry.seq, canonical(row))


def replay(entries: Iterable[Entry]) -> dict[str, list[dict[str, Any]]]:
    """The rows of every logged table as the entries, replayed in order, leave them; in the order of their keys."""
    state: State = {}
    for entry in entries:
        enter(entry, state)
    tables: dict[str, list[dict[str, Any]]] = {table: [] for table in KEYS}
    for key in sorted(state):
        tables[key[0]].append(json.loads(state[key].text))
    return tables


def compare(key: Key, row: Mapping[str, Any], state: State) -> Fault | None:
    """Compare a row of a table with what the log says of it, which is taken out of `state`. None where they agree.

    Columns that a later version added are not in earlier entries: what the log says is what must be there.
    """
    name = f"{key[0]} {' '.join(map(str, key[1:]))}"
    logged = state.pop(key, None)
    if logged is None:
        return Fault(name, "the log knows nothing of it: it was written behind the log, or its entry is gone")
    if logged.text == canonical(row):
        return None
    told: dict[str, Any] = json.loads(logged.text)
    differing = [column for column in told if column not in row or told[column] != row[column]]
    if not differing:
        return None
    what = "; ".join(f"{column} is {row.get(column)!r}, the log says {told[column]!r}" for column in differing)
    return Fault(name, f"it was changed behind the log (entry {logged.seq}): {what}")


def missing(state: State) -> Iterator[Fault]:
    """What is left of a state after all rows were compared: rows that are gone."""
    for key, logged in state.items():
        yield Fault(f"{key[0]} {' '.join(map(str, key[1:]))}", f"it is gone: entry {logged.seq} tells of it")
