from __future__ import annotations

import datetime as dt

from factories import AT, case
from report_factories import allegation, article, denial, event, on, said, status

from tracker.report.as_of import deciding, happened_on, known_by, known_on, moves
from tracker.types import Allegation, Axis, Evidence


def test_an_event_counts_from_the_article_that_shows_it() -> None:
    reported_later = event(Axis.CONTEST, "denied", on(1, 20), article=article(on(2, 17)))
    assert known_on(reported_later) == on(2, 17)
    assert happened_on(reported_later) == on(1, 20)


def test_an_event_without_dates_counts_from_its_record() -> None:
    bare = event(Axis.VERDICT, "refuted", None, article=None)
    assert known_on(bare) == happened_on(bare) == AT.date()
    assert known_on(event(Axis.CONTEST, "denied", None, article=article(None))) == AT.date()
    analyst = event(Axis.VERDICT, "refuted", on(2, 1), article=None, recorded_at=dt.datetime(2022, 3, 1, tzinfo=dt.UTC))
    assert known_on(analyst) == on(2, 1)


def test_what_came_later_is_cut_and_the_rest_stays() -> None:
    early, late = said(on(2, 1)), said(on(2, 21), asserted_on=on(1, 1))
    events = (event(Axis.CONTEST, "denied", on(2, 1)), event(Axis.VERDICT, "refuted", on(2, 21)))
    full = allegation(early, late, denial(on(2, 22)), events=events)
    cut = known_by(full, on(2, 20))
    assert isinstance(cut, Allegation)
    assert (cut.mentions, cut.events) == ((early,), events[:1])
    assert cut.status is full.status
    assert known_by(cut, on(2, 20)) == cut


def test_a_case_not_yet_assessed_is_cut_too() -> None:
    assert known_by(case(), on(1, 1)).mentions == ()


def test_the_deciding_event_is_the_latest_with_the_value_in_force() -> None:
    events = (
        event(Axis.EVIDENCE, "none_provided", on(2, 1), quote="first"),
        event(Axis.EVIDENCE, "none_provided", on(2, 3), quote="second"),
        event(Axis.EVIDENCE, "asserted", on(2, 5), quote="third"),
    )
    item = allegation(said(on(2, 1)), events=events, status=status(evidence=Evidence.NONE_PROVIDED))
    found = deciding(item, Axis.EVIDENCE)
    assert found
    assert found.quote == "second"
    assert deciding(item, Axis.CONTEST) is None


def test_an_accusation_in_return_does_not_take_a_denial_back() -> None:
    assert not moves(event(Axis.CONTEST, "counter_claimed", on(2, 2)), "denied")
    assert moves(event(Axis.CONTEST, "disputed", on(2, 2)), "denied")
    assert moves(event(Axis.EVIDENCE, "asserted", on(2, 2)), "none_provided")
