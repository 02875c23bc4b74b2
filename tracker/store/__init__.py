"""The store: the only station that knows SQL. `Store` is its door; everything else here is behind it.

The names are imported when first used, because importing SQLModel takes a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracker.store.selection import Hit, Selection
    from tracker.store.store import Store
    from tracker.store.write import Writer

__all__ = ["Hit", "Selection", "Store", "Writer"]


def __getattr__(name: str) -> Any:
    if name in {"Hit", "Selection"}:
        from tracker.store import selection

        return getattr(selection, name)
    if name in {"Store", "Writer"}:
        from tracker.store import store

        return getattr(store, name)
    raise AttributeError(f"module 'tracker.store' has no attribute {name!r}")
