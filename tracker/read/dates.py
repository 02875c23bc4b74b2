"""The day on which an article was published, as its metadata says."""

from __future__ import annotations

import datetime as dt
import re
import reprlib

from tracker.read.refusals import UnreadableError

YEARS = range(1900, 2101)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# RFC 3339, with what people leave out: the seconds, the offset, the T.
_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:[Tt ](?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:[.,]\d+)?)?"
    r"(?: ?(?:[Zz]|[+-](?:[01]\d|2[0-3]):?[0-5]\d))?)?",
    re.ASCII,
)
_LEADING_ISO = re.compile(r"(\d{4})([-/]?)(\d{2})\2(\d{2})(?!\d)", re.ASCII)
_DAY_MONTH_YEAR = re.compile(r"(?:[A-Za-z]{3,9},? )?(\d{1,2}) ([A-Za-z]{3})[a-z]{0,6} (\d{4})(?!\d)", re.ASCII)


def published(value: object, key: str = "published") -> dt.date | None:
    """Return the day that `key` gives: an ISO date, or an RFC 3339 date-time in its own offset.

    None and blank strings are None. Raises UnreadableError for anything else.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    match = _ISO.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        day = dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        day = None
    shown = reprlib.repr(value)
    if day is None:
        raise UnreadableError(f"{key} {shown} is not a date: write it as 2022-02-17")
    if day.year not in YEARS:
        raise UnreadableError(f"{key} {shown} is not between {YEARS[0]} and {YEARS[-1]}: correct the year")
    return day


def day_in_page(value: str) -> dt.date | None:
    """Return the day that a metadata value of a web page begins with; None where it could only be guessed.

    Pages write `2022-02-17T…`, `2022/02/17`, `20220217` and `Thu, 17 Feb 2022 …`; `02/03/2022` could be two days.
    """
    value = value.strip()
    if match := _LEADING_ISO.match(value):
        candidate = f"{match[1]}-{match[3]}-{match[4]}"
    elif (match := _DAY_MONTH_YEAR.match(value)) and match[2].lower() in MONTHS:
        candidate = f"{match[3]}-{MONTHS.index(match[2].lower()) + 1:02}-{match[1]:0>2}"
    else:
        return None
    try:
        return published(candidate)
    except UnreadableError:
        return None
