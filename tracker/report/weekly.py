"""The weekly report as a record: what was read, what was alleged, what moved. `markdown` puts it on a page."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.errors import UsageError
from tracker.report import checks, sections, words
from tracker.report.known import known_by
from tracker.report.notes import Note, Notes
from tracker.report.pairs import Pair, pairs
from tracker.report.plain import plain
from tracker.report.summary import METHOD, summarise
from tracker.report.view import Proof, View, status_proofs, view
from tracker.report.weeks import Period, last_full_week, week_bounds
from tracker.types import Allegation, ArticleInfo

__all__ = ["Line", "Section", "WeeklyReport", "build", "last_full_week", "week_bounds"]

_CHECKS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a section says of one allegation.

    `mentions` counts those of the period, `before` those of as many days before it, `daily` those of each day of the
    period that has any. `days_open` runs from the first article here to the end of the period, both included. `notes`
    are the numbers of the quotes behind `text`, `status_notes` of those behind `headline`.
    """

    id: str
    claim: str
    accused: str | None
    headline: str
    text: str
    mentions: int
    before: int
    daily: tuple[tuple[dt.date, int], ...]
    days_open: int
    notes: tuple[int, ...]
    status_notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the report; `intro` is a sentence on its rule or its extent, empty where the title says it all."""

    key: str
    title: str
    intro: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyReport:
    """A report on the days from `start` to `end`, both included.

    `languages` counts the articles by language code ("unknown" where there is none). `sections` are, in order: new,
    spreading, changed, denied, resolved, gone_quiet, unverified, to_check; `to_check` has the first five of
    `to_check_total`. `pairs` is who said most against whom, the first ten of `pairs_total`.
    """

    label: str
    start: dt.date
    end: dt.date
    articles: int
    outlets: tuple[str, ...]
    languages: tuple[tuple[str, int], ...]
    summary: str
    sections: tuple[Section, ...]
    pairs: tuple[Pair, ...]
    pairs_total: int
    to_check_total: int
    method: tuple[str, ...]
    notes: tuple[Note, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the report as a JSON object.

        Keys, in order: `week`, `from`, `to`, `articles`, `outlets`, `languages` (code to number), `summary`; one list
        a section: `new`, `spreading`, `changed`, `denied`, `resolved`, `gone_quiet`, `unverified`, `to_check`, its
        items with the fields of `Line`, and `to_check_of`, how many there are to check; `who_said_most` with the
        fields of `Pair`, and `who_said_most_of`, how many pairs there are; `method`, a list of paragraphs;
        `notes` with the fields of `Note`. Lines and pairs point to notes by `number`.
        """
        return {
            "week": self.label,
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "articles": self.articles,
            "outlets": list(self.outlets),
            "languages": dict(self.languages),
            "summary": self.summary,
            **{section.key: plain(section.lines) for section in self.sections},
            "to_check_of": self.to_check_total,
            "who_said_most": plain(self.pairs),
            "who_said_most_of": self.pairs_total,
            "method": list(self.method),
            "notes": plain(self.notes),
        }


def build(
    allegations: Sequence[Allegation], articles: Sequence[ArticleInfo], start: dt.date, end: dt.date, label: str
) -> WeeklyReport:
    """Build the report on the days from `start` to `end`, called `label`; the order of the input does not matter.

    Mentions published, and events known, after `end` are left out. The status of an allegation is taken as it is: for a
    week in the past hand in allegations assessed on `known.known_by(case, end)`. `UsageError` where `start` is after
    `end`.
    """
    if start > end:
        raise UsageError(f"the report would begin ({start}) after its end ({end}): swap --from and --to")
    period, notes = Period(start, end), Notes()
    cut = sorted((known_by(allegation, end) for allegation in allegations), key=lambda allegation: allegation.id)
    views = [view(allegation, period) for allegation in cut if allegation.alleging]
    read = [article for article in articles if (article.published or article.ingested_at.date()) in period]
    outlets = tuple(sorted({words.outlet(article) for article in read}))

    def section(key: str, title: str, told: Sequence[sections.Telling], intro: str = "") -> Section:
        lines = tuple(_line(*telling, period, notes) for telling in told)
        return Section(key=key, title=title, intro=intro, lines=lines)

    parts = [
        section("new", "New", sections.new(views, period)),
        section("spreading", "Spreading", sections.spreading(views, period)),
        section("changed", "Changed", sections.changed(views, period)),
        section("denied", "Denied", sections.denied(views, period)),
        section("resolved", "Resolved", sections.resolved(views, period)),
        section("gone_quiet", "Gone quiet", sections.gone_quiet(views, period)),
        section("unverified", "Unverified, by age", sections.unverified(views, period)),
    ]
    table, total = pairs(views, notes)
    found = checks.to_check(views, period)
    intro = f"{checks.RULE} The first {_CHECKS} of {len(found)}." if len(found) > _CHECKS else checks.RULE
    parts.append(section("to_check", "To check next, and why", found[:_CHECKS], intro))
    return WeeklyReport(
        label=label,
        start=start,
        end=end,
        articles=len(read),
        outlets=outlets,
        languages=tuple(sorted(Counter(article.language or "unknown" for article in read).items())),
        summary=summarise(views, {part.key: len(part.lines) for part in parts}, len(read), len(outlets), period),
        sections=tuple(parts),
        pairs=table,
        pairs_total=total,
        to_check_total=len(found),
        method=METHOD,
        notes=notes.listed(),
    )


def _line(v: View, text: str, proofs: Sequence[Proof], period: Period, notes: Notes) -> Line:
    allegation = v.allegation
    previous = period.before(period.length)
    return Line(
        id=allegation.public_id,
        claim=allegation.claim,
        accused=allegation.accused,
        headline=allegation.status.headline,
        text=text,
        mentions=len(v.here),
        before=sum(m.seen_on in previous for m in v.earlier),
        daily=tuple(sorted(Counter(m.seen_on for m in v.here).items())),
        days_open=(period.end - min(m.seen_on for m in (*v.earlier, *v.here))).days + 1,
        notes=notes.cite(proofs),
        status_notes=notes.cite(status_proofs(allegation)),
    )
