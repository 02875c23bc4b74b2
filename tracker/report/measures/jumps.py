"""Jumps between groups of outlets: when an allegation first reached readers who had not had it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.report import words
from tracker.types import StoredMention


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """The first mention in a group of outlets, and the group that carried the one before it."""

    on: dt.date
    before: str
    after: str
    outlet: str
    mention_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Jumps:
    """The jumps among the `n` mentions whose outlet's group is known; `found` is None where no group is, as `why` says."""

    n: int
    found: tuple[Jump, ...] | None
    why: str | None


def jumps(seen: Iterable[StoredMention], groups: Mapping[str, str]) -> Jumps:
    """Find the first mention in every group but the first, of mentions in the order in which they were published.

    `groups` leads from an outlet to its group: a country, a language, a side. That a story crosses from one sphere of media
    into another: Benkler, Faris & Roberts 2018, "Network propaganda".
    """
    found: list[Jump] = []
    reached: set[str] = set()
    before = None
    n = 0
    for m in seen:
        outlet = words.outlet(m.article)
        if (group := groups.get(outlet)) is None:
            continue
        n += 1
        if before is not None and group not in reached:
            found.append(Jump(on=m.seen_on, before=before, after=group, outlet=outlet, mention_id=m.mention.id))
        reached.add(group)
        before = group
    return Jumps(n=n, found=tuple(found) if n else None, why=None if n else "the groups of its outlets are not known")
