"""What every reader and writer of rows needs: lists in pieces, and the number of a new row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

T = TypeVar("T")
LARGEST_ID = 2**63 - 1  # what a database can hold as one


def chunks(items: Sequence[T], size: int = 500) -> Iterator[Sequence[T]]:
    """Yield `items` in order, at most `size` at a time: a database takes only so many values in one `IN`."""
    for first in range(0, len(items), size):
        yield items[first : first + size]


def added(session: Session, row: Any) -> int:
    """Insert a row whose key the database gives, and return that key."""
    session.add(row)
    session.flush()
    key: int = row.id
    return key
