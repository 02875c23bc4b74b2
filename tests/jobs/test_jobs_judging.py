from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from factories import AT, document, mention
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store.filling import ACTORS, add, event, judgement, open_case

from tracker.core import Tracker
from tracker.errors import ConflictError, NotFoundError, TrackerError, UsageError
from tracker.settings import Settings
from tracker.store.selection import Selection
from tracker.types import Decision, Evidence, Kind, Remark, Verdict

SAME, DIFFERENT, UNSURE = Decision.POSITIVE, Decision.NEGATIVE, Decision.UNSURE


def span(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def ids(name: str) -> str:
    return f"m{name * 15}"


@pytest.fixture
def tracker(tmp_path) -> Iterator[Tracker]:
    with Tracker(tmp_path / "t.db", settings=Settings(user="anna"), now=lambda: AT) as opened:
        yield opened


def filled(tracker: Tracker, *names: str, each: int = 1) -> list[int]:
    """One allegation for each name, with `each` mentions in as many articles, and an event on each mention."""
    found = []
    for name in names:
        made = []
        for number in range(each):
            text = f"{name}{number}. " + document().text
            one = mention(
                text=text, id=ids(name) if number == 0 else ids(name)[:-1] + str(number), claim=f"Borland shelled {name}."
            )
            add(tracker.store, document(text=text, url=None, ref=f"{name}{number}"), one, actors=ACTORS)
            made.append(one)
        found.append(open_case(tracker.store, *made, claim=made[0].claim))
        with tracker.store.write() as writer:
            for one in made:
                writer.add_event(found[-1], event(mention_id=one.id, value="asserted"), None)
    return found


def state(tracker: Tracker) -> Any:
    """All that readers see of allegations."""
    return [
        (c.id, c.claim, [m.mention.id for m in c.mentions], [(e.value, e.mention_id) for e in c.events], c.links)
        for c in sorted(tracker.store.cases(), key=lambda c: c.id)
    ]


def test_same_makes_one_of_two_and_the_merged_id_leads_to_its_heir(tracker: Tracker) -> None:
    a, b = filled(tracker, "a", "b")
    tracker.judge(f"A-{b}", f"A-{a}", SAME, "one town")
    assert [c.id for c in tracker.store.cases()] == [a]
    found = tracker.allegation(b)
    assert (found.id, len(found.mentions), len(found.events)) == (a, 2, 2)
    (action,) = tracker.log()
    assert (action.kind, action.because, action.made_by) == ("merge", "one town", "anna")


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


def test_a_split_takes_mentions_with_their_events_and_for_good(tracker: Tracker) -> None:
    (a,) = filled(tracker, "a", each=3)
    taken = tracker.allegation(a).mentions[1].mention.id
    new = tracker.split(a, [taken]).arguments["new"]
    assert [m.mention.id for m in tracker.allegation(new).mentions] == [taken]
    assert [e.mention_id for e in tracker.allegation(new).events] == [taken]
    assert taken not in {e.mention_id for e in tracker.allegation(a).events}
    with pytest.raises(ConflictError, match=f"A-{a} is not A-{new}"):
        tracker.merge([new], a)
    with pytest.raises(ConflictError, match="cannot go"):
        tracker.move(taken, a)


def test_a_mention_moves_and_comes_back(tracker: Tracker) -> None:
    _, b = filled(tracker, "a", "b", each=2)
    before = state(tracker)
    tracker.move(ids("a"), b)
    assert len(tracker.allegation(b).mentions) == 3
    assert len(tracker.allegation(b).events) == 3
    tracker.undo()
    assert state(tracker) == before


def test_what_was_judged_different_is_not_merged(tracker: Tracker) -> None:
    a, b = filled(tracker, "a", "b")
    tracker.judge(a, b, DIFFERENT, "another town")
    before = state(tracker)
    with pytest.raises(ConflictError, match="another town"):
        tracker.judge(b, a, SAME)
    assert state(tracker) == before
    assert len(tracker.log()) == 1


def test_neither_through_a_third(tracker: Tracker) -> None:
    a, b, c = filled(tracker, "a", "b", "c")
    tracker.judge(a, b, DIFFERENT)
    tracker.judge(a, c, SAME)
    with pytest.raises(ConflictError, match=f"A-{a} is not A-{b}"):
        tracker.judge(c, b, SAME)
    with pytest.raises(ConflictError):
        tracker.judge(b, c, SAME)


def test_nor_all_at_once(tracker: Tracker) -> None:
    a, b, c = filled(tracker, "a", "b", "c")
    tracker.judge(b, c, DIFFERENT)
    with pytest.raises(ConflictError):
        tracker.merge([b, c], a)


def test_who_is_no_longer_sure_takes_the_negative_back(tracker: Tracker) -> None:
    a, b = filled(tracker, "a", "b")
    tracker.judge(a, b, DIFFERENT)
    tracker.judge(a, b, UNSURE)
    tracker.judge(a, b, SAME)
    assert [c.id for c in tracker.store.cases()] == [a]


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


def test_two_that_accuse_another_are_said_to_and_keep_a_claim_on_the_one_that_stays(tracker: Tracker) -> None:
    a, b = filled(tracker, "a", "b")
    text, claim = "c. " + document().text, "Arland shelled Dun at dawn that day."
    third = mention(text=text, id=ids("c"), accused="Arland", accused_text=None, claim=claim)
    add(tracker.store, document(text="c. " + document().text, url=None, ref="c"), third, actors=ACTORS)
    c = open_case(tracker.store, third, claim=third.claim)
    action = tracker.merge([c], a)
    assert action.arguments["accused"] == ["Borland", "Arland"]
    assert tracker.allegation(a).claim == "Borland shelled a."
    assert "accused" not in tracker.merge([b], a).arguments


def test_what_was_decided_elsewhere_is_decided_here_once(tracker: Tracker, tmp_path: Path) -> None:
    a, b, c, _ = filled(tracker, "a", "b", "c", "d", each=2)
    with Tracker(tmp_path / "other.db", settings=Settings(user="bert"), now=lambda: AT + dt.timedelta(days=1)) as other:
        filled(other, "a", "b", "c", "d", each=2)
        tracker.merge([b, c], a)
        tracker.split(a, [ids("c")])
        tracker.move(ids("d"), a)
        tracker.set_verdict(a, Verdict.REFUTED)
        log = tmp_path / "log.jsonl"
        log.write_text("".join(json.dumps(x.as_json()) + "\n" for x in tracker.log()))
        done = other.import_file(log)
        assert (done.new, done.known, done.refused) == (4, 0, [])
        assert [x.kind for x in other.log()] == [x.kind for x in tracker.log()]
        assert state(other) == state(tracker)
        again = other.import_file(log)
        assert (again.new, again.known, again.refused) == (0, 4, [])
        assert state(other) == state(tracker)
        other.undo()
        assert other.import_file(log).known == 4, "what was taken back here stays so"
        log.write_text("".join(json.dumps(x.as_json()) + "\n" for x in other.log()))
    assert tracker.import_file(log).known == 3, "they come home to where they were made"


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda t: t.undo(to=7), NotFoundError),
        (lambda t: t.redo(to=7), NotFoundError),
        (lambda t: t.undo(to=2**70), NotFoundError),
        (lambda t: t.judge(1, 99, SAME), NotFoundError),
        (lambda t: t.judge(1, 1, SAME), UsageError),
        (lambda t: t.merge([1], 1), UsageError),
        (lambda t: t.split(1, []), UsageError),
        (lambda t: t.split(1, [ids("a")]), UsageError),
        (lambda t: t.split(1, [ids("b")]), UsageError),
        (lambda t: t.split(1, [ids("e")]), NotFoundError),
        (lambda t: t.move(ids("a"), 1), UsageError),
        (lambda t: t.move(ids("e"), 1), NotFoundError),
        (lambda t: t.move(ids("a"), 2**70), NotFoundError),
        (lambda t: t.set_verdict(99, Verdict.REFUTED), NotFoundError),
        (lambda t: t.log(99), NotFoundError),
    ],
)
def test_what_makes_no_sense_changes_nothing(tracker: Tracker, act, error: type[TrackerError]) -> None:
    filled(tracker, "a", "b")
    before = state(tracker), tracker.log()
    with pytest.raises(error):
        act(tracker)
    assert (state(tracker), tracker.log()) == before


def test_a_verdict_stands_with_who_found_it_and_where(tracker: Tracker) -> None:
    (a,) = filled(tracker, "a")
    tracker.set_verdict(a, Verdict.REFUTED, url="https://facts.example/17", by="The Fact Desk", on=dt.date(2022, 3, 1))
    found = tracker.allegation(a)
    last = next(e for e in found.events if e.axis == "verdict")
    assert (last.value, last.voice, last.url, last.made_by) == ("refuted", "The Fact Desk", "https://facts.example/17", "anna")
    assert found.status.verdict is Verdict.REFUTED
    tracker.undo()
    assert tracker.allegation(a).status.verdict is Verdict.OPEN


def test_a_rating_is_its_raters_and_goes_with_the_verdict_through_a_merge_and_back(tracker: Tracker) -> None:
    a, b = filled(tracker, "a", "b")
    tracker.set_verdict(a, Verdict.REFUTED, by="The Fact Desk")
    tracker.set_verdict(b, Verdict.REFUTED, by="The Fact Desk", url="https://facts.example/17", rating="Four Pinocchios")

    def ratings() -> dict[str | None, str | None]:
        events = (e for case in tracker.allegations() for e in case.events if e.axis == "verdict")
        return {event.url: event.rating for event in events}

    assert ratings() == {None: None, "https://facts.example/17": "Four Pinocchios"}
    tracker.merge([b], a)
    assert ratings() == {None: None, "https://facts.example/17": "Four Pinocchios"}
    tracker.undo()
    tracker.undo()
    assert ratings() == {None: None}
    with pytest.raises(UsageError, match="whose it is"):
        tracker.set_verdict(b, Verdict.REFUTED, rating="Four Pinocchios")


def test_a_denial_goes_with_what_it_was_judged_to_deny(tracker: Tracker) -> None:
    a, b = filled(tracker, "a", "b")
    text = "d. " + document().text
    denial = mention(text=text, id=ids("d"), quote="Borland denied the shelling", kind=Kind.DENIAL)
    add(tracker.store, document(text=text, url=None, ref="d"), denial, actors=ACTORS)
    with tracker.store.write() as writer:
        writer.judge(judgement(denial.id, b))
    tracker.merge([b], a)
    assert denial.id in {m.mention.id for m in tracker.allegation(a).mentions}


def test_a_review_asks_until_somebody_has_decided(tracker: Tracker) -> None:
    a, b = filled(tracker, "a", "b")
    with tracker.store.write() as writer:
        writer.judge(judgement(ids("b"), a, decision=UNSURE, score=0.24, reason="same accused"))
    (asked,) = tracker.review()
    assert {asked.one_id, asked.other_id} == {a, b}
    assert (asked.score, asked.one.mention.id, asked.other.mention.id) == (0.24, ids("b"), ids("a"))
    tracker.judge(a, b, DIFFERENT)
    assert tracker.review() == []
    tracker.undo()
    assert len(tracker.review()) == 1
    tracker.judge(a, b, SAME)
    assert tracker.review() == []


def test_a_move_crosses_no_decision_either(tracker: Tracker) -> None:
    a, b = filled(tracker, "a", "b", each=2)
    new = tracker.split(a, [ids("a")]).arguments["new"]
    left = tracker.allegation(a).mentions[0].mention.id
    with pytest.raises(ConflictError):
        tracker.move(left, new)
    tracker.judge(a, b, DIFFERENT)
    with pytest.raises(ConflictError):
        tracker.move(left, b)


def test_the_last_mention_that_moves_takes_the_id_along(tracker: Tracker) -> None:
    a, b = filled(tracker, "a", "b")
    tracker.move(ids("a"), b)
    assert tracker.allegation(a).id == b


def test_who_is_not_sure_of_what_a_mention_is_part_of_already_changes_nothing(tracker: Tracker) -> None:
    (a,) = filled(tracker, "a")
    with pytest.raises(UsageError, match="already"):
        tracker.judge(ids("a"), f"A-{a}", UNSURE)
    assert len(tracker.allegation(a).mentions) == 1


def test_unsure_lifts_what_stands_between_two_also_after_a_split_or_a_merge(tracker: Tracker) -> None:
    a, b, c = filled(tracker, "a", "b", "c", each=2)
    new = tracker.split(a, [ids("a")]).arguments["new"]
    tracker.judge(a, new, UNSURE)
    tracker.merge([new], a)
    tracker.judge(a, b, DIFFERENT)
    tracker.merge([c], a)
    tracker.judge(a, b, UNSURE)
    tracker.merge([b], a)
    assert [case.id for case in tracker.store.cases()] == [a]
    tracker.undo(to=0)
    assert len(tracker.store.cases()) == 3


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


def test_a_mention_leaves_with_the_event_that_it_shared(tracker: Tracker) -> None:
    text = document().text
    remark = Remark(value=Evidence.NONE_PROVIDED, span=span(text, "provided no evidence"), quote="provided no evidence")
    one, other = (
        mention(id=ids("a"), evidence=remark),
        mention(id=ids("b"), quote="Borland", start=text.index("Borland"), evidence=remark),
    )
    add(tracker.store, document(), one, other, actors=ACTORS)
    a = open_case(tracker.store, one, other)
    with tracker.store.write() as writer:
        writer.add_event(a, event(mention_id=one.id, quote="provided no evidence"), remark.span)
    new = tracker.split(a, [other.id]).arguments["new"]
    for id_ in (a, new):
        assert [e.value for e in tracker.allegation(id_).events] == ["none_provided"]
    tracker.undo()
    assert len(tracker.allegation(a).events) == 1


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
    with Tracker(path, settings=Settings(user="anna"), now=lambda: AT) as made:
        filled(made, *NAMES, each=2)
    return path


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=8))
def test_whatever_is_decided_can_be_taken_back_without_loss(template: Path, tmp_path: Path, tried: list[Any]) -> None:
    path = tmp_path / "law.db"
    shutil.copy(template, path)
    with Tracker(path, settings=Settings(user="anna"), now=lambda: AT) as tracker:
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
