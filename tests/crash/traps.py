"""Where a process may die: before and after every statement, commit, copy and change of a name. Set in the child alone.

The drivers' connections are replaced by ones that pass each point on; the product knows nothing of it. What SQLite or the
server does in between, without us, is for kills at random times.
"""

from __future__ import annotations

import functools
import os
import re
import signal
import sqlite3
from typing import Any

import psycopg

TABLE = re.compile(r"\b(?:FROM|INTO|UPDATE|TABLE|INDEX|VIEW|PRAGMA)\s+\"?(\w+)", re.IGNORECASE)
CALLS = ("replace", "rename", "link", "unlink", "fsync")


class Traps:
    """Counts the points that are passed; at number `deadly`, counted from 1, the process kills itself."""

    def __init__(self, deadly: int | None) -> None:
        self.deadly, self.passed = deadly, []

    def pass_by(self, point: str) -> None:
        self.passed.append(point)
        if len(self.passed) == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, point: str, call: Any, *args: Any, **options: Any) -> Any:
        self.pass_by(f"before {point}")
        result = call(*args, **options)
        self.pass_by(f"after {point}")
        return result


def lay(deadly: int | None = None) -> Traps:
    """Lay the traps in this process."""
    traps = Traps(deadly)

    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, *args: Any) -> Any:
            return traps.around(named(sql), super().execute, sql, *args)

        def executemany(self, sql: str, *args: Any) -> Any:
            return traps.around(named(sql), super().executemany, sql, *args)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def execute(self, *args: Any) -> Any:
            return self.cursor().execute(*args)

        def commit(self) -> None:
            traps.around("commit", super().commit)

        def backup(self, target: Any, **options: Any) -> None:
            traps.around("copy", super().backup, target, **options)

        def close(self) -> None:
            traps.around("close", super().close)

    connect = sqlite3.dbapi2.connect
    for module in (sqlite3, sqlite3.dbapi2):
        module.connect = lambda *args, **options: connect(*args, **options | {"factory": Connection})
    for name in CALLS:
        call = getattr(os, name)
        setattr(os, name, functools.partial(traps.around, name, call))
    _lay_on_server(traps)
    return traps


def _lay_on_server(traps: Traps) -> None:
    """Lay the traps of a connection to PostgreSQL."""
    execute, executemany, commit = psycopg.Cursor.execute, psycopg.Cursor.executemany, psycopg.Connection.commit
    driver: Any = psycopg
    driver.Cursor.execute = lambda self, sql, *args, **how: traps.around(named(str(sql)), execute, self, sql, *args, **how)
    driver.Cursor.executemany = lambda self, sql, *args, **how: traps.around(
        named(str(sql)), executemany, self, sql, *args, **how
    )
    driver.Connection.commit = lambda self: traps.around("commit", commit, self)


def named(sql: str) -> str:
    """A statement by its verb and its first table: "INSERT mention"."""
    table = TABLE.search(sql)
    return f"{sql.split(None, 1)[0].upper()} {table[1] if table else ''}".strip()
