"""The date that a few words name, resolved against the day of publication.

News convention: what was said was said before it was printed. A weekday is the last such day up to and including the day of
publication, a month or a day without its year the last such one. A week stands for its Monday, a weekend for its Saturday, a
month and a year for their first day. What cannot be resolved stays open: "recently", "a few days ago", "next week", any date
after publication, and the very week, month or year of publication, of which the day of publication says more.

Days and months as numbers: a part above 12 is the day, dots put the day first, and a weekday beside it decides. Where all
this leaves both orders open ("02/03/2022"), it is the last such day up to publication; where the day of publication is not
known, the day comes first.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from tracker.types import Precision

Found = tuple[dt.date, Precision]
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {"a": 1, "an": 1, "a couple of": 2, **{word: n for n, word in enumerate(_COUNTS, 1)}}
_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = ("eleven", "twelf", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_ORDINALS = (
    *_UNITS,
    "tenth",
    *(f"{teen}th" for teen in _TEENS),
    "twentieth",
    *(f"twenty-{unit}" for unit in _UNITS),
    "thirtieth",
    "thirty-first",
)

_DAY = rf"(?P<day>\d{{1,2}}(?:st|nd|rd|th)?|{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = rf"(?P<weekday>{'|'.join(_DAYS)})"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_PART = r"(?P<part>(?:early|earlier|mid|late)(?: in| on)?|(?:start|beginning|middle|end) of)[ -](?:the )?"
_OWN = r"(?:an?|the|this|his|her|its|their|of)"  # "a January briefing", "its 2014 report"
_ALONE = r"(?=\W*$| ?[^\w\s]| (?:that|and|or|at|in|to|as|of this month)\b)"  # "on the 14th", not "on the 14th floor"
_BEFORE = r"before(?! (?:the|an?|his|her|its|their|(?-i:[A-Z])))"  # not "the day before the attack"
# What lies ahead, or is only a bound, is no day on which something was said.
_AHEAD = re.compile(
    r"\b(?:next|coming|upcoming|following|until|till|by|before|as (?:early|soon) as)(?: the| this| early| late)? $",
    re.IGNORECASE,
)
_PAPER = re.compile(rf"\bthe (?:{'|'.join(_DAYS).title()}) [A-Z]\w+|\bMail on Sunday\b")


def resolve(text: str, published: dt.date | None) -> Found | None:
    """The most exact date that a stretch of text names, and how exactly; None where it names none that can be resolved.

    `published` anchors relative dates, and no date after it is found; without it only full dates resolve.
    """
    text = _PAPER.sub("", text)
    for form, read in _FORMS:
        for match in form.finditer(text):
            found = None if _AHEAD.search(text, 0, match.start()) else read(match, published)
            if found and (published is None or found[0] <= published):
                return found
    return None


def _iso(m: re.Match[str], _: dt.date | None) -> Found | None:
    return _made(int(m["year"]), int(m["month"]), int(m["day"]))


def _numeric(m: re.Match[str], published: dt.date | None) -> Found | None:
    """15/02, 02/15/2022, 2.3.22: in whichever order is a date up to publication, see above."""
    one, other = int(m["one"]), int(m["other"])
    orders = [(one, other)] if m["mark"] == "." else [(one, other), (other, one)]
    found = [f for day, month in orders if (f := _dated(day, month, m["year"], published))]
    if published is None:
        return found[0] if found else None
    found = [f for f in found if f[0] <= published]
    before = re.findall(_WEEKDAY, m.string[max(0, m.start() - 25) : m.start()], re.IGNORECASE)
    return max(found, key=lambda f: (before and _DAYS[f[0].weekday()] == before[-1].lower(), f[0]), default=None)


def _in_words(m: re.Match[str], published: dt.date | None) -> Found | None:
    if m["month"] in {"may", "march"}:  # "20 may have died", "30 march on the town"
        return None
    return _dated(_ordinal(m["day"]), _month_number(m["month"]), m["year"], published)


def _near(m: re.Match[str], published: dt.date | None) -> Found | None:
    words = m[0].lower()
    back = 2 if "before yesterday" in words else 1 if re.search("yesterday|last|before|previous", words) else 0
    return _back(published, days=back)


def _weekday(m: re.Match[str], published: dt.date | None) -> Found | None:
    if published is None:
        return None
    back = (published.weekday() - _DAYS.index(m["weekday"].lower())) % 7
    if m["week"]:  # "Tuesday last week"
        back = published.weekday() - _DAYS.index(m["weekday"].lower()) + 7
    elif m["last"] and back == 0:
        back = 7
    return _back(published, days=back)


def _days_ago(m: re.Match[str], published: dt.date | None) -> Found | None:
    return _back(published, days=_count(m) * {"day": 1, "week": 7, "fortnight": 14}[m["unit"].lower()])


def _nth(m: re.Match[str], published: dt.date | None) -> Found | None:
    """On the 14th: of this month or, where that is still to come, of the last."""
    if published is None:
        return None
    for month in (published, _first_of_month(published, 1)):
        found = _made(month.year, month.month, _ordinal(m["day"]))
        if found and found[0] <= published:
            return found
    return None


def _weekend(m: re.Match[str], published: dt.date | None) -> Found | None:
    if published is None:
        return None
    back = (published.weekday() - _DAYS.index("saturday")) % 7
    return _back(published, days=back + 7 * (bool(m["last"]) and back < 2))


def _week(m: re.Match[str], published: dt.date | None) -> Found | None:
    return _back(published, days=published.weekday() + 7 * (m["part"] is None)) if published else None


def _months_ago(m: re.Match[str], published: dt.date | None) -> Found | None:
    if published is None:
        return None
    unit = m["unit"].lower()
    if unit == "month":
        return _first_of_month(published, _count(m)), Precision.MONTH
    return dt.date(max(1, published.year - _count(m) * {"year": 1, "decade": 10}[unit]), 1, 1), Precision.YEAR


def _month(m: re.Match[str], published: dt.date | None) -> Found | None:
    """A month by its name; without a year, the last such one."""
    if m["month"] in {"may", "march"}:
        return None
    month, year = _month_number(m["month"]), int(m["year"] or 0)
    if published:
        last = month > published.month or (month == published.month and m[0].lower().startswith("last"))
        year = year or published.year - last
        if (year, month) == (published.year, published.month) and not m.groupdict().get("part"):
            return None
    return (dt.date(year, month, 1), Precision.MONTH) if year else None


def _period(m: re.Match[str], published: dt.date | None) -> Found | None:
    """Last month, late last year, earlier this month."""
    if published is None:
        return None
    back = int(m["last"] is not None)
    if m["unit"].lower() == "month":
        return _first_of_month(published, back), Precision.MONTH
    return dt.date(max(1, published.year - back), 1, 1), Precision.YEAR


def _year(m: re.Match[str], published: dt.date | None) -> Found | None:
    year = int(m["year"])
    return (dt.date(year, 1, 1), Precision.YEAR) if published is None or year != published.year else None


# From the most exact to the least: where a text names several dates, that is the order in which they count.
_FORMS: list[tuple[re.Pattern[str], Callable[[re.Match[str], dt.date | None], Found | None]]] = [
    (re.compile(form, re.IGNORECASE), read)
    for form, read in (
        (r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b", _iso),
        (r"\((?P<one>\d{1,2})(?P<mark>[/.])(?P<other>\d{1,2})(?:(?P=mark)(?P<year>\d{4}|\d\d))?\.?\)", _numeric),
        (r"(?<![\d/.])(?P<one>\d{1,2})(?P<mark>[/.])(?P<other>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)(?![\d/]|\.\d)", _numeric),
        (r"\bon (?P<one>\d{1,2})(?P<mark>/)(?P<other>\d{1,2})(?P<year>)?(?![\d/])", _numeric),
        (rf"\b{_DAY}\.?(?: day)?(?: of)? {_MONTH}(?:,? (?P<year>\d{{4}})\b)?", _in_words),
        (rf"\b{_MONTH} (?:the )?{_DAY}\b(?![,.]?\d)(?:,? (?P<year>\d{{4}})\b)?", _in_words),
        (
            rf"\b(?:the day before yesterday|yesterday|last night|the (?:day|night|evening) {_BEFORE}|"
            r"the previous (?:day|night|evening)|today|tonight|this (?:morning|afternoon|evening)|overnight)\b",
            _near,
        ),
        (rf"\b(?P<last>last )?{_WEEKDAY}\b(?! next)(?P<week>,? (?:of )?last week)?", _weekday),
        (rf"\b{_COUNT} (?P<unit>day|week|fortnight)s? (?:ago|earlier|previously|{_BEFORE})\b", _days_ago),
        (rf"\bon the {_DAY}\b{_ALONE}", _nth),
        (r"\b(?P<last>last )?weekend\b", _weekend),
        (rf"\b(?:last week|the previous week|the week {_BEFORE}|{_PART}(?:this )?week)\b", _week),
        (rf"\b{_COUNT} (?P<unit>month|year|decade)s? (?:ago|earlier|previously|{_BEFORE})\b", _months_ago),
        (rf"\b(?:{_PART}|(?:in|since|during|last|{_OWN}) ){_MONTH}(?:,?(?: of)? {_YEAR}\b|(?! \d{{1,4}}(?![,.]?\d)))", _month),
        (rf"(?<!\d )\b{_MONTH}(?:,?(?: of)? {_YEAR}\b|(?=[’']s\b))", _month),
        (rf"\b(?:(?P<last>last|the previous) |{_PART}(?:this )?)(?P<unit>month|year)\b", _period),
        (rf"\b(?:(?:in|since|during|{_OWN}) |{_PART}){_YEAR}\b", _year),
    )
]


def _back(published: dt.date | None, *, days: int) -> Found | None:
    try:
        return (published - dt.timedelta(days=days), Precision.DAY) if published else None
    except OverflowError:
        return None


def _first_of_month(day: dt.date, back: int) -> dt.date:
    months = day.year * 12 + day.month - 1 - back
    return dt.date(max(months // 12, 1), months % 12 + 1, 1)


def _count(m: re.Match[str]) -> int:
    return _NUMBERS.get(m["count"].lower()) or int(m["count"])


def _ordinal(word: str) -> int:
    number = re.match(r"\d+", word)
    return int(number[0]) if number else _ORDINALS.index(word.lower()) + 1


def _month_number(word: str) -> int:
    return _MONTHS.index(word.lower()[:3]) + 1


def _dated(day: int, month: int, year: str | None, published: dt.date | None) -> Found | None:
    """A day and month; without a year, the last such day up to publication."""
    if year:
        return _made(int(year) + (2000 if len(year) == 2 else 0), month, day)
    if published is None:
        return None
    found = _made(published.year, month, day)
    return _made(published.year - 1, month, day) if found and found[0] > published else found


def _made(year: int, month: int, day: int) -> Found | None:
    try:
        return dt.date(year, month, day), Precision.DAY
    except ValueError:
        return None
