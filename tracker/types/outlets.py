"""The words for who publishes: outlets as they are known beforehand, and as they lie in the store. Frozen records only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
"""The letters of the Admiralty scale for a source (NATO, AJP-2.1): only an analyst gives another than F."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOutlet:
    """An outlet of the seeds: the domains that it publishes under, what else it is called, and facts about it.

    `country` is a code of ISO 3166-1 alpha-2, `circle` the group of outlets that it belongs to ("news agency").
    """

    name: str
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    country: str | None = None
    circle: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredOutlet:
    """An outlet as it lies in the store, with what the seeds know of it where the analyst has set nothing.

    `articles` counts its current articles.
    """

    name: str
    country: str | None
    circle: str | None
    reliability: str
    domains: tuple[str, ...]
    aliases: tuple[str, ...]
    articles: int

    def as_json(self) -> dict[str, Any]:
        """The outlet as a row of `tracker outlets`."""
        return {
            "name": self.name,
            "country": self.country,
            "circle": self.circle,
            "reliability": self.reliability,
            "domains": list(self.domains),
            "aliases": list(self.aliases),
            "articles": self.articles,
        }
