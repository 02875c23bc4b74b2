"""The weekly report as a record: what was read, what was alleged, what moved. `markdown` puts it on a page."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from tracker.errors import UsageError
from tracker.report import checks, sections, words
from tracker.report.as_of import known_by
from tracker.report.backlog import Age, Count, Day, Whole, ages, counted, counts, daily, is_resolved
from tracker.report.notes import Note, Notes
from tracker.report.pairs import Pair, pairs
from tracker.report.revised import AFTER, TITLE, Revisions, revised
from tracker.report.sections import QUIET_DAYS
from tracker.report.shifts import Shift, shifts
from tracker.report.summary import METHOD, headline, summarise
from tracker.report.unlinked import NONE, UnlinkedDenials, unlinked
from tracker.report.values import plain
from tracker.report.view import Proof, View, published_on, status_proofs, view
from tracker.report.weeks import Period, last_full_week, week_bounds
from tracker.types import Allegation, ArticleInfo, StoredMention
from tracker.types.articles import is_readable
from tracker.types.versions import Revision

__all__ = ["COLUMNS", "LINES", "QUIET_DAYS", "Line", "Section", "WeeklyReport", "build", "last_full_week", "week_bounds"]

COLUMNS = (
    "week", "section", "of", "id", "claim", "accused", "headline", "text", "mentions", "before", "days_open", "quotes",
)  # fmt: skip
_CHECKS = 5
LINES = 50  # of one section: what comes after is counted, and tracker list has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a section says of one allegation.

    `mentions` counts those of the period, `before` those of as many days before it, `daily` those of each day of the
    period that has any. `days_open` runs from the first article here to the end of the period, both included. `notes`
    are the numbers of the quotes behind `text`, `status_notes` of those behind `headline`. `shifts` puts what has changed side
    by side, in the section on changes.
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
    denied: tuple[tuple[dt.date, int], ...] = ()
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the report: the first 50 `lines` of `total`.

    `intro` is a sentence on its rule or its extent, empty where the title says it all. `unlinked` are denials that belong to
    none of the allegations, in the section on what was denied.
    """

    key: str
    title: str
    intro: str
    lines: tuple[Line, ...]
    total: int
    unlinked: UnlinkedDenials = NONE

    @property
    def told(self) -> bool:
        """Tell whether there is anything to say."""
        return bool(self.lines or self.unlinked)

    @property
    def found(self) -> int:
        """How many there are, listed or not, with the denials that belong to no allegation."""
        return self.total + self.unlinked.total


class Part(NamedTuple):
    """An entry of the table of contents; `told` is false where there is nothing to say."""

    key: str
    title: str
    total: int
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyReport:
    """A report on the days from `start` to `end`, both included.

    `languages` counts the articles by language code ("unknown" where there is none), `unread` those in languages that the
    extractor does not read. `sections` are, in order: new, spreading, changed, denied, resolved, gone_quiet, unverified,
    to_check; `to_check` has the first five of its total. `revised` tells of articles that were revised. `pairs` is who said
    most against whom, the first ten of `pairs_total`. `scope` says what the report is kept to ("against Borland"), empty where
    it is on all. `counts` compares with as many days before, `daily` has every day of the period, `backlog` all unverified
    allegations by age.
    """

    label: str
    start: dt.date
    end: dt.date
    articles: int
    outlets: tuple[str, ...]
    languages: tuple[tuple[str, int], ...]
    unread: int
    scope: str
    headline: str
    summary: str
    counts: tuple[Count, ...]
    daily: tuple[Day, ...]
    backlog: tuple[Age, ...]
    sections: tuple[Section, ...]
    revised: Revisions
    pairs: tuple[Pair, ...]
    pairs_total: int
    method: tuple[str, ...]
    notes: tuple[Note, ...]

    @property
    def contents(self) -> tuple[Part, ...]:
        """All sections in the order of the page, that on revised articles among them."""
        found = [Part(section.key, section.title, section.found, section.told) for section in self.sections]
        place = sum(part.key in AFTER for part in found)
        return (*found[:place], Part("revised", TITLE, self.revised.total, bool(self.revised)), *found[place:])

    @property
    def unlinked(self) -> UnlinkedDenials:
        """The denials of the period that belong to no allegation."""
        return next(section.unlinked for section in self.sections if section.key == "denied")

    def as_json(self) -> dict[str, Any]:
        """Give the report as a JSON object.

        Keys, in order: `week`, `from`, `to`, `articles`, `outlets`, `languages` (code to number), `unread`, `scope`,
        `headline`, `summary`, `counts`, `daily`, `backlog` with the fields of `Count`, `Day` and `Age`; one list a section:
        `new`, `spreading`, `changed`, `denied`, `resolved`, `gone_quiet`, `unverified`, `to_check`, its items with the fields
        of `Line`, and as `new_of` and so on how many there are; `denied_unlinked` with the fields of `Unlinked` and
        `denied_unlinked_of`, the denials that belong to no allegation; `revised` with the fields of `Revised`, `revised_of` and
        `revised_unchanged`, how many articles were revised with and without a change of a claim; `who_said_most` with the
        fields of `Pair`, and
        `who_said_most_of`, how many pairs there are; `method`, a list of paragraphs; `notes` with the fields of `Note`. Lines
        and pairs point to notes by `number`. `report.schema.json` beside this module has it as a JSON schema.
        """
        return {
            "week": self.label,
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "articles": self.articles,
            "outlets": list(self.outlets),
            "languages": dict(self.languages),
            "unread": self.unread,
            "scope": self.scope,
            "headline": self.headline,
            "summary": self.summary,
            "counts": plain(self.counts),
            "daily": plain(self.daily),
            "backlog": plain(self.backlog),
            **{section.key: plain(section.lines) for section in self.sections},
            **{f"{section.key}_of": section.total for section in self.sections},
            "denied_unlinked": plain(self.unlinked.denials),
            "denied_unlinked_of": self.unlinked.total,
            "revised": plain(self.revised.articles),
            "revised_of": self.revised.total,
            "revised_unchanged": self.revised.unchanged,
            "who_said_most": plain(self.pairs),
            "who_said_most_of": self.pairs_total,
            "method": list(self.method),
            "notes": plain(self.notes),
        }

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give a row for each line of each section, with `COLUMNS`: its quotes are those of its notes, one after the other.

        The rows of denials that belong to no allegation have the section `denied_unlinked`. The rows of what was revised come
        last, one a change, with the quotes before and after.
        """

        def quotes(numbers: Sequence[int]) -> list[str]:
            return [self.notes[number - 1].quote or "" for number in numbers]

        for section in self.sections:
            for line in section.lines:
                told = {"week": self.label, "section": section.key, "of": section.total} | plain(line)
                yield {key: told.get(key) for key in COLUMNS} | {"quotes": quotes(line.notes)}
        for denial in self.unlinked.denials:
            told = {"week": self.label, "section": "denied_unlinked", "of": self.unlinked.total} | plain(denial)
            yield {key: told.get(key) for key in COLUMNS} | {"quotes": quotes(denial.notes)}
        for row in self.revised.rows():
            yield dict.fromkeys(COLUMNS) | {"week": self.label} | row


def build(
    allegations: Sequence[Allegation],
    articles: Sequence[ArticleInfo],
    start: dt.date,
    end: dt.date,
    label: str,
    *,
    whole: Whole | None = None,
    scope: str = "",
    revisions: Sequence[Revision] = (),
    denials: Sequence[StoredMention] = (),
) -> WeeklyReport:
    """Build the report on the days from `start` to `end`, called `label`; the order of the input does not matter.

    Where `whole` counts all allegations, `allegations` need only be those heard or moved in the period or the two weeks before
    it, and the 50 longest open. `revisions` are those of articles that hold the allegations, `denials` those of the period that
    belong to none.

    Mentions published, and events known, after `end` are left out. The status of an allegation is taken as it is: for a
    week in the past hand in allegations assessed on `known.known_by(case, end)`. `UsageError` where `start` is after
    `end`.
    """
    if start > end:
        raise UsageError(f"the report would begin ({start}) after its end ({end}): swap --from and --to")
    period, notes = Period(start, end), Notes()
    cut = sorted((known_by(allegation, end) for allegation in allegations), key=lambda allegation: allegation.id)
    views = [view(allegation, period) for allegation in cut if allegation.alleging]
    whole = whole or counted(cut)
    previous = period.before(period.length)
    read = [article for article in articles if _day(article) in period]
    outlets = tuple(sorted({words.outlet(article) for article in read}))
    unread = sum(not is_readable(article.language) for article in read)

    def section(key: str, title: str, told: Sequence[sections.Telling], intro: str = "") -> Section:
        lines = tuple(_line(*telling, period, notes, changed=key == "changed") for telling in told[:LINES])
        return Section(key=key, title=title, intro=intro, lines=lines, total=len(told))

    parts = [
        section("new", "New", sections.new(views, period)),
        section("spreading", "Spreading", sections.spreading(views, period)),
        section("changed", "Changed", sections.changed(views, period)),
        replace(section("denied", "Denied", sections.denied(views, period)), unlinked=unlinked(denials, period, notes, LINES)),
        section("resolved", "Resolved", sections.resolved(views, period)),
        section("gone_quiet", "Gone quiet", sections.gone_quiet(views, period)),
    ]
    longest = {life.id for life in whole.unverified(end)[:LINES]}
    open_ = section(
        "unverified", "Unverified, by age", sections.unverified([v for v in views if v.allegation.id in longest], period)
    )
    parts.append(replace(open_, total=len(whole.unverified(end))))
    table, total = pairs(views, notes)
    found = checks.to_check(views, period)
    parts.append(replace(section("to_check", "To check next, and why", found[:_CHECKS], checks.RULE), total=len(found)))
    told = {part.key: part.total for part in parts} | {"denied_unlinked": sum(part.unlinked.total for part in parts)}
    resolved = [sum(is_resolved(allegation, p) for allegation in cut) for p in (period, previous)]
    return WeeklyReport(
        label=label,
        start=start,
        end=end,
        articles=len(read),
        outlets=outlets,
        languages=tuple(sorted(Counter(article.language or "unknown" for article in read).items())),
        unread=unread,
        scope=scope,
        headline=headline(views, period, scope),
        summary=summarise(views, told, len(read), len(outlets), period, unread=unread),
        counts=counts(whole, (len(read), sum(_day(a) in previous for a in articles)), (resolved[0], resolved[1]), period),
        daily=daily(whole, period),
        backlog=ages(whole, end),
        sections=tuple(parts),
        revised=revised(revisions, start, end, LINES),
        pairs=table,
        pairs_total=total,
        method=METHOD,
        notes=notes.listed(),
    )


def _line(v: View, text: str, proofs: Sequence[Proof], period: Period, notes: Notes, *, changed: bool) -> Line:
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
        denied=tuple(sorted(Counter(map(published_on, v.denials)).items())),
        shifts=shifts(v, notes) if changed else (),
    )


def _day(article: ArticleInfo) -> dt.date:
    return article.published or article.ingested_at.date()
