"""The words for an article that was revised: its versions, and what the later says otherwise. Frozen records only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tracker.types import ArticleInfo, Mention


class Turn(StrEnum):
    """What a revision did to a claim."""

    ADDED = "added"
    REMOVED = "removed"
    SOFTENED = "softened"
    HARDENED = "hardened"
    EVIDENCE = "evidence"
    CONTEST = "contest"
    ATTRIBUTION = "attribution"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One claim of one version that the other has not, or has in another way.

    `was` and `became` are the values that differ: certainties, values of an axis, speakers, claims; None where there is none.
    """

    turn: Turn
    before: Mention | None
    after: Mention | None
    was: str | None = None
    became: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """A text and the one that superseded it, each with its mentions in order of the text."""

    before: ArticleInfo
    after: ArticleInfo
    mentions_before: tuple[Mention, ...]
    mentions_after: tuple[Mention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What a revision of an article changed of its claims; no changes where it left them as they were."""

    before: ArticleInfo
    after: ArticleInfo
    changes: tuple[Change, ...]

    def rows(self) -> Iterator[dict[str, Any]]:
        """The revision as rows of `tracker revisions`: one a change, or one with the change `none`."""
        about = {
            "article_ref": self.after.ref,
            "outlet": self.after.outlet,
            "title": self.after.title,
            "url": self.after.url,
            "revised_at": self.after.ingested_at.isoformat(),
        }
        for change in self.changes or (None,):
            before, after = (change.before, change.after) if change else (None, None)
            yield about | {
                "change": change.turn.value if change else "none",
                "was": change.was if change else None,
                "became": change.became if change else None,
                "before": before.quote if before else None,
                "after": after.quote if after else None,
                "before_id": before.id if before else None,
                "after_id": after.id if after else None,
            }
