from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from factories import AT
from hypothesis import given
from hypothesis import strategies as st
from report_factories import allegation, article, denial, event, on, said

from tracker.report.measures.buckets import bucket_label
from tracker.report.measures.phase import Phase
from tracker.report.trajectory import By, Trajectory, measure
from tracker.types import Axis, Certainty, Kind, Precision, StoredMention

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "schemas.md").read_text("utf-8")
LONG = "Borland is preparing a fake video of an attack on Dun"


@st.composite
def mention_lists(draw: st.DrawFn) -> list[StoredMention]:
    days = st.dates(dt.date(2021, 12, 1), dt.date(2022, 4, 1))
    rows = draw(
        st.lists(
            st.tuples(
                days,
                st.one_of(st.none(), days),
                st.sampled_from(["Ann", "Bob", "Cid", None]),
                st.sampled_from(["X", "Y", "Z"]),
                st.sampled_from(Certainty),
                st.sampled_from([Kind.ALLEGATION, Kind.STATEMENT, Kind.DENIAL]),
                st.sampled_from([LONG, LONG.upper(), "short"]),
            ),
            max_size=12,
        )
    )
    return [
        said(seen, speaker, outlet, asserted_on=told, certainty=certainty, kind=kind, quote=quote, id=f"m{i}")
        for i, (seen, told, speaker, outlet, certainty, kind, quote) in enumerate(rows)
    ]


@given(
    mention_lists(),
    st.sampled_from(["day", "week", "month"]),
    st.none() | st.dates(dt.date(2021, 11, 1), dt.date(2022, 5, 1)),
    st.randoms(use_true_random=False),
)
def test_laws_of_every_trajectory(mentions: list[StoredMention], by: By, until: dt.date | None, random: object) -> None:
    volume = {m.seen_on: 40 for m in mentions}
    moved = measure(allegation(*mentions), by, until=until, volume=volume)
    alleging = [m for m in mentions if m.mention.kind is not Kind.DENIAL]
    assert moved.n == len(alleging) == sum(b.count for b in moved.buckets)
    assert moved.denials == len(mentions) - len(alleging) == sum(b.denials for b in moved.buckets)
    for before, after in zip(moved.buckets, moved.buckets[1:], strict=False):
        assert before.start < after.start
        assert before.speakers + len(after.new_speakers) == after.speakers
        assert before.outlets + len(after.new_outlets) == after.outlets
        assert before.origins + after.new_origins == after.origins
    if moved.buckets:
        assert (moved.buckets[-1].speakers, moved.buckets[-1].outlets) == (moved.speakers, moved.outlets)
    assert [bool(b.silence) for b in moved.buckets] == [not (b.count or b.denials) for b in moved.buckets]
    assert all(a.certainty is not b.certainty for a, b in zip(moved.certainty, moved.certainty[1:], strict=False))
    assert all(bucket_label(b.start, by) == b.label for b in moved.buckets)
    shuffled = sorted(mentions, key=lambda m: hash((m.mention.id, str(random))))
    assert measure(allegation(*shuffled), by, until=until, volume=volume) == moved
    assert moved.phase.n == moved.bursts.n == moved.n - moved.later
    assert moved.later == 0 or (until and moved.last_day and moved.last_day > until)
    json.dumps(moved.as_json())


def test_labels_follow_the_calendar() -> None:
    assert bucket_label(dt.date(2021, 1, 3), "week") == "2020-W53"
    assert bucket_label(on(2, 17), "day") == "2022-02-17"
    assert bucket_label(on(2, 17), "month") == "2022-02"


def test_the_buckets_reach_the_ends_of_the_calendar() -> None:
    moved = measure(allegation(said(dt.date.min), said(dt.date.max)), "month")
    assert [moved.buckets[0].label, moved.buckets[-1].label, len(moved.buckets)] == ["0001-01", "9999-12", 9999 * 12]
    assert measure(allegation(said(dt.date.max)), "week").buckets[0].start == dt.date(9999, 12, 27)


def test_silence_is_counted_in_days_between_the_articles_around_it() -> None:
    moved = measure(allegation(said(on(1, 15)), said(on(2, 3))), "week")
    assert [(b.label, b.count, b.silence) for b in moved.buckets] == [
        ("2022-W02", 1, 0),
        ("2022-W03", 0, 18),
        ("2022-W04", 0, 18),
        ("2022-W05", 1, 0),
    ]


def test_a_denial_breaks_the_silence_but_is_no_mention() -> None:
    moved = measure(allegation(said(on(2, 1)), denial(on(2, 9)), said(on(2, 16))), "week")
    assert [(b.count, b.denials, b.silence) for b in moved.buckets] == [(1, 0, 0), (0, 1, 0), (1, 0, 0)]
    assert (moved.n, moved.denials) == (2, 1)


def test_who_said_it_first_and_who_was_seen_first_may_differ() -> None:
    seen = said(on(2, 3), "Ann", "X", id="seen")
    told = said(on(2, 17), "Bob", "Y", id="told", asserted_on=on(1, 1), asserted_precision=Precision.MONTH)
    moved = measure(allegation(seen, told), "week")
    assert moved.first_seen
    assert moved.first_said
    assert (moved.first_seen.mention_id, moved.first_seen.seen) == ("seen", on(2, 3))
    assert (moved.first_said.speaker, moved.first_said.said, moved.first_said.precision) == ("Bob", on(1, 1), Precision.MONTH)


def test_an_undated_article_counts_on_the_day_it_came_in() -> None:
    undated = said(on(2, 1), article=article(None), asserted_on=None, asserted_precision=Precision.YEAR)
    moved = measure(allegation(undated), "day")
    assert moved.first_said is None
    assert [b.label for b in moved.buckets] == [AT.date().isoformat()]
    assert moved.certainty[0].precision is Precision.DAY


def test_nothing_at_all() -> None:
    moved = measure(allegation(), "week")
    assert (moved.n, moved.days, moved.buckets) == (0, 0, ())
    assert (moved.first_said, moved.first_seen, moved.first_day, moved.last_day) == (None, None, None, None)
    assert (moved.amplification, moved.half_life, moved.first_denial) == (None, None, None)


def test_one_mention_has_no_half_life() -> None:
    moved = measure(allegation(said(on(2, 17))), "week")
    assert (moved.n, moved.days, moved.amplification, moved.half_life) == (1, 1, 1.0, None)


def test_amplification_is_mentions_an_origin_and_unknown_without_one() -> None:
    three = [said(on(2, 17)), said(on(2, 17)), said(on(2, 18))]
    assert measure(allegation(*three, origins=2), "day").amplification == 1.5
    assert measure(allegation(*three, origins=0), "day").amplification is None


@pytest.mark.parametrize(
    ("days", "half_life"),
    [((1, 1), 0), ((1, 5), 0), ((1, 2, 9), 1), ((1, 4, 6, 20), 3), ((1, 9, 10, 11, 12), 9)],
)
def test_half_life_is_the_days_until_half_of_all_were_there(days: tuple[int, ...], half_life: int) -> None:
    assert measure(allegation(*(said(on(2, day)) for day in days)), "week").half_life == half_life


def test_the_first_denial_is_counted_from_the_first_time_it_was_said() -> None:
    first = said(on(1, 15), asserted_on=on(1, 14))
    moved = measure(allegation(first, denial(on(2, 16)), denial(on(2, 18), "Someone else")), "week")
    assert moved.first_denial
    assert (moved.first_denial.on, moved.first_denial.voice, moved.first_denial.days_after) == (on(2, 16), "Borland", 33)


def test_an_event_may_be_the_first_denial_and_may_come_before_the_first_mention() -> None:
    contest = event(Axis.CONTEST, "denied", on(2, 1), voice="Borland")
    moved = measure(allegation(said(on(2, 4)), events=(contest,)), "week")
    assert moved.first_denial
    assert moved.first_denial.days_after == -3
    disputed = replace(contest, value="disputed")
    assert measure(allegation(said(on(2, 4)), events=(disputed,)), "week").first_denial is None


def test_certainty_is_followed_where_it_changes() -> None:
    told = [
        (on(1, 14), "asserted", "Ann"),
        (on(2, 3), "asserted", "Bob"),
        (on(2, 17), "possible", "Cid"),
        (on(2, 18), "asserted", "Ann"),
    ]
    mentions = [said(day, who, certainty=Certainty(value)) for day, value, who in told]
    path = measure(allegation(*mentions, denial(on(2, 17), certainty=Certainty.LIKELY)), "week").certainty
    assert [(step.on, step.certainty.value, step.speaker) for step in path] == [told[0], told[2], told[3]]


def test_status_is_followed_where_it_changes() -> None:
    events = (
        event(Axis.EVIDENCE, "published", on(2, 20), voice="Ann"),
        event(Axis.EVIDENCE, "none_provided", on(2, 3)),
        event(Axis.EVIDENCE, "none_provided", on(2, 5)),
        event(Axis.CORROBORATION, "independent", on(2, 21), article=None, made_by="analyst ana"),
        event(Axis.CONTEST, "none", on(2, 1)),
    )
    path = measure(allegation(said(on(2, 1)), events=events), "week").status
    assert [(s.on, s.axis.value, s.before, s.after, s.voice) for s in path] == [
        (on(2, 3), "evidence", "unassessed", "none_provided", "the reporter"),
        (on(2, 20), "evidence", "none_provided", "published", "Ann"),
        (on(2, 21), "corroboration", None, "independent", "analyst ana"),
    ]
    backwards = measure(allegation(said(on(2, 1)), events=events[::-1]), "week").status
    assert backwards == path


def test_the_copies_are_the_echoes_in_order_of_publication() -> None:
    mentions = [said(on(2, 3), id="last"), said(on(2, 1), id="first"), said(on(2, 2), id="own"), said(on(2, 2), id="copy")]
    moved = measure(allegation(*mentions, echoes={"last": "first", "copy": "first"}), "week")
    assert moved.copies == ("copy", "last")


def test_the_window_ends_with_the_last_mention_unless_told_otherwise() -> None:
    mentions = [said(on(2, 1)), said(on(2, 9))]
    open_end, told = measure(allegation(*mentions), "week"), measure(allegation(*mentions), "week", until=on(2, 20))
    assert (open_end.until, open_end.days_since_last, open_end.phase.until) == (on(2, 9), 0, on(2, 9))
    assert (told.until, told.days_since_last, told.phase.until) == (on(2, 20), 11, on(2, 20))
    assert [each.days for each in told.dwell if each.axis is Axis.VERDICT] == [19]


def test_mentions_dated_after_the_window_are_counted_but_do_not_look_back_from_there() -> None:
    mentions = [*(said(on(2, 1)) for _ in range(9)), said(on(2, 2)), said(on(5, 1))]
    volume = {on(2, day): 60 for day in range(1, 8)} | {on(5, 1): 60}
    moved = measure(allegation(*mentions), "week", until=on(2, 7), volume=volume)
    assert (moved.n, moved.later, moved.last_day) == (11, 1, on(5, 1))
    assert (moved.days_since_last, moved.recurrences) == (5, ())
    assert (moved.phase.phase, moved.phase.n) == (Phase.EMERGING, 10)
    assert (moved.bursts.n, moved.bursts.end) == (10, on(2, 7))
    assert moved.bursts.found
    assert [(burst.start, burst.n) for burst in moved.bursts.found] == [(on(2, 1), 9)]


def test_all_mentions_after_the_window() -> None:
    moved = measure(allegation(said(on(5, 1))), "week", until=on(2, 7))
    assert (moved.n, moved.later, moved.days_since_last, moved.dwell) == (1, 1, None, ())
    assert (moved.phase.phase, moved.phase.n) == (None, 0)


def test_denials_only() -> None:
    moved = measure(allegation(denial(on(2, 1)), denial(on(2, 3))), "week")
    assert (moved.n, moved.denials, moved.until, moved.peak) == (0, 2, None, None)
    assert (moved.stances.denies.count, moved.stances.denies.n) == (2, 2)
    assert (moved.mutation.n, moved.repeats.n, moved.attribution_loss.share) == (0, 0, None)
    assert moved.first_denial
    assert moved.first_denial.days_after is None
    assert measure(allegation(denial(on(2, 1))), "week", until=on(2, 9)).days_since_last is None


def test_groups_of_outlets_are_handed_in() -> None:
    mentions = [said(on(2, 1)), said(on(2, 2), outlet="Borland Daily")]
    groups = {"Arland Times": "Arland", "Borland Daily": "Borland"}
    assert measure(allegation(*mentions), "week").jumps.found is None
    jumps = measure(allegation(*mentions), "week", groups=groups).jumps.found
    assert jumps
    assert [(jump.before, jump.after) for jump in jumps] == [("Arland", "Borland")]


def test_the_keys_that_scripts_rely_on_are_there_in_their_order() -> None:
    keys = " ".join(measure(allegation(), "week").as_json())
    assert keys.startswith(
        "id by n denials first_day last_day days buckets first_said first_seen speakers outlets origins amplification "
        "half_life first_denial certainty status copies "
    )


def test_the_json_has_the_names_of_the_fields_and_plain_values() -> None:
    moved = measure(allegation(said(on(2, 17), certainty=Certainty.PLANNED), said(on(2, 18)), origins=3), "day").as_json()
    assert list(moved)[:5] == ["id", "by", "n", "denials", "first_day"]
    assert (moved["id"], moved["first_day"], moved["amplification"]) == ("A-1", "2022-02-17", 0.67)
    assert moved["certainty"][0]["certainty"] == "planned"
    assert moved["buckets"][0]["new_outlets"] == ["Arland Times"]


def test_who_came_first_goes_by_what_is_said_by_publication_and_by_ingestion() -> None:
    late, early = AT + dt.timedelta(days=2), AT
    old = said(on(2, 1), "Ann", article=article(on(2, 1), "Dun Post", ingested_at=late))
    new = said(on(2, 9), "Bob", article=article(on(2, 9), "Dun Wire", ingested_at=early))
    told = said(on(2, 12), "Cid", asserted_on=on(1, 3), article=article(on(2, 12), "Lund Times", ingested_at=late))
    found = measure(allegation(old, new, told), "week")
    movers = [found.first_said, found.first_seen, found.first_ingested]
    assert [mover.outlet for mover in movers if mover] == ["Lund Times", "Dun Post", "Dun Wire"]
    assert [mover.ingested for mover in movers if mover] == [late.date(), late.date(), early.date()]
    assert found.as_json()["first_ingested"]["ingested"] == early.date().isoformat()


def records(kind: Any) -> Iterator[type]:
    """The records that a type is, or is made of."""
    for part in get_args(kind):
        yield from records(part)
    if is_dataclass(kind) and isinstance(kind, type):
        yield kind
        for inner in get_type_hints(kind).values():
            yield from records(inner)


def test_every_key_of_the_json_is_documented_in_its_order() -> None:
    table = PAGE.partition("## A trajectory")[2].partition("\n## ")[0]
    told = [key for row in re.findall(r"^\| (`.*?`) \| ", table, re.MULTILINE) for key in re.findall("`(.*?)`", row)]
    assert told == [field.name for field in fields(Trajectory)]
    inner = [", ".join(field.name for field in fields(record)) for record in records(Trajectory) if record is not Trajectory]
    assert [keys for keys in inner if f"`{keys}`" not in table] == []
