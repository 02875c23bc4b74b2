from __future__ import annotations

import datetime as dt

import pytest
from factories import DAY, TEXT, article_info, stored

from tracker.assess.events import MADE_BY, countered, of
from tracker.types import Axis, Contest, Evidence, Kind, Remark, Spans

AT = dt.datetime(2022, 2, 18, 9, 30, tzinfo=dt.UTC)
SHOWN = "provided no evidence"


def remark(value, quote: str = SHOWN, voice: str | None = None) -> Remark:
    start = TEXT.index(quote)
    return Remark(value=value, span=(start, start + len(quote)), quote=quote, voice=voice)


def test_silence_moves_nothing() -> None:
    assert list(of(stored(), AT)) == []


@pytest.mark.parametrize("value", [Evidence.NONE_PROVIDED, Evidence.ASSERTED, Evidence.PUBLISHED])
def test_a_remark_on_evidence_is_an_event_with_voice_quote_and_span(value: Evidence) -> None:
    given = remark(value, voice="Corland")
    ((event, span),) = of(stored(evidence=given), AT)
    assert (event.axis, event.value, event.voice, event.quote) == (Axis.EVIDENCE, value.value, "Corland", SHOWN)
    assert TEXT[slice(*span)] == SHOWN


def test_a_remark_without_a_voice_is_the_reporters() -> None:
    ((event, _),) = of(stored(evidence=remark(Evidence.NONE_PROVIDED)), AT)
    assert event.voice is None


def test_evidence_and_contest_are_events_of_their_own() -> None:
    given = stored(evidence=remark(Evidence.ASSERTED), contest=remark(Contest.DISPUTED, "Observers counted"))
    assert [(e.axis, e.value) for e, _ in of(given, AT)] == [(Axis.EVIDENCE, "asserted"), (Axis.CONTEST, "disputed")]


@pytest.mark.parametrize("given", [{"evidence": remark(Evidence.UNASSESSED)}, {"contest": remark(Contest.NONE)}])
def test_a_remark_that_says_nothing_moves_nothing(given) -> None:
    assert list(of(stored(**given), AT)) == []


def test_an_event_happens_when_its_article_is_published_and_is_recorded_now() -> None:
    info = article_info(published=dt.date(2022, 1, 5))
    ((event, _),) = of(stored(evidence=remark(Evidence.ASSERTED), article=info), AT)
    assert (event.happened_on, event.recorded_at, event.article) == (info.published, AT, info)


def test_an_event_names_its_rule_and_its_mention() -> None:
    given = stored(evidence=remark(Evidence.ASSERTED))
    ((event, _),) = of(given, AT)
    assert (event.made_by, event.mention_id) == (MADE_BY, given.mention.id)


def denial(**changes):
    quote = "the shelling"
    start = TEXT.index("denied the shelling") + len("denied ")
    fields = {"kind": Kind.DENIAL, "quote": quote, "start": start, "speakers": ("Borland",), "negated": True}
    return stored(**fields | {"spans": Spans(content=((start, start + len(quote)),))} | changes)


def test_a_denial_contests_in_the_voice_of_who_denies() -> None:
    ((event, span),) = of(denial(), AT)
    assert (event.axis, event.value, event.voice) == (Axis.CONTEST, "denied", "Borland")
    assert TEXT[slice(*span)] == event.quote == "the shelling"


def test_the_span_of_a_denial_begins_at_its_cue() -> None:
    start = TEXT.index("denied the shelling")
    given = denial(spans=Spans(cue=((start, start + 6),), content=((start + 7, start + 19),)))
    ((_, span),) = of(given, AT)
    assert TEXT[slice(*span)] == "denied the shelling"


def test_a_denial_by_nobody_named_has_no_voice() -> None:
    ((event, _),) = of(denial(speakers=()), AT)
    assert event.voice is None


def test_a_denial_says_nothing_about_evidence() -> None:
    assert [e.axis for e, _ in of(denial(evidence=remark(Evidence.NONE_PROVIDED)), AT)] == [Axis.CONTEST]


def test_an_accusation_in_return_contests_with_its_own_words() -> None:
    answer = stored(speakers=("Borland",))
    event, span = countered(answer, AT)
    assert (event.axis, event.value, event.voice) == (Axis.CONTEST, "counter_claimed", "Borland")
    assert event.quote == answer.mention.quote == TEXT[slice(*span)]
    assert event.happened_on == DAY


def test_of_several_who_deny_the_first_is_the_voice() -> None:
    ((event, _),) = of(denial(speakers=("Borland", "Dorland")), AT)
    assert event.voice == "Borland"
    assert countered(stored(speakers=("Borland", "Dorland")), AT)[0].voice == "Borland"
