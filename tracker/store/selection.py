"""What a reader asks for, and what a search finds. Records only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Filters of a listing; None does not filter.

    `accused` and `speaker` match an actor by its name, by an alias met in a text, or by the name or alias of its side;
    `outlet` matches any name of an outlet that the seeds know, `topic` the name. Case does not count. `since` and `until`,
    both inclusive, bound the day on which the article of a mention was seen: its date of publication, else of ingestion.
    `as_of` is the moment that the reader looks from: what was ingested, recorded and judged later is not there yet.
    """

    accused: str | None = None
    speaker: str | None = None
    outlet: str | None = None
    topic: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    as_of: dt.datetime | None = None


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One find of a search: the claim of an allegation, the quote of a mention, or a passage of an article.

    `id` is the public id of an allegation (`A-3`), the id of a mention, or the number of an article; `article` and
    `published` say where a mention or a passage stands.
    """

    kind: Literal["allegation", "mention", "article"]
    id: str
    text: str
    article: str | None = None
    published: dt.date | None = None
