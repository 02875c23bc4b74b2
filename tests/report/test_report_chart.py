from __future__ import annotations

from report_factories import allegation, denial, event, on, said

from tracker.report import chart
from tracker.report.trajectory import measure
from tracker.types import Axis, Precision


def test_a_sparkline_is_relative_to_its_highest_and_keeps_the_lowest_block_for_nothing() -> None:
    assert chart.sparkline([0, 1, 7]) == "▁▂█"
    assert chart.sparkline([0, 1, 1000]) == "▁▂█"
    assert chart.sparkline([3]) == "█"
    assert chart.sparkline([0, 0]) == "▁▁"
    assert chart.sparkline([]) == ""


def test_the_weeks_end_with_the_last_mention() -> None:
    mentions = [said(on(1, 4)), said(on(2, 15)), said(on(2, 16))]
    assert chart.weeks_sparkline(m.seen_on for m in mentions) == "▁▁▁▁▁█"
    assert chart.weeks_sparkline([]) == ""


def test_every_change_stands_at_its_date_also_in_a_silence_and_outside_the_mentions() -> None:
    events = (
        event(Axis.EVIDENCE, "asserted", on(1, 5), voice="Ann"),
        event(Axis.EVIDENCE, "none_provided", on(1, 26)),
        event(Axis.VERDICT, "refuted", on(3, 1), voice="A fact check", article=None),
    )
    moved = measure(allegation(said(on(1, 14), "Ann"), said(on(2, 10), "Bob", "Y"), events=events), "week")
    assert [(row.label, row.count, row.notes) for row in chart.rows(moved)] == [
        ("2022-W01", 0, ("evidence: unassessed → asserted (Ann, 5 Jan 2022)",)),
        (
            "2022-W02",
            1,
            ("first mover: Ann, 14 Jan 2022 (asserted)", "first seen here: Arland Times, 14 Jan 2022"),
        ),
        (
            "2022-W03",
            0,
            ("silence of 26 days", "evidence: asserted → none provided (the reporter, 26 Jan 2022)"),
        ),
        ("2022-W06", 1, ("1 new speaker, 1 new outlet, 1 new origin",)),
        ("2022-W09", 0, ("verdict: open → refuted (A fact check, 1 Mar 2022)",)),
    ]


def test_denials_are_marked_in_their_bucket() -> None:
    rows = chart.rows(measure(allegation(said(on(2, 14)), denial(on(2, 22)), denial(on(2, 23))), "week"))
    assert (rows[1].count, rows[1].notes) == (0, ("2 denials",))


def test_a_vague_first_date_is_shown_as_vaguely_as_it_is_known() -> None:
    one = said(on(2, 17), "Ann", asserted_on=on(1, 1), asserted_precision=Precision.MONTH)
    assert chart.rows(measure(allegation(one), "week"))[0].notes[0] == "first mover: Ann, Jan 2022 (asserted)"
