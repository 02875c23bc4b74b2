from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from decided import DIFFERENT, SAME, UNSURE, filled, ids, opened, state
from factories import AT, document, mention
from store.filling import ACTORS, add, event, judgement, open_case

from tracker.core import Tracker
from tracker.errors import ConflictError, NotFoundError, TrackerError, UsageError
from tracker.settings import Settings
from tracker.types import Evidence, Kind, Remark, Verdict


def span(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


@pytest.fixture
def tracker(tmp_path: Path) -> Iterator[Tracker]:
    with opened(tmp_path / "t.db") as found:
        yield found


def test_same_makes_one_of_two_and_the_merged_id_leads_to_its_heir(tracker: Tracker) -> None:
    a, b = filled(tracker, "a", "b")
    tracker.judge(f"A-{b}", f"A-{a}", SAME, "one town")
    assert [c.id for c in tracker.store.cases()] == [a]
    found = tracker.allegation(b)
    assert (found.id, len(found.mentions), len(found.events)) == (a, 2, 2)
    (action,) = tracker.log()
    assert (action.kind, action.because, action.made_by) == ("merge", "one town", "anna")


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
