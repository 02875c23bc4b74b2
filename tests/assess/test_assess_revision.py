from __future__ import annotations

import pytest
from factories import mention
from hypothesis import given
from hypothesis import strategies as st

from tracker.assess.revision import Alike, changes
from tracker.types import Certainty, Contest, Evidence, Kind, Mention, Remark
from tracker.types.versions import Change, Turn

Claims = list[tuple[str, Certainty]]

SHELLED, MINED, DENIED = "Borland shelled Dun.", "Borland mined the road to Lund.", "Borland shelled nobody."


def never(_: Mention, __: Mention) -> float:
    raise AssertionError("claims in the same words need no measure")


def unlike(_: Mention, __: Mention) -> float:
    return 0.0


def same_start(one: Mention, other: Mention) -> float:
    """Alike by the words that both begin with."""
    pairs = zip(one.claim.split(), other.claim.split(), strict=False)
    return sum(a == b for a, b in pairs) / 10


def said(id_: str, claim: str = SHELLED, **changed: object) -> Mention:
    return mention(id=id_, claim=claim, **changed)


def turns(before: list[Mention], after: list[Mention], alike: Alike = never) -> list[tuple[Turn, str | None, str | None]]:
    return [(c.turn, c.was, c.became) for c in changes(before, after, alike)]


def test_what_stands_as_it_stood_is_no_change() -> None:
    assert changes([said("a1"), said("a2", MINED)], [said("b2", MINED), said("b1")], never) == ()


def test_a_claim_that_only_one_version_has_was_added_or_removed() -> None:
    old, new = said("a1"), said("b1", MINED)
    added, removed = changes([old], [new], unlike)
    assert (added.turn, added.before, added.after) == (Turn.ADDED, None, new)
    assert (removed.turn, removed.before, removed.after) == (Turn.REMOVED, old, None)


@pytest.mark.parametrize(
    ("was", "became", "turn"),
    [
        (Certainty.ASSERTED, Certainty.POSSIBLE, Turn.SOFTENED),
        (Certainty.ASSERTED, Certainty.PLANNED, Turn.SOFTENED),
        (Certainty.POSSIBLE, Certainty.LIKELY, Turn.HARDENED),
    ],
)
def test_a_claim_is_softened_or_hardened_by_its_certainty(was: Certainty, became: Certainty, turn: Turn) -> None:
    before, after = said("a1", certainty=was), said("b1", certainty=became)
    (change,) = changes([before], [after], never)
    assert (change.turn, change.was, change.became) == (turn, was.value, became.value)
    assert (change.before, change.after) == (before, after)


def test_evidence_contest_and_attribution_are_told_each() -> None:
    none = Remark(value=Evidence.NONE_PROVIDED, span=(0, 2), quote="no")
    denied = Remark(value=Contest.DENIED, span=(0, 2), quote="no")
    before = said("a1", speakers=("Anna Berg",))
    after = said("b1", speakers=(), reported_by="Jon Dahl", evidence=none, contest=denied)
    assert turns([before], [after]) == [
        (Turn.EVIDENCE, "unassessed", "none_provided"),
        (Turn.CONTEST, "none", "denied"),
        (Turn.ATTRIBUTION, "Anna Berg", "nobody named, reported by Jon Dahl"),
    ]


def test_a_claim_in_other_words_is_the_most_alike_and_is_reworded() -> None:
    before = [said("a1", "Borland shelled Dun on Monday."), said("a2", "Borland shelled Lund.")]
    after = [said("b1", "Borland shelled Dun on Sunday."), said("b2", "Borland mined Dun.")]
    assert turns(before, after, same_start) == [  # .4 for a1 and b1, then .1 for a2 and b2
        (Turn.REWORDED, "Borland shelled Dun on Monday.", "Borland shelled Dun on Sunday."),
        (Turn.REWORDED, "Borland shelled Lund.", "Borland mined Dun."),
    ]


def test_other_words_are_not_told_where_the_claim_changed_in_what_counts() -> None:
    before, after = said("a1", SHELLED), said("b1", "Borland shelled Dun, perhaps.", certainty=Certainty.POSSIBLE)
    assert turns([before], [after], same_start) == [(Turn.SOFTENED, "asserted", "possible")]


def test_blame_that_moved_to_another_is_another_claim() -> None:
    found = turns([said("a1")], [said("b1", accused="Arland")], never)
    assert [turn for turn, _, _ in found] == [Turn.ADDED, Turn.REMOVED]


def test_an_allegation_that_became_a_denial_is_another_claim() -> None:
    found = turns([said("a1")], [said("b1", kind=Kind.DENIAL)], never)
    assert [turn for turn, _, _ in found] == [Turn.ADDED, Turn.REMOVED]


def test_statements_are_no_claims() -> None:
    assert changes([said("a1", kind=Kind.STATEMENT)], [said("b1", MINED, kind=Kind.STATEMENT)], never) == ()


def test_what_is_said_twice_is_two_claims() -> None:
    assert turns([said("a1")], [said("b1"), said("b2")]) == [(Turn.ADDED, None, None)]


claims = st.lists(st.tuples(st.sampled_from([SHELLED, MINED, DENIED]), st.sampled_from(Certainty)), max_size=6)


@given(claims, claims)
def test_every_claim_is_kept_or_told_of_and_the_way_back_is_the_mirror(old: Claims, new: Claims) -> None:
    before = [said(f"a{n}", claim, certainty=certainty) for n, (claim, certainty) in enumerate(old)]
    after = [said(f"b{n}", claim, certainty=certainty) for n, (claim, certainty) in enumerate(new)]
    there, back = changes(before, after, unlike), changes(after, before, unlike)

    def count(found: tuple[Change, ...], turn: Turn) -> int:
        return sum(change.turn is turn for change in found)

    assert count(there, Turn.ADDED) == count(back, Turn.REMOVED)
    assert count(there, Turn.SOFTENED) == count(back, Turn.HARDENED)
    assert len(before) - count(there, Turn.REMOVED) == len(after) - count(there, Turn.ADDED)
    assert changes(before, before, never) == ()
