"""The workers of a Dask cluster as hands that share the work (see `tracker.jobs.parallel`): of a scheduler, or processes here.

What is lost with a worker is done again by another; what is lost with the scheduler is told, and done by running the command
again. A worker takes one article at a time, whatever its threads: the language model serves one at a time.
"""

from __future__ import annotations

import logging
import pkgutil
import re
import signal
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from tracker.errors import TrackerError, UsageError
from tracker.jobs.parallel import WAITING, Hands, each

if TYPE_CHECKING:
    from distributed import Client

T = TypeVar("T")
R = TypeVar("R")
CONNECT = 10.0  # seconds in which a scheduler answers, at first and after its connection broke
WORKERS = 30.0  # seconds in which a scheduler gets its first worker, or one after all were lost
LOOK = 5.0  # seconds after which a wait for results looks whether there are workers
OWN = {
    "distributed.scheduler.allowed-failures": 10,  # workers that may die over one chunk before it is given up; default 3
    "distributed.deploy.lost-worker-timeout": "1h",  # in which a worker may come back; else, after 15 s, it is given up
}
NO_PORT = "127.0.0.1:0"  # any that is free, for this machine alone
MOST = 256  # processes on one machine
VERSION = "tracker:__version__"  # by name: workers are asked for it, whatever version they have
AGAIN = "what was acknowledged is stored, and the same command goes on from there"

_one_at_a_time = threading.Lock()


@contextmanager
def cluster(where: str) -> Iterator[Hands]:
    """The workers behind `tcp://HOST:PORT` (or `tls://…`, with the certificates that Dask's configuration names), or `local:N`.

    `local:N` starts N processes, and ends them. Raises UsageError where `where` is neither; TrackerError where Dask is not
    installed, no scheduler or no worker is there, a worker has another version of the tracker, or the scheduler is lost.
    """
    address = re.fullmatch(r"(tcp|tls)://[^/@\s]+:\d+", where)
    own = re.fullmatch(r"local:(\d{1,9})", where)
    if not address and not (own and 1 <= int(own[1]) <= MOST):
        raise UsageError(
            f"--dask {_told(where)}: give tcp://HOST:PORT of a scheduler, or local:N for N processes here, 1 to {MOST}"
        )
    try:
        import distributed
    except ImportError:
        raise TrackerError("--dask needs Dask: pip install 'allegation-tracker[dask]'") from None
    with _silence(), _own(distributed, int(own[1])) if own else _theirs(distributed, where) as client:
        yield _Workers(client, where)


@contextmanager
def _own(distributed: Any, count: int) -> Iterator[Client]:
    import dask

    with dask.config.set(OWN):
        try:
            started = distributed.LocalCluster(
                n_workers=count,
                threads_per_worker=1,
                dashboard_address=None,
                scheduler_kwargs={"dashboard_address": NO_PORT},  # None is Dask's default, port 8787
                silence_logs=logging.CRITICAL,
                preload=[__name__],
            )
        except (OSError, RuntimeError, TimeoutError) as error:
            reason = str(error).partition("\n")[0]
            raise TrackerError(f"the processes of local:{count} do not start ({reason}): try fewer") from None
        with started, distributed.Client(started, timeout=CONNECT, set_as_default=False) as client:
            yield client


def dask_setup(_: object) -> None:
    """What Dask calls in each process of `local:N`: Ctrl-C is for the main process, which then ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _theirs(distributed: Any, where: str) -> Iterator[Client]:
    try:
        client = distributed.Client(where, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        reason = str(error).partition("\n")[0] if isinstance(error, ValueError) else "no answer"
        raise TrackerError(f"no Dask scheduler at {where} ({reason}): start one with dask scheduler") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=WORKERS)
        except TimeoutError:
            raise TrackerError(_no_workers(where)) from None
        _check(client.run(pkgutil.resolve_name, VERSION, on_error="return"))
        yield client


def _check(versions: dict[str, Any]) -> None:
    """Raise TrackerError unless every worker has this version of the tracker."""
    own = pkgutil.resolve_name(VERSION)
    for worker, version in versions.items():
        if version != own:
            has = f"tracker {version}" if isinstance(version, str) else "no tracker"
            raise TrackerError(f"the worker {worker} has {has}, this is tracker {own}: install the same on all")


class _Workers:
    """Those whom a scheduler has at the time: workers may come and go."""

    def __init__(self, client: Client, where: str) -> None:
        self.client, self.where = client, where

    def room(self) -> int:
        return WAITING * max(1, len(self._workers()))

    def submit(self, function: Callable[[T], R], items: list[T]) -> Callable[[], list[R]]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Dask would rather have long texts scattered: they travel once all the same
            future = self.client.submit(chunk, pkgutil.resolve_name(VERSION), function, items, pure=False)

        def results() -> list[R]:
            from distributed.scheduler import KilledWorker

            without = 0.0
            while True:
                try:
                    found: list[R] = future.result(timeout=LOOK)
                except CancelledError:
                    raise self._lost() from None
                except KilledWorker:
                    refs = ", ".join(str(getattr(item, "ref", item)) for item in items)
                    raise TrackerError(
                        f"several workers died, one after the other, over {refs}: give them more memory, or leave these out"
                    ) from None
                except TimeoutError:
                    if future.status == "error":  # one of the work itself
                        raise
                    without = 0.0 if self._workers() else without + LOOK
                    if without >= WORKERS:
                        raise TrackerError(f"{_no_workers(self.where)}; {AGAIN}") from None
                else:
                    return found

        return results

    def _workers(self) -> dict[str, int]:
        try:
            found: dict[str, int] = self.client.nthreads()
        except (OSError, CancelledError, RuntimeError):
            raise self._lost() from None
        return found

    def _lost(self) -> TrackerError:
        return TrackerError(f"the Dask scheduler ({self.where}) is lost: start it; {AGAIN}")


def chunk(version: str, function: Callable[[T], R], items: list[T]) -> list[R]:
    """What a worker does. Raises TrackerError where the client has another version of the tracker."""
    if (own := pkgutil.resolve_name(VERSION)) != version:  # one that came later
        raise TrackerError(f"a worker has tracker {own}, this is tracker {version}: install the same on all")
    with _one_at_a_time:
        return each(function, items)


def _no_workers(where: str) -> str:
    return f"the Dask scheduler ({where}) has had no worker for {WORKERS:.0f} s: start some with dask worker {where}"


def _told(where: str) -> str:
    """What was given, without what might be a password."""
    return re.sub(r"(^\w+://)?.*@", r"\1…@", where, flags=re.DOTALL)


@contextmanager
def _silence() -> Iterator[None]:
    """What Dask logs of lost workers and connections is either mended or told in one sentence."""
    loggers = [logging.getLogger(n) for n in logging.root.manager.loggerDict if n.split(".")[0] in {"distributed", "tornado"}]
    before = [(logger, logger.level) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in before:
            logger.setLevel(level)
