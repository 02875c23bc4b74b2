"""Reads mentions as reports need them, a hundred thousand in a second or two: without what stands around their quotes.

A brief mention lacks its spans, remarks and reasons, which are pieces of its text: status events have what follows from them.
"""

from __future__ import annotations

import functools
import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, cast, select
from sqlmodel import col

from tracker.store import tables as t
from tracker.store.articles import infos
from tracker.store.filters import belonging
from tracker.store.merges import faces
from tracker.types import Certainty, Kind, Mention, Precision, Spans, StoredMention

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from tracker.store.merges import Merges

_NO_SPANS = Spans()
# a look-up costs a tenth of a call
_KINDS = {value.value: value for value in Kind}
_CERTAINTIES = {value.value: value for value in Certainty}
_PRECISIONS = {value.value: value for value in Precision}


def load(
    session: Session, allegation_ids: Sequence[int], merges: Merges, at: dt.datetime | None
) -> dict[int, list[StoredMention]]:
    """Return the mentions of some hundreds of allegations, by allegation, in no order."""
    rows = session.execute(_query(at).where(col(t.Judgement.allegation_id).in_(allegation_ids))).all()
    speakers = _speakers(session, allegation_ids)
    articles = infos(session, {row.article_id for row in rows}, at)
    actors = {row.accused_id for row in rows if row.accused_id} | {id_ for said in speakers.values() for id_ in said}
    seen = {id_: merges.seen(face) for id_, face in faces(session, actors).items()}
    found: dict[int, list[StoredMention]] = defaultdict(list)
    for row in rows:
        accused, side = seen[row.accused_id] if row.accused_id else (None, None)
        sides = dict(seen[id_] for id_ in speakers.get(row.id, ()))
        article = articles[row.article_id]
        mention = Mention(
            id=row.id,
            article_ref=article.ref,
            kind=_KINDS[row.kind],
            start=row.start,
            end=row.end,
            quote=row.quote,
            spans=_NO_SPANS,
            speakers=tuple(sides),
            speaker_text=row.speaker_text,
            accused=accused,
            accused_text=row.accused_text,
            certainty=_CERTAINTIES[row.certainty],
            negated=row.negated,
            evidence=None,
            contest=None,
            claim=row.claim,
            asserted_on=row.asserted_on,
            asserted_precision=_PRECISIONS[row.asserted_precision],
            reported_by=merges.names.get(row.reported_by, row.reported_by),
            acts=_listed(row.acts),
            objects=tuple(merges.names.get(name, name) for name in _listed(row.objects)),
            extractor=row.extractor,
            rule=row.rule,
            confidence=row.confidence,
        )
        found[row.allegation_id].append(
            StoredMention(
                mention=mention,
                article=article,
                allegation_id=row.allegation_id,
                before="",
                after="",
                sides=sides,
                accused_side=side,
            )
        )
    return found


def _query(at: dt.datetime | None) -> Any:
    m = t.Mention
    plain = (m.id, m.article_id, m.kind, m.start, m.end, m.quote, m.speaker_text, m.accused_id, m.accused_text, m.certainty)
    dated = (m.negated, m.claim, m.asserted_on, m.asserted_precision, m.reported_by, m.extractor, m.rule, m.confidence)
    lists = (cast(col(m.acts), String).label("acts"), cast(col(m.objects), String).label("objects"))
    return belonging(*map(col, (*plain, *dated)), *lists, col(t.Judgement.allegation_id), at=at)


@functools.lru_cache(maxsize=10_000)
def _listed(text: str) -> tuple[str, ...]:
    """A JSON list of strings: few are met, each often."""
    return tuple(json.loads(text))


def _speakers(session: Session, allegation_ids: Sequence[int]) -> Mapping[str, Sequence[int]]:
    """Return the actors that speak in each mention, in order; those of mentions that are elsewhere now do no harm."""
    query = (
        select(col(t.MentionSpeaker.mention_id), col(t.MentionSpeaker.actor_id))
        .join(t.Judgement, col(t.Judgement.mention_id) == col(t.MentionSpeaker.mention_id))
        .where(col(t.Judgement.allegation_id).in_(allegation_ids))
        .order_by(col(t.MentionSpeaker.position))
    )
    found: dict[str, list[int]] = defaultdict(list)
    for mention_id, actor_id in session.execute(query):
        found[mention_id].append(actor_id)
    return found
