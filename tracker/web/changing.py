"""What changes something: each decision is one of the facade's, made under a name, and stands in the log.

A form leads back to its page; the JSON twin gives the decision.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form
from starlette.responses import RedirectResponse, Response

from tracker.core import Tracker
from tracker.types import Action, Decision, Verdict
from tracker.web import shapes
from tracker.web.asked import Deciding, IsoDay, Then, own
from tracker.web.reading import Id, decided

PROBLEMS = (400, 401, 403, 404, 409, 411, 413, 421, 422, 503)
router = APIRouter(responses={code: {"model": shapes.Problem} for code in PROBLEMS}, tags=["decisions"])


class Said(StrEnum):
    """What can be said of two."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


_DECISIONS = {Said.SAME: Decision.POSITIVE, Said.DIFFERENT: Decision.NEGATIVE, Said.UNSURE: Decision.UNSURE}
Because = Annotated[str, Form(max_length=2000, description="Why; kept with the decision.")]
One = Annotated[
    str, Form(pattern=r"^(([Aa]-)?[0-9]{1,18}|m[0-9a-f]{15})$", description="An allegation (A-3), or the id of a mention.")
]
Other = Annotated[str, Form(pattern=r"^([Aa]-)?[0-9]{1,18}$", description="The allegation to compare it with.")]
WEB = r"^\s*([Hh][Tt][Tt][Pp][Ss]?://\S+)?\s*$"  # a web address, or nothing


@router.post("/judge.json", response_model=shapes.Decision)
def judge_json(tracker: Deciding, one: One, other: Other, said: Annotated[Said, Form()], because: Because = "") -> Any:
    """Decide whether two allegations are one, or whether a mention belongs to an allegation."""
    return decided(_judge(tracker, one, other, said, because))


@router.post("/judge", include_in_schema=False)
def judge(
    tracker: Deciding, one: One, other: Other, said: Annotated[Said, Form()], because: Because = "", then: Then = "/review"
) -> Response:
    """Decide, and go on."""
    return _back(then, _judge(tracker, one, other, said, because))


def _judge(tracker: Tracker, one: str, other: str, said: Said, because: str) -> Action:
    action = tracker.judge(one, other, _DECISIONS[said], because.strip() or None)
    tracker.refresh()
    return action


Url = Annotated[str, Form(pattern=WEB, max_length=2000, description="Where the check can be read.")]
On = Annotated[IsoDay, Form(description="When it was found, an ISO date; today where empty.")]
By = Annotated[str, Form(max_length=200, description="Who found it; you, where empty.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check found on an allegation: by whom, when, and where it can be read."""

    verdict: Verdict
    url: str | None
    on: dt.date | None
    by: str | None
    because: str | None


def finding(verdict: Annotated[Verdict, Form()], url: Url = "", on: On = "", by: By = "", because: Because = "") -> Finding:
    """The form, without what is empty in it."""
    return Finding(
        verdict=verdict, url=url.strip() or None, on=on or None, by=by.strip() or None, because=because.strip() or None
    )


Found = Annotated[Finding, Depends(finding)]


@router.post("/allegations/{id}/verdict.json", response_model=shapes.Decision)
def verdict_json(tracker: Deciding, id_: Id, found: Found) -> Any:
    """Record what a check found on an allegation: by whom, when, and where it can be read."""
    return decided(_verdict(tracker, id_, found))


@router.post("/allegations/{id}/verdict", include_in_schema=False)
def verdict_form(tracker: Deciding, id_: Id, found: Found) -> Response:
    """Record it, and see where the allegation stands now."""
    return _back(f"/allegations/{id_}", _verdict(tracker, id_, found))


def _verdict(tracker: Tracker, id_: str, found: Finding) -> Action:
    action = tracker.set_verdict(id_, found.verdict, url=found.url, on=found.on, by=found.by, because=found.because)
    tracker.refresh()
    return action


Last = Annotated[int, Form(ge=1, le=2**53 - 1, description="The decision that is expected to be the last that stands.")]


@router.post("/undo.json", response_model=shapes.Decision)
def undo_json(tracker: Deciding, last: Last) -> Any:
    """Take back the last decision that stands, if nobody has decided since."""
    return decided(_undo(tracker, last))


@router.post("/undo", include_in_schema=False)
def undo(tracker: Deciding, last: Last, then: Then = "/log") -> Response:
    """Take it back, and go on."""
    return _back(then, _undo(tracker, last))


def _undo(tracker: Tracker, last: int) -> Action:
    tracker.undo_last(last)
    tracker.refresh()
    return tracker.decisions(limit=1).items[0]


def _back(then: str, action: Action) -> Response:
    """To a page of ours, which tells what was done."""
    path = own(then, "/log")
    mark = "&" if "?" in path else "?"
    return RedirectResponse(f"{path}{mark}{urlencode({'done': action.id})}", 303)
