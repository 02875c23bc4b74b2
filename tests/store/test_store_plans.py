"""What a report asks a database for is found by indexes: the plans, as SQLite and PostgreSQL make them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from crowd import FIRST
from crowds import filled
from sqlalchemy import Engine, event

from tracker.store import Selection, Store

LARGE = {"mention", "article", "judgement", "status_event", "mention_speaker", "allegation"}
WEEK = Selection(since=FIRST + dt.timedelta(days=100), until=FIRST + dt.timedelta(days=107))
NOW, THEN = Selection(), Selection(as_of=dt.datetime(2022, 1, 10, 12, tzinfo=dt.UTC))


@contextmanager
def asked(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are executed meanwhile, with their parameters."""
    found: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: Any) -> None:
        found.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def scanned(engine: Engine, statements: list[tuple[str, Any]]) -> list[set[str]]:
    """The large tables that each statement reads from end to end."""
    found = []
    with engine.connect() as connection:
        lite = engine.dialect.name == "sqlite"
        if not lite:  # small tables are read whole even where there is an index: ask for what it would do with large ones
            connection.exec_driver_sql("SET enable_seqscan = off")
        for statement, parameters in statements:
            if not statement.startswith("SELECT"):
                continue
            plan = connection.exec_driver_sql(("EXPLAIN QUERY PLAN " if lite else "EXPLAIN ") + statement, parameters)
            lines = [str(row[-1]) for row in plan]
            names = {match[1] for line in lines if (match := re.search(r"(?:SCAN|Seq Scan on) (\w+)(?! \w*USING)", line))}
            aliases = dict(re.findall(r"\b(\w+) AS (\w+)", statement))
            found.append({table for table in LARGE if names & {table, aliases.get(table)}})
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def crowd(request: pytest.FixtureRequest, url: str) -> Iterator[Store]:
    with filled(request.param, url, 6_000) as store:
        yield store


@pytest.mark.parametrize("chosen", [NOW, THEN], ids=["now", "then"])
def test_one_allegation_is_found_by_indexes(crowd: Store, chosen: Selection) -> None:
    with asked(crowd.engine) as statements:
        case = crowd.case(3, as_of=chosen.as_of, brief=True)
    assert len(case.mentions) > 2
    assert len(statements) > 5
    assert not any(scanned(crowd.engine, statements))


def test_those_that_a_report_tells_of_are_found_by_indexes(crowd: Store) -> None:
    with asked(crowd.engine) as statements:
        cases = crowd.briefs(range(2, 20))
        articles = crowd.article_infos(WEEK)
    assert len(cases) == 18
    assert articles
    assert not any(tables - {"article"} for tables in scanned(crowd.engine, statements))


@pytest.mark.parametrize("chosen", [NOW, THEN, Selection(accused="State 3")], ids=["now", "then", "against"])
def test_what_is_counted_over_all_reads_no_table_twice(crowd: Store, chosen: Selection) -> None:
    with asked(crowd.engine) as statements:
        lives, volume = crowd.lives(chosen), crowd.volume(chosen)
        crowd.moved(chosen, FIRST)
        crowd.decided(chosen)
        crowd.article_days(chosen)
    assert sum(life.mentions for life in lives) == sum(alleging for alleging, _ in volume.values())
    assert volume
    assert all(len(tables) <= 1 for tables in scanned(crowd.engine, statements))
