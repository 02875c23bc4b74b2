"""Which claims hold which stems: plain tables that find the claims most alike in words among millions, by one SQL everywhere.

A claim is one wording, whoever says it and wherever: mentions with the same words share it. The question reads only the
postings of its rarest stems, a bounded number of rows whatever the size of the database.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, literal, select, union_all, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from tracker.store import tables as t
from tracker.store.rows import added, chunks
from tracker.store.server import is_server
from tracker.text import content_hash, fold
from tracker.types import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

BUDGET = 10_000  # postings that a question reads, in a database of up to `LARGE` claims; beyond, `LARGE_BUDGET`
LARGE, LARGE_BUDGET = 300_000, 20_000
TERMS = 10


def index(session: Session, stems: Callable[[str], Iterable[str]]) -> None:
    """Give every mention that accuses or denies, and has none yet, its claim, and every new claim its postings.

    `stems` makes of a claim's text the stems that it is found by. Claims and stems are written in order, so that two
    transactions that index at once wait for each other, and neither for ever.
    """
    waiting = select(col(t.Mention.id), col(t.Mention.claim)).where(
        col(t.Mention.claim_id).is_(None), col(t.Mention.kind) != Kind.STATEMENT.value
    )
    keys = {mention_id: (_key(text), text) for mention_id, text in session.execute(waiting)}
    wanted = dict(sorted(keys.values()))
    claims: dict[str, int] = {}
    for some in chunks(list(wanted)):
        found = session.execute(select(col(t.Claim.hash), col(t.Claim.id)).where(col(t.Claim.hash).in_(some)))
        claims |= {key: int(id_ or 0) for key, id_ in found}
    fresh = {key: added(session, t.Claim(hash=key)) for key in wanted if key not in claims}
    held = [(token, id_) for key, id_ in fresh.items() for token in set(stems(wanted[key]))]
    if held:
        session.execute(insert(t.ClaimToken), [{"token": token, "claim_id": id_} for token, id_ in sorted(held)])
        _count(session, Counter(token for token, _ in held))
    for mention_id, (key, _) in keys.items():
        session.execute(update(t.Mention).where(col(t.Mention.id) == mention_id).values(claim_id=(claims | fresh)[key]))


def _key(text: str) -> str:
    """What tells one wording of a claim from another: case, accents and punctuation do not count."""
    return content_hash(fold(text))


def _count(session: Session, tokens: Mapping[str, int]) -> None:
    """Add to the numbers of claims that hold the tokens."""
    own = postgresql.insert if is_server(session) else sqlite.insert
    rows = own(t.TokenCount)
    more = rows.on_conflict_do_update(
        index_elements=["token"], set_={"claims": col(t.TokenCount.claims) + rows.excluded.claims}
    )
    session.execute(more, [{"token": token, "claims": number} for token, number in sorted(tokens.items())])


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
