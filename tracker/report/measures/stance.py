"""How those who speak of an allegation stand to it, and how many mentions no longer say who speaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from tracker.types import Axis, Contest, Evidence, Kind, StatusEvent, StoredMention

_OF_EVENT: dict[tuple[Axis, str], str] = {
    (Axis.EVIDENCE, Evidence.NONE_PROVIDED): "no_evidence",
    (Axis.CONTEST, Contest.COUNTER_CLAIMED): "counters",
    (Axis.CONTEST, Contest.DENIED): "denies",
    (Axis.CONTEST, Contest.DISPUTED): "doubts",
    (Axis.CONTEST, Contest.CONCEDED): "concedes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`count` of `n`; `share` is their part, to three decimals, None of nothing at all."""

    count: int
    n: int
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stances:
    """The stance mix: each mention and each answer to it has one stance, so that the shares make up 1."""

    alleges: Share
    denies: Share
    no_evidence: Share
    doubts: Share
    counters: Share
    concedes: Share


def stances(mentions: Sequence[StoredMention], events: Iterable[StatusEvent]) -> Stances:
    """Tell how everybody who speaks of an allegation stands to it.

    A mention *alleges*, or *denies* where it is a denial. Beside them counts each answer that moves the status, wherever it is
    told: that somebody denies, doubts or concedes it, blames another in return, or says that no evidence was given. The status
    stands on these events, so that the two never contradict each other; one that rests on a denial is that denial.
    After Zubiaga, Liakata, Procter, Wong Sak Hoi & Tolmie 2016, "Analysing how people orient to and spread rumours": support,
    deny, query, comment.
    """
    denials = {m.mention.id for m in mentions if m.mention.kind is Kind.DENIAL}
    told = {(_OF_EVENT.get((e.axis, e.value)), e.voice, e.mention_id) for e in events if e.mention_id not in denials}
    counts = Counter(stance for stance, _, _ in told if stance)
    counts["denies"] += len(denials)
    counts["alleges"] = sum(m.mention.kind is not Kind.DENIAL for m in mentions)
    return Stances(**{name: _share(counts[name], counts.total()) for name in Stances.__dataclass_fields__})


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
