"""Articles that were revised in a period, and what their later texts say otherwise of the claims in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.report import words
from tracker.text import plural, squash
from tracker.types import Mention
from tracker.types.versions import Change, Revision, Turn

CHANGES = 10  # of one article: what comes after is counted, and tracker revisions has it
TITLE = "Revised"
AFTER = frozenset({"new", "spreading", "changed"})  # the sections that it stands after

# What changed is one value for another; of the rest, the words themselves are what changed.
_VALUES = frozenset({Turn.SOFTENED, Turn.HARDENED, Turn.EVIDENCE, Turn.CONTEST, Turn.ATTRIBUTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """One claim that a revision changed.

    `text` says how ("softened: asserted → likely"). `claim`, `speaker` and `accused` are those of the later text, where it
    still has the claim; `before` and `after` are the quotes of both, None where there is none.
    """

    change: str
    text: str
    claim: str
    speaker: str
    accused: str | None
    before: str | None
    after: str | None

    @property
    def quotes(self) -> tuple[str, ...]:
        """The quotes that there are, once where both are the same."""
        return tuple(dict.fromkeys(quote for quote in (self.before, self.after) if quote))


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """An article whose later text, seen here on `revised_on`, changed claims: the first 10 `changes` of `changes_of`."""

    article: str
    title: str | None
    outlet: str | None
    url: str | None
    published: dt.date | None
    revised_on: dt.date
    changes: tuple[Rewrite, ...]
    changes_of: int

    @property
    def name(self) -> str:
        """What to call it: its title, else its reference."""
        return self.title or self.article

    @property
    def told(self) -> str:
        """Whose it is, and when it was seen otherwise."""
        dated = f"published {words.long_date(self.published, year=self.revised_on.year)}" if self.published else ""
        seen = f"seen revised {words.long_date(self.revised_on)}"
        return ", ".join(filter(None, (self.outlet, dated, seen)))

    @property
    def more(self) -> str:
        """How many changes are not told, as a sentence; empty where all are."""
        left = self.changes_of - len(self.changes)
        return f"And {plural(left, 'other change')}." if left else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisions:
    """The revisions of a period: the first 50 `articles` of `total` that changed claims; `unchanged` ones changed none."""

    articles: tuple[Revised, ...] = ()
    total: int = 0
    unchanged: int = 0

    def __bool__(self) -> bool:
        return bool(self.total or self.unchanged)

    @property
    def intro(self) -> str:
        """Say how far the list goes, and what is not in it; empty where it is everything."""
        extent = f"The first {len(self.articles)} of {self.total:,}." if self.total > len(self.articles) else ""
        return " ".join(filter(None, (extent, self.rest)))

    @property
    def rest(self) -> str:
        """Say how many revisions changed no claim; empty where each did."""
        more = "more " if self.total else ""
        return f"In {plural(self.unchanged, f'{more}revised article')} no claim changed." if self.unchanged else ""

    def rows(self) -> list[dict[str, Any]]:
        """Give a row for each change, with those of the columns of a report that it can fill."""
        return [
            {
                "section": "revised",
                "of": self.total,
                "claim": change.claim,
                "accused": change.accused,
                "text": f"{', '.join(filter(None, (article.outlet, article.name)))}: {change.text}",
                "quotes": list(change.quotes),
            }
            for article in self.articles
            for change in article.changes
        ]


def revised(revisions: Sequence[Revision], start: dt.date, end: dt.date, limit: int) -> Revisions:
    """Tell of the revisions first seen on the days from `start` to `end` that changed claims, the latest first.

    The order of the input does not matter.
    """
    within = [r for r in revisions if start <= r.after.ingested_at.date() <= end]
    changed = [r for r in within if r.changes]
    changed.sort(key=lambda r: (r.after.ingested_at, r.after.id, r.before.id), reverse=True)
    told = tuple(_told(revision) for revision in changed[:limit])
    return Revisions(articles=told, total=len(changed), unchanged=len(within) - len(changed))


def turned(change: Change) -> str:
    """Say what changed, with the values before and after where these are not the words themselves."""
    if change.turn not in _VALUES:
        return change.turn.value
    was, became = (words.value_words(squash(value or "")) for value in (change.was, change.became))
    return f"{change.turn.value}: {was} → {became}"


def _told(revision: Revision) -> Revised:
    article = revision.after
    return Revised(
        article=article.ref,
        title=article.title,
        outlet=article.outlet,
        url=article.url,
        published=article.published,
        revised_on=article.ingested_at.date(),
        changes=tuple(map(_rewrite, revision.changes[:CHANGES])),
        changes_of=len(revision.changes),
    )


def _rewrite(change: Change) -> Rewrite:
    (latest, *_) = [m for m in (change.after, change.before) if m is not None]
    return Rewrite(
        change=change.turn.value,
        text=turned(change),
        claim=latest.claim,
        speaker=words.says(latest),
        accused=latest.accused,
        before=_quote(change.before),
        after=_quote(change.after),
    )


def _quote(mention: Mention | None) -> str | None:
    return squash(mention.quote) if mention else None
