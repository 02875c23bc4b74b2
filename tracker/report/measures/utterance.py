"""One mention as a measure points at it: who said it where and when, how surely, in which words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tracker.report import words
from tracker.types import Certainty, Precision, StoredMention


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What leads from a figure back to its quote: `said` as exactly as the text tells, `seen` the day of its article.

    `ingested` is the day on which the article was taken in here.
    """

    mention_id: str
    speaker: str
    outlet: str
    certainty: Certainty
    said: dt.date | None
    precision: Precision
    seen: dt.date
    quote: str
    ingested: dt.date


def utterance(m: StoredMention) -> Utterance:
    """Point at a mention."""
    return Utterance(
        mention_id=m.mention.id,
        speaker=words.speaker(m),
        outlet=words.outlet(m.article),
        certainty=m.mention.certainty,
        said=m.asserted_on,
        precision=words.said(m)[1],
        seen=m.seen_on,
        quote=m.mention.quote,
        ingested=m.article.ingested_at.date(),
    )
