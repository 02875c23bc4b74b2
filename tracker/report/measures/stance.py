"""Two shares of the mentions: how each stands to the allegation, and how many no longer say who speaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from tracker.types import Axis, Contest, Evidence, Kind, StatusEvent, StoredMention

_DOUBTED = {Contest.COUNTER_CLAIMED, Contest.DENIED, Contest.DISPUTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`count` of `n` mentions; `share` is their part, to three decimals, None of no mentions at all."""

    count: int
    n: int
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stances:
    """The stance mix: each mention, the denials included, has one stance, so that the shares make up 1."""

    alleges: Share
    denies: Share
    no_evidence: Share
    doubts: Share


def stances(mentions: Sequence[StoredMention], events: Iterable[StatusEvent]) -> Stances:
    """Tell the stance of every mention, the first that holds.

    It *denies* where it is a denial; *no evidence* where its passage says that none was provided; it *doubts* where its passage
    says that the content is denied, disputed or turned against another; else it *alleges*. What a passage says stands in the
    remarks of the mention or in the events that point at it. After Zubiaga, Liakata, Procter, Wong Sak Hoi & Tolmie 2016,
    "Analysing how people orient to and spread rumours": support, deny, query, comment.
    """
    bare, contested = set(), set()
    for event in events:
        if event.axis is Axis.EVIDENCE and event.value == Evidence.NONE_PROVIDED:
            bare.add(event.mention_id)
        elif event.axis is Axis.CONTEST and event.value in _DOUBTED:
            contested.add(event.mention_id)
    counts: Counter[str] = Counter()
    for m in mentions:
        evidence, contest = m.mention.evidence, m.mention.contest
        if m.mention.kind is Kind.DENIAL:
            counts["denies"] += 1
        elif m.mention.id in bare or (evidence and evidence.value is Evidence.NONE_PROVIDED):
            counts["no_evidence"] += 1
        elif m.mention.id in contested or (contest and contest.value in _DOUBTED):
            counts["doubts"] += 1
        else:
            counts["alleges"] += 1
    return Stances(**{name: _share(counts[name], len(mentions)) for name in Stances.__dataclass_fields__})


def attribution_loss(said: Sequence[StoredMention]) -> Share:
    """Count the mentions that name no speaker, of those said after the first that names one.

    Neither a name nor words for the speaker ("an official"): the claim has become something that is simply known. That a fact
    is made by dropping who said it: Latour & Woolgar 1979, "Laboratory life", on statements that lose their modalities.
    """
    after = list(dropwhile(_vanished, said))[1:]
    return _share(sum(map(_vanished, after)), len(after))


def _vanished(m: StoredMention) -> bool:
    return not (m.mention.speakers or m.mention.speaker_text)


def _share(count: int, n: int) -> Share:
    return Share(count=count, n=n, share=round(count / n, 3) if n else None)
