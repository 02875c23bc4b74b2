from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from stored import release

from tracker import Tracker
from tracker.errors import DatabaseError, DatabaseTooNewError
from tracker.store import doctor
from tracker.store.engine import open_engine

if TYPE_CHECKING:
    from pathlib import Path

# what may be wrong, and the check that finds it; each alone, on a database that is well
WRONG = {
    "quotes": [
        "UPDATE mention SET quote = quote || 'x' WHERE kind = 'denial'",
        'UPDATE mention SET start = -1 WHERE rowid = 1',
        "UPDATE article SET text = 'x' || text WHERE id = 1",
        "UPDATE mention SET contest_end = 999999 WHERE contest <> 'none'",
        "UPDATE mention SET evidence_start = NULL WHERE evidence <> 'unassessed'",
        'UPDATE status_event SET "end" = 999999 WHERE start IS NOT NULL',
    ],
    "orphans": [
        "INSERT INTO allegation (claim, topics, created_at) VALUES ('x', '[]', '2022-02-17')",
        "UPDATE allegation SET merged_into_id = id WHERE id = 1",
        "UPDATE actor SET merged_into_id = CASE id WHEN 1 THEN 2 WHEN 2 THEN 3 ELSE 1 END WHERE id < 4",
        "UPDATE article SET superseded_by = id WHERE id = 1",
    ],
    "counted once": [
        "DROP INDEX uq_judgement_live_positive; INSERT INTO judgement SELECT id + 900, mention_id, 1, decision, score, band, "
        "reason, made_by, made_at, NULL, NULL, NULL FROM judgement WHERE decision = 'positive' AND superseded_at IS NULL",
        "UPDATE article SET superseded_by = NULL",
        "INSERT INTO status_event SELECT id + 900, allegation_id, axis, value, voice, mention_id, article_id, start, \"end\", "
        "happened_on, recorded_at, made_by, url, superseded_at, action_id, ended_by FROM status_event",
    ],
    "clusters": [
        "UPDATE judgement SET superseded_at = '2022-02-17' WHERE decision = 'positive'",
        "UPDATE allegation SET merged_into_id = 1 WHERE id = 5",
        "INSERT INTO judgement SELECT id + 900, mention_id, allegation_id, 'negative', score, band, reason, made_by, made_at, "
        "NULL, NULL, NULL FROM judgement WHERE decision = 'positive' AND superseded_at IS NULL",
    ],
    "index": [
        "UPDATE token_count SET claims = claims + 1",
        "DELETE FROM token_count WHERE claims = 1",
        "DELETE FROM claim_token WHERE claim_id = 1",
        "UPDATE mention SET claim_id = (SELECT max(id) FROM claim)",
    ],
    "indexed claims": ["UPDATE mention SET claim = 'Others did other things.' WHERE claim_id = 3"],
    "words": [
        "INSERT INTO article_words(article_words) VALUES ('delete-all')",
        "INSERT INTO article_words(rowid, title, text) VALUES (900, 'x', 'y')",
        "INSERT INTO allegation_words(allegation_words) VALUES ('delete-all')",
        "INSERT INTO allegation_words(rowid, claim) VALUES (900, 'x')",
        "DELETE FROM mention_words WHERE rowid = 1",
        "UPDATE mention_words SET quote = 'x' WHERE rowid = 1",
    ],
    "references": ["PRAGMA foreign_keys = OFF; DELETE FROM outlet"],
    "log": ["UPDATE outlet SET name = 'Another' WHERE id = 1", "DROP TRIGGER log_entry_no_update"],
    "schema": ["DROP INDEX ix_article_url"],
}  # fmt: skip


@pytest.fixture
def db(file: Path) -> Path:
    """A database with articles and decisions, in which all is well."""
    release("0007", file)
    Tracker(file).close()  # of today's schema
    return file


def execute(file: Path, script: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(script)


def examined(file: Path) -> dict[str, doctor.Check]:
    engine = open_engine(f"sqlite:///{file}")
    found = {check.name: check for check in doctor.examine(engine)}
    engine.dispose()
    return found


def wrong(file: Path) -> list[str]:
    return [name for name, check in examined(file).items() if check.found]


def test_a_database_in_which_all_is_well_has_nothing_found(db: Path) -> None:
    found = examined(db)
    assert [name for name, check in found.items() if check.found] == []
    assert {"files", "pages", *WRONG} == set(found), "every check has something here that it must find"
    doctor.raise_for(found.values())


@pytest.mark.parametrize(("check", "script"), [(check, script) for check, scripts in WRONG.items() for script in scripts])
def test_what_is_wrong_is_found_named_and_told_how_to_mend(db: Path, check: str, script: str) -> None:
    execute(db, script)
    found = examined(db)[check]
    assert found.found
    assert len(found.examples) == min(found.found, doctor.SHOWN)
    assert any(tool in found.mend for tool in ("tracker", "chmod", "sqlite3"))
    with pytest.raises(DatabaseError, match=check):
        doctor.raise_for([found])


def test_an_index_is_made_anew_as_the_doctor_says(db: Path) -> None:
    execute(db, "UPDATE token_count SET claims = 7; DELETE FROM claim_token WHERE claim_id < 5")
    script = examined(db)["index"].mend.split('"')[1]
    execute(db, script)
    with Tracker(db) as tracker:
        tracker.rematch()
    assert wrong(db) == []


@pytest.mark.parametrize("script", WRONG["words"])
def test_what_words_are_found_by_is_made_anew_as_the_doctor_says(db: Path, script: str) -> None:
    execute(db, script)
    execute(db, examined(db)["words"].mend.split('"')[1])
    assert wrong(db) == []


def test_mentions_without_an_allegation_get_one_as_the_doctor_says(db: Path) -> None:
    execute(db, "UPDATE judgement SET superseded_at = '2022-02-21 09:00:00' WHERE id = 3")
    assert wrong(db) == ["clusters", "log"]
    with Tracker(db) as tracker:
        tracker.rematch()
    assert wrong(db) == ["log"]  # that somebody changed it behind the log is not undone


def test_a_database_that_others_may_read_is_found(db: Path) -> None:
    db.chmod(0o644)
    found = examined(db)["files"]
    assert found.examples == (f"{db} can be read or written by others (mode 644)",)
    assert found.mend.endswith(f"chmod 600 {db}")


def test_a_corrupt_page_is_found_and_nothing_that_rests_on_it_is_asked(db: Path) -> None:
    with db.open("r+b") as opened:
        opened.seek(4096 * 20)
        opened.write(b"\xff" * 4096)
    found = examined(db)
    assert list(found) == ["files", "pages"]
    assert found["pages"].found
    assert "tracker db restore" in found["pages"].mend


def test_the_doctor_changes_nothing_and_upgrades_nothing(file: Path) -> None:
    release("0004", file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    before = file.read_bytes()
    assert wrong(file) == ["schema"]
    assert "tracker db upgrade" in examined(file)["schema"].mend
    assert file.read_bytes() == before


def test_a_newer_database_is_refused(db: Path) -> None:
    execute(db, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseTooNewError):
        examined(db)
