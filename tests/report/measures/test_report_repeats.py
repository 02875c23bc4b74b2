from __future__ import annotations

import datetime as dt

import pytest
from report.report_factories import event, on, said

from tracker.report.measures.repeats import Repeater, repeats
from tracker.types import Axis, StoredMention

REFUTED = event(Axis.VERDICT, "refuted", on(2, 1), voice="A fact check")


def daily(speaker: str, count: int) -> list[StoredMention]:
    return [said(on(2, 2) + dt.timedelta(days=n), speaker) for n in range(count)]


@pytest.mark.parametrize(("count", "flagged"), [(19, False), (20, True)])
def test_a_speaker_is_flagged_from_twenty_days_after_the_refutation(count: int, flagged: bool) -> None:
    before = [said(on(1, 31), "Anna Berg"), said(on(2, 1), "Anna Berg")]
    (found,) = repeats([*before, *daily("Anna Berg", count)], {}, [REFUTED]).speakers
    assert (found.speaker, found.days, found.after_refuted, found.flagged) == ("Anna Berg", count + 2, count, flagged)
    assert (found.first, found.last) == (on(1, 31), on(2, 1) + dt.timedelta(days=count))


def test_without_a_refutation_nobody_is_flagged() -> None:
    did_not = event(Axis.VERDICT, "did_not_occur", on(1, 1))
    found = repeats(daily("Anna Berg", 30), {}, [did_not])
    assert found.refuted_on is None
    assert [(r.after_refuted, r.flagged) for r in found.speakers] == [(None, False)]


def test_the_first_refutation_counts_though_the_verdict_was_opened_again() -> None:
    opened = event(Axis.VERDICT, "open", on(2, 3))
    again = event(Axis.VERDICT, "refuted", on(2, 5))
    assert repeats([], {}, [again, opened, REFUTED]).refuted_on == on(2, 1)


def test_many_outlets_that_quote_one_speech_heard_it_once() -> None:
    one_day = [said(on(2, 9), "Anna Berg", f"Outlet {n}") for n in range(25)]
    assert repeats(one_day, {}, [REFUTED]).speakers == ()
    (found,) = repeats([*one_day, said(on(2, 10), "Anna Berg")], {}, [REFUTED]).speakers
    assert (found.days, found.flagged) == (2, False)


def test_an_echo_and_a_mention_without_a_named_speaker_are_no_repeat() -> None:
    first, copy = said(on(2, 2), "Anna Berg"), said(on(2, 3), "Anna Berg")
    unnamed = [said(on(2, 2), None), said(on(2, 3), None)]
    found = repeats([first, copy, *unnamed], {copy.mention.id: first.mention.id}, [])
    assert (found.n, found.speakers) == (1, ())


def test_of_several_speakers_each_said_it_and_who_said_it_most_comes_first() -> None:
    both = [said(on(2, day), speakers=("Bob Holm", "Anna Berg")) for day in (2, 3)]
    found = repeats([*both, said(on(2, 5), "Cid Lund"), said(on(2, 9), "Bob Holm", asserted_on=on(2, 4))], {}, [])
    assert (found.n, found.speakers) == (
        4,
        (
            Repeater(speaker="Bob Holm", days=3, first=on(2, 2), last=on(2, 4), after_refuted=None, flagged=False),
            Repeater(speaker="Anna Berg", days=2, first=on(2, 2), last=on(2, 3), after_refuted=None, flagged=False),
        ),
    )
