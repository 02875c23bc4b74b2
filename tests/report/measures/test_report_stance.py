from __future__ import annotations

import pytest
from report.report_factories import denial, event, on, said

from tracker.report.measures.stance import Share, attribution_loss, stances
from tracker.types import Axis, Contest, Evidence, Kind


def counts(mentions: list, events: list) -> dict[str, int]:
    mix = stances(mentions, events)
    shares = {name: getattr(mix, name) for name in mix.__dataclass_fields__}
    assert {share.n for share in shares.values()} == {sum(share.count for share in shares.values())}
    return {name: share.count for name, share in shares.items() if share.count}


def test_a_mention_alleges_or_denies() -> None:
    mentions = [said(on(2, 1)), said(on(2, 1), kind=Kind.STATEMENT), said(on(2, 1)), denial(on(2, 1))]
    assert counts(mentions, []) == {"alleges": 3, "denies": 1}
    assert stances(mentions, []).alleges == Share(count=3, n=4, share=0.75)


@pytest.mark.parametrize(
    ("axis", "value", "stance"),
    [
        (Axis.EVIDENCE, Evidence.NONE_PROVIDED, "no_evidence"),
        (Axis.CONTEST, Contest.DENIED, "denies"),
        (Axis.CONTEST, Contest.COUNTER_CLAIMED, "counters"),
        (Axis.CONTEST, Contest.DISPUTED, "doubts"),
        (Axis.CONTEST, Contest.CONCEDED, "concedes"),
    ],
)
def test_an_answer_counts_beside_the_mention_that_it_answers_wherever_it_is_told(axis: Axis, value: str, stance: str) -> None:
    answers = [event(axis, value, on(2, 1), voice="Borland", mention_id=id_) for id_ in ("own", "elsewhere", None)]
    assert counts([said(on(2, 1), id="own")], answers) == {"alleges": 1, stance: 3}


def test_what_says_the_same_twice_counts_once_and_a_denial_is_what_it_tells() -> None:
    twice = [event(Axis.CONTEST, "counter_claimed", on(2, 1), voice="Borland", mention_id="m1") for _ in range(2)]
    own = event(Axis.CONTEST, "denied", on(2, 1), voice="Borland", mention_id="d1")
    assert counts([said(on(2, 1)), denial(on(2, 1), id="d1")], [*twice, own]) == {"alleges": 1, "denies": 1, "counters": 1}


def test_evidence_and_verdicts_are_no_stance() -> None:
    events = [event(Axis.EVIDENCE, "published", on(2, 1)), event(Axis.VERDICT, "refuted", on(2, 1))]
    assert counts([said(on(2, 1))], events) == {"alleges": 1}


def test_of_denials_only_all_deny_and_of_nothing_there_is_no_share() -> None:
    assert stances([denial(on(2, 1))], []).denies == Share(count=1, n=1, share=1.0)
    assert stances([], []).alleges == Share(count=0, n=0, share=None)


@pytest.mark.parametrize(
    ("speakers", "count", "n"),
    [
        ([None, None, "Anna Berg", None, "Bob Holm", None], 2, 3),
        (["Anna Berg"], 0, 0),
        ([None, None], 0, 0),
        ([], 0, 0),
    ],
)
def test_a_speaker_is_lost_only_after_there_was_one(speakers: list[str | None], count: int, n: int) -> None:
    mentions = [said(on(2, day), speaker, speaker_text=None) for day, speaker in enumerate(speakers, 1)]
    assert attribution_loss(mentions) == Share(count=count, n=n, share=round(count / n, 3) if n else None)


def test_words_for_a_speaker_are_a_speaker() -> None:
    told = [said(on(2, 1), None, speaker_text="an official"), said(on(2, 2), None, speaker_text="a diplomat")]
    assert attribution_loss(told) == Share(count=0, n=1, share=0.0)
