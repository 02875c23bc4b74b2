"""Which of many things share tokens with something: an index, so that no text takes time that grows with its square."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Overlap(Generic[T]):
    """Things by the tokens they hold. `tokens` tells the token indices of one; all of these are kept in order of adding."""

    def __init__(self, tokens: Callable[[T], Iterable[int]], things: Iterable[T] = ()) -> None:
        self._tokens = tokens
        self._things: list[T] = []
        self._at: dict[int, list[int]] = defaultdict(list)
        for thing in things:
            self.add(thing)

    def add(self, thing: T) -> None:
        """Add one more."""
        for i in self._tokens(thing):
            self._at[i].append(len(self._things))
        self._things.append(thing)

    def __iter__(self) -> Iterator[T]:
        return iter(self._things)

    def touching(self, indices: Iterable[int]) -> list[T]:
        """Those that hold one of the tokens or more, in the order in which they were added."""
        return [self._things[n] for n in sorted({n for i in indices for n in self._at.get(i, ())})]


def alike(one: Iterable[int], other: Iterable[int]) -> bool:
    """True where two sets of tokens share more than half of all that they hold (Jaccard index)."""
    mine, theirs = set(one), set(other)
    return len(mine & theirs) > 0.5 * len(mine | theirs)
