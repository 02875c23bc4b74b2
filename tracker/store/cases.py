"""Reads cases: allegations with everything gathered about them, hundreds at a time in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select
from sqlmodel import col

from tracker.store import briefs, events, mentions
from tracker.store import tables as t
from tracker.store.convert import judgement_record
from tracker.store.filters import Condition, current, live, of_article, of_blame, of_speaker, shown
from tracker.store.merges import Merges
from tracker.store.rows import chunks
from tracker.types import Case, Judgement, Kind, Link, StoredMention

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from tracker.store.selection import Selection


def find(session: Session, selection: Selection) -> Sequence[int]:
    """Return the ids of the allegations that fit, in order of id.

    Only those that readers see: with a mention in a current article. Speaker, outlet and dates must all be those of one
    mention that makes the allegation; a denial of it does not count there.
    """
    of_one = of_speaker(session, selection) + of_article(selection)
    if of_one:
        of_one.append(col(t.Mention.kind) != Kind.DENIAL.value)
    of_whole = of_blame(selection, col(t.Allegation.accused_id), col(t.Allegation.topics))
    return session.scalars(seen_with(*of_one, at=selection.as_of).where(*of_whole)).all()


def load(session: Session, ids: Sequence[int], *, at: dt.datetime | None = None, brief: bool = False) -> Iterator[Case]:
    """Yield the cases with these ids in this order; ids that do not exist are left out.

    `at` is the moment that the reader looks from; None is now. Where `brief`, mentions are (see `briefs`), and judgements are
    left out: what a report needs.
    """
    merges = Merges(session)
    for some in chunks(ids):
        accused = _allegations(session, some)
        gathered = briefs.load(session, some, merges, at) if brief else _mentions(session, some, merges, at)
        dated = events.load(session, some, merges, at)
        linked = _links(session, some)
        judged = defaultdict(list) if brief else _judgements(session, some, at)
        for id_ in some:
            if id_ in accused:
                row, name = accused[id_]
                yield Case(
                    id=id_,
                    claim=row.claim,
                    accused=merges.names.get(name, name) if name is not None else None,
                    topics=tuple(row.topics),
                    mentions=tuple(sorted(gathered.get(id_, ()), key=_order)),
                    events=tuple(dated[id_]),
                    links=tuple(linked[id_]),
                    judgements=tuple(judged[id_]),
                )


def seen_with(*conditions: Condition, at: dt.datetime | None = None) -> Select[Any]:
    """Select the ids of allegations with a mention that readers see and that fits the conditions."""
    seen = shown(col(t.Judgement.allegation_id), at=at).where(col(t.Judgement.id).is_not(None), *conditions)
    return select(col(t.Allegation.id)).where(col(t.Allegation.id).in_(seen)).order_by(col(t.Allegation.id))


def linked(session: Session, allegation_id: int) -> list[Link]:
    """Return what one allegation is linked to."""
    return _links(session, [allegation_id])[allegation_id]


def _order(stored: StoredMention) -> tuple[dt.date, dt.date, str]:
    return stored.asserted_on or stored.seen_on, stored.seen_on, stored.mention.id


def _allegations(session: Session, ids: Sequence[int]) -> dict[int, tuple[t.Allegation, str | None]]:
    query = (
        select(col(t.Allegation.id), t.Allegation, col(t.Actor.name))
        .outerjoin(t.Actor, col(t.Actor.id) == col(t.Allegation.accused_id))
        .where(col(t.Allegation.id).in_(ids))
    )
    return {id_: (row, name) for id_, row, name in session.execute(query) if id_ is not None}


def _mentions(session: Session, ids: Sequence[int], merges: Merges, at: dt.datetime | None) -> dict[int, list[StoredMention]]:
    found = mentions.find(session, col(t.Judgement.allegation_id).in_(ids), at=at)
    grouped: dict[int, list[StoredMention]] = defaultdict(list)
    for stored in mentions.load(session, found, merges, at):
        if stored.allegation_id is not None:
            grouped[stored.allegation_id].append(stored)
    return grouped


def _links(session: Session, ids: Sequence[int]) -> dict[int, list[Link]]:
    """Return what each allegation is linked to. What was merged brings its links along, and is found under its heir."""
    heirs = merged(session)
    kin = [*ids, *(id_ for id_ in heirs if heirs[id_] in ids)]
    live = col(t.AllegationLink.superseded_at).is_(None)
    rows = session.scalars(select(t.AllegationLink).where(col(t.AllegationLink.allegation_id).in_(kin), live)).all()
    ends = {(heirs.get(r.allegation_id, r.allegation_id), heirs.get(r.other_id, r.other_id), r.kind) for r in rows}
    others = sorted({other for _, other, _ in ends})
    claims = dict(
        session.execute(select(col(t.Allegation.id), col(t.Allegation.claim)).where(col(t.Allegation.id).in_(others))).all()
    )
    grouped: dict[int, list[Link]] = defaultdict(list)
    for own, other, kind in sorted(ends, key=lambda e: (e[1], e[2])):
        if own != other:
            grouped[own].append(Link(kind=kind, other_id=other, other_claim=claims[other]))
    return grouped


def merged(session: Session) -> dict[int, int]:
    """Return every allegation that was merged with what it is now."""
    heirs = col(t.Allegation.merged_into_id)
    rows = session.execute(select(col(t.Allegation.id), heirs).where(heirs.is_not(None)))
    into: dict[int, int] = {int(id_ or 0): int(heir or 0) for id_, heir in rows}
    return {id_: _end(id_, into) for id_ in into}


def _end(id_: int, into: Mapping[int, int]) -> int:
    while id_ in into:
        id_ = into[id_]
    return id_


def _judgements(session: Session, ids: Sequence[int], at: dt.datetime | None) -> dict[int, list[Judgement]]:
    """Return the judgements in force, for and against, on mentions that readers see."""
    standing = live(t.Judgement, col(t.Judgement.made_at), at)
    query = (
        select(t.Judgement)
        .join(t.Mention, col(t.Mention.id) == col(t.Judgement.mention_id))
        .join(t.Article, col(t.Article.id) == col(t.Mention.article_id))
        .where(col(t.Judgement.allegation_id).in_(ids), standing, current(at))
        .order_by(col(t.Judgement.id))
    )
    grouped: dict[int, list[Judgement]] = defaultdict(list)
    for row in session.scalars(query):
        grouped[row.allegation_id].append(judgement_record(row))
    return grouped
