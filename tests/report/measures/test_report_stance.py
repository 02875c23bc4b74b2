from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.report_factories import denial, event, on, said

from tracker.report.measures.stance import Share, attribution_loss, stances
from tracker.types import Axis, Contest, Evidence, Kind, Remark


def remark(value: Evidence | Contest) -> Remark:
    return Remark(value=value, span=(0, 1), quote="x")


BARE = {"evidence": remark(Evidence.NONE_PROVIDED)}
DOUBTED = {"contest": remark(Contest.DISPUTED)}


def counts(mentions: list, events: list) -> list[int]:
    mix = stances(mentions, events)
    return [mix.alleges.count, mix.denies.count, mix.no_evidence.count, mix.doubts.count]


def test_every_mention_has_one_stance() -> None:
    mentions = [
        said(on(2, 1)),
        said(on(2, 1), kind=Kind.STATEMENT),
        said(on(2, 1), evidence=remark(Evidence.PUBLISHED), contest=remark(Contest.CONCEDED)),
        denial(on(2, 1), **BARE),
        said(on(2, 1), **BARE, **DOUBTED),
        said(on(2, 1), **DOUBTED),
        said(on(2, 1), contest=remark(Contest.DENIED)),
        said(on(2, 1), contest=remark(Contest.COUNTER_CLAIMED)),
    ]
    assert counts(mentions, []) == [3, 1, 1, 3]
    assert stances(mentions, []).alleges == Share(count=3, n=8, share=0.375)


def test_the_events_of_a_mention_tell_its_stance_where_the_mention_has_no_remarks() -> None:
    mentions = [said(on(2, 1), id=name) for name in ("bare", "doubted", "shown", "plain")]
    events = [
        event(Axis.EVIDENCE, "none_provided", on(2, 1), mention_id="bare"),
        event(Axis.CONTEST, "disputed", on(2, 1), mention_id="doubted"),
        event(Axis.EVIDENCE, "published", on(2, 1), mention_id="shown"),
        event(Axis.EVIDENCE, "none_provided", on(2, 1)),
    ]
    assert counts(mentions, events) == [2, 0, 1, 1]


def test_of_denials_only_all_deny_and_of_nothing_there_is_no_share() -> None:
    assert stances([denial(on(2, 1))], []).denies == Share(count=1, n=1, share=1.0)
    assert stances([], []).alleges == Share(count=0, n=0, share=None)


@given(st.lists(st.sampled_from([{}, BARE, DOUBTED, {"kind": Kind.DENIAL}]), min_size=1, max_size=9))
def test_the_stances_make_up_the_whole(kinds: list[dict]) -> None:
    assert sum(counts([said(on(2, 1), **kind) for kind in kinds], [])) == len(kinds)


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
