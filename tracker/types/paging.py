"""Long lists by pages: what a page holds, and where the next one begins. Records only.

A page is found by the key of the last item before it, not by counting: what came in meanwhile neither shifts nor repeats
anything. A place is written `2022-02-17~3` in an address: the value that the list is sorted by, then the id.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from tracker.errors import NotFoundError

T = TypeVar("T")


class Sort(StrEnum):
    """Orders of a listing of allegations: the latest, or most, first."""

    LAST = "last"
    FIRST = "first"
    MENTIONS = "mentions"
    ORIGINS = "origins"

    @property
    def key(self) -> str:
        """What a line is sorted by: its name in the form of the contract, and in the digest."""
        return {"last": "last_seen", "first": "first_asserted"}.get(self, self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """Some items of a list of `total`, in order; `after` is the place of the last where there are more, else None."""

    items: tuple[T, ...]
    total: int
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """An allegation as a listing has it, without its mentions.

    `row` is the allegation in the form of the contract (`list --json`), `why` says for each axis why it stands where it does.
    `denials` are not among the mentions of the row. `edition` is another whenever anything here may have changed.
    """

    id: int
    row: Mapping[str, Any]
    why: Mapping[str, str]
    unverified: bool
    denials: int
    edition: int = 0

    def as_json(self) -> dict[str, Any]:
        """The allegation in the form of the contract, with the why of each axis."""
        return dict(self.row) | {"denials": self.denials, "unverified": self.unverified, "why": dict(self.why)}


def place(value: Any, id_: Any) -> str:
    """Write the place of an item: the value that its list is sorted by, and its id."""
    return f"{value.isoformat() if isinstance(value, dt.date) else value}~{id_}"


def placed(given: str, kind: type, id_kind: type = int) -> tuple[Any, Any]:
    """Read a place whose value and id are of these kinds (`date`, `int`, `float`, `str`). Raises NotFoundError."""
    value, _, id_ = given.partition("~")
    try:
        found = dt.date.fromisoformat(value) if kind is dt.date else kind(value), id_kind(id_)
    except (ValueError, OverflowError):
        raise NotFoundError(
            f"{given!r} is no place in this list: take the address of the next page as the page gives it"
        ) from None
    if any(isinstance(part, int) and abs(part) >= 2**63 for part in found):
        raise NotFoundError(f"{given!r} is no place in this list: its numbers are too large")
    return found
