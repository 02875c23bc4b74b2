"""Reports over a whole database: what the database counts is what the records say, now and as of a day."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tracker import Tracker
from tracker.errors import NotFoundError, UsageError
from tracker.report import as_of, weekly
from tracker.store import Selection
from tracker.types import Axis, Contest, Decision, Evidence, Kind, Spans, Verdict

FIRST = dt.datetime(2022, 2, 17, 9, tzinfo=dt.UTC)


class Clock:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.now = FIRST

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Tracker]:
    with Tracker(tmp_path / "desk.db", now=clock) as tracker:
        yield tracker


@pytest.fixture
def read(demo: Path) -> Iterator[Tracker]:
    with Tracker(demo, now=lambda: dt.datetime(2022, 3, 2, 12, tzinfo=dt.UTC)) as tracker:
        yield tracker


def take(desk: Tracker, **article: Any) -> None:
    desk.ingest("-", stdin=io.BytesIO((json.dumps(article) + "\n").encode()))


def test_a_trajectory_says_of_every_allegation_what_its_status_says(read: Tracker) -> None:
    contests = {"counter_claimed": "counters", "denied": "denies", "disputed": "doubts", "conceded": "concedes"}
    found = read.allegations()
    assert {a.status.contest for a in found} >= {Contest.NONE, Contest.COUNTER_CLAIMED, Contest.DENIED, Contest.DISPUTED}
    for allegation in found:
        moved, status = read.trajectory(allegation.id), allegation.status
        stands = {step.axis: step.after for step in moved.status}
        assert stands.get(Axis.EVIDENCE, Evidence.UNASSESSED) == status.evidence
        assert stands.get(Axis.CONTEST, Contest.NONE) == status.contest
        told = {value for value, stance in contests.items() if getattr(moved.stances, stance).count}
        assert status.contest in told if told else status.contest is Contest.NONE
        assert moved.stances.no_evidence.count or status.evidence is not Evidence.NONE_PROVIDED
        assert moved.stances.alleges.count == len(allegation.alleging)


def test_a_brief_mention_is_the_mention_without_what_stands_in_its_text(read: Tracker) -> None:
    whole = read.store.cases()
    for case, brief in zip(sorted(whole, key=lambda c: c.id), read.store.briefs([c.id for c in whole]), strict=True):
        assert (brief.claim, brief.accused, brief.events, brief.links) == (case.claim, case.accused, case.events, case.links)
        for full, short in zip(case.mentions, brief.mentions, strict=True):
            bare = replace(full.mention, spans=Spans(), evidence=None, contest=None, reasons=())
            assert short == replace(full, mention=bare, before="", after="")


@pytest.mark.parametrize("until", [None, dt.date(2022, 2, 17)])
@pytest.mark.parametrize("accused", [None, "Russia"])
def test_what_the_database_counts_is_what_the_records_say(read: Tracker, until: dt.date | None, accused: str | None) -> None:
    chosen = Selection(until=until, accused=accused)
    cases = [as_of.known_by(c, until or dt.date.max) for c in read.store.cases(Selection(accused=accused))]
    lives = {x.id: (x.first_seen, x.last_seen, x.mentions) for x in read.store.lives(chosen)}
    assert lives == {c.id: (c.first_seen, c.last_seen, len(c.alleging)) for c in cases if c.alleging}
    said = Counter((m.seen_on, m.mention.kind is Kind.DENIAL) for c in cases for m in c.mentions)
    assert read.store.volume(chosen) == {day: (said[day, False], said[day, True]) for day, _ in said}


def test_a_denial_that_nothing_was_found_for_is_told_until_somebody_joins_it(desk: Tracker) -> None:
    take(desk, text="Arland accused Borland of shelling Dun.", publisher="Arland Times", published="2022-02-15")
    take(desk, text="Borland denied that it had poisoned the wells.", publisher="Borland Daily", published="2022-02-16")
    made = desk.report("2022-W07")
    (told,) = made.unlinked.denials
    (note,) = told.notes
    found = desk.mention(told.id)
    assert (found.mention.kind, found.allegation_id, made.notes[note - 1].quote) == (Kind.DENIAL, None, found.mention.quote)
    assert "1 denial could not be joined to an allegation" in made.summary
    assert "none was denied" not in made.summary
    assert not desk.report("2022-W08").unlinked
    assert not desk.report("2022-W07", accused="Arland").unlinked
    assert desk.report("2022-W07", accused="Borland").unlinked
    desk.move(told.id, "A-1")
    made = desk.report("2022-W07")
    assert (made.unlinked.total, [line.id for s in made.sections if s.key == "denied" for line in s.lines]) == (0, ["A-1"])
    assert (desk.allegation("A-1").status.headline, desk.mention(told.id).allegation_id) == ("denied", 1)


def test_what_moved_since_a_day_was_denied_or_shown_then(read: Tracker) -> None:
    since = dt.date(2022, 2, 17)
    expected = {
        c.id
        for c in read.store.cases()
        if any(m.seen_on >= since and m.mention.kind is Kind.DENIAL for m in c.mentions)
        or any(as_of.known_on(e) >= since for e in c.events)
    }
    assert expected
    assert read.store.moved(Selection(), since) == expected


@pytest.mark.parametrize("week", ["2022-W05", "2022-W07", "2022-W08"])
def test_a_report_on_what_it_tells_is_the_report_on_everything(read: Tracker, week: str) -> None:
    start, end = weekly.week_bounds(week)
    cut = [as_of.known_by(read.allegation(c.id), end) for c in read.store.cases()]
    made = read.report(week)
    denials = read.store.unlinked_denials()
    everything = weekly.build(cut, read.store.article_infos(), start, end, week, denials=denials)
    assert made.counts == everything.counts
    assert (made.daily, made.backlog) == (everything.daily, everything.backlog)
    assert [(s.key, s.total) for s in made.sections] == [(s.key, s.total) for s in everything.sections]


def test_a_report_is_kept_to_whom_and_what_it_is_asked_for(read: Tracker) -> None:
    russia = read.report("2022-W07", accused="Russia")
    assert {line.accused for section in russia.sections for line in section.lines} >= {"Russia"}
    assert not {line.accused for section in russia.sections for line in section.lines} & {"Ukraine", "NATO", None}
    assert russia.scope == "against Russia"
    both = read.report("2022-W07", accused="Russia", topic="false_flag")
    assert both.scope == "against Russia and of false flag"
    assert 0 < sum(d.mentions for d in both.daily) < sum(d.mentions for d in russia.daily)


def test_as_of_a_day_is_what_one_could_have_known_then(desk: Tracker, clock: Clock) -> None:
    said = "Arland accused Borland of shelling the border town of Dun."
    take(desk, text=said, publisher="Dun Post", published="2022-02-16", url="https://dun.example/1")
    clock.now = FIRST + dt.timedelta(days=3)
    take(desk, text=f"A minister spoke. {said}", publisher="Dun Wire", published="2022-02-15")
    take(
        desk,
        text=said.replace("Dun.", "Dun on Monday."),
        publisher="Dun Post",
        url="https://dun.example/1",
        published="2022-02-16",
    )
    desk.set_verdict(1, Verdict.REFUTED)
    now = desk.trajectory("A-1")
    then = desk.trajectory("A-1", as_of=FIRST.date())
    assert (now.n, then.n) == (2, 1)
    assert now.first_seen is not None
    assert then.first_seen is not None
    assert (now.first_seen.outlet, then.first_seen.outlet) == ("Dun Wire", "Dun Post")
    assert then.first_seen.quote in said, "the text of the day, though it was revised since"
    assert ([s.after for s in now.status], [s.after for s in then.status]) == (["refuted"], [])
    week = desk.report("2022-W07", as_of=FIRST.date())
    assert {c.key: c.now for c in week.counts} | {"articles": 1, "mentions": 1, "unverified": 1, "resolved": 0} == {
        c.key: c.now for c in week.counts
    }
    assert {c.key: c.now for c in desk.report("2022-W07").counts}["resolved"] == 1


def test_as_of_a_day_mentions_are_where_they_were(desk: Tracker, clock: Clock) -> None:
    take(desk, text="Arland accused Borland of shelling the border town of Dun.", publisher="A", published="2022-02-16")
    take(desk, text="Arland accused Corland of poisoning the wells of Lund.", publisher="B", published="2022-02-16")
    one, other = (case.id for case in sorted(desk.store.cases(), key=lambda c: c.id))
    clock.now = FIRST + dt.timedelta(days=3)
    desk.judge(one, other, Decision.POSITIVE)
    assert desk.trajectory(one).n == 2
    assert desk.trajectory(one, as_of=FIRST.date()).n == 1
    assert {c.key: c.now for c in desk.report("2022-W07", as_of=FIRST.date()).counts}["new"] == 2
    assert {c.key: c.now for c in desk.report("2022-W07").counts}["new"] == 1


def test_the_week_tells_what_was_revised_in_it_of_whom_it_is_asked_for(desk: Tracker, clock: Clock) -> None:
    said = "The foreign minister of Arland said on Thursday that Borland had shelled a kindergarten in the border town of Dun."
    about = {"publisher": "Dun Post", "published": "2022-02-16", "url": "https://dun.example/1"}
    take(desk, text=said, **about)
    assert desk.report("2022-W07").revised.total == 0
    clock.now = FIRST + dt.timedelta(days=1)
    take(desk, text=said.replace("had shelled", "had probably shelled"), **about)
    (found,) = desk.report("2022-W07").revised.articles
    assert (found.revised_on, [change.change for change in found.changes]) == (clock.now.date(), ["softened"])
    assert desk.report("2022-W07", accused="Borland").revised.total == 1
    assert not desk.report("2022-W07", accused="Arland").revised
    assert not desk.report("2022-W07", as_of=FIRST.date()).revised
    assert not desk.report("2022-W06").revised


def test_before_anything_came_in_there_was_nothing(desk: Tracker) -> None:
    take(desk, text="Arland accused Borland of shelling the border town of Dun.", publisher="A", published="2022-02-16")
    assert desk.trajectory(1, as_of=dt.date(2022, 1, 1)).n == 0
    assert desk.report("2022-W07", as_of=dt.date(2022, 1, 1)).articles == 0


def test_days_that_make_no_period_are_refused(desk: Tracker) -> None:
    day = dt.date(2022, 2, 16)
    for wrong in ({"start": day}, {"start": day, "end": day - dt.timedelta(days=1)}):
        with pytest.raises(UsageError):
            desk.report(**wrong)
    with pytest.raises(UsageError):
        desk.report("2022-W53")
    with pytest.raises(UsageError):
        desk.report("2022-W07", start=day, end=day)
    with pytest.raises(NotFoundError):
        desk.trajectory(7)
