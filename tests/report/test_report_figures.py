from __future__ import annotations

import datetime as dt

import pytest
from report_factories import allegation, article, denial, event, on, said

from tracker.report.figures import figures
from tracker.report.trajectory import measure
from tracker.types import Axis, Certainty, Precision

VOLUME = {on(2, 1) + dt.timedelta(days=n): 20 for n in range(20)}


def line(lines: list[str], start: str) -> str:
    return next(line for line in lines if line.startswith(start))


def test_all_the_figures_of_an_allegation() -> None:
    first = said(on(2, 1), "Anna Berg", "Dun Post", certainty=Certainty.POSSIBLE, quote="could blow up 2 bridges")
    blown = [said(on(2, 17), "Cid Lund", "Dun Wire", quote="has blown up 2 bridges") for _ in range(8)]
    lost = said(on(2, 18), None, "Dun Wire", speaker_text=None, quote="has blown up 3 bridges")
    again = said(on(2, 18), "Cid Lund", "Arland Times", quote="has blown up 3 bridges")
    echoes = {blown[1].mention.id: blown[0].mention.id, blown[2].mention.id: blown[0].mention.id}
    events = (event(Axis.VERDICT, "refuted", on(2, 16), voice="A fact check", article=None),)
    item = allegation(first, *blown, lost, again, denial(on(2, 3)), origins=2, echoes=echoes, events=events)
    groups = {"Dun Post": "Dun", "Arland Times": "Arland"}
    assert figures(measure(item, "week", until=on(2, 20), volume=VOLUME, groups=groups)) == [
        "phase: revived (back after 15 days of silence) · burst 17–18 February 2022 (10 of all 40 mentions)",
        "amplification 5.5 mentions an origin · half-life 16 days · peak 17 Feb 2022 (8 mentions) · last seen 2 days ago · "
        "came back 17 Feb 2022 after 15 days",
        "first denial after 2 days (Borland) · first verdict refuted after 15 days (A fact check)",
        "stance: 92% allege, 8% deny (n = 12)",
        "certainty: possible 1 Feb 2022 (Anna Berg) → asserted 17 Feb 2022 (Cid Lund)",
        "from possible: “could blow up 2 bridges” (Anna Berg, Dun Post, 1 Feb 2022)",
        "to asserted: “has blown up 2 bridges” (Cid Lund, Dun Wire, 17 Feb 2022)",
        "wording: 3 wordings; times it changed: certainty 1, speaker 2, words 1, numbers 1",
        "last change of wording (an unnamed speaker, 18 Feb 2022): − 2 | + 3",
        "2 of the 11 mentions are echoes of an earlier text · no speaker left in 1 of the 10 after the first that names one",
        "said again by Cid Lund on 2 days, 2 after it was refuted",
        "reached other outlets: Dun → Arland (Arland Times, 18 Feb 2022)",
        "stood at the end: evidence unassessed 19 days, contest none 19 days, verdict refuted 4 days",
        "n = 11 mentions in 18 days, 1 denial not counted; window to 20 Feb 2022; only what was ingested here",
    ]


def test_the_figures_of_one_vaguely_dated_mention_say_what_is_too_few() -> None:
    one = said(on(2, 17), "Ann", asserted_on=on(1, 1), asserted_precision=Precision.MONTH)
    assert figures(measure(allegation(one), "week")) == [
        "phase: emerging (first seen in the last 7 days) · bursts: not known (how many mentions were taken in is not known)",
        "amplification 1 mention an origin · half-life: too few mentions",
        "no denial seen · no verdict",
        "stance: 100% allege (n = 1)",
        "certainty: asserted throughout (Ann first)",
        "stood at the end: evidence unassessed 0 days, contest none 0 days, verdict open 0 days",
        "n = 1 mention in 1 day; window to 17 Feb 2022; only what was ingested here",
    ]


def test_half_of_two_mentions_says_nothing() -> None:
    two = figures(measure(allegation(said(on(2, 1)), said(on(2, 5))), "week"))
    assert two[1] == "amplification 2 mentions an origin · half-life: too few mentions"


@pytest.mark.parametrize(
    ("day", "told"),
    [(16, "1 day before the first mention"), (17, "on the same day"), (18, "after 1 day")],
)
def test_a_denial_is_told_from_the_first_mention_on(day: int, told: str) -> None:
    lines = figures(measure(allegation(said(on(2, 17)), denial(on(2, day))), "week"))
    assert line(lines, "first denial") == f"first denial {told} (Borland) · no verdict"


def test_many_changes_of_certainty_are_counted_where_they_are_not_listed() -> None:
    values = [Certainty.POSSIBLE, Certainty.ASSERTED] * 5
    mentions = [said(on(2, day), "Ann", certainty=value) for day, value in enumerate(values, 1)]
    told = line(figures(measure(allegation(*mentions), "week")), "certainty:")
    assert told.count("→") == 5
    assert "→ 5 more changes →" in told
    assert told.endswith("asserted again 10 Feb 2022 (Ann)")


def test_a_return_to_the_highest_certainty_is_told_as_such() -> None:
    values = [Certainty.ASSERTED, Certainty.POSSIBLE, Certainty.ASSERTED]
    mentions = [said(on(2, day), "Ann", quote=f"quote {day}", certainty=value) for day, value in enumerate(values, 1)]
    lines = figures(measure(allegation(*mentions), "week"))
    assert line(lines, "from") == "from possible: “quote 2” (Ann, Arland Times, 2 Feb 2022)"
    assert line(lines, "to") == "to asserted: “quote 3” (Ann, Arland Times, 3 Feb 2022), not for the first time"


@pytest.mark.parametrize(("days", "told"), [(19, ""), (20, " (FLAGGED)")])
def test_a_speaker_is_flagged_in_words(days: int, told: str) -> None:
    mentions = [said(on(1, day), "Anna Berg") for day in range(2, days + 2)]
    item = allegation(*mentions, events=(event(Axis.VERDICT, "refuted", on(1, 1)),))
    expected = f"said again by Anna Berg on {days} days, {days} after it was refuted{told}"
    assert line(figures(measure(item, "week")), "said again") == expected


def test_no_flagged_speaker_is_left_out_and_the_others_are_counted() -> None:
    often = [said(on(1, day), speakers=("A", "B", "C", "D")) for day in range(2, 22)]
    more = [said(on(1, day), speakers=("E", "F")) for day in (2, 3)]
    item = allegation(*often, *more, events=(event(Axis.VERDICT, "refuted", on(1, 1)),))
    told = line(figures(measure(item, "week")), "said again")
    assert told.count("(FLAGGED)") == 4
    assert told.endswith("; 2 more")


def test_a_burst_at_the_end_is_told_from_its_first_day_and_earlier_ones_are_counted() -> None:
    bursting = [said(on(2, day)) for day in (3, 19, 20) for _ in range(9)]
    told = figures(measure(allegation(*bursting), "week", until=on(2, 20), volume=VOLUME))[0]
    assert told.endswith(" · burst since 19 Feb 2022 (18 of all 40 mentions, 1 earlier)")


def test_an_even_stream_has_no_burst_and_few_mentions_have_no_phase() -> None:
    even = [said(on(2, day)) for day in range(1, 21)]
    assert figures(measure(allegation(*even), "week", volume=VOLUME))[0].endswith(" · no burst")
    few = figures(measure(allegation(said(on(2, 1)), said(on(2, 9))), "week", volume=VOLUME))[0]
    assert few == (
        "phase: not known (too few: 2 mentions of the 5 it takes) · bursts: not known (too few mentions: 2 of the 10 it takes)"
    )


def test_a_long_quote_is_cut_and_many_edits_are_counted() -> None:
    old = said(on(2, 1), quote="a b c d e f g h", certainty=Certainty.POSSIBLE)
    new = said(on(2, 2), quote=f"a 1 c 2 e 3 g h {'word ' * 40}")
    lines = figures(measure(allegation(old, new), "week"))
    assert (
        line(lines, "last change") == "last change of wording (Minister of Arland, 2 Feb 2022): − b | + 1 | − d | 4 more edits"
    )
    assert line(lines, "to asserted").startswith("to asserted: “a 1 c 2 e 3 g h word")
    assert "word…” (" in line(lines, "to asserted")


def test_changes_of_wording_that_are_not_listed_are_counted() -> None:
    mentions = [said(on(2, 1), quote=f"word{n}") for n in range(44)]
    told = line(figures(measure(allegation(*mentions), "week")), "wording")
    assert told == "wording: 44 wordings; times it changed: words 40 (of 40 changes, 3 not listed)"


def test_mentions_dated_after_the_window_are_told() -> None:
    item = allegation(said(on(2, 1)), said(on(5, 1)))
    assert figures(measure(item, "week", until=on(2, 7)))[-1] == (
        "n = 2 mentions in 90 days; window to 7 Feb 2022, 1 dated later; only what was ingested here"
    )


def test_every_figure_is_one_line_whatever_the_names_are() -> None:
    odd = said(
        on(2, 1), "Anna\nBerg", article=article(on(2, 1), "Dun\n\tPost"), quote="may\nfall", certainty=Certainty.POSSIBLE
    )
    lines = figures(measure(allegation(odd, said(on(2, 2), "Anna\nBerg")), "week"))
    assert [each for each in lines if "\n" in each or "\t" in each] == []
    assert "Anna Berg" in line(lines, "from")
