"""Who is at the desk: the token that opens it, and the name under which decisions are kept."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from tracker.errors import UsageError
from tracker.web.asked import ANALYST, Then, named, own, rules_of, session_of
from tracker.web.guard import set_cookie
from tracker.web.rules import Session
from tracker.web.view import page

router = APIRouter(include_in_schema=False)
YEAR = 365 * 24 * 3600


@router.get("/enter")
def enter(request: Request, then: str = "/queue") -> Response:
    """Ask for the token."""
    return page(request, "enter.html", then=then, wrong=False)


@router.post("/enter")
def entered(
    request: Request,
    token: Annotated[str, Form(max_length=500)],
    key: Annotated[str, Form(max_length=200)] = "",
    then: Then = "/queue",
) -> Response:
    """Let in whoever knows it, as a new session."""
    rules = rules_of(request)
    if not session_of(request).opens(key, rules):
        raise HTTPException(403, "this form is out of date: open its page again")
    if not rules.knows(token.strip()):
        again = page(request, "enter.html", then=then, wrong=True)
        again.status_code = 403
        return again
    answer = RedirectResponse(own(then, "/queue"), 303)
    answer.headers["set-cookie"] = set_cookie(Session.new(entered=True), rules, request.scope)
    return answer


@router.get("/name")
def name(request: Request, then: str = "/queue") -> Response:
    """Ask for the name."""
    return page(request, "name.html", then=then)


@router.post("/name")
def name_given(
    request: Request,
    analyst: Annotated[str, Form(max_length=200)],
    key: Annotated[str, Form(max_length=200)] = "",
    then: Then = "/queue",
) -> Response:
    """Keep it with the browser."""
    if not session_of(request).opens(key, rules_of(request)):
        raise HTTPException(403, "this form is out of date: open its page again")
    found = named(analyst)
    if found is None:
        raise UsageError("a name has one line of at most 80 characters")
    answer = RedirectResponse(own(then, "/queue"), 303)
    answer.set_cookie(ANALYST, quote(found), max_age=YEAR, httponly=True, samesite="lax", secure=request.url.scheme == "https")
    return answer
