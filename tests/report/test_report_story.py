from __future__ import annotations

import json
import random

from hypothesis import given
from hypothesis import strategies as st
from report_factories import allegation, article, denial, event, on, said
from test_report_trajectory import mention_lists

from tracker.report.story import CHANGES, STEPS, VOICES, story
from tracker.report.trajectory import measure
from tracker.types import Axis, Certainty, StoredMention


@given(mention_lists(), st.randoms(use_true_random=False))
def test_a_story_tells_what_the_trajectory_measures_in_any_order(
    mentions: list[StoredMention], shuffled: random.Random
) -> None:
    whole = allegation(*mentions, origin_of={m.mention.id: m.mention.id for m in mentions})
    told, measured = story(whole), measure(whole, "week")
    assert told.drift == measured.drift
    assert told.first_denial == measured.first_denial
    assert told.first_said == measured.first_said
    assert told.half_life == measured.half_life
    assert told.wordings == measured.mutation.wordings
    assert sum(day.mentions for day in told.daily) == measured.n
    assert sum(day.denials for day in told.daily) == measured.denials
    assert {voice.name for voice in told.voices} == set(whole.speakers)
    assert json.loads(json.dumps(told.as_json()))["voices_total"] == measured.speakers
    mixed = list(mentions)
    shuffled.shuffle(mixed)
    assert story(allegation(*mixed, origin_of=whole.origin_of)) == told


def test_a_long_story_keeps_its_ends_and_counts_the_rest() -> None:
    mentions = [said(on(1 + n // 28, n % 28 + 1), f"Speaker {n}", quote=f"Borland shelled {n} towns of Dun") for n in range(50)]
    values = ("asserted", "none_provided")
    events = tuple(event(Axis.EVIDENCE, values[n % 2], on(2, n + 1), article=article(on(2, n + 1))) for n in range(28))
    told = story(allegation(*mentions, events=events, origin_of={m.mention.id: m.mention.id for m in mentions}))
    assert len(told.voices) == VOICES < told.voices_total == 50
    assert len(told.rewordings) == 2 * CHANGES
    assert told.rewordings_left_out == 49 - 2 * CHANGES
    assert len(told.steps) == 2 * STEPS
    assert told.steps_left_out == 28 - 2 * STEPS
    assert (told.steps[0].on, told.steps[-1].on) == (on(2, 1), on(2, 28))


def test_a_voice_has_its_first_and_last_day_and_how_surely_it_spoke_then() -> None:
    mentions = [
        said(on(2, 15), "Anna Berg", certainty=Certainty.ASSERTED),
        said(on(2, 10), "Anna Berg", certainty=Certainty.POSSIBLE),
        denial(on(2, 12), "Anna Berg"),
    ]
    (voice,) = story(allegation(*mentions, origin_of={m.mention.id: "a" for m in mentions})).voices
    assert (voice.mentions, voice.first, voice.last) == (2, on(2, 10), on(2, 15))
    assert (voice.certainty, voice.certainty_last) == (Certainty.POSSIBLE, Certainty.ASSERTED)
