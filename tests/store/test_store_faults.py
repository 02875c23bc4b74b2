from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from factories import AT, document
from filling import add
from sqlalchemy import text

from tracker.errors import DatabaseBusyError, DatabaseError
from tracker.store.engine import open_engine
from tracker.store.faults import translated
from tracker.store.store import Store


def test_a_busy_database_says_so(in_file: Store, url: str, file: Path) -> None:
    with Store(open_engine(url, busy_seconds=0.05)) as impatient:
        with in_file.write() as holder:
            holder.new_allegation("x", None, [], AT)
            with pytest.raises(DatabaseBusyError) as caught:
                impatient.run_started("0.1.0", AT)
        assert str(caught.value) == f"the database {file} is busy, somebody else is writing to it: try again later"
        assert caught.value.status == 5
        impatient.run_started("0.1.0", AT)


def test_a_full_disk_leaves_the_database_as_it_was(in_file: Store) -> None:
    with in_file.engine.connect() as connection:
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.execute(text(f"PRAGMA max_page_count = {pages + 2}"))
    with pytest.raises(DatabaseError, match="the disk is full"):
        add(in_file, document(text="x" * 100_000))
    assert in_file.counts()["article"] == 0
    add(in_file, document())


def test_messages_repeat_no_statement_and_no_values(in_file: Store, file: Path) -> None:
    with pytest.raises(DatabaseError) as caught, in_file.write() as writer:
        writer.add_article(document(title="a secret"), [], 99, AT, actors={})
    assert str(caught.value) == f"the database {file} cannot be used: FOREIGN KEY constraint failed"


def test_other_exceptions_pass() -> None:
    with pytest.raises(KeyError), translated("tracker.db"):
        raise KeyError


def test_asking_for_a_selection_imports_no_sqlmodel() -> None:
    code = "import sys; from tracker.store import Selection; Selection(); print('sqlmodel' in sys.modules)"
    root = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert ran.stdout == "False\n"
