"""One function over many items in several processes: results in order, memory bounded, however long the input is."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TypeVar

from tracker.errors import TrackerError

T = TypeVar("T")
R = TypeVar("R")
CHUNK = 8  # items that travel to a process together
WAITING = 3  # chunks that lie ready for each process


def in_order(function: Callable[[T], R], items: Iterable[T], jobs: int) -> Iterator[R]:
    """The function's result for each item, in order of the items; `items` is read only as far as there is work to hand out.

    Function, items and results must be picklable. Raises TrackerError where a process dies.
    """
    rest = iter(items)
    waiting: deque[Future[list[R]]] = deque()
    context = multiprocessing.get_context("spawn")  # a forked copy of a process with threads may hang
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_leave_interrupts) as pool:
        try:
            while True:
                while len(waiting) < jobs * WAITING and (chunk := list(islice(rest, CHUNK))):
                    waiting.append(pool.submit(_each, function, chunk))
                if not waiting:
                    return
                yield from waiting.popleft().result()
        except BrokenProcessPool:
            raise TrackerError("a worker process died, perhaps for want of memory: run again with fewer --jobs") from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _leave_interrupts() -> None:
    """Ctrl-C is for the main process, which then ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _each(function: Callable[[T], R], items: list[T]) -> list[R]:
    return [function(item) for item in items]
