from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from factories import AT

from tracker.core import Tracker
from tracker.match import frame
from tracker.settings import Settings
from tracker.types import Decision

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tracker(own: Path) -> Iterator[Tracker]:
    """A database of its own with the demo's articles."""
    with Tracker(own, settings=Settings(user="anna"), now=lambda: AT) as opened:
        yield opened


def partition(tracker: Tracker) -> set[frozenset[str]]:
    return {frozenset(m.mention.id for m in case.mentions) for case in tracker.store.cases()}


def whole(tracker: Tracker):
    return [
        (c.id, c.claim, [m.mention.id for m in c.mentions], sorted((e.value, e.mention_id or "") for e in c.events), c.links)
        for c in sorted(tracker.store.cases(), key=lambda c: c.id)
    ]


def test_matching_anew_gives_the_same(tracker: Tracker) -> None:
    before, log = whole(tracker), tracker.log()
    found = tracker.rematch()
    assert found.mentions > 50
    assert (found.moved, found.asked) == ((), 0)
    assert (whole(tracker), tracker.log()) == (before, log)


def test_a_changed_matcher_is_shown_carried_out_and_taken_back(tracker: Tracker, monkeypatch: pytest.MonkeyPatch) -> None:
    before = whole(tracker)
    monkeypatch.setattr(frame, "SAME", 0.9)
    found = tracker.rematch(dry_run=True)
    assert found.moved
    assert whole(tracker) == before
    assert tracker.rematch().moved == found.moved
    assert len(partition(tracker)) > len(before)
    assert [a.kind for a in tracker.log()] == ["rematch"]
    tracker.undo()
    assert whole(tracker) == before


def test_what_people_touched_stays_and_is_asked_about(tracker: Tracker) -> None:
    joined = next(c for c in tracker.store.cases() if len(c.alleging) > 2)
    last = joined.alleging[-1].mention.id
    new = tracker.split(joined.id, [last], "another town").arguments["new"]
    before = partition(tracker)
    found = tracker.rematch()
    assert partition(tracker) == before
    assert found.moved == ()
    assert tracker.allegation(new).mentions[0].mention.id == last


def test_what_was_judged_not_to_belong_does_not_come_back(tracker: Tracker) -> None:
    one = next(c for c in tracker.store.cases() if len(c.alleging) > 1)
    other = next(c for c in tracker.store.cases() if c.id != one.id and len(c.mentions) == 1)
    moved = other.mentions[0].mention.id
    tracker.judge(moved, f"A-{one.id}", Decision.NEGATIVE)
    tracker.rematch()
    assert moved not in {m.mention.id for m in tracker.allegation(one.id).mentions}
    assert [a.kind for a in tracker.log()] == ["judge"]


def test_a_split_that_was_undone_leaves_no_trace_in_matching_anew(tracker: Tracker) -> None:
    one = next(c for c in tracker.store.cases() if len(c.alleging) > 1)
    before = whole(tracker)
    tracker.split(one.id, [one.alleging[0].mention.id])
    tracker.undo()
    assert tracker.rematch().moved == ()
    assert whole(tracker) == before


def test_links_of_what_people_touched_stay(tracker: Tracker) -> None:
    linked = next(c for c in tracker.store.cases() if any(link.kind == "counters" for link in c.links))
    other = next(link.other_id for link in linked.links if link.kind == "counters")
    tracker.judge(linked.id, other, Decision.NEGATIVE)
    before = tracker.allegation(linked.id).links
    tracker.rematch()
    assert set(tracker.allegation(linked.id).links) >= set(before)


def test_a_question_is_asked_once(tracker: Tracker) -> None:
    one, other, *_ = sorted(tracker.store.cases(), key=lambda c: -len(c.alleging))
    tracker.judge(one.id, other.id, Decision.UNSURE)
    tracker.rematch()
    log = tracker.log()
    assert tracker.rematch().asked == 0
    assert tracker.log() == log
