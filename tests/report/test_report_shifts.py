from __future__ import annotations

import pytest
from factories import AT
from report_factories import allegation, article, event, lines, on, quotes, report, said, status

from tracker.report import words
from tracker.types import Axis, Certainty, Contest

Acts = tuple[tuple[str, ...], ...]


def test_changed_compares_the_week_with_before_it() -> None:
    events = (
        event(Axis.EVIDENCE, "asserted", on(2, 3), voice="Ann", quote="there is proof"),
        event(Axis.EVIDENCE, "none_provided", on(2, 15), quote="it gave no proof"),
        event(Axis.CONTEST, "denied", on(2, 3), voice="Borland", quote="we did not"),
        event(Axis.CONTEST, "denied", on(2, 16), voice="Borland", quote="we did not"),
    )
    before = said(on(2, 3), "Ann", certainty=Certainty.POSSIBLE, quote="it may happen")
    now = said(on(2, 17), "Bob", certainty=Certainty.ASSERTED, quote="it happened")
    weaker = said(on(2, 18), "Ann", certainty=Certainty.LIKELY)
    made = report(allegation(before, now, weaker, events=events))
    line = lines(made, "changed")["A-1"]
    assert line.text == (
        "Evidence: asserted → none provided (the reporter, 15 February); "
        "strongest wording: possible → asserted (Bob, 17 February)."
    )
    assert quotes(made, line.notes) == ["it gave no proof", "it may happen", "it happened"]


def test_what_is_new_or_changes_back_within_the_week_has_not_changed() -> None:
    fresh = allegation(said(on(2, 15)), events=(event(Axis.EVIDENCE, "none_provided", on(2, 15)),), id=1)
    there_and_back = (event(Axis.VERDICT, "refuted", on(2, 15)), event(Axis.VERDICT, "open", on(2, 16)))
    stable = allegation(said(on(2, 1)), said(on(2, 15)), events=there_and_back, id=2)
    made = report(fresh, stable)
    assert lines(made, "changed") == {}
    assert lines(made, "resolved") == {}


def test_a_change_counts_from_the_article_that_tells_of_it() -> None:
    told_now = event(Axis.CONTEST, "disputed", on(1, 20), voice="Cid", article=article(on(2, 16)))
    made = report(allegation(said(on(1, 20)), events=(told_now,)))
    assert lines(made, "changed")["A-1"].text == "Contest: none → disputed (Cid, 16 February)."
    (note,) = [made.notes[number - 1] for number in lines(made, "changed")["A-1"].notes]
    assert (note.said, note.published) == (on(1, 20), on(2, 16))


def test_a_change_is_told_by_who_first_said_so() -> None:
    events = [event(Axis.CONTEST, "denied", on(2, day), voice=f"Voice {day}") for day in (18, 16, 17)]
    made = report(allegation(said(on(2, 1)), events=tuple(events)))
    assert lines(made, "changed")["A-1"].text == "Contest: none → denied (Voice 16, 16 February)."


def test_of_one_day_the_event_that_says_most_counts_as_it_does_in_the_status() -> None:
    later = AT.replace(hour=23)
    events = (
        event(Axis.EVIDENCE, "asserted", on(2, 16), voice="Ann", recorded_at=later),
        event(Axis.EVIDENCE, "none_provided", on(2, 16)),
    )
    made = report(allegation(said(on(2, 1)), events=events))
    assert lines(made, "changed")["A-1"].text == "Evidence: unassessed → none provided (the reporter, 16 February)."


def test_what_changed_stands_side_by_side() -> None:
    could = said(on(2, 1), "Ann", certainty=Certainty.POSSIBLE, quote="could shell Dun")
    did = said(on(2, 15), "Bob", certainty=Certainty.ASSERTED, quote="shelled Dun")
    denied = event(Axis.CONTEST, "denied", on(2, 16), voice="Borland", quote="never")
    made = report(allegation(could, did, events=(denied,), status=status("denied", contest=Contest.DENIED)))
    line = lines(made, "changed")["A-1"]
    assert [(s.what, s.before, s.after) for s in line.shifts] == [
        ("contest", "none", "denied"),
        ("certainty", "possible: “could shell Dun”", "asserted: “shelled Dun”"),
    ]
    assert [quotes(made, s.notes) for s in line.shifts] == [["never"], ["could shell Dun", "shelled Dun"]]
    assert lines(made, "denied")["A-1"].shifts == ()


def test_what_is_alleged_instead_of_what_was_before_has_changed() -> None:
    plan = said(on(2, 1), "Ann", acts=("plot",), objects=("a video",), quote="plans a video")
    fact = said(on(2, 15), "Bob", acts=("attack",), objects=("a video",), quote="shelled Dun")
    line = lines(report(allegation(plan, fact)), "changed")["A-1"]
    plot, attack = words.topic("plot"), words.topic("attack")
    assert line.text == f"Wording: {plot} → {attack} (Bob, 15 February)."
    assert [(s.what, s.before, s.after) for s in line.shifts] == [
        ("wording", f"{plot}: “plans a video”", f"{attack}: “shelled Dun”")
    ]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ((("plot", "attack"),), (("attack",),)),  # told shorter
        ((("attack",),), (("plot", "attack"),)),  # in more detail
        ((("attack",),), (("plot",), ("attack",))),  # in two ways
        ((("plot",), ("attack",)), (("plot",),)),  # as once before
    ],
)
def test_a_claim_told_shorter_or_longer_or_in_two_ways_is_the_same(before: Acts, now: Acts) -> None:
    told = [said(on(2, n), acts=acts) for n, acts in enumerate(before, 1)]
    told += [said(on(2, 15), acts=acts) for acts in now]
    assert lines(report(allegation(*told)), "changed") == {}
