"""The part of the facade that knows who is who: actors and their merges, outlets and what an analyst says of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tracker.types import Merge, StoredActor

if TYPE_CHECKING:
    from tracker.settings import Settings
    from tracker.store import Store
    from tracker.types.outlets import StoredOutlet


class Naming:
    """Nothing that is stored is rewritten for a name: whoever reads follows what it leads to."""

    store: Store
    settings: Settings
    now: Callable[[], dt.datetime]

    def merge_actors(self, name: str, into: str, *, dry_run: bool = False) -> Merge:
        """Make one stored actor another one, from now on: in every listing, filter, export and report, and in what is
        ingested later.

        Nothing that is stored is rewritten, so `split_actor` takes it back without loss; allegations that are stored keep
        their mentions. `dry_run` only tells. Raises NotFoundError where there is no such actor, UsageError where both are
        one already or the first was merged into a third.
        """
        with self.store.write(dry_run=dry_run, by=self.settings.decides) as writer:
            return writer.merge_actors(name, into, self.now())

    def split_actor(self, name: str) -> Merge:
        """Take the merge of an actor back. Raises NotFoundError, and UsageError where it was not merged."""
        with self.store.write(by=self.settings.decides) as writer:
            return writer.split_actor(name)

    def actors(self, words: str = "", *, unknown: bool = False) -> list[StoredActor]:
        """The stored actors one of whose names holds all of the words, the most mentioned first.

        What was merged is a part of what it is now. `unknown` keeps those of whom nothing but the name is known.
        """
        return self.store.actors(words, unknown=unknown)

    def outlets(self, words: str = "") -> list[StoredOutlet]:
        """The stored outlets of which all of the words are a part, by name, domain, circle or country."""
        return self.store.outlets(words)

    def describe_outlet(
        self,
        name: str,
        *,
        country: str | None = None,
        circle: str | None = None,
        reliability: str | None = None,
        domains: Sequence[str] = (),
    ) -> str:
        """Keep what an analyst says of an outlet, None for what stays as it is, and return the name it is stored with.

        Raises NotFoundError, and UsageError for a value that is none.
        """
        with self.store.write(by=self.settings.decides) as writer:
            return writer.describe_outlet(name, country, circle, reliability, domains)
