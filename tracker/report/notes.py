"""Numbered notes: the quote behind every line of a report, with who said it, where and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.report import as_of, words
from tracker.text import squash
from tracker.types import Precision, StatusEvent, StoredMention


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One quote. `published` is the day of the article; `said` is there where the text dates it to another day.

    An analyst's decision has neither an outlet nor, perhaps, a quote; `who` is then whoever made it. A fact-check's quote is
    its rating, and `url` where it can be read.
    """

    number: int
    who: str
    said: dt.date | None
    precision: Precision
    outlet: str | None
    published: dt.date
    quote: str | None
    url: str | None


@dataclass(slots=True)
class Notes:
    """The notes of one report so far. The same quote from the same article keeps its number."""

    taken: dict[tuple[object, ...], Note] = field(default_factory=dict)

    def cite(self, proofs: Iterable[StoredMention | StatusEvent]) -> tuple[int, ...]:
        """Give the numbers of the proofs of a line, in order and each once."""
        numbers = [self._mention(p) if isinstance(p, StoredMention) else self._event(p) for p in proofs]
        return tuple(dict.fromkeys(numbers))

    def listed(self) -> tuple[Note, ...]:
        """All notes by number."""
        return tuple(self.taken.values())

    def _mention(self, m: StoredMention) -> int:
        article, mention = m.article, m.mention
        quote = squash(mention.quote)
        said = mention.asserted_on if mention.asserted_on != m.seen_on else None
        note = Note(
            number=len(self.taken) + 1,
            who=words.speaker(m),
            said=said,
            precision=mention.asserted_precision if said else Precision.DAY,
            outlet=words.outlet(article),
            published=m.seen_on,
            quote=quote,
            url=article.url,
        )
        return self.taken.setdefault((article.id, note.who, quote), note).number

    def _event(self, event: StatusEvent) -> int:
        article = event.article
        published, happened = as_of.known_on(event), as_of.happened_on(event)
        note = Note(
            number=len(self.taken) + 1,
            who=words.voice(event),
            said=happened if happened != published else None,
            precision=Precision.DAY,
            outlet=words.outlet(article) if article else None,
            published=published,
            quote=squash(event.quote or event.rating or "") or None,
            url=article.url if article else event.url,
        )
        place = article.id if article else (event.axis, event.value, event.recorded_at)
        return self.taken.setdefault((place, note.who, note.quote), note).number
