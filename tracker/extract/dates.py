"""When something was said: dates beside the cue, resolved against the day of publication.

News convention: a weekday is the last such day up to and including the day of publication; a day in brackets wins over the
weekday before it ("Tuesday night (15/02)"); a month without a day is the last such month. What cannot be resolved stays open.
"""

from __future__ import annotations

import datetime as dt
import re

from tracker.types import Precision

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NUMBERS = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}

_BRACKETED = re.compile(r"\((\d{1,2})[/.](\d{1,2})(?:[/.](\d{2,4}))?\)")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? (\d{{4}}))?", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (\d{{4}}))?", re.IGNORECASE)
_WEEKDAY = re.compile(rf"\b({'|'.join(_DAYS)})\b", re.IGNORECASE)
_AGO = re.compile(
    r"\b(\d{1,2}|a|one|two|three|four|five|six|seven|eight|nine|ten) (day|week|month|year)s? (?:ago|earlier)\b",
    re.IGNORECASE,
)
_NEAR = re.compile(r"\b(today|tonight|this morning|yesterday|last (?:week|month|year|night))\b", re.IGNORECASE)
_IN_MONTH = re.compile(rf"\b(?:in|since|last|early|late|mid)[ -]{_MONTH}(?: (\d{{4}}))?(?! \d)", re.IGNORECASE)


def resolve(text: str, published: dt.date | None) -> tuple[dt.date, Precision] | None:
    """The first date that a stretch of text names, and how exactly; None where it names none that can be resolved.

    `published` anchors relative dates; without it only full dates resolve. A month stands for its first day.
    """
    return _absolute(text, published) or (_relative(text, published) if published else None)


def _absolute(text: str, published: dt.date | None) -> tuple[dt.date, Precision] | None:
    if m := _ISO.search(text):
        return _made(int(m[1]), int(m[2]), int(m[3]))
    if m := _BRACKETED.search(text):
        return _dated(int(m[1]), int(m[2]), m[3], published)
    if (m := _DAY_MONTH.search(text)) and m[2] != "may":  # "20 may have died" is no day in May
        return _dated(int(m[1]), _month(m[2]), m[3], published)
    if m := _MONTH_DAY.search(text):
        return _dated(int(m[2]), _month(m[1]), m[3], published)
    return None


def _relative(text: str, published: dt.date) -> tuple[dt.date, Precision] | None:
    if m := _NEAR.search(text):
        word = m[1].lower()
        if word in {"yesterday", "last night"}:
            return published - dt.timedelta(days=1), Precision.DAY
        if word == "last week":
            return published - dt.timedelta(days=7), Precision.DAY
        if word == "last month":
            return (published.replace(day=1) - dt.timedelta(days=1)).replace(day=1), Precision.MONTH
        if word == "last year":
            return dt.date(published.year - 1, 1, 1), Precision.YEAR
        return published, Precision.DAY
    if m := _WEEKDAY.search(text):
        back = (published.weekday() - _DAYS.index(m[1].lower())) % 7
        if back == 0 and re.search(rf"\blast {m[1]}", text, re.IGNORECASE):
            back = 7
        return published - dt.timedelta(days=back), Precision.DAY
    if m := _AGO.search(text):
        count, unit = _NUMBERS.get(m[1].lower()) or int(m[1]), m[2].lower()
        day = published - dt.timedelta(days=count * {"day": 1, "week": 7, "month": 30, "year": 365}[unit])
        if unit in {"day", "week"}:
            return day, Precision.DAY
        return (day.replace(day=1), Precision.MONTH) if unit == "month" else (dt.date(day.year, 1, 1), Precision.YEAR)
    if m := _IN_MONTH.search(text):
        month = _month(m[1])
        year = int(m[2]) if m[2] else published.year - (month > published.month)
        if (year, month) == (published.year, published.month):
            return None  # this very month: the day of publication says more
        made = _made(year, month, 1)
        return (made[0], Precision.MONTH) if made else None
    return None


def _month(word: str) -> int:
    return next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(word.lower().rstrip(".")[:3]))


def _dated(day: int, month: int, year: str | None, published: dt.date | None) -> tuple[dt.date, Precision] | None:
    """A day and month; without a year, the last such day up to publication."""
    if year is not None:
        return _made(int(year) + (2000 if len(year) == 2 else 0), month, day)
    if published is None:
        return None
    found = _made(published.year, month, day)
    return _made(published.year - 1, month, day) if found and found[0] > published else found


def _made(year: int, month: int, day: int) -> tuple[dt.date, Precision] | None:
    try:
        return dt.date(year, month, day), Precision.DAY
    except ValueError:
        return None
