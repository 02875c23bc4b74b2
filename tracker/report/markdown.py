"""A weekly report as Markdown: CommonMark with the tables and footnotes of GitHub, GitLab and pandoc."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from tracker.report import words
from tracker.report.backlog import Age, Count
from tracker.report.chart import sparkline
from tracker.report.escape import markdown as safe
from tracker.report.escape import markdown_url
from tracker.report.notes import Note
from tracker.report.pairs import Pair
from tracker.report.revised import AFTER, TITLE, Revised, Revisions
from tracker.report.unlinked import Unlinked
from tracker.report.weekly import Line, Section, WeeklyReport
from tracker.report.weeks import Period
from tracker.text import plural

# A sparkline of more days than this is no longer read as days.
_SPARK_DAYS = 31


def render(report: WeeklyReport) -> str:
    """Write the report as one Markdown text. What came from articles is escaped; live links are http(s)."""
    moved = [section for section in report.sections if section.key in AFTER]
    before = [section for section in report.sections if section.key not in AFTER | {"to_check"}]
    after = [section for section in report.sections if section.key == "to_check"]
    period = Period(report.start, report.end)
    blocks = [
        f"# Allegations{f' {safe(report.scope)}' if report.scope else ''}, {words.date_range(report.start, report.end)}",
        f"*{safe(_masthead(report))}*",
        f"**{safe(report.headline)}**",
        safe(report.summary),
        _counts(report.counts, period),
        *_sections(moved, period, ()),
        *_revised(report.revised),
        *_sections(before, period, report.backlog),
        *_pairs(report.pairs, report.pairs_total),
        *_sections(after, period, ()),
        *_empty(report),
        "## Method and limits",
        *map(safe, report.method),
    ]
    if report.notes:
        blocks += ["## Quotes", "\n".join(map(_note, report.notes))]
    return "\n\n".join(blocks) + "\n"


def _masthead(report: WeeklyReport) -> str:
    read = f"{plural(report.articles, 'article')} from {plural(len(report.outlets), 'outlet')}"
    languages = ", ".join(f"{code} {count}" for code, count in report.languages)
    unread = f"{report.unread:,} not read for {'its' if report.unread == 1 else 'their'} language" if report.unread else ""
    return " · ".join(part for part in (report.label, read, languages, unread) if part)


def _counts(counts: Iterable[Count], period: Period) -> str:
    head = [f"| This {period.noun} | | The {period.noun} before |", "|---|--:|--:|"]
    return "\n".join([*head, *(f"| {count.title} | {count.now} | {count.before} |" for count in counts)])


def _sections(sections: Iterable[Section], period: Period, backlog: Iterable[Age]) -> Iterable[str]:
    for section in sections:
        if section.told:
            yield f"## {section.title}"
            if section.key == "unverified":
                yield safe(f"Open for {'; '.join(f'{age.title}: {age.count}' for age in backlog)}.")
            if section.intro:
                yield safe(section.intro)
            if section.total > len(section.lines):
                yield f"The first {len(section.lines)} of {section.total}."
            days = period.days if section.key == "spreading" and 1 < period.length <= _SPARK_DAYS else ()
            if section.lines:
                yield "\n".join(_line(line, days) for line in section.lines)
            if section.unlinked:
                yield safe(section.unlinked.intro(len(section.unlinked.denials)))
                yield "\n".join(map(_unlinked, section.unlinked.denials))


def _line(line: Line, days: Sequence[dt.date]) -> str:
    """Write one allegation; with its mentions on each of `days`, if there are any."""
    counts = dict(line.daily)
    daily = f" By day: {sparkline([counts.get(day, 0) for day in days])}." if days else ""
    # A line that already quotes what its status rests on has said it.
    told = line.status_notes and set(line.status_notes) <= set(line.notes)
    status = "" if told else f" Status: *{safe(line.headline)}*{_marks(line.status_notes)}"
    told_before = "".join(
        f"\n  - {safe(shift.what)}: {safe(shift.before)} → {safe(shift.after)}{_marks(shift.notes)}" for shift in line.shifts
    )
    text = f" {safe(line.text)}" if not line.shifts else ""
    return f"- **{safe(f'{line.id} · {line.claim}')}**{text}{daily}{_marks(line.notes) if text else ''}{status}{told_before}"


def _unlinked(denial: Unlinked) -> str:
    return f"- {safe(f'{denial.id} · {words.quoted(denial.quote)}')} {safe(denial.text)}{_marks(denial.notes)}"


def _revised(found: Revisions) -> Iterable[str]:
    if not found:
        return
    yield f"## {TITLE}"
    if found.intro:
        yield safe(found.intro)
    if found.articles:
        yield "\n".join(map(_article, found.articles))


def _article(article: Revised) -> str:
    """Write one revised article, and below it what stood there and what stands there now."""
    link = f" {markdown_url(article.url)}" if article.url else ""
    lines = [f"- **{safe(article.name)}** · {safe(article.told)}{link}"]
    for change in article.changes:
        quotes = " → ".join(map(words.quoted, change.quotes))
        lines.append(f"  - {safe(f'{change.text}: {quotes} ({change.speaker})')}")
    return "\n".join([*lines, *([f"  - {safe(article.more)}"] if article.more else [])])


def _pairs(pairs: Sequence[Pair], total: int) -> Iterable[str]:
    if not pairs:
        return
    yield "## Who said most, against whom"
    extent = f" The first {len(pairs)} of {total}." if total > len(pairs) else ""
    yield f"Counts of what was printed here, not a ranking of who is right.{extent}"
    rows = ["| Speaker | Against | Mentions | Allegations | Outlets | First quote |", "|---|---|--:|--:|--:|---|"]
    for pair in pairs:
        cells = [safe(pair.speaker), safe(pair.accused or "nobody by name")]
        cells += [str(pair.mentions), str(pair.allegations), str(pair.outlets), _marks(pair.notes)]
        rows.append(f"| {' | '.join(cells)} |")
    yield "\n".join(rows)


def _empty(report: WeeklyReport) -> Iterable[str]:
    titles = [part.title for part in report.contents if not part.told]
    if titles:
        yield f"Nothing to report under: {'; '.join(titles)}."


def _marks(numbers: Iterable[int]) -> str:
    return "".join(f"[^{number}]" for number in numbers)


def _note(note: Note) -> str:
    said = f" ({words.long_date(note.said, note.precision)})" if note.said else ""
    where = ", ".join(part for part in (note.outlet, words.long_date(note.published)) if part)
    quote = words.quoted(note.quote) if note.quote else "no quote recorded"
    link = f" {markdown_url(note.url)}" if note.url else ""
    return f"[^{note.number}]: {safe(f'{note.who[:1].upper()}{note.who[1:]}{said}, {where}: {quote}')}{link}"
