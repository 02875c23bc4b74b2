"""PostgreSQL: how a server is reached, and how several writers of one database keep out of each other's way.

Whoever decides (a merge, a verdict) is alone: nobody else writes meanwhile, as in SQLite. Whoever adds articles shares the
database with others who do, and holds a lock for each side that the article blames or quotes: only what touches the same side
is matched one after the other. Without locks, two processes make two allegations of one, each not seeing the other's.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Engine, create_engine, event, func, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from tracker.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection
    from sqlalchemy.engine import URL

WRITERS = 0x54524B52  # the lock of all who write: "TRKR"
MIGRATION = WRITERS + 1
LOG = WRITERS + 2
CONNECT_SECONDS = 10
GROWN = """
SELECT relname FROM pg_stat_user_tables WHERE schemaname = current_schema() AND n_mod_since_analyze > 500 + n_live_tup / 2
"""
PATIENCE = "tracker_patience"  # the execution option of transactions that wait less than others: seconds


def open_server(url: URL, busy_seconds: float) -> Engine:
    """Return an engine on a database of a PostgreSQL server, which is first connected to when it is first used.

    A statement waits `busy_seconds` for what others hold. Raises DatabaseError where the driver is not installed or the URL
    names no database.
    """
    if not url.database:
        raise DatabaseError("the database URL names no database: write postgresql://USER@HOST/NAME")
    # jit: on statistics of an hour ago it compiles for seconds what takes milliseconds
    options = f"-c timezone=UTC -c jit=off -c lock_timeout={int(busy_seconds * 1000)}"
    given = {"options": options, "connect_timeout": CONNECT_SECONDS, "application_name": "tracker"}
    try:
        engine = create_engine(url.set(drivername="postgresql+psycopg"), connect_args=given, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise DatabaseError("PostgreSQL needs its driver: pip install 'allegation-tracker[postgres]'") from error
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """Begin a transaction: one that waits less tells the server so."""
    seconds = connection.get_execution_options().get(PATIENCE)
    if seconds is not None:
        driver: Any = connection.connection.driver_connection
        driver.execute(f"SET LOCAL lock_timeout = {int(seconds * 1000)}")


def is_server(connection: Session | Connection | Engine) -> bool:
    """Whether a database is on a server: SQLite has one writer at a time, and needs no locks of ours."""
    bind = connection.get_bind() if isinstance(connection, Session) else connection
    return bind.dialect.name == "postgresql"


def count_anew(engine: Engine) -> None:
    """Let the server count anew the tables that have grown by half since it did: its plans go by that.

    It does so by itself, minutes later. Until then it plans for empty tables, and while a database is being filled an article
    took seconds.
    """
    if not is_server(engine):
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in connection.scalars(text(GROWN)).all():
            connection.exec_driver_sql(f'ANALYZE "{table}"')


def alone(session: Session) -> None:
    """Keep out all other writers until the end of the transaction."""
    if is_server(session):
        session.execute(select(func.pg_advisory_xact_lock(WRITERS)))


def beside(session: Session) -> None:
    """Let others add articles meanwhile, but nobody decide, until the end of the transaction."""
    if is_server(session):
        session.execute(select(func.pg_advisory_xact_lock_shared(WRITERS)))


def last(session: Session) -> None:
    """Let nobody else append to the log until the end of the transaction, which is near."""
    if is_server(session):
        session.execute(select(func.pg_advisory_xact_lock(LOG)))


def hold(session: Session, keys: Iterable[str]) -> None:
    """Keep out others who hold one of these keys until the end of the transaction. Once in each: twice could deadlock."""
    wanted = sorted(map(_number, keys))
    if wanted and is_server(session):
        each = func.unnest(literal(wanted, ARRAY(BigInteger))).column_valued("key")
        session.execute(select(func.pg_advisory_xact_lock(each)))


def _number(key: str) -> int:
    """The number of a lock: 64 bits of a hash. Two keys with one number wait for each other without need, no more."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), signed=True)
