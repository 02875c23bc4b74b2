"""The values that a record may hold: kinds, the four status axes, bands and decisions, as enumerations."""

from __future__ import annotations

from enum import StrEnum


class Scale(StrEnum):
    """An enumeration whose members stand in order, the weakest first."""

    @property
    def rank(self) -> int:
        """Position on the scale, from 0."""
        return list(type(self)).index(self)


class Kind(StrEnum):
    """What a mention does: it accuses, it rejects an accusation, or neither."""

    ALLEGATION = "allegation"
    DENIAL = "denial"
    STATEMENT = "statement"


class Certainty(Scale):
    """How sure the wording is that the act happens."""

    POSSIBLE = "possible"
    LIKELY = "likely"
    PLANNED = "planned"
    ASSERTED = "asserted"


class Evidence(Scale):
    """What the side that alleges has offered; the later says more. Silence is `unassessed`, never `none_provided`."""

    UNASSESSED = "unassessed"
    ASSERTED = "asserted"
    NONE_PROVIDED = "none_provided"
    PUBLISHED = "published"


class Contest(Scale):
    """Who stands against the allegation; the later says more: a denial stands even if an accusation in return follows."""

    NONE = "none"
    COUNTER_CLAIMED = "counter_claimed"
    DENIED = "denied"
    DISPUTED = "disputed"
    CONCEDED = "conceded"


class Corroboration(StrEnum):
    """How many voices there are behind it. Only an analyst may say `independent`."""

    SINGLE_ORIGIN = "single_origin"
    ECHOED = "echoed"
    MULTI_SPEAKER = "multi_speaker"
    INDEPENDENT = "independent"


class Verdict(StrEnum):
    """What an analyst, or a cited fact-check, found."""

    OPEN = "open"
    SUPPORTED = "supported"
    REFUTED = "refuted"
    CONFLICTING = "conflicting"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"
    RETRACTED = "retracted"
    OCCURRED = "occurred"
    DID_NOT_OCCUR = "did_not_occur"


class Axis(StrEnum):
    """The four independent parts of an allegation's status."""

    EVIDENCE = "evidence"
    CONTEST = "contest"
    CORROBORATION = "corroboration"
    VERDICT = "verdict"


class Band(StrEnum):
    """What a matching score means: merge, ask a person, show as kin, or nothing."""

    SAME = "same"
    REVIEW = "review"
    RELATED = "related"
    DIFFERENT = "different"


class Decision(StrEnum):
    """Whether a mention belongs to an allegation."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    UNSURE = "unsure"


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
