"""PostgreSQL: what goes wrong with a server is one sentence, and what was acknowledged stays."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from factories import AT, document, mention
from filling import add
from servers import postgres
from sqlalchemy import Engine, create_engine, make_url, text

from tracker import Tracker
from tracker.errors import DatabaseBusyError, DatabaseError, DatabaseTooNewError
from tracker.store import schema
from tracker.store import store as storing
from tracker.store.engine import open_engine
from tracker.store.store import Store

ROOT = Path(__file__).parents[2]


@pytest.fixture
def server(server_template: str) -> Iterator[str]:
    with postgres(server_template) as url:
        yield url


@contextmanager
def user(url: str, *rights: str) -> Iterator[str]:
    """A URL of the same database for another user, who may do what is granted and no more."""
    name = f"tracker_test_{uuid.uuid4().hex}"
    owner = create_engine(url, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {name} LOGIN PASSWORD 's3cret'")
        for right in rights:
            connection.exec_driver_sql(f"GRANT {right} TO {name}")
    try:
        yield make_url(url).set(username=name, password="s3cret", host="localhost").render_as_string(hide_password=False)
    finally:
        with owner.connect() as connection:
            connection.exec_driver_sql(f"DROP OWNED BY {name}")
            connection.exec_driver_sql(f"DROP ROLE {name}")
        owner.dispose()


def told(url: str) -> str:
    with pytest.raises(DatabaseError) as caught, Store.open(url) as store:
        store.counts()
    message = str(caught.value)
    assert "s3cret" not in message
    assert "\n" not in message
    return message


def cut(engine: Engine) -> None:
    """End all other connections to the database, as a server does that stops."""
    backends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    apart = create_engine(engine.url)
    with apart.connect() as other:
        other.execute(text(f"{backends} AND pid <> pg_backend_pid()"))
    apart.dispose()


def test_a_wrong_password_and_an_unknown_user(server: str) -> None:
    with user(server) as known:
        wrong = make_url(known).set(password="other-s3cret").render_as_string(hide_password=False)
        assert "password authentication failed" in told(wrong)
        assert "check user and password" in told(wrong)


def test_a_database_that_is_not_there(server: str) -> None:
    url = make_url(server).set(database="tracker_nonesuch").render_as_string(hide_password=False)
    assert told(url).endswith('database "tracker_nonesuch" does not exist: make it with createdb')


def test_a_user_who_may_only_read(server: str) -> None:
    with user(server, "SELECT ON ALL TABLES IN SCHEMA public", "USAGE ON SCHEMA public") as url, Store.open(url) as store:
        assert store.counts()["article"] == 0
        with pytest.raises(DatabaseError, match="this user may not do that there"):
            store.run_started("0.1.0", AT)


def test_a_connection_that_is_cut_mid_article_keeps_nothing_of_it(server: str) -> None:
    with Store.open(server) as store:
        add(store, document(url=None), mention())
        before = store.counts()
        lost = pytest.raises(DatabaseError, match="what was acknowledged is stored")
        with lost, store.write() as writer:
            writer.add_article(document(url=None, text="Another text."), [], 1, AT, actors={})
            cut(store.engine)
            writer.new_allegation("x", None, [], AT)
        assert store.counts() == before


def test_whoever_waits_too_long_is_told_that_it_is_busy(server: str) -> None:
    with Store.open(server) as store, store.write():
        impatient = Store(open_engine(server, busy_seconds=0.05))
        with pytest.raises(DatabaseBusyError, match="is busy: try again later"), impatient.write():
            pytest.fail("two who decide were there at once")
        impatient.close()


def test_a_database_of_others_is_refused_and_left_alone() -> None:
    with postgres() as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE customers (id int)")
        assert "holds tables of others" in told(url)
        assert schema.current(engine) is None
        engine.dispose()


def test_a_newer_schema_is_refused_and_an_older_one_is_brought_up(server: str) -> None:
    engine = open_engine(server)
    schema.downgrade(engine, "0007")
    with Store.open(server):
        assert schema.current(engine) == schema.head()
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNewError, match="written by a newer version"):
        Store.open(server)
    engine.dispose()


def test_two_migrations_at_once_are_one() -> None:
    code = "import sys; from tracker.store import Store; Store.open(sys.argv[1]).close()"
    with postgres() as url:
        environment = dict(os.environ) | {"PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", code, url]
        running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) for _ in range(3)]
        assert [process.communicate(timeout=100)[1] for process in running] == [""] * 3
        assert [process.returncode for process in running] == [0] * 3
        engine = open_engine(url)
        assert schema.check(engine) == []
        engine.dispose()


def test_who_got_in_each_others_way_is_done_again(server: str) -> None:
    """Two transactions make the same actors in opposite order: the server ends one, which is run again."""
    order, meet = [["Arland", "Borland"], ["Borland", "Arland"]], threading.Barrier(2)
    tries = [0, 0]

    def work(store: Store, number: int) -> None:
        def make(writer: object) -> None:
            tries[number] += 1
            for name in order[number]:
                writer.new_allegation(f"{number} {name}", name, [], AT)
                if tries[number] == 1 and name == order[number][0]:
                    meet.wait(10)

        store.together(make)

    with Store.open(server) as store:
        threads = [threading.Thread(target=work, args=(store, number)) for number in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(tries) == [1, 2]
        assert (store.counts()["allegation"], store.counts()["actor"]) == (4, 2)


def test_all_who_share_a_server_go_by_its_clock(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    late = SimpleNamespace(
        UTC=dt.UTC, datetime=SimpleNamespace(now=lambda zone: dt.datetime.now(zone) - dt.timedelta(days=400))
    )
    monkeypatch.setattr("tracker.store.store.dt", late)
    with Tracker(server) as tracker:
        assert abs(tracker.now() - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)


def test_a_database_that_is_being_filled_is_planned_for_as_it_is(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "COUNTED", 1)
    rows = "INSERT INTO outlet (name, reliability) SELECT 'Outlet ' || n, 'F' FROM generate_series(1, 2000) n"
    with Store.open(server) as store:
        with store.engine.begin() as connection:
            connection.exec_driver_sql(rows)
        known, until = 0, time.monotonic() + 20
        while not known and time.monotonic() < until:  # the server tells of rows a second later
            store.together(lambda _: None)
            with store.engine.connect() as connection:
                known = connection.scalar(text("SELECT count(*) FROM pg_stats WHERE tablename = 'outlet'")) or 0
    assert known
