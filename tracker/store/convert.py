"""Rows to records and back, one pair of functions a record. Pure: no session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.store import tables as t
from tracker.types import (
    Action,
    Band,
    Certainty,
    Contest,
    Decision,
    Evidence,
    Judgement,
    Kind,
    Mention,
    Precision,
    Reason,
    Remark,
    Spans,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PARTS = ("speaker", "cue", "content")


def mention_row(mention: Mention, article_id: int, accused_id: int | None) -> t.Mention:
    """Make the row of a mention; its speakers are rows of their own."""
    evidence, contest = mention.evidence, mention.contest
    return t.Mention(
        id=mention.id,
        article_id=article_id,
        kind=mention.kind.value,
        start=mention.start,
        end=mention.end,
        quote=mention.quote,
        spans={part: [list(span) for span in getattr(mention.spans, part)] for part in PARTS},
        speaker_text=mention.speaker_text,
        accused_id=accused_id,
        accused_text=mention.accused_text,
        certainty=mention.certainty.value,
        negated=mention.negated,
        evidence=(evidence.value if evidence else Evidence.UNASSESSED).value,
        evidence_start=evidence.span[0] if evidence else None,
        evidence_end=evidence.span[1] if evidence else None,
        evidence_voice=evidence.voice if evidence else None,
        contest=(contest.value if contest else Contest.NONE).value,
        contest_start=contest.span[0] if contest else None,
        contest_end=contest.span[1] if contest else None,
        contest_voice=contest.voice if contest else None,
        claim=mention.claim,
        asserted_on=mention.asserted_on,
        asserted_precision=mention.asserted_precision.value,
        reported_by=mention.reported_by,
        acts=list(mention.acts),
        objects=list(mention.objects),
        extractor=mention.extractor,
        rule=mention.rule,
        confidence=mention.confidence,
        reasons=[reason.as_json() for reason in mention.reasons],
    )


def mention_record(
    row: t.Mention,
    *,
    article_ref: str,
    speakers: Sequence[str],
    accused: str | None,
    evidence_quote: str | None,
    contest_quote: str | None,
    names: Mapping[str, str],
) -> Mention:
    """Make the record of a mention from its row and what stands in other tables.

    `names` gives other names for actors that the row has by name alone.
    """
    evidence_voice, contest_voice, reported_by = (
        names.get(name, name) if name is not None else None for name in (row.evidence_voice, row.contest_voice, row.reported_by)
    )
    evidence = _remark(Evidence(row.evidence), row.evidence_start, row.evidence_end, evidence_quote, evidence_voice)
    contest = _remark(Contest(row.contest), row.contest_start, row.contest_end, contest_quote, contest_voice)
    return Mention(
        id=row.id,
        article_ref=article_ref,
        kind=Kind(row.kind),
        start=row.start,
        end=row.end,
        quote=row.quote,
        spans=Spans(**{part: _spans(row.spans.get(part, ())) for part in PARTS}),
        speakers=tuple(speakers),
        speaker_text=row.speaker_text,
        accused=accused,
        accused_text=row.accused_text,
        certainty=Certainty(row.certainty),
        negated=row.negated,
        evidence=evidence,
        contest=contest,
        claim=row.claim,
        asserted_on=row.asserted_on,
        asserted_precision=Precision(row.asserted_precision),
        reported_by=reported_by,
        acts=tuple(row.acts),
        objects=tuple(names.get(name, name) for name in row.objects),
        extractor=row.extractor,
        rule=row.rule,
        confidence=row.confidence,
        reasons=tuple(_reason(reason) for reason in row.reasons),
    )


def judgement_row(judgement: Judgement) -> t.Judgement:
    """Make the row of a judgement."""
    return t.Judgement(
        mention_id=judgement.mention_id,
        allegation_id=judgement.allegation_id,
        decision=judgement.decision.value,
        score=judgement.score,
        band=judgement.band.value,
        reason=judgement.reason,
        made_by=judgement.made_by,
        made_at=judgement.made_at,
    )


def judgement_record(row: t.Judgement) -> Judgement:
    """Make the record of a judgement."""
    return Judgement(
        mention_id=row.mention_id,
        allegation_id=row.allegation_id,
        decision=Decision(row.decision),
        score=row.score,
        band=Band(row.band),
        reason=row.reason,
        made_by=row.made_by,
        made_at=row.made_at,
    )


def _remark(
    value: Evidence | Contest, start: int | None, end: int | None, quote: str | None, voice: str | None
) -> Remark | None:
    if start is None or end is None or quote is None:
        return None
    return Remark(value=value, span=(start, end), quote=quote, voice=voice)


def _spans(pairs: Sequence[Any]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in pairs)


def _reason(row: Mapping[str, Any]) -> Reason:
    span = (row["span"][0], row["span"][1]) if row["span"] else None
    return Reason(decision=row["decision"], by=row["by"], why=row["why"], sure=row["sure"], span=span)


def action_record(row: t.Action) -> Action:
    """Make the record of an action."""
    return Action(
        id=int(row.id or 0),
        kind=row.kind,
        arguments=row.arguments,
        because=row.because,
        made_by=row.made_by,
        made_at=row.made_at,
        target_id=row.target_id,
        undone_at=row.undone_at,
    )
