"""Moves a whole history from one database to another of either kind: every row of every table, with its ids."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, bindparam, func, insert, select, update

from tracker.errors import DatabaseError
from tracker.store.engine import place, reader
from tracker.store.faults import translated
from tracker.store.server import is_server
from tracker.store.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine

DERIVED = {"digest", "stale"}  # made anew where the copy is: triggers note what is to be made
TABLES = [table for table in METADATA.sorted_tables if table.name not in DERIVED]
ROWS = 1_000  # that are held in memory at a time


def copy(source: Engine, target: Engine, progress: Callable[[str], None] = lambda _: None) -> dict[str, int]:
    """Copy all rows of a database as it is at this moment to one that is empty, and return how many each table has.

    Both must have the newest schema. The target gets all in one transaction or nothing. `progress` is called with the name of
    each table that is done. Raises DatabaseError where the target has rows already, or not what was sent when it is counted.
    """
    copied: dict[str, int] = {}
    with translated(place(source)), reader(source).connect() as origin, translated(place(target)), target.begin() as goal:
        full = [table.name for table in TABLES if goal.execute(select(table).limit(1)).first() is not None]
        if full:
            raise DatabaseError(f"the database {place(target)} is not empty ({full[0]} has rows): give a new one")
        for table in TABLES:
            copied[table.name] = _fill(origin, goal, table)
            progress(table.name)
        number_on(goal)
        for table in TABLES:
            if goal.scalar(select(func.count()).select_from(table)) != copied[table.name]:
                raise DatabaseError(f"the copy was taken back: {table.name} has not as many rows as were sent")
            if is_server(goal):
                goal.exec_driver_sql(f"ANALYZE {table.name}")  # its plans go by that, and it would do so minutes later
    return copied


def _portions(origin: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """Rows in the order of their keys, so that the same database always makes the same copy."""
    found = origin.execution_options(yield_per=ROWS).execute(select(table).order_by(*table.primary_key)).mappings()
    while rows := [dict(row) for row in islice(found, ROWS)]:
        yield rows


def _fill(origin: Connection, goal: Connection, table: Table) -> int:
    """Copy a table and return how many rows it has. What refers to rows of the same table follows when all are there."""
    own = [column.name for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]
    later: list[dict[str, Any]] = []
    number = 0
    for rows in _portions(origin, table):
        for row in rows if own else ():
            if any(row[name] is not None for name in own):
                later.append({"key": row["id"], **{f"to_{name}": row[name] for name in own}})
                row |= dict.fromkeys(own)
        goal.execute(insert(table), rows)
        number += len(rows)
    if later:
        refer = update(table).where(table.c["id"] == bindparam("key"))
        goal.execute(refer.values({name: bindparam(f"to_{name}") for name in own}), later)
    return number


def number_on(goal: Connection) -> None:
    """Let a server go on counting after the last id; SQLite does so by itself."""
    if not is_server(goal):
        return
    for table in TABLES:
        if "id" in table.c and table.c["id"].type.python_type is int:
            sequence = func.pg_get_serial_sequence(table.name, "id")
            last = func.max(table.c["id"])
            goal.execute(select(func.setval(sequence, func.coalesce(last, 1), last.is_not(None))))
