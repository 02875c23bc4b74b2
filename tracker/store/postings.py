"""Which claims hold which stems: plain tables that find the claims most alike in words among millions, by one SQL everywhere.

A claim is one wording, whoever says it and wherever: mentions with the same words share it. The question reads only the
postings of its rarest stems, a bounded number of rows whatever the size of the database.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, literal, select, union_all, update
from sqlmodel import col

from tracker.store import tables as t
from tracker.store.rows import added
from tracker.text import content_hash, fold
from tracker.types import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy.orm import Session

BUDGET = 10_000  # postings that a question reads, in a database of up to `LARGE` claims; beyond, `LARGE_BUDGET`
LARGE, LARGE_BUDGET = 300_000, 20_000
TERMS = 10


def index(session: Session, stems: Callable[[str], Iterable[str]]) -> None:
    """Give every mention that accuses or denies, and has none yet, its claim, and every new claim its postings.

    `stems` makes of a claim's text the stems that it is found by.
    """
    waiting = select(col(t.Mention.id), col(t.Mention.claim)).where(
        col(t.Mention.claim_id).is_(None), col(t.Mention.kind) != Kind.STATEMENT.value
    )
    for mention_id, text in session.execute(waiting).all():
        claim_id = _claim(session, text, stems)
        session.execute(update(t.Mention).where(col(t.Mention.id) == mention_id).values(claim_id=claim_id))


def _claim(session: Session, text: str, stems: Callable[[str], Iterable[str]]) -> int:
    """The id of the claim with these words; case, accents and punctuation do not count."""
    key = content_hash(fold(text))
    found = session.scalar(select(col(t.Claim.id)).where(col(t.Claim.hash) == key))
    if found is not None:
        return found
    claim_id = added(session, t.Claim(hash=key))
    tokens = sorted(set(stems(text)))
    if tokens:
        session.execute(insert(t.ClaimToken), [{"token": token, "claim_id": claim_id} for token in tokens])
        counted = col(t.TokenCount.token).in_(tokens)
        there = set(session.scalars(select(col(t.TokenCount.token)).where(counted)))
        session.execute(update(t.TokenCount).where(counted).values(claims=col(t.TokenCount.claims) + 1))
        if fresh := [{"token": token, "claims": 1} for token in tokens if token not in there]:
            session.execute(insert(t.TokenCount), fresh)
    return claim_id


def alike(session: Session, tokens: Iterable[str], limit: int) -> Sequence[int]:
    """Return the ids of the claims that share most of the rarest tokens, the most alike first, `limit` at most."""
    wanted = sorted(set(tokens))
    if not wanted:
        return []
    total = session.scalar(select(func.max(col(t.Claim.id)))) or 0
    found = session.execute(
        select(col(t.TokenCount.token), col(t.TokenCount.claims)).where(col(t.TokenCount.token).in_(wanted))
    )
    rarest = sorted(((claims, token) for token, claims in found))
    lists: list[Any] = []
    left = BUDGET if total <= LARGE else LARGE_BUDGET
    for claims, token in rarest[:TERMS]:
        if lists and claims > left:
            break
        left -= claims
        weight = math.log((total + 1) / claims)
        held = select(col(t.ClaimToken.claim_id), literal(weight).label("weight"))
        lists.append(held.where(col(t.ClaimToken.token) == token))
    if not lists:
        return []
    hits = union_all(*lists).subquery()
    best = select(hits.c.claim_id).group_by(hits.c.claim_id).order_by(func.sum(hits.c.weight).desc(), hits.c.claim_id)
    return session.scalars(best.limit(limit)).all()
