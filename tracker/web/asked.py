"""What every route is handed: the tracker, the session, and the filters of a listing as an address has them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal
from urllib.parse import unquote, urlencode

from fastapi import Depends, Form, Query, Request
from pydantic import BeforeValidator
from starlette.exceptions import HTTPException

from tracker.core import Tracker
from tracker.types.paging import Sort
from tracker.web.rules import Rules, Session

ANALYST = "tracker_analyst"
Words = Annotated[str, Query(max_length=200)]


def iso(given: object) -> object:
    """A date as ISO 8601 has it, or nothing: no other way to write one is taken."""
    if given and not re.fullmatch(r"\d{4}-\d\d-\d\d", str(given)):
        raise ValueError("write it as 2022-02-17")
    return given


IsoDay = Annotated[dt.date | Literal[""], BeforeValidator(iso)]
Day = Annotated[IsoDay, Query()]


Then = Annotated[str, Form(max_length=500)]


def own(then: str, otherwise: str) -> str:
    """Where a form leads to, if that is an address of ours: it cannot lead elsewhere."""
    return then if then.startswith("/") and not then.startswith(("//", "/\\")) else otherwise


class Shown(StrEnum):
    """Which allegations a listing is about."""

    UNVERIFIED = "unverified"
    ALL = "all"


def tracker_of(request: Request) -> Tracker:
    """The tracker that the desk shows."""
    found: Tracker = request.app.state.tracker
    return found


def rules_of(request: Request) -> Rules:
    """The rules of this server."""
    found: Rules = request.app.state.rules
    return found


def session_of(request: Request) -> Session:
    """The session of the browser that asks."""
    found: Session = request.state.session
    return found


Of = Annotated[Tracker, Depends(tracker_of)]


def analyst_of(request: Request) -> str | None:
    """Who decides: as the browser was told, else the person at this machine; None where nobody is known."""
    return named(unquote(request.cookies.get(ANALYST, ""))) or rules_of(request).analyst


def named(given: str) -> str | None:
    """A name as it is kept with decisions: one line of at most 80 characters that can be seen; None where it is none."""
    name = " ".join(given.split())
    return name if name.isprintable() and 0 < len(name) <= 80 else None


def changes(
    request: Request,
    key: Annotated[str, Form(description="The key of the session; not needed with a token.", max_length=200)] = "",
    analyst: Annotated[str, Form(description="Who decides; not needed where a cookie says it.", max_length=200)] = "",
) -> Tracker:
    """The tracker in the hands of whoever decides. Refuses what comes from no form of ours, from nobody, or to be published."""
    rules = rules_of(request)
    if rules.read_only:
        raise HTTPException(403, "this desk is for reading only")
    if not session_of(request).opens(key, rules) and not _bears(request, rules):
        raise HTTPException(403, "this form is out of date: open its page again")
    name = named(analyst) or analyst_of(request)
    if name is None:
        raise HTTPException(403, "say first who decides: every decision is kept with a name (/name)")
    return tracker_of(request).deciding_as(name)


def _bears(request: Request, rules: Rules) -> bool:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return kind.lower() == "bearer" and rules.knows(token.strip())


Deciding = Annotated[Tracker, Depends(changes)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters of a listing; an empty one does not filter."""

    show: Shown
    words: str
    status: str
    accused: str
    speaker: str
    outlet: str
    topic: str
    since: dt.date | None
    until: dt.date | None
    sort: Sort

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters as `Tracker.listed` takes them."""
        given = {name: _plain(getattr(self, name)) or None for name in ("status", "accused", "speaker", "outlet", "topic")}
        shown = {"unverified": self.show is Shown.UNVERIFIED, "words": _plain(self.words), "sort": self.sort.value}
        return given | shown | {"since": self.since, "until": self.until}

    @property
    def more(self) -> bool:
        """Whether one of the filters is set that are not always seen."""
        return any((self.accused, self.speaker, self.outlet, self.topic, self.since, self.until))

    def query(self, **others: str) -> str:
        """The filters as the query of an address, without those that say nothing."""
        plain = {"show": Shown.UNVERIFIED.value, "sort": Sort.LAST.value}
        given = {name: str(getattr(self, name) or "") for name in Filters.__dataclass_fields__} | others
        return urlencode({name: value for name, value in given.items() if value and plain.get(name) != value})


def filters(
    show: Shown = Shown.UNVERIFIED,
    words: Words = "",
    status: Words = "",
    accused: Words = "",
    speaker: Words = "",
    outlet: Words = "",
    topic: Words = "",
    since: Day = "",
    until: Day = "",
    sort: Sort = Sort.LAST,
) -> Filters:
    """The filters that an address has. `status` is a headline or a value of an axis; days are ISO dates."""
    return Filters(
        show=show, words=words, status=status, accused=accused, speaker=speaker, outlet=outlet, topic=topic,
        since=since or None, until=until or None, sort=sort,
    )  # fmt: skip


Chosen = Annotated[Filters, Depends(filters)]


def _plain(given: str) -> str:
    """What was typed, without a character that no database takes."""
    return given.replace("\x00", "").strip()
