"""What was decided is taken back and decided again: nothing is lost, and what came in meanwhile stays where it belongs."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from decided import DIFFERENT, SAME, UNSURE, filled, ids, opened, state
from factories import AT, document, mention
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store.filling import ACTORS, add, judgement

from tracker.core import Tracker
from tracker.errors import TrackerError, UsageError
from tracker.store.selection import Selection


@pytest.fixture
def tracker(tmp_path: Path) -> Iterator[Tracker]:
    with opened(tmp_path / "t.db") as found:
        yield found


def test_undo_gives_everything_back_and_redo_does_it_again(tracker: Tracker) -> None:
    a, b = filled(tracker, "a", "b", each=2)
    before = state(tracker)
    tracker.merge([b], a)
    after = state(tracker)
    tracker.undo()
    assert state(tracker) == before
    tracker.redo()
    assert state(tracker) == after
    assert [x.kind for x in tracker.log()] == ["merge", "undo", "redo"]


def test_what_came_in_after_a_merge_stays_where_it_was_put_when_that_is_undone(tracker: Tracker) -> None:
    a, b = filled(tracker, "a", "b")
    tracker.merge([b], a)
    late = mention(text="late. " + document().text, id=ids("f"))
    add(tracker.store, document(text="late. " + document().text, url=None, ref="late"), late, actors=ACTORS)
    with tracker.store.write() as writer:
        writer.judge(judgement(late.id, a))
    tracker.undo()
    assert [m.mention.id for m in tracker.allegation(a).mentions] == [ids("a"), late.id]
    assert [m.mention.id for m in tracker.allegation(b).mentions] == [ids("b")]


def test_undo_to_an_earlier_point_and_redo_up_to_one(tracker: Tracker) -> None:
    a, b, c, d = filled(tracker, "a", "b", "c", "d")
    states = [state(tracker)]
    actions = []
    for one, other in ((a, b), (c, d), (a, c)):
        actions.append(tracker.judge(one, other, SAME).id)
        states.append(state(tracker))
    assert [x.id for x in tracker.undo(to=actions[0])] == [actions[2], actions[1]]
    assert state(tracker) == states[1]
    assert [x.id for x in tracker.redo(to=actions[1])] == [actions[1]]
    assert state(tracker) == states[2]
    tracker.undo(to=0)
    assert state(tracker) == states[0]


def test_a_new_decision_ends_what_could_be_done_again(tracker: Tracker) -> None:
    a, b, c = filled(tracker, "a", "b", "c")
    tracker.judge(a, b, SAME)
    tracker.undo()
    tracker.judge(a, c, SAME)
    with pytest.raises(UsageError, match="nothing to do again"):
        tracker.redo()


def test_there_must_be_something_to_undo(tracker: Tracker) -> None:
    with pytest.raises(UsageError, match="nothing to undo"):
        tracker.undo()
    with pytest.raises(UsageError, match="nothing to do again"):
        tracker.redo()


def test_what_came_in_while_a_merge_was_undone_goes_along_when_it_is_done_again(tracker: Tracker) -> None:
    a, b = filled(tracker, "a", "b")
    tracker.merge([b], a)
    tracker.undo()
    late = mention(text="late. " + document().text, id=ids("f"))
    add(tracker.store, document(text="late. " + document().text, url=None, ref="late"), late, actors=ACTORS)
    with tracker.store.write() as writer:
        writer.judge(judgement(late.id, b))
    tracker.redo()
    assert late.id in {m.mention.id for m in tracker.allegation(a).mentions}
    tracker.undo()
    assert late.id in {m.mention.id for m in tracker.allegation(b).mentions}


def test_a_mention_that_was_placed_since_stays_there_when_its_move_is_done_again(tracker: Tracker) -> None:
    a, b, _ = filled(tracker, "a", "b", "c", each=2)
    tracker.move(ids("a"), b)
    tracker.undo()
    with tracker.store.write() as writer:
        writer.judge(judgement(ids("a"), a, made_at=AT))
    tracker.redo()
    held = [m.mention.id for c in tracker.store.cases() for m in c.mentions]
    assert held.count(ids("a")) == 1


def seen(tracker: Tracker, day: int) -> dict[int, tuple[list[str], list[str | None]]]:
    """The mentions and the events of each allegation, as one looks from so many days after the first."""
    moment = AT + dt.timedelta(days=day, hours=1)
    cases = tracker.store.cases(Selection(as_of=moment))
    return {c.id: (sorted(m.mention.id for m in c.mentions), sorted(str(e.mention_id) for e in c.events)) for c in cases}


def test_who_looks_back_sees_each_mention_and_event_once_whatever_was_undone_and_done_again_since(tracker: Tracker) -> None:
    a, b = filled(tracker, "a", "b")
    apart = {a: ([ids("a")], [ids("a")]), b: ([ids("b")], [ids("b")])}
    merged = {a: ([ids("a"), ids("b")], [ids("a"), ids("b")])}
    assert seen(tracker, 0) == apart
    for day, act, after in (
        (2, lambda: tracker.merge([b], a), merged),
        (4, tracker.undo, apart),  # what was taken back is not seen of the days on which it stood
        (6, tracker.redo, merged),  # and what stands again has stood all the time
    ):
        tracker.now = lambda day=day: AT + dt.timedelta(days=day)
        act()
        assert seen(tracker, 1) == apart
        assert [seen(tracker, later) for later in (3, 5, 7)] == [after] * 3


NAMES = "abcd"
steps = st.one_of(
    st.tuples(st.just("judge"), st.integers(1, 5), st.integers(1, 5), st.sampled_from([SAME, DIFFERENT, UNSURE])),
    st.tuples(st.just("split"), st.integers(1, 5), st.sampled_from([ids(n) for n in NAMES])),
    st.tuples(st.just("move"), st.sampled_from([ids(n) for n in NAMES]), st.integers(1, 5)),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    """A database with four allegations, to copy: migrating one for every example would take minutes."""
    path = tmp_path_factory.mktemp("template") / "t.db"
    with opened(path) as made:
        filled(made, *NAMES, each=2)
    return path


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=8))
def test_whatever_is_decided_can_be_taken_back_without_loss(template: Path, tmp_path: Path, tried: list[Any]) -> None:
    path = tmp_path / "law.db"
    shutil.copy(template, path)
    with opened(path) as tracker:
        start, mentions = state(tracker), {m.mention.id for m in tracker.store.mentions()}
        for name, *arguments in tried:
            try:
                if name == "split":
                    tracker.split(arguments[0], [arguments[1]])
                else:
                    getattr(tracker, name)(*arguments)
            except TrackerError:
                continue
            held = [m.mention.id for c in tracker.store.cases() for m in c.mentions]
            assert sorted(held) == sorted(mentions), "every mention belongs to one allegation"
            for case in tracker.store.cases():
                assert sorted(e.mention_id for e in case.events) == sorted(m.mention.id for m in case.mentions)
        end, standing = state(tracker), [a.id for a in tracker.log() if a.kind not in {"undo", "redo"} and not a.undone_at]
        if standing:
            tracker.undo(to=0)
        assert state(tracker) == start
        if standing:
            tracker.redo(to=standing[-1])
        assert state(tracker) == end
