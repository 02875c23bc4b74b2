"""What to check next, and why."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.report import as_of, words
from tracker.report.sections import QUIET_DAYS, Telling
from tracker.report.view import Proof, View
from tracker.report.weeks import Period
from tracker.text import plural
from tracker.types import Axis, Certainty, Contest, Evidence

# The order of the rule, in the words of the report.
RULE = (
    "In this order: no evidence provided; stated as fact without a word on evidence; evidence said to exist but not "
    "shown; conflicting accounts; several outlets but one origin. More outlets come first."
)


def to_check(views: Iterable[View], period: Period) -> list[Telling]:
    """Tell which allegations to check next: unverified, and heard in the period or the two weeks before.

    The reasons, of which the first that holds counts, go from what is easiest to ask for to what is hardest to see:

    1. somebody says that no evidence was provided;
    2. somebody states it as fact (`asserted`) and nothing is said about evidence;
    3. evidence is said to exist and has not been shown;
    4. the accounts conflict;
    5. several outlets carry it and all go back to one origin.

    Within a reason the allegation in most outlets comes first, then the older id. One without a reason is left out.
    """
    recent = period.before(QUIET_DAYS)
    found: list[tuple[int, int, Telling]] = []
    for v in views:
        reason = _reason(v) if v.allegation.status.unverified and v.last_day >= recent.start else None
        if reason:
            rank, text, proofs = reason
            found.append((rank, -len(v.allegation.outlets), (v, text, proofs)))
    return [telling for _, _, telling in sorted(found, key=lambda entry: entry[:2])]


def _reason(v: View) -> tuple[int, str, list[Proof]] | None:
    status, outlets = v.allegation.status, len(v.allegation.outlets)
    mentions = (*v.earlier, *v.here)
    carried = f"{plural(outlets, 'outlet')} {'carries' if outlets == 1 else 'carry'} it"
    stated = [m for m in mentions if m.mention.certainty is Certainty.ASSERTED]
    if status.evidence is Evidence.NONE_PROVIDED:
        return 1, f"No evidence was provided; {carried}.", [_proof(v, Axis.EVIDENCE)]
    if status.evidence is Evidence.UNASSESSED and stated:
        return 2, f"Stated as fact by {words.speaker(stated[-1])}, with no word on evidence; {carried}.", [stated[-1]]
    if status.evidence is Evidence.ASSERTED:
        return 3, f"Evidence is said to exist, but has not been shown; {carried}.", [_proof(v, Axis.EVIDENCE)]
    if status.contest is Contest.DISPUTED:
        return 4, f"The accounts conflict; {carried}.", [_proof(v, Axis.CONTEST)]
    if outlets > 1 and v.allegation.origins == 1:
        return 5, f"{carried[0].upper()}{carried[1:]}, all from one origin.", [mentions[-1]]
    return None


def _proof(v: View, axis: Axis) -> Proof:
    """The quote that put the axis where it stands; the latest mention where no event shows it."""
    return as_of.deciding(v.allegation, axis) or (*v.earlier, *v.here)[-1]
