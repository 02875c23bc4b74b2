from __future__ import annotations

from report_factories import allegation, denial, event, on, said

from tracker.report import chart
from tracker.report.trajectory import measure
from tracker.types import Axis, Certainty, Precision


def test_a_sparkline_is_relative_to_its_highest_and_keeps_the_lowest_block_for_nothing() -> None:
    assert chart.sparkline([0, 1, 7]) == "▁▂█"
    assert chart.sparkline([0, 1, 1000]) == "▁▂█"
    assert chart.sparkline([3]) == "█"
    assert chart.sparkline([0, 0]) == "▁▁"
    assert chart.sparkline([]) == ""


def test_the_weeks_end_with_the_last_mention() -> None:
    mentions = [said(on(1, 4)), said(on(2, 15)), said(on(2, 16)), denial(on(3, 9))]
    assert chart.weeks_sparkline(measure(allegation(*mentions), "week")) == "▁▁▁▁▁█"
    assert chart.weeks_sparkline(measure(allegation(), "week")) == ""


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
        ("2022-W06", 1, ("1 new speaker, 1 new outlet",)),
        ("2022-W09", 0, ("verdict: open → refuted (A fact check, 1 Mar 2022)",)),
    ]


def test_denials_are_marked_in_their_bucket() -> None:
    rows = chart.rows(measure(allegation(said(on(2, 14)), denial(on(2, 22)), denial(on(2, 23))), "week"))
    assert (rows[1].count, rows[1].notes) == (0, ("2 denials",))


def test_the_figures_say_of_how_many_and_in_what_time() -> None:
    mentions = [
        said(on(1, 14), "Ann", certainty=Certainty.ASSERTED),
        said(on(1, 16), "Ann", certainty=Certainty.ASSERTED),
        said(on(2, 17), "Bob", certainty=Certainty.POSSIBLE),
        said(on(2, 17), "Cid", certainty=Certainty.ASSERTED, asserted_on=on(2, 18)),
    ]
    lines = chart.figures(measure(allegation(*mentions, denial(on(2, 16)), origins=2), "week"))
    assert lines == [
        "amplification 2 mentions an origin · half-life 2 days · first denial after 33 days (Borland)",
        "certainty: asserted 14 Jan 2022 (Ann) → possible 17 Feb 2022 (Bob) → asserted again 18 Feb 2022 (Cid)",
        "n = 4 mentions in 35 days, 1 denial not counted; only what was ingested here",
    ]


def test_the_figures_of_one_vaguely_dated_mention() -> None:
    one = said(on(2, 17), "Ann", asserted_on=on(1, 1), asserted_precision=Precision.MONTH)
    moved = measure(allegation(one), "week")
    assert chart.figures(moved) == [
        "amplification 1 mention an origin · no denial seen",
        "certainty: asserted throughout (Ann first)",
        "n = 1 mention in 1 day; only what was ingested here",
    ]
    assert chart.rows(moved)[0].notes[0] == "first mover: Ann, Jan 2022 (asserted)"


def test_half_of_two_mentions_says_nothing() -> None:
    two = chart.figures(measure(allegation(said(on(2, 1)), said(on(2, 5))), "week"))
    assert two[0] == "amplification 2 mentions an origin · no denial seen"


def test_an_early_denial_and_one_on_the_same_day_are_told_as_such() -> None:
    early = chart.figures(measure(allegation(said(on(2, 17)), denial(on(2, 16))), "week"))
    assert "first denial 1 day before the first mention (Borland)" in early[0]
    same = chart.figures(measure(allegation(said(on(2, 17)), denial(on(2, 17))), "week"))
    assert "first denial on the same day (Borland)" in same[0]


def test_many_changes_of_certainty_are_counted_where_they_are_not_listed() -> None:
    values = [Certainty.POSSIBLE, Certainty.ASSERTED] * 5
    mentions = [said(on(2, day), "Ann", certainty=value) for day, value in enumerate(values, 1)]
    line = chart.figures(measure(allegation(*mentions), "week"))[1]
    assert line.count("→") == 5
    assert "→ 5 more changes →" in line
    assert line.endswith("asserted again 10 Feb 2022 (Ann)")


def test_copies_are_counted_among_the_mentions() -> None:
    quote = "Borland is preparing a fake video of an attack on Dun"
    one = [said(on(2, 1), outlet="X", quote=quote), said(on(2, 2), outlet="Y", quote=quote)]
    assert "1 of the 2 mentions is a copy of an earlier text" in chart.figures(measure(allegation(*one), "week"))
    two = [*one, said(on(2, 2), outlet="Z", quote=quote)]
    assert "2 of the 3 mentions are copies of an earlier text" in chart.figures(measure(allegation(*two), "week"))
