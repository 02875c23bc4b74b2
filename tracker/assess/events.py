"""What a mention says about the status of its allegation, as events: each with its voice, its span and its date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tracker.types import Axis, Contest, Evidence, Kind, Remark, Span, StatusEvent, StoredMention

MADE_BY = "assess/1"


def of(stored: StoredMention, recorded_at: dt.datetime) -> Iterator[tuple[StatusEvent, Span]]:
    """The events that a mention of an allegation, or a denial of it, gives rise to, each with its span in the article."""
    mention = stored.mention
    if mention.kind is Kind.DENIAL:
        start = min([mention.start, *(s for s, _ in mention.spans.cue)])
        voice = mention.speakers[0] if mention.speakers else None
        quote = None if start != mention.start else mention.quote
        yield _event(stored, Axis.CONTEST, Contest.DENIED, voice, quote, recorded_at), (start, mention.end)
        return
    for axis, remark in ((Axis.EVIDENCE, mention.evidence), (Axis.CONTEST, mention.contest)):
        if remark is not None and remark.value not in {Evidence.UNASSESSED, Contest.NONE}:
            yield _of_remark(stored, axis, remark, recorded_at), remark.span


def countered(by: StoredMention, recorded_at: dt.datetime) -> tuple[StatusEvent, Span]:
    """The event that an accusation in return is for the allegation that it answers."""
    voice = by.mention.speakers[0] if by.mention.speakers else None
    event = _event(by, Axis.CONTEST, Contest.COUNTER_CLAIMED, voice, by.mention.quote, recorded_at)
    return event, (by.mention.start, by.mention.end)


def _of_remark(stored: StoredMention, axis: Axis, remark: Remark, recorded_at: dt.datetime) -> StatusEvent:
    return _event(stored, axis, remark.value, remark.voice, remark.quote, recorded_at)


def _event(
    stored: StoredMention, axis: Axis, value: Evidence | Contest, voice: str | None, quote: str | None, recorded_at: dt.datetime
) -> StatusEvent:
    return StatusEvent(
        axis=axis,
        value=value.value,
        voice=voice,
        quote=quote,
        happened_on=stored.article.published,
        recorded_at=recorded_at,
        made_by=MADE_BY,
        mention_id=stored.mention.id,
        article=stored.article,
    )
