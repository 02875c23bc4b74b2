"""Which independent origin each mention of an allegation comes from.

Two mentions have one origin where they share a speaker, or where one prints the other's text (see `echoes`). Outlets are
never counted: ten outlets that quote one minister are one origin. A mention without a named speaker is its outlet's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tracker.types import StoredMention


def origins(mentions: Sequence[StoredMention], echoes: Mapping[str, str]) -> dict[str, str]:
    """Name the origin of each mention, by its id; `echoes` leads from the id of an echo to that of the first.

    Two mentions that a third brings together have one origin. Union-find (Galler & Fischer 1964), in near-linear time.
    """
    parents: dict[str, str] = {}

    def root(key: str) -> str:
        while (parent := parents.setdefault(key, key)) != key:
            parents[key] = key = parents[parent]  # halve the way for whoever comes next
        return key

    for stored in mentions:
        first = root(f"text {echoes.get(stored.mention.id, stored.mention.id)}")
        outlet = f"outlet {stored.article.outlet or stored.article.ref}"
        for key in (f"text {stored.mention.id}", *(stored.mention.speakers or (outlet,))):
            parents[root(key)] = first = root(first)
    return {stored.mention.id: root(f"text {stored.mention.id}") for stored in mentions}
