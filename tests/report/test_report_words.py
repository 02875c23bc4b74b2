from __future__ import annotations

import pytest
from factories import stored
from report_factories import allegation, article, denial, event, on, said

from tracker.report import words
from tracker.types import Axis, Precision


def test_a_date_says_no_more_than_is_known() -> None:
    assert words.long_date(on(2, 17)) == "17 February 2022"
    assert words.long_date(on(1, 1), Precision.MONTH) == "January 2022"
    assert words.long_date(on(1, 1), Precision.YEAR) == "2022"
    assert words.short_date(on(9, 5)) == "5 Sep 2022"


def test_the_year_being_talked_about_is_left_out() -> None:
    assert words.when(on(2, 17), year=2022) == "on 17 February"
    assert words.when(on(1, 1), Precision.MONTH, year=2022) == "in January"
    assert words.when(on(2, 17), year=2023) == "on 17 February 2022"


@pytest.mark.parametrize(
    ("listed", "sentence"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B", "C", "D"], "A, B and 2 others"),
    ],
)
def test_names_make_a_sentence(listed: list[str], sentence: str) -> None:
    assert words.names(listed) == sentence


def test_a_speaker_without_a_name_has_the_words_of_the_text() -> None:
    assert words.speaker(stored(speakers=("Ann", "Bob"))) == "Ann and Bob"
    assert words.speaker(stored(speakers=(), speaker_text="Western officials")) == "Western officials"
    assert words.speaker(stored(speakers=(), speaker_text=None)) == "an unnamed speaker"
    assert words.speaker(stored(speakers=("Borland",), reported_by="Ann")) == "Borland (according to Ann)"


def test_the_reporter_moves_an_axis_but_denies_nothing() -> None:
    reported = event(Axis.CONTEST, "denied", on(2, 17))
    assert words.voice(reported) == "the reporter"
    assert words.denier(reported) == "an unnamed speaker"
    assert words.denier(denial(on(2, 17))) == "Borland"
    assert words.voice(event(Axis.VERDICT, "refuted", on(2, 17), article=None, made_by="analyst ana")) == "analyst ana"


def test_a_quote_is_never_changed_to_fit_its_marks() -> None:
    assert words.quoted("a fake video") == "“a fake video”"
    assert words.quoted("a “false flag” plan") == "‘a “false flag” plan’"
    assert words.quoted('a "false flag" plan') == '‘a "false flag" plan’'


def test_carried_by_counts_everything_by_its_name() -> None:
    two = allegation(said(on(2, 17), "A", "X"), said(on(2, 17), "B", "Y"), said(on(2, 17), "A", "Z"))
    assert words.carried_by(two) == "2 speakers, 3 outlets (1 origin)"
    assert words.carried_by(allegation(said(on(2, 17), None), origins=0)) == "no named speaker, 1 outlet (no origin)"


def test_an_article_without_an_outlet_is_named_by_its_reference() -> None:
    assert words.outlet(article(on(2, 17), None, ref="dun.txt")) == "dun.txt"
