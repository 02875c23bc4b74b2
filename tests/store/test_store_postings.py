from __future__ import annotations

from factories import DAY
from filling import accuse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from tracker.store import postings
from tracker.store.store import Store
from tracker.text import fold

WORDS = ["shelled", "bombed", "bridge", "harbour", "grain", "Dun", "Lund"]


def stems(claim: str) -> list[str]:
    return fold(claim).split()


def found(store: Store, question: str, limit: int = 10) -> list[int]:
    with Session(store.engine) as session:
        return list(postings.alike(session, stems(question), limit))


def indexed(store: Store) -> None:
    with store.write() as writer:
        writer.index(stems)


def test_the_claim_that_shares_the_rarest_words_comes_first(store: Store) -> None:
    for name, claim in [
        ("a", "Borland shelled Dun."),
        ("b", "Borland shelled Lund."),
        ("c", "Borland stole the grain of Lund."),
    ]:
        accuse(store, name, claim=claim)
    indexed(store)
    assert found(store, "Borland stole grain") == [3, 1, 2]
    assert found(store, "grain", limit=1) == [3]
    assert found(store, "nothing known") == found(store, "") == []


def test_one_wording_is_one_claim_however_it_is_written(store: Store) -> None:
    for name, claim in [("a", "Borland shelled Dun."), ("b", "BORLAND SHELLED DÚN"), ("c", "Borland fled.")]:
        accuse(store, name, claim=claim)
    indexed(store)
    counts = store.counts()
    assert (counts["mention"], counts["claim"]) == (3, 2)
    assert found(store, "Dun") == [1]


def test_what_was_stored_before_is_indexed_once(store: Store) -> None:
    accuse(store, "a")
    assert found(store, "shelled") == []
    indexed(store)
    before = store.counts()
    indexed(store)
    assert store.counts() == before
    assert found(store, "shelled") == [1]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True).map(" ".join), min_size=1, max_size=6))
def test_a_word_is_counted_in_as_many_claims_as_hold_it(store: Store, claims: list[str]) -> None:
    start = store.counts()["article"]
    for number, claim in enumerate(claims, start):
        accuse(store, f"n{number}", claim=claim)
    indexed(store)
    with Session(store.engine) as session:
        counted = dict(session.execute(text("SELECT token, claims FROM token_count")).all())
        held = dict(session.execute(text("SELECT token, count(*) FROM claim_token GROUP BY token")).all())
    assert counted == held


def test_candidates_are_found_by_words_whatever_the_day(store: Store) -> None:
    old = accuse(store, "old", claim="Borland stole the grain of Lund.", asserted_on=DAY.replace(year=2012))
    accuse(store, "other", claim="Borland stole the grain of Lund.", accused="Arland")
    indexed(store)
    with store.write() as writer:
        assert [m.allegation_id for m in writer.alike("Borland", ["grain"])] == [old]
        assert writer.alike("Borland", ["bridge"]) == []
