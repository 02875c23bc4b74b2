from __future__ import annotations

import os
import pickle
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cli.running import DEMO, contents
from dask_servers import Scheduler, scheduler, worker
from factories import AT

from tracker.core import Tracker
from tracker.errors import TrackerError, UsageError
from tracker.jobs import cluster
from tracker.jobs.parallel import in_order
from tracker.settings import Settings

ALL = 4  # articles of the fixture `articles` that can be read


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scheduler]:
    """A scheduler without workers."""
    with scheduler(tmp_path_factory.mktemp("scheduler")) as running:
        yield running


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some articles of the demo, and what is refused or not extracted."""
    folder = tmp_path_factory.mktemp("articles")
    shutil.copy(next(DEMO.glob("*.html")), folder)
    few = (DEMO / "tarnwire.jsonl").read_text("utf-8").splitlines()[:2]
    foreign, broken = '{"text": "Arland accused Borland of shelling Dun.", "language": "fr"}', "{"
    (folder / "some.jsonl").write_text("\n".join([*few, foreign, broken]) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def undisturbed(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with these articles, as one process takes them in."""
    path = tmp_path_factory.mktemp("undisturbed") / "one.db"
    with Tracker(path, now=lambda: AT) as tracker:
        assert (tracker.ingest(articles).new, tracker.ingest(articles).known) == (ALL, ALL)
    return path


def exported(path: Path) -> list[list[dict[str, Any]]]:
    with Tracker(path) as tracker:
        return [list(tracker.export(what)) for what in ("articles", "mentions", "allegations", "events")]


def test_a_cluster_gives_what_one_process_gives_and_knows_it_again(
    tmp_path: Path, empty: Scheduler, articles: Path, undisturbed: Path
) -> None:
    done: list[str] = []
    path = tmp_path / "many.db"
    with worker(empty.address, threads=2), Tracker(path, now=lambda: AT) as many:
        first = many.ingest(articles, dask=empty.address, progress=done.append)
        again = many.ingest(articles, dask=empty.address)
    assert (first.new, first.unread, len(first.refused), len(done)) == (ALL, 1, 1, ALL + 1)
    assert (again.new, again.known) == (0, ALL)
    assert exported(path) == exported(undisturbed)
    assert contents(path, without=("ingest_run",)) == contents(undisturbed, without=("ingest_run",))


def test_workers_of_another_version_and_of_none_are_refused(
    tmp_path: Path, empty: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tracker").mkdir()
    (tmp_path / "tracker" / "__init__.py").write_text('__version__ = "0.0.9"\n')
    with (
        worker(empty.address, path=tmp_path),
        pytest.raises(TrackerError, match=r"the worker tcp://\S+ has tracker 0\.0\.9, this is tracker"),
        cluster.cluster(empty.address),
    ):
        pass
    (tmp_path / "tracker" / "__init__.py").write_text("raise ImportError")
    with (
        worker(empty.address, path=tmp_path),
        pytest.raises(TrackerError, match=r"the worker tcp://\S+ has no tracker"),
        cluster.cluster(empty.address),
    ):
        pass


def test_a_worker_that_came_later_with_another_version_refuses_the_work() -> None:
    with pytest.raises(TrackerError, match=r"a worker has tracker .*, this is tracker 0\.0\.9: install the same on all"):
        cluster.chunk("0.0.9", len, [""])


def test_a_lost_scheduler_is_told_and_what_was_stored_stays(
    tmp_path: Path, articles: Path, undisturbed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECT", 2.0)
    monkeypatch.setattr("tracker.jobs.parallel.CHUNK", 1)
    path = tmp_path / "x.db"
    with scheduler(tmp_path) as running, worker(running.address), Tracker(path, now=lambda: AT) as tracker:

        def lose(_: str) -> None:
            running.process.kill()

        lost = rf"the Dask scheduler \({running.address}\) is lost: .*the same command goes on from there"
        with pytest.raises(TrackerError, match=lost):
            tracker.ingest(articles, dask=running.address, progress=lose)
        stored = tracker.store.counts()["article"]
        assert 1 <= stored < ALL
        assert tracker.ingest(articles).known == stored
    assert exported(path) == exported(undisturbed)


def test_no_scheduler_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT", 0.5)
    where = "tcp://127.0.0.1:1"
    with pytest.raises(TrackerError, match=f"no Dask scheduler at {where}.*start one"), cluster.cluster(where):
        pass


def test_a_scheduler_without_workers_is_told(empty: Scheduler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "WORKERS", 0.5)
    with pytest.raises(TrackerError, match=r"has had no worker for .* s: start some with"), cluster.cluster(empty.address):
        pass


def test_workers_that_all_leave_are_told(empty: Scheduler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "LOOK", 0.2)
    with worker(empty.address):
        opened = cluster.cluster(empty.address)
        hands = opened.__enter__()
    monkeypatch.setattr(cluster, "WORKERS", 0.5)
    with pytest.raises(TrackerError, match=r"has had no worker .*the same command goes on from there"):
        list(in_order(len, ["a"], hands, lambda item: item))
    opened.__exit__(None, None, None)


def test_an_item_that_kills_every_worker_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cluster.OWN, "distributed.scheduler.allowed-failures", 0)
    with (
        pytest.raises(TrackerError, match="several workers died, one after the other, over 7: "),
        cluster.cluster("local:1") as hands,
    ):
        list(in_order(os._exit, [7], hands, lambda item: item))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("local:0", "local:0"),
        ("local:x", "local:x"),
        ("local:257", "local:257"),
        ("local:", "local:"),
        ("", ""),
        ("somewhere", "somewhere"),
        ("http://127.0.0.1:8786", "http://127.0.0.1:8786"),
        ("tcp://anna:secret@127.0.0.1:8786", "tcp://…@127.0.0.1:8786"),
        ("tcp://anna:se/cr@et@127.0.0.1:8786", "tcp://…@127.0.0.1:8786"),
        ("anna:secret@127.0.0.1:8786", "…@127.0.0.1:8786"),
        ("tcp://127.0.0.1", "tcp://127.0.0.1"),
    ],
)
def test_what_is_no_cluster_is_refused_without_a_password(given: str, told: str) -> None:
    with pytest.raises(UsageError) as raised, cluster.cluster(given):
        pass
    assert str(raised.value).startswith(f"--dask {told}: give tcp://HOST:PORT")
    assert "secret" not in str(raised.value)


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(TrackerError, match=r"pip install 'allegation-tracker\[dask\]'"), cluster.cluster("local:1"):
        pass


class Listening:
    """Hands in this process, which keep what would travel."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def room(self) -> int:
        return 1

    def submit(self, function: Callable[[Any], Any], items: list[Any]) -> Callable[[], list[Any]]:
        self.sent.append(pickle.dumps((function, items)))
        return lambda: [function(item) for item in items]


def test_the_password_of_the_database_stays_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hands = Listening()

    @contextmanager
    def listening(_: str) -> Iterator[Listening]:
        yield hands

    monkeypatch.setattr(cluster, "cluster", listening)
    settings = Settings(database="postgresql://anna:hunter7@db/news")
    with Tracker(tmp_path / "x.db", settings=settings) as tracker:
        article = BytesIO(b'{"text": "Arland accused Borland of shelling Dun."}')
        assert tracker.ingest("-", stdin=article, dask="tcp://127.0.0.1:8786").new
    assert hands.sent
    assert not any(b"hunter7" in sent for sent in hands.sent)
