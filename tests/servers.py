"""Servers that tests need: databases of their own on the PostgreSQL server of this machine, or on a named one."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import OperationalError


@contextmanager
def postgres(template: str | None = None) -> Iterator[str]:
    """The URL of a new database, dropped at the end: empty, or a copy of the one with the URL `template`.

    On the server that TRACKER_TEST_POSTGRES names, else the local one. Skips where there is none: `.ci/run` starts one.
    """
    server = make_url(os.environ.get("TRACKER_TEST_POSTGRES") or "postgresql+psycopg:///postgres")
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"tracker_test_{uuid.uuid4().hex}"
    try:
        with admin.connect() as connection:
            copied = f" TEMPLATE {make_url(template).database}" if template else ""
            connection.exec_driver_sql(f"CREATE DATABASE {name}{copied}")
    except OperationalError as error:
        pytest.skip(f"no PostgreSQL server that lets me make a database: {error.orig}")
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        admin.dispose()
