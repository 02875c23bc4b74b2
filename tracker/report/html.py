"""A weekly report as one HTML page that needs nothing else: no script, no network, no font; and that page as a PDF.

The words and the order are those of `markdown`; the layout is in `templates/`. The style is inline and named by its hash
in the content security policy (W3C, Content Security Policy Level 3, 2016), so that a browser obeys no other.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tracker.errors import TrackerError
from tracker.report import svg, words
from tracker.report.backlog import Count, Day
from tracker.report.escape import html_text, html_url
from tracker.report.revised import AFTER
from tracker.report.weekly import Line, Section, WeeklyReport
from tracker.report.weeks import Period
from tracker.text import plural

# The sections whose lines are drawn day by day.
_DRAWN = {"new", "spreading", "denied"}


def render(report: WeeklyReport) -> str:
    """Write the report as one HTML page. What came from articles is text on it; live links are http(s), or within the page."""
    style = _style()
    period = Period(report.start, report.end)
    template = _environment().get_template("report.html")
    return template.render(
        report=report,
        period=period,
        style=Markup(style),  # noqa: S704  # the package's own file
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        chart=_chart(report, period),
        ages=svg.ages(report.backlog, key="ages", title="Unverified allegations by how long they have been open"),
        runs=lambda section: _runs(section, period),
        marks=_Marks(),
        told=[section for section in report.sections if section.told],
        after=AFTER,
        contents=[part[:3] for part in report.contents if part.told],
        empty=[part.title for part in report.contents if not part.told],
    )


def pdf(report: WeeklyReport) -> bytes:
    """Write the page as a PDF with bookmarks and tags for those who hear it; reads no file but fonts, and no address.

    The same report gives the same bytes on one machine: other fonts, or another weasyprint, give others. `TrackerError`
    where weasyprint, or a library of the system that it draws with, is missing.
    """
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise TrackerError(
            f"a PDF needs weasyprint and the library Pango ({error}): pip install 'allegation-tracker[pdf]', "
            "and Pango from your system"
        ) from error
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    page = weasyprint.HTML(string=render(report), url_fetcher=nothing)
    made: bytes = page.write_pdf(pdf_tags=True)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Lines of a section that follow each other and are laid out alike: `wide` ones over both columns, others in brief."""

    wide: bool
    lines: tuple[tuple[Line, Markup | None], ...]

    @property
    def drawn(self) -> bool:
        """Tell whether one of them has a chart."""
        return any(chart for _, chart in self.lines)


@dataclass(slots=True)
class _Marks:
    """The places on the page that point to each note: a note is told after them, and links back to each."""

    seen: Counter[int] = field(default_factory=Counter)

    def place(self, number: int) -> str:
        """Name one more place that points to a note."""
        self.seen[number] += 1
        return f"m{number}-{self.seen[number]}"

    def places(self, number: int) -> list[str]:
        """Name all places that point to a note so far."""
        return [f"m{number}-{n}" for n in range(1, self.seen[number] + 1)]


def environment(package: str, **names: Any) -> Environment:
    """The templates of a package, which escape all that they print; `names` are known to them beside those of every page."""
    made = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"words": words, "plural": plural, "begin": lambda text: text[:1].upper() + text[1:], **names}
    return made


@cache
def _environment() -> Environment:
    return environment("tracker.report", address=html_url, difference=_difference)


@cache
def _style() -> str:
    return files("tracker.report").joinpath("templates/report.css").read_text("utf-8")


def _shown(value: Any) -> Any:
    """Everything a template prints passes here, before it is escaped. Markup is made of what has passed."""
    return html_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _difference(count: Count) -> str:
    """Say how a number differs from the one before, without a judgement in it: "65 more", "2 fewer", "as many"."""
    change = count.now - count.before
    return f"{abs(change):,} {'more' if change > 0 else 'fewer'}" if change else "as many"


def _chart(report: WeeklyReport, period: Period) -> Markup | None:
    if period.length == 1 or not any(day.mentions or day.denials for day in report.daily):
        return None
    return svg.days(report.daily, period, key="daily", title="Mentions a day, and denials")


def _runs(section: Section, period: Period) -> list[_Run]:
    told = zip(section.lines, _charts(section, period), strict=True)
    stretches = groupby(told, key=lambda pair: bool(pair[1] or pair[0].shifts) or section.key == "to_check")
    return [_Run(wide=wide, lines=tuple(lines)) for wide, lines in stretches]


def _charts(section: Section, period: Period) -> list[Markup | None]:
    """One chart for each line that has more than one point to show, all on one scale."""
    stories = [_daily(line) for line in section.lines]
    drawn = [
        (n, (f"{line.id}: mentions a day, and denials", story))
        for n, (line, story) in enumerate(zip(section.lines, stories, strict=True))
        if section.key in _DRAWN and period.length > 1 and sum(day.mentions + day.denials for day in story) > 1
    ]
    made = svg.multiples([story for _, story in drawn], period, key=f"{section.key}-chart")
    by_line = {n: chart for (n, _), chart in zip(drawn, made, strict=True)}
    return [by_line.get(n) for n in range(len(stories))]


def _daily(line: Line) -> list[Day]:
    said, denied = dict(line.daily), dict(line.denied)
    return [Day(day=day, mentions=said.get(day, 0), denials=denied.get(day, 0)) for day in sorted(said.keys() | denied.keys())]
