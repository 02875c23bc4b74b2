"""The weekly report on a terminal: the headline, the figures, the first lines of each section. The page has the rest."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.text import Text

from tracker.report import words
from tracker.report.chart import sparkline
from tracker.report.revised import AFTER, TITLE, Revised, Revisions
from tracker.report.terminal.layout import GAP, NARROW, beside, columns, foreign, headline
from tracker.report.unlinked import Unlinked
from tracker.report.weekly import Line, Section, WeeklyReport
from tracker.report.weeks import Period
from tracker.text import plural, squash

_LINES = 5  # of each section
_ID, _STATUS = 6, 18


def week_page(report: WeeklyReport, width: int) -> RenderableType:
    """Show a report on one screen or two; ends with what shows all of it."""
    period = Period(report.start, report.end)
    read = f"{plural(report.articles, 'article')} from {plural(len(report.outlets), 'outlet')}"
    masthead = " · ".join(filter(None, (report.label, words.date_range(report.start, report.end), report.scope, read)))
    parts: list[RenderableType] = [foreign(masthead, style="dim"), foreign(squash(report.headline), style="bold"), Text()]
    parts.append(_counts(report, period))
    moved = [section for section in report.sections if section.key in AFTER]
    others = [section for section in report.sections if section.key not in AFTER]
    parts += [part for section in moved for part in _section(section, width)]
    parts += _revised(report.revised, width)
    parts += [part for section in others for part in _section(section, width)]
    days = f"--week {report.label}" if "-W" in report.label else f"--from {report.start} --to {report.end}"
    parts += [Text(), Text(f"With every quote:\n  tracker report {days} --format html -o week.html")]
    return Group(*parts)


def _counts(report: WeeklyReport, period: Period) -> RenderableType:
    rows = [[Text(""), Text("now"), Text("before"), Text("")]]
    for count in report.counts:
        days = [day.mentions if count.key == "mentions" else day.denials for day in report.daily]
        drawn = sparkline(days) if count.key in {"mentions", "denials"} and 1 < period.length <= 31 and any(days) else ""
        rows.append([Text(count.title), Text(f"{count.now:>6}"), Text(f"{count.before:>6}"), Text(drawn)])
    return columns(rows, [max(len(count.title) for count in report.counts), 6, 6])


def _section(section: Section, width: int) -> Iterable[RenderableType]:
    if not section.told:
        return
    more = f" ({_LINES} of {section.total})" if section.total > _LINES else ""
    yield Text(f"\n{section.title}{more}", style="bold")
    if section.lines:
        cells = [_cells(line, width) for line in section.lines[:_LINES]]
        yield beside(cells, [_ID, _STATUS] if width >= NARROW else [_ID], width)
    if section.unlinked:
        yield foreign(section.unlinked.intro(_LINES), style="dim")
        yield beside([_unlinked(denial) for denial in section.unlinked.denials[:_LINES]], [_ID + GAP + _STATUS], width)


def _unlinked(denial: Unlinked) -> list[Text]:
    return [Text(denial.id), foreign(words.quoted(squash(denial.quote))) + foreign(f"\n{denial.text}", style="dim")]


def _revised(found: Revisions, width: int) -> Iterable[RenderableType]:
    if not found:
        return
    more = f" ({_LINES} of {found.total})" if found.total > _LINES else ""
    yield Text(f"\n{TITLE}{more}", style="bold")
    yield beside([_article(article) for article in found.articles[:_LINES]], [_ID + GAP + _STATUS], width)
    if found.unchanged:
        yield foreign(found.rest, style="dim")


def _article(article: Revised) -> list[Text]:
    turns = ", ".join(dict.fromkeys(change.change for change in article.changes))
    told = foreign(squash(f"{article.outlet or ''} {words.short_date(article.revised_on)}"))
    first = " → ".join(words.quoted(quote) for quote in article.changes[0].quotes)
    return [foreign(turns), foreign(squash(article.name)) + Text("\n") + told + foreign(f"\n{first}", style="dim")]


def _cells(line: Line, width: int) -> list[Text]:
    told = foreign(squash(line.claim)) + foreign(f"\n{squash(line.text)}", style="dim")
    status = headline(line.headline)
    if width >= NARROW:
        return [Text(line.id, style="bold"), status, told]
    return [Text(line.id, style="bold"), status + Text("\n") + told]
