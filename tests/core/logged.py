"""A small database with a little of everything that is logged, and ways to tamper with it."""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from factories import AT, document, mention
from sqlalchemy import Connection, text
from store.filling import ACTORS, add, event, judgement, open_case

from tracker.chain import KEYS, canonical
from tracker.core import Tracker
from tracker.sealed import START, entry_hash
from tracker.settings import Settings
from tracker.types import Band, Decision, Verdict


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database, which no test changes."""
    path = tmp_path_factory.mktemp("logged") / "whole.db"
    with tracker(path) as made:
        fill(made)
    return path


@pytest.fixture
def opened(whole: Path, tmp_path: Path) -> Iterator[Tracker]:
    """A copy of it that a test may change."""
    with tracker(Path(shutil.copy(whole, tmp_path / "t.db"))) as made:
        yield made


def tracker(path: Path, **options: Any) -> Tracker:
    return Tracker(path, settings=Settings(user="anna"), now=lambda: AT, **options)


def fill(opened: Tracker) -> None:
    """Articles, some of them revised or echoed; every kind of decision; edits of actors and outlets."""
    cases = []
    for number in range(4):
        words = f"Story {number}. {document().text}"
        one = mention(text=words, id=f"m{number:015x}", claim=f"Borland shelled place {number}.")
        add(opened.store, document(text=words, url=f"https://news.example/{number % 3}", ref=str(number)), one, actors=ACTORS)
        cases.append(open_case(opened.store, one, claim=one.claim))
        with opened.store.write() as writer:
            writer.add_event(cases[-1], event(mention_id=one.id, value="asserted"), None)
            writer.link(cases[-1], cases[0], "counters") if number else None
    with opened.store.write() as writer:
        unsure = judgement("m000000000000001", cases[2], decision=Decision.UNSURE, band=Band.REVIEW, score=0.5)
        writer.judge(unsure)
    opened.merge([cases[1]], cases[2], "one story")
    opened.split(cases[2], ["m000000000000001"])
    opened.undo()
    opened.redo()
    opened.judge(cases[0], cases[3], Decision.NEGATIVE, "two places")
    opened.set_verdict(cases[3], Verdict.REFUTED, url="https://check.example/1", on=dt.date(2022, 3, 1), by="Desk")
    opened.merge_actors("Borland", "Arland")
    opened.split_actor("Borland")
    opened.describe_outlet("Arland Times", country="FR", domains=["times.example"])
    opened.undo(0)
    opened.redo(1)


Tampering = Callable[[Connection, random.Random], str]


def entries(db: Connection) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute(text("SELECT * FROM log_entry ORDER BY seq")).mappings()]


def write(db: Connection, found: list[dict[str, Any]]) -> None:
    db.execute(text("DELETE FROM log_entry"))
    insert = text(
        "INSERT INTO log_entry (seq, at, kind, payload, previous, hash) VALUES (:seq, :at, :kind, :payload, :previous, :hash)"
    )
    for entry in found:
        db.execute(insert, entry)


def rehash(entry: dict[str, Any]) -> None:
    entry["hash"] = entry_hash(*(entry[part] for part in ("previous", "seq", "at", "kind", "payload")))


def relink(found: list[dict[str, Any]]) -> None:
    """Make a whole chain of entries, whatever they say."""
    previous = START
    for seq, entry in enumerate(found, 1):
        entry["seq"], entry["previous"] = seq, previous
        rehash(entry)
        previous = entry["hash"]


def altered(value: Any, rng: random.Random) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + rng.choice([1, 2, -1])
    return f"{value[:-1]}{'y' if value.endswith('x') else 'x'}" if isinstance(value, str) and value else "x"


def an_entry_is_edited(db: Connection, rng: random.Random, *, hashed: bool = False) -> str:
    found = entries(db)
    entry = rng.choice(found)
    part = rng.choice(["payload", "at", "kind"])
    if part == "payload":
        payload = json.loads(entry["payload"])
        row = rng.choice(payload["rows"][rng.choice(sorted(payload["rows"]))])
        column = rng.choice([c for c in row if not isinstance(row[c], (list, dict))])
        row[column] = altered(row[column], rng)
        entry["payload"] = canonical(payload)
    else:
        entry[part] = altered(entry[part], rng)
    if hashed:
        rehash(entry)
    write(db, found)
    last = entry["seq"] == found[-1]["seq"]
    return (
        ("the saved head: " if last else f"entry {entry['seq'] + 1}: it does not follow")
        if hashed
        else f"entry {entry['seq']}: it was changed"
    )


def an_entry_is_edited_and_hashed_anew(db: Connection, rng: random.Random) -> str:
    return an_entry_is_edited(db, rng, hashed=True)


def a_space_is_added(db: Connection, rng: random.Random) -> str:
    found = entries(db)
    entry = rng.choice(found)
    entry["payload"] = entry["payload"].replace(":", ": ", 1)
    write(db, found)
    return f"entry {entry['seq']}: it was changed"


def an_entry_is_deleted(db: Connection, rng: random.Random) -> str:
    found = entries(db)
    gone = found.pop(rng.randrange(len(found) - 1))
    write(db, found)
    return f"entry {gone['seq']}: it is missing"


def two_entries_change_places(db: Connection, rng: random.Random) -> str:
    found = entries(db)
    one, other = sorted(rng.sample(range(len(found)), 2))
    found[one]["seq"], found[other]["seq"] = found[other]["seq"], found[one]["seq"]
    write(db, found)
    return f"entry {one + 1}: it does not follow"


def an_entry_is_inserted(db: Connection, rng: random.Random) -> str:
    found = entries(db)
    at = rng.randrange(len(found))
    forged = {**found[at], "at": altered(found[at]["at"], rng)}
    rehash(forged)
    for entry in found[at:]:
        entry["seq"] += 1
    write(db, [*found[:at], forged, *found[at:]])
    return f"entry {at + 2}: it does not follow"


def the_tail_is_cut(db: Connection, rng: random.Random) -> str:
    found = entries(db)
    write(db, found[: -rng.randrange(1, len(found))])
    return "the saved head: "


def the_whole_chain_is_written_anew(db: Connection, rng: random.Random) -> str:
    found = entries(db)
    kind = rng.choice([lambda f: f.pop(rng.randrange(len(f))), rng.shuffle, lambda f: f[-1].update(kind="undone")])
    before = [entry["hash"] for entry in found]
    while [entry["hash"] for entry in found] == before:
        kind(found)
        relink(found)
    write(db, found)
    return "the saved head: "


def a_row(db: Connection, rng: random.Random) -> tuple[str, dict[str, Any]]:
    table = rng.choice([t for t in KEYS if db.scalar(text(f"SELECT count(*) FROM {t}"))])
    rows = db.execute(text(f"SELECT * FROM {table}")).mappings().all()
    return table, dict(rng.choice(rows))


def where(table: str, row: dict[str, Any]) -> str:
    return " AND ".join(f"{column} = :{column}" for column in KEYS[table])


def named(table: str, row: dict[str, Any]) -> str:
    return f"{table} {' '.join(str(row[column]) for column in KEYS[table])}: "


def a_row_is_changed(db: Connection, rng: random.Random) -> str:
    table, row = a_row(db, rng)
    free = {"mention": {"claim_id", "reasons"}, "article": {"extra"}}.get(table, set())
    column = rng.choice([c for c in row if c not in KEYS[table] and c not in free] or [KEYS[table][-1]])
    if column.endswith("_at") or column in {"published", "asserted_on", "happened_on"}:
        value: Any = "2001-01-01 00:00:00.000000" if column.endswith("_at") else "2001-01-01"
    elif isinstance(row[column], str) and row[column][:1] in "[{":
        value = '["x"]' if row[column].startswith("[") else '{"x": 1}'
    else:
        value = altered(row[column], rng)
    db.execute(text(f"UPDATE {table} SET {column} = :value WHERE {where(table, row)}"), {**row, "value": value})
    return named(table, row)


def a_row_is_deleted(db: Connection, rng: random.Random) -> str:
    table, row = a_row(db, rng)
    db.execute(text(f"DELETE FROM {table} WHERE {where(table, row)}"), row)
    return named(table, row) + "it is gone"


def a_row_is_added(db: Connection, rng: random.Random) -> str:
    table, row = "mention", {}
    while table == "mention" or KEYS[table] != ("id",):
        table, row = a_row(db, rng)
    row["id"] += 1000
    for unique in {"article": ("hash",), "actor": ("name",), "outlet": ("name",)}.get(table, ()):
        row[unique] += "x"
    if table == "judgement":
        row["superseded_at"] = "2022-02-18 09:30:00.000000"
    db.execute(text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{c}' for c in row)})"), row)
    return named(table, row) + "the log knows nothing of it"


TAMPERINGS: tuple[Tampering, ...] = (
    an_entry_is_edited,
    an_entry_is_edited_and_hashed_anew,
    a_space_is_added,
    an_entry_is_deleted,
    two_entries_change_places,
    an_entry_is_inserted,
    the_tail_is_cut,
    the_whole_chain_is_written_anew,
    a_row_is_changed,
    a_row_is_changed,
    a_row_is_deleted,
    a_row_is_added,
)
