"""One function over many items, shared among many hands: results in order, memory bounded, however long the input is."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import Protocol, TypeVar

from tracker.errors import TrackerError

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")
CHUNK = 8  # items that travel to a worker together
WAITING = 3  # chunks that lie ready for each worker


class Hands(Protocol):
    """Who shares the work: processes of this machine (`processes`), or a cluster's workers (`tracker.jobs.cluster`)."""

    def room(self) -> int:
        """How many chunks may be under way at once."""

    def submit(self, function: Callable[[T], R], items: list[T]) -> Callable[[], list[R]]:
        """Begin a chunk, and return what waits for its results and gives them, in order of the items.

        Function, items and results must be picklable. Raises TrackerError, there or here, where a worker is lost for good.
        """


def in_order(
    function: Callable[[T], R], items: Iterable[S], hands: Hands, asked: Callable[[S], T | None]
) -> Iterator[tuple[S, R | None]]:
    """Each item with the function's result for what is `asked` of it, None where that is None, in order of the items.

    `items` is read only as far as there is work to hand out. Only what is asked travels; no item travels back.
    """
    rest = iter(items)
    waiting: deque[tuple[list[tuple[S, bool]], Callable[[], list[R]]]] = deque()
    while True:
        room = hands.room()
        while len(waiting) < room and (chunk := [(item, asked(item)) for item in islice(rest, CHUNK)]):
            work = [question for _, question in chunk if question is not None]
            results = hands.submit(function, work) if work else list
            waiting.append(([(item, question is not None) for item, question in chunk], results))
        if not waiting:
            return
        told, results = waiting.popleft()
        found = iter(results())
        yield from ((item, next(found) if is_asked else None) for item, is_asked in told)


@contextmanager
def processes(jobs: int) -> Iterator[Hands]:
    """So many processes of this machine. Raises TrackerError where one dies."""
    context = multiprocessing.get_context("spawn")  # a forked copy of a process with threads may hang
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_leave_interrupts) as pool:
        try:
            yield _Processes(pool, jobs)
        except BrokenProcessPool:
            raise TrackerError("a worker process died, perhaps for want of memory: run again with fewer --jobs") from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


class _Processes:
    def __init__(self, pool: ProcessPoolExecutor, jobs: int) -> None:
        self.pool, self.jobs = pool, jobs

    def room(self) -> int:
        return self.jobs * WAITING

    def submit(self, function: Callable[[T], R], items: list[T]) -> Callable[[], list[R]]:
        return self.pool.submit(each, function, items).result


def _leave_interrupts() -> None:
    """Ctrl-C is for the main process, which then ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def each(function: Callable[[T], R], items: list[T]) -> list[R]:
    """The function's result for each item: what a worker does with a chunk."""
    return [function(item) for item in items]
