"""Where an allegation stands on its four axes, the headline that follows, and the why of each.

Evidence stands where its latest event put it; of events of one day `published` counts over `none_provided` over `asserted`.
Contest stands at the strongest that was said (`conceded` over `disputed` over `denied` over `counter_claimed`): a denial is not
taken back by silence, nor by an accusation in return. Verdict and corroboration stand at the latest.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from itertools import product

from tracker.assess import echoes, origins
from tracker.text import plural, squash
from tracker.types import Allegation, Axis, Case, Contest, Corroboration, Evidence, Status, StatusEvent, Verdict

_SCALES: dict[Axis, type[StrEnum]] = {
    Axis.EVIDENCE: Evidence,
    Axis.CONTEST: Contest,
    Axis.CORROBORATION: Corroboration,
    Axis.VERDICT: Verdict,
}


def assess(case: Case) -> Allegation:
    """The case with its status, its echoes and the independent origins of its mentions."""
    echoed = echoes.echoes(case.alleging)
    origin_of = origins.origins(case.alleging, echoed)
    count = len(set(origin_of.values()))
    deciding = {axis: _deciding(case, axis) for axis in Axis}
    evidence = Evidence(_value(deciding[Axis.EVIDENCE], Evidence.UNASSESSED))
    contest = Contest(_value(deciding[Axis.CONTEST], Contest.NONE))
    verdict = Verdict(_value(deciding[Axis.VERDICT], Verdict.OPEN))
    corroboration = _corroboration(case, deciding[Axis.CORROBORATION])
    why = {
        Axis.EVIDENCE: _why(deciding[Axis.EVIDENCE], "no article here speaks of evidence"),
        Axis.CONTEST: _why(deciding[Axis.CONTEST], "nobody contests it in the articles here"),
        Axis.CORROBORATION: _why(deciding[Axis.CORROBORATION], _voices(case, count)),
        Axis.VERDICT: _why(deciding[Axis.VERDICT], "nobody has checked it"),
    }
    status = Status(
        evidence=evidence,
        contest=contest,
        corroboration=corroboration,
        verdict=verdict,
        headline=headline(evidence, contest, corroboration, verdict),
        why=why,
    )
    gathered = {name: getattr(case, name) for name in Case.__dataclass_fields__}
    return Allegation(**gathered, status=status, origins=count, origin_of=origin_of, echoes=echoed)


def headline(evidence: Evidence, contest: Contest, corroboration: Corroboration, verdict: Verdict) -> str:
    """The first that holds (design, section 3); a denial is always shown with the evidence axis beside it."""
    said = evidence.value.replace("_", " ")
    shown = {Evidence.NONE_PROVIDED: "no evidence provided"}.get(evidence, f"evidence {said}")
    if verdict is Verdict.RETRACTED:
        return "retracted"
    if verdict in {Verdict.REFUTED, Verdict.DID_NOT_OCCUR}:
        return verdict.value.replace("_", " ")
    if verdict in {Verdict.SUPPORTED, Verdict.OCCURRED}:
        return verdict.value
    if corroboration is Corroboration.INDEPENDENT:
        return "corroborated"
    if contest is Contest.DISPUTED or verdict is Verdict.CONFLICTING:
        return "disputed"
    if contest is Contest.CONCEDED:
        return "conceded"
    if contest in {Contest.DENIED, Contest.COUNTER_CLAIMED}:
        word = "denied" if contest is Contest.DENIED else "countered"
        return word if evidence is Evidence.UNASSESSED else f"{word}; {shown}"
    return "unverified" if evidence is Evidence.UNASSESSED else shown


def statuses() -> list[str]:
    """All that allegations can be asked for by: the values of the axes, and every headline, whole and in its parts."""
    headlines = {headline(*values) for values in product(Evidence, Contest, Corroboration, Verdict)}
    parts = {part for whole in headlines for part in whole.split("; ")}
    return sorted(headlines | parts | {value.value for scale in _SCALES.values() for value in scale})


def _deciding(case: Case, axis: Axis) -> StatusEvent | None:
    """The event that puts an axis where it stands; None where nothing was said."""
    scale = [value.value for value in _SCALES[axis]]

    def order(event: StatusEvent) -> tuple[object, ...]:
        day, rank = event.happened_on or dt.date.min, scale.index(event.value)
        if axis is Axis.CONTEST:
            return rank, day, event.recorded_at
        return (day, rank, event.recorded_at) if axis is Axis.EVIDENCE else (day, event.recorded_at)

    return max((e for e in case.events if e.axis is axis), key=order, default=None)


def _value(event: StatusEvent | None, default: str) -> str:
    return event.value if event is not None else default


def _corroboration(case: Case, event: StatusEvent | None) -> Corroboration:
    if event is not None:
        return Corroboration(event.value)
    if len(case.speakers) > 1:
        return Corroboration.MULTI_SPEAKER
    return Corroboration.ECHOED if len(case.outlets) > 1 else Corroboration.SINGLE_ORIGIN


def _voices(case: Case, count: int) -> str:
    sides = {m.sides.get(name, name) for m in case.alleging for name in m.mention.speakers}
    one_side = ", all of one side" if len(sides) == 1 and len(case.speakers) > 1 else ""
    unnamed = "" if case.speakers else "nobody named as its source; "
    return (
        f"{unnamed}{plural(len(case.speakers), 'speaker')}{one_side}; "
        f"{plural(count, 'origin')} in {plural(len(case.outlets), 'outlet')}"
    )


def _why(event: StatusEvent | None, otherwise: str) -> str:
    """The quote or rating, and the voice behind an axis, or why it stands at its default."""
    if event is None:
        return otherwise
    where = event.article.outlet or event.article.ref if event.article is not None else None
    day = f"{event.happened_on.day} {event.happened_on:%b %Y}" if event.happened_on else None
    source = ", ".join(part for part in (event.voice or "the reporter", where, day) if part)
    said = event.quote or event.rating
    address = f" {event.url}" if event.url and event.article is None else ""
    return (f"“{squash(said)}” ({source})" if said else source) + address
