"""How the reports put things: dates, ranges, values of an axis, who said something and where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tracker import resources
from tracker.text import plural
from tracker.types import Allegation, ArticleInfo, Mention, Precision, StatusEvent, StoredMention

# Not `calendar.month_name`, which follows the locale of the machine.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def long_date(day: dt.date, precision: Precision = Precision.DAY, *, year: int | None = None) -> str:
    """17 February 2022, or as much of it as is known; without its year where that is `year`, the one talked about."""
    return _date(day, precision, _MONTHS[day.month - 1], year)


def short_date(day: dt.date, precision: Precision = Precision.DAY, *, year: int | None = None) -> str:
    """17 Feb 2022: `long_date` for a narrow column."""
    return _date(day, precision, _MONTHS[day.month - 1][:3], year)


def when(day: dt.date, precision: Precision = Precision.DAY, *, year: int | None = None) -> str:
    """`long_date` with its preposition: "on 17 February", "in January"."""
    return f"{'on' if precision is Precision.DAY else 'in'} {long_date(day, precision, year=year)}"


def date_range(start: dt.date, end: dt.date) -> str:
    """Both ends named once: "14–20 February 2022", "28 February – 6 March 2022"."""
    if start == end:
        return long_date(end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{long_date(end)}"
    return f"{long_date(start, year=end.year)} – {long_date(end)}"


def value_words(value: str) -> str:
    """Write a value of an axis as a reader would: "none provided", "multi-speaker"."""
    return {"multi_speaker": "multi-speaker", "counter_claimed": "counter-claimed"}.get(value, value.replace("_", " "))


def topic(name: str) -> str:
    """Write a class of acts as people read it ("hacking and espionage" for `cyber`), as the lexicon has it."""
    act = resources.load("lexicon.en.toml")["acts"].get(name, {})
    return str(act.get("label") or value_words(name))


def names(listed: Sequence[str], limit: int = 3) -> str:
    """Names in a sentence: "A", "A and B", "A, B and 4 others" where there are more than `limit`."""
    shown = list(listed)
    if len(shown) > limit:
        shown = [*shown[: limit - 1], f"{len(shown) - limit + 1} others"]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def speaker(stored: StoredMention) -> str:
    """Who is quoted, by name, else in the words of the text; for speech within speech also who tells of it."""
    return says(stored.mention)


def says(mention: Mention) -> str:
    """`speaker`, of a mention without its article."""
    name = mention.speaker or mention.speaker_text or "an unnamed speaker"
    return f"{name} (according to {mention.reported_by})" if mention.reported_by else name


def outlet(article: ArticleInfo) -> str:
    """Who published the article; its reference where no outlet is known."""
    return article.outlet or article.ref


def voice(event: StatusEvent) -> str:
    """Who moved an axis: the voice, the reporter of the article, or whoever recorded it."""
    return event.voice or ("the reporter" if event.article else event.made_by)


def denier(denial: StoredMention | StatusEvent) -> str:
    """Who rejects: never the reporter, who only tells of it."""
    if isinstance(denial, StoredMention):
        return speaker(denial)
    return denial.voice or "an unnamed speaker"


def said(stored: StoredMention) -> tuple[dt.date, Precision]:
    """When it was said, and how exactly the text tells; the day of publication where it tells nothing."""
    mention = stored.mention
    if mention.asserted_on is None:
        return stored.seen_on, Precision.DAY
    return mention.asserted_on, mention.asserted_precision


def quoted(text: str) -> str:
    """Put quotation marks around words that stay as they are: single ones where there are double ones inside."""
    return f"‘{text}’" if any(mark in text for mark in '“”"') else f"“{text}”"


def carried_by(allegation: Allegation) -> str:
    """How far it has gone: "9 speakers, 8 outlets (3 origins)"."""
    speakers = counted(len(allegation.speakers), "speaker") if allegation.speakers else "no named speaker"
    origins = counted(allegation.origins, "origin")
    return f"{speakers}, {counted(len(allegation.outlets), 'outlet')} ({origins})"


def counted(count: int, noun: str) -> str:
    """Count with the noun, "no" for nothing: "no outlet", "1 outlet", "1,200 outlets"."""
    return f"no {noun}" if not count else plural(count, noun)


def _date(day: dt.date, precision: Precision, month: str, year: int | None) -> str:
    if precision is Precision.YEAR:
        return str(day.year)
    parts = [month] if precision is Precision.MONTH else [str(day.day), month]
    return " ".join(parts if day.year == year else [*parts, str(day.year)])
