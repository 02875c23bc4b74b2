"""How often a model may be asked, and for how much: counted before each request, whether it succeeds or not."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from tracker.errors import ModelFailedError

if TYPE_CHECKING:
    from tracker.asking.client import Reply
    from tracker.settings import Settings

FAILURES = 3  # articles in a row after which a model is asked for no more of them
MILLION = 1_000_000


class Limits:
    """The budget and the pace of one run; may be used by several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.gone = threading.Event()
        self._lock = threading.Lock()
        self.begin()

    def begin(self) -> None:
        """Begin a run: nothing is spent yet."""
        with self._lock:
            self.requests, self.cost, self._next, self._failed, self._last = 0, 0.0, time.monotonic(), 0, ""

    def end(self) -> None:
        """Give up all requests that are under way."""
        self.gone.set()
        self.gone = threading.Event()

    def request(self) -> None:
        """Count a request, and wait for its turn. Raises ModelFailedError where no more may be made."""
        with self._lock:
            if self.requests >= self.settings.max_requests:
                raise ModelFailedError(
                    f"all {self.settings.max_requests} requests of --max-requests are made: run it again to go on"
                )
            if self.cost >= self.settings.max_cost:
                raise ModelFailedError(f"--max-cost {self.settings.max_cost:g} is spent: run it again to go on")
            if self._failed >= FAILURES:
                raise ModelFailedError(
                    f"the model is not asked any more: it failed for {FAILURES} articles in a row ({self._last})"
                )
            self.requests += 1
            turn = max(self._next, time.monotonic())
            self._next = turn + 60 / self.settings.llm_per_minute
        self.gone.wait(max(turn - time.monotonic(), 0))

    def spent(self, reply: Reply) -> None:
        """Count what a reply costs, at the prices that the settings tell."""
        cost = (reply.tokens_in * self.settings.llm_price_in + reply.tokens_out * self.settings.llm_price_out) / MILLION
        with self._lock:
            self.cost += cost

    def answered(self, problem: str | None) -> None:
        """Note whether an article has its answers, or what the problem is."""
        with self._lock:
            self._failed = self._failed + 1 if problem else 0
            self._last = problem or ""
