"""Charts as inline SVG: mentions a day with denials marked, small ones on one scale, the backlog by age.

A chart is drawn at its natural size in CSS pixels, so that its letters are as large as those of the page. It has a title
and a description for those who do not see it, and needs no style sheet: the colours stand in its attributes, since
what makes a PDF of a page hands no style to its drawings. Classes let a page repaint it for the dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tracker.report import words
from tracker.report.backlog import Age, Day
from tracker.report.escape import html_text
from tracker.report.weeks import Period
from tracker.text import plural

ACCENT = "#1d4f91"
# Up to so many days each bar has its number and, up to a week, its day; of more only the tallest.
_NUMBERED, _NAMED = 14, 7
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_PAINT = {
    "alleged": Markup('fill="{}"').format(ACCENT),
    "denied": Markup('fill="none" stroke="currentColor" stroke-width="1"'),
}
_LETTERS = 11  # font size
_LABEL = 15  # height of a row of letters
_THIN = 1.0  # the least a bar measures


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """The measures of a chart of days: its width, `unit` pixels for one mention, and where the line between the sides is."""

    width: float
    unit: float
    baseline: float
    below: float

    @property
    def height(self) -> float:
        return self.baseline + self.below + _LABEL


def days(daily: Sequence[Day], period: Period, *, key: str, title: str) -> Markup:
    """Draw mentions above a line and denials below it, on one scale; `key` begins the ids of the chart.

    A day that is not in `daily` has none of either; all of its days lie in `period`.
    """
    return _days(daily, period, _scale([daily], width=288, bars=104), key, title)


def multiples(stories: Sequence[tuple[str, Sequence[Day]]], period: Period, *, key: str) -> list[Markup]:
    """Draw one small chart for each story, given with its title, all on the scale of the tallest.

    Source: E. R. Tufte, The Visual Display of Quantitative Information, 1983, chapter 8 (small multiples).
    """
    scale = _scale([daily for _, daily in stories], width=224, bars=52)
    return [_days(daily, period, scale, f"{key}-{n}", title) for n, (title, daily) in enumerate(stories, 1)]


def ages(backlog: Sequence[Age], *, key: str, title: str) -> Markup:
    """Draw one horizontal bar an age, with its name before it and its number after it."""
    longest, room = max((age.count for age in backlog), default=0) or 1, 96
    parts = []
    for n, age in enumerate(backlog):
        y, width = n * 24, age.count / longest * room
        parts.append(_text(148, y + 15, age.title, "end"))
        parts.append(_path("alleged", _box(156, y + 4, width, 15) if age.count else ""))
        parts.append(_text(162 + width, y + 15, f"{age.count:,}", "start"))
    told = "; ".join(f"{age.title}: {age.count:,}" for age in backlog)
    return _svg(key, title, told, 288, len(backlog) * 24, parts)


def _days(daily: Sequence[Day], period: Period, scale: _Scale, key: str, title: str) -> Markup:
    step = scale.width / period.length
    bar = max(min(step * 0.7, 30), min(step, _THIN))
    shown = [day for day in daily if day.mentions or day.denials]
    spots = [((day.day - period.start).days * step + (step - bar) / 2, day) for day in shown]
    heights = [(x, max(day.mentions * scale.unit, _THIN)) for x, day in spots if day.mentions]
    above = "".join(_box(x, scale.baseline - height, bar, height) for x, height in heights)
    inset = 0.5 if bar > 4 else 0.0  # a denial is an outline: seen without colour, and inside its box
    below = "".join(
        _box(x + inset, scale.baseline + inset, bar - 2 * inset, max(day.denials * scale.unit - 2 * inset, _THIN))
        for x, day in spots
        if day.denials
    )
    parts = [
        _path("alleged", above),
        _path("denied", below),
        Markup('<path class="line" d="M0 {0}H{1}" stroke="currentColor" fill="none"/>').format(
            _n(scale.baseline), _n(scale.width)
        ),
        *_numbers([(x + bar / 2, day) for x, day in spots], period, scale),
        *_dates(period, scale, step),
    ]
    return _svg(key, title, _told(shown, period), scale.width, scale.height, parts)


def _scale(stories: Sequence[Sequence[Day]], *, width: float, bars: float) -> _Scale:
    """Fit the tallest bar above and the tallest below, with a row of letters for each, into the height."""
    said = max((day.mentions for story in stories for day in story), default=0)
    denied = max((day.denials for story in stories for day in story), default=0)
    unit = min(bars / (said + denied or 1), bars / 4)
    return _Scale(width=width, unit=unit, baseline=said * unit + _LABEL, below=denied * unit + (_LABEL if denied else 3))


def _numbers(spots: Sequence[tuple[float, Day]], period: Period, scale: _Scale) -> Iterator[Markup]:
    top = max((day.mentions for _, day in spots), default=0)
    for x, day in spots:
        if period.length <= _NUMBERED or day.mentions == top:
            if day.mentions:
                yield _text(x, scale.baseline - day.mentions * scale.unit - 4, f"{day.mentions:,}")
            if day.denials:
                yield _text(x, scale.baseline + day.denials * scale.unit + 12, f"{day.denials:,}")
            if period.length > _NUMBERED:
                return


def _dates(period: Period, scale: _Scale, step: float) -> Iterator[Markup]:
    y = scale.height - 3
    if period.length > _NAMED:
        yield _text(0, y, words.short_date(period.start, year=period.end.year), "start")
        yield _text(scale.width, y, words.short_date(period.end), "end")
        return
    for n, day in enumerate(period.days):
        name = _WEEKDAYS[day.weekday()]
        yield _text((n + 0.5) * step, y, f"{name} {day.day}" if step > 48 else name)


def _told(shown: Sequence[Day], period: Period) -> str:
    """Say what the chart shows: day by day where there are few, else the sums and the peak."""
    if not shown:
        return "No mention and no denial."
    if period.length <= _NUMBERED:
        year = period.end.year
        return "; ".join(f"{words.long_date(day.day, year=year)}: {_counted(day.mentions, day.denials)}" for day in shown) + "."
    peak = max(shown, key=lambda day: day.mentions)
    sums = _counted(sum(day.mentions for day in shown), sum(day.denials for day in shown))
    return f"{sums} in {plural(period.length, 'day')}; most mentions on {words.long_date(peak.day)}: {peak.mentions:,}."


def _counted(mentions: int, denials: int) -> str:
    return f"{words.counted(mentions, 'mention')}, {words.counted(denials, 'denial')}"


def _svg(key: str, title: str, told: str, width: float, height: float, parts: Iterable[Markup]) -> Markup:
    frame = Markup(
        '<svg class="chart" role="img" aria-labelledby="{0}-title {0}-told" viewBox="0 0 {1} {2}" width="{1}" height="{2}">'
        '<title id="{0}-title">{3}</title><desc id="{0}-told">{4}</desc>{5}</svg>'
    )
    return frame.format(key, _n(width), _n(height), html_text(title), html_text(told), Markup().join(parts))


def _text(x: float, y: float, text: str, anchor: str = "middle") -> Markup:
    letters = Markup(
        '<text x="{}" y="{}" text-anchor="{}" font-family="sans-serif" font-size="{}" fill="currentColor">{}</text>'
    )
    return letters.format(_n(x), _n(y), anchor, _LETTERS, html_text(text))


def _path(name: str, boxes: str) -> Markup:
    """All bars of one kind as one shape: a period of ten years stays small."""
    return Markup('<path class="{}" {} d="{}"/>').format(name, _PAINT[name], boxes) if boxes else Markup()


def _box(x: float, y: float, width: float, height: float) -> str:
    return f"M{_n(x)} {_n(y)}h{_n(width)}v{_n(height)}h{_n(-width)}z"


def _n(number: float) -> str:
    """A coordinate, to a tenth of a pixel."""
    return f"{number:.1f}".removesuffix(".0")
