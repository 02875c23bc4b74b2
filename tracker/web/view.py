"""Records on pages: the templates, and what they need to say it in words.

Everything a template prints passes `html_text` of `tracker.report.escape`, then autoescape; Markup is made of what has passed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from tracker import __version__
from tracker.report import svg, words
from tracker.report.backlog import Day
from tracker.report.decisions import state, told
from tracker.report.escape import html_url, terminal
from tracker.report.html import environment
from tracker.report.weeks import Period
from tracker.text import lacking
from tracker.types import StoredMention, Verdict
from tracker.web.asked import analyst_of, rules_of, session_of

STYLES = ("report.css", "desk.css")


def static() -> Path:
    """The folder of what a page asks for beside itself."""
    return Path(str(files("tracker.web").joinpath("static")))


def report_style() -> Path:
    """The style sheet of the weekly report, which the desk builds on."""
    return Path(str(files("tracker.report").joinpath("templates/report.css")))


def page(request: Request, template: str, **context: Any) -> HTMLResponse:
    """A page; every template has the session's key, who decides, and where its JSON twin is."""
    rules = rules_of(request)
    here = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    common = {
        "here": here,
        "path": request.url.path,
        "key": session_of(request).key(rules),
        "analyst": analyst_of(request),
        "read_only": rules.read_only,
        "version": __version__,
    }
    return HTMLResponse(_environment().get_template(template).render(common | context))


def marked(text: str, start: int, mentions: Sequence[StoredMention]) -> Iterator[tuple[str, list[StoredMention], list[str]]]:
    """Yield a part of an article that begins at `start` in pieces: each with the mentions that hold it, and the ids of those
    that are met for the first time. Mentions may overlap and be nested.
    """
    end = start + len(text)
    spans = [(max(m.mention.start, start), min(m.mention.end, end), m) for m in mentions]
    cuts = sorted({start, end, *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    for left, right in pairwise(cuts):
        inside = [m for s, e, m in spans if s <= left and right <= e]
        new = [m.mention.id for s, _, m in spans if s == left and m in inside]
        yield text[left - start : right - start], inside, new


def verbatim(text: str) -> str:
    """A text with its lines as they are, nothing hidden in it."""
    return "\n".join(map(terminal, text.splitlines())) + ("\n" if text.endswith("\n") else "")


def daily(days: Sequence[Day], title: str) -> Markup | None:
    """A chart of mentions and denials by day; None where there is nothing to see."""
    if not days or len(days) < 2:
        return None
    return svg.days(days, Period(days[0].day, days[-1].day), key="daily", title=title)


def moment(at: dt.datetime) -> str:
    """A moment as it is kept, in UTC: "15 Jan 2022, 10:00 UTC"."""
    utc = at.astimezone(dt.UTC)
    return f"{words.short_date(utc.date())}, {utc:%H:%M} UTC"


def day(iso: str | None) -> dt.date | None:
    """The day of a record that went through JSON."""
    return dt.date.fromisoformat(iso) if iso else None


def address(path: str, **query: str) -> str:
    """An address of this desk with a query that may hold any name."""
    return f"{path}?{urlencode(query)}" if query else path


def said_by(row: Any) -> str:
    """How far an allegation has gone: "9 speakers, 8 outlets (3 origins)"."""
    speakers = words.counted(len(row["speakers"]), "speaker") if row["speakers"] else "no named speaker"
    return f"{speakers}, {words.counted(len(row['outlets']), 'outlet')} ({words.counted(row['origins'], 'origin')})"


@cache
def _environment() -> Environment:
    return environment(
        "tracker.web",
        link=html_url,
        address=address,
        asset=_asset,
        daily=daily,
        day=day,
        decision=lambda action: told(action) + state(action),
        lacking=lacking,
        marked=marked,
        moment=moment,
        said_by=said_by,
        styles=STYLES,
        verbatim=lambda text: Markup.escape(verbatim(text)),
        verdicts=tuple(Verdict),
    )


@cache
def _asset(name: str) -> str:
    """The address of a file beside the pages, which is another when the file is."""
    file = report_style() if name == STYLES[0] else static() / name
    return f"/static/{name}?{hashlib.sha256(file.read_bytes()).hexdigest()[:12]}"
