"""Remembers the last results of work that takes long, for threads that ask for the same at the same time."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Kept:
    """A result with the edition of what it was made of; `rests` until when it may stay though that has changed."""

    making: Lock = field(default_factory=Lock)
    edition: Hashable = None
    result: Any = None
    there: bool = False
    rests: float = 0.0


class Memo:
    """The results for the last `size` keys. Who asks for what somebody works out already waits for that."""

    def __init__(self, size: int) -> None:
        self._size, self._lock = size, Lock()
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()

    def get(self, key: Hashable, edition: Hashable, make: Callable[[], T], *, patience: float = 0.0) -> T:
        """Return what `make` gives for a key and an edition of what it is made of: as it was remembered, else made now.

        With `patience`, an earlier edition will do while a newer one is made, and until so many times as long as making it took
        have passed: then changes that come fast do not make everybody wait. What raises is not remembered.
        """
        kept = self._place(key)
        if patience and kept.there and (kept.edition == edition or time.monotonic() < kept.rests or kept.making.locked()):
            found: T = kept.result
            return found
        with kept.making:
            if not kept.there or kept.edition != edition:
                start = time.monotonic()
                kept.result = make()
                end = time.monotonic()
                kept.edition, kept.there, kept.rests = edition, True, end + patience * (end - start)
            result: T = kept.result
        return result

    def _place(self, key: Hashable) -> _Kept:
        with self._lock:
            kept = self._kept.setdefault(key, _Kept())
            self._kept.move_to_end(key)
            if len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return kept
