from __future__ import annotations

from report.report_factories import denial, event, on, said

from tracker.report.measures.milestones import FirstDenial, FirstVerdict, first_denial, first_verdict
from tracker.types import Axis


def test_the_earliest_of_denials_and_events_is_the_first_denial() -> None:
    contest = event(Axis.CONTEST, "denied", on(2, 9), voice="Borland")
    disputed = event(Axis.CONTEST, "disputed", on(2, 2), voice="Corland")
    found = first_denial([denial(on(2, 12), "Bob Holm")], [contest, disputed], said(on(2, 4)))
    assert found == FirstDenial(on=on(2, 9), voice="Borland", days_after=5)
    assert first_denial([], [disputed], said(on(2, 4))) is None


def test_a_denial_of_what_nobody_says_comes_after_nothing() -> None:
    assert first_denial([denial(on(2, 12))], [], None) == FirstDenial(on=on(2, 12), voice="Borland", days_after=None)


def test_the_first_verdict_is_the_first_that_is_not_open() -> None:
    events = [
        event(Axis.VERDICT, "supported", on(3, 1), voice="Anna Berg"),
        event(Axis.VERDICT, "conflicting", on(2, 20), article=None, made_by="analyst ana"),
        event(Axis.VERDICT, "open", on(2, 10)),
    ]
    expected = FirstVerdict(on=on(2, 20), value="conflicting", voice="analyst ana", days_after=16)
    assert first_verdict(events, said(on(2, 9), asserted_on=on(2, 4))) == expected
    assert first_verdict(events[2:], said(on(2, 4))) is None


def test_a_verdict_may_be_older_than_the_first_mention_here() -> None:
    found = first_verdict([event(Axis.VERDICT, "refuted", on(2, 1))], said(on(2, 4)))
    assert found
    assert found.days_after == -3
