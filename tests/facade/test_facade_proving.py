"""The log holds all that was decided, shows every tampering, and gives the tables back."""

from __future__ import annotations

import json
import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from core import logged
from core.logged import opened, whole
from factories import AT, document, mention
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session
from store.filling import ACTORS, add

from tracker.chain import KEYS, replay
from tracker.core import Tracker
from tracker.errors import DatabaseError, NotFoundError, UsageError
from tracker.store import Store, log
from tracker.store.decisions import Decisions
from tracker.types import Axis, Decision

__all__ = ["opened", "whole"]

TAMPERINGS = int(os.environ.get("TRACKER_SOAK", "1")) * 204  # a multiple of the ways there are


# ------------------------------------------------------------------------------------------------ what is entered


def test_an_untouched_log_holds_and_tells_every_table(opened: Tracker) -> None:
    assert opened.verify_log() == []
    assert opened.verify_log(opened.log_head()) == []
    assert {table for entry in opened.entries() for table in json.loads(entry.payload)["rows"]} == set(KEYS)
    assert [entry.seq for entry in opened.entries()] == list(range(len(list(opened.entries())), 0, -1))


def test_each_transaction_is_one_entry_named_by_what_it_did(opened: Tracker) -> None:
    kinds = [entry.kind for entry in opened.entries()][::-1]
    told = [kind for kind in kinds if kind != "change"]
    assert told == ["article"] * 4 + [
        "merge", "split", "undo", "redo", "judge", "status", "actor", "actor", "outlet", "undo", "redo",
    ]  # fmt: skip


def test_edits_of_actors_and_outlets_say_who_made_them(opened: Tracker) -> None:
    said = {entry.kind: json.loads(entry.payload).get("by") for entry in opened.entries()}
    assert (said["actor"], said["outlet"]) == ("anna", "anna")


def halfway(store: Store) -> None:
    """A transaction that ends with an error."""
    try:
        with store.write() as writer:
            writer.reword(1, "Nobody shelled anything.")
            writer.reword(99, "There is no such allegation.")
    except DatabaseError:
        return
    raise AssertionError


def test_what_was_not_done_is_not_entered(opened: Tracker) -> None:
    before = opened.log_head()
    opened.merge_actors("Borland", "Arland", dry_run=True)
    with pytest.raises(NotFoundError):
        opened.undo(99)
    assert opened.log_head() == before
    halfway(opened.store)
    with opened.store.write() as writer:
        writer.reword(1, "Nobody shelled anything.")
        writer.discard()
    with opened.store.write():
        pass
    assert opened.log_head() == before
    assert opened.verify_log() == []


def test_a_transaction_that_writes_a_row_twice_tells_its_last_state(opened: Tracker) -> None:
    with opened.store.write() as writer:
        writer.reword(1, "First.")
        writer.reword(1, "Second.")
    entry = next(opened.entries())
    assert [row["claim"] for row in json.loads(entry.payload)["rows"]["allegation"]] == ["Second."]


# ------------------------------------------------------------------------------------------------ what it gives back


def test_the_log_replays_to_the_same_tables(opened: Tracker) -> None:
    tables = replay(reversed(list(opened.entries())))
    with closing(sqlite3.connect(opened.store.engine.url.database or "")) as db:
        counts = {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in KEYS}
    assert {table: len(rows) for table, rows in tables.items()} == counts


def test_clusters_and_verdicts_are_those_that_the_log_alone_gives(opened: Tracker) -> None:
    tables = replay(reversed(list(opened.entries())))
    current = {row["id"] for row in tables["article"] if row["superseded_by"] is None}
    shown = {row["id"] for row in tables["mention"] if row["article_id"] in current}
    live = [row for row in tables["judgement"] if row["superseded_at"] is None and row["decision"] == "positive"]
    with Session(opened.store.engine) as session:
        partition = Decisions(session).partition()
    assert {row["mention_id"]: row["allegation_id"] for row in live if row["mention_id"] in shown} == partition
    assert len(set(partition.values())) >= 2
    events = [row for row in tables["status_event"] if row["superseded_at"] is None]
    for case in opened.store.cases():
        told = sorted((e["axis"], e["value"], e["mention_id"]) for e in events if e["allegation_id"] == case.id)
        assert told == sorted((e.axis.value, e.value, e.mention_id) for e in case.events)
    verdicts = [e for case in opened.store.cases() for e in case.events if e.axis is Axis.VERDICT]
    assert bool(verdicts) == any(e["axis"] == "verdict" for e in events)


# ------------------------------------------------------------------------------------------------ tampering


def tampered(
    opened: Tracker, how: Callable[[Connection, random.Random], str], seed: int, head: str | None
) -> tuple[str, list[str]]:
    """What a way of tampering should show, and what is found. The triggers are taken away for it; all is undone."""
    with opened.store.engine.connect() as db, db.begin() as transaction:
        db.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        triggers = db.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'log_entry'")
        ).all()
        assert len(triggers) == 3
        for trigger in triggers:
            db.exec_driver_sql(f"DROP TRIGGER {trigger.name}")
        expected = how(db, random.Random(seed))
        for trigger in triggers:
            db.exec_driver_sql(trigger.sql)
        with Session(db) as session:
            found = [str(fault) for fault in log.faults(session, head)]
        transaction.rollback()
    return expected, found


def test_two_hundred_tamperings_are_all_found_and_named(opened: Tracker) -> None:
    assert TAMPERINGS >= 200
    head = opened.log_head()
    missed = []
    for seed in range(TAMPERINGS):
        how = logged.TAMPERINGS[seed % len(logged.TAMPERINGS)]
        expected, found = tampered(opened, how, seed, head)
        if not any(fault.startswith(expected) for fault in found):
            missed.append((seed, how.__name__, expected, found[:3]))
    assert missed == []
    assert opened.verify_log(head) == []


@pytest.mark.parametrize("how", [logged.an_entry_is_deleted, logged.a_row_is_changed, logged.an_entry_is_edited])
def test_most_is_found_without_a_saved_head(opened: Tracker, how: logged.Tampering) -> None:
    expected, found = tampered(opened, how, 1, None)
    assert [fault for fault in found if fault.startswith(expected)]


def test_a_tail_that_is_cut_together_with_its_rows_is_found_by_a_saved_head_only(opened: Tracker) -> None:
    before = opened.log_head()
    run = opened.store.run_started("0", AT)
    with opened.store.write() as writer:
        writer.add_article(document(text="Another text.", url=None, ref="x"), [], run, AT, actors=ACTORS)
    head = opened.log_head()

    def cut(db: Connection, _: random.Random) -> str:
        db.execute(text("DELETE FROM log_entry WHERE seq = (SELECT max(seq) FROM log_entry)"))
        db.execute(text("DELETE FROM article WHERE ref = 'x'"))
        return "the saved head: no entry has the hash"

    expected, found = tampered(opened, cut, 0, head)
    assert [fault.startswith(expected) for fault in found] == [True]
    assert f"ends with entry {(before or '').partition(':')[0]}" in found[0]
    assert tampered(opened, cut, 0, None)[1] == []


def test_missing_triggers_are_told(opened: Tracker) -> None:
    with opened.store.engine.begin() as db:
        db.exec_driver_sql("DROP TRIGGER log_entry_no_update")
    (fault,) = opened.verify_log()
    assert fault.where == "the log's triggers"
    assert "log_entry_no_update" in fault.what


@pytest.mark.parametrize("head", ["", "1", "17:", "x" * 64, "0" * 63])
def test_what_is_no_head_is_refused(opened: Tracker, head: str) -> None:
    with pytest.raises(UsageError, match="no head of a log"):
        opened.verify_log(head)


def test_a_decision_on_a_database_that_was_tampered_with_does_not_mend_the_log(opened: Tracker) -> None:
    with opened.store.engine.begin() as db:
        db.exec_driver_sql("UPDATE status_event SET value = 'published' WHERE id = 1")
    opened.judge(1, 3, Decision.UNSURE)
    (fault,) = opened.verify_log()
    assert fault.where == "status_event 1"
    assert "value is 'published', the log says 'asserted'" in fault.what


def test_a_row_that_a_decision_changes_later_is_told_as_it_is_then(opened: Tracker) -> None:
    add(opened.store, document(text="Story 9.", url=None, ref="9"), mention(text="Story 9.", quote="Story", id="m" + "9" * 15))
    assert opened.verify_log() == []
