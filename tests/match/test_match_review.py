from __future__ import annotations

from factories import case, stored

from tracker.match.review import proposals
from tracker.match.words import default_words
from tracker.types import Reason


def test_what_brings_most_together_comes_first() -> None:
    small, large = case(id=1, mentions=(stored(id="a"),)), case(id=2, mentions=tuple(stored(id=f"b{n}") for n in range(9)))
    other = case(id=3, mentions=(stored(id="c"),))
    asked = [(small, other, "a", 0.25, "x"), (large, other, "b0", 0.24, "y")]
    found = proposals(asked, default_words())
    assert [(p.one_id, p.other_id) for p in found] == [(2, 3), (1, 3)]
    assert found[0].value == 0.24 * 3


def test_what_extractors_disagree_on_comes_before_all_else() -> None:
    doubted = Reason(decision="disagreement", by="rules/2", why="the built-in extractor reads accused: Arland", sure=0.5)
    sure, unsure = case(id=1, mentions=(stored(id="a"),)), case(id=2, mentions=(stored(id="b", reasons=(doubted,)),))
    other = case(id=3, mentions=(stored(id="c"),))
    found = proposals([(sure, other, "a", 0.9, "x"), (unsure, other, "b", 0.2, "y")], default_words())
    assert [p.one_id for p in found] == [2, 1]
    assert [p.as_json()["one"]["disagreement"] for p in found] == ["the built-in extractor reads accused: Arland", None]
    assert found[0].disputed


def test_beside_the_mention_that_raised_it_stands_the_most_alike() -> None:
    raised = stored(id="a", claim="Borland shelled the harbour of Lund.")
    near = stored(id="n", claim="Borland shelled Lund harbour.")
    far = stored(id="f", claim="Borland stole a ship full of grain.")
    own = case(id=1, mentions=(stored(id="z"), raised))
    (found,) = proposals([(own, case(id=2, mentions=(far, near)), "a", 0.3, "why")], default_words())
    assert (found.one.mention.id, found.other.mention.id, found.reason) == ("a", "n", "why")


def test_what_nobody_alleges_any_more_is_not_asked_about() -> None:
    gone = case(id=1, mentions=())
    assert proposals([(gone, case(id=2, mentions=(stored(id="n"),)), "a", 0.3, "why")], default_words()) == []
