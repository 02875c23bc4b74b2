"""Records for the tests of the reports, on top of `factories`: assessed allegations, mentions by day, events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import count
from typing import Any

from factories import AT, article_info, case, mention, stored

from tracker.assess import origins
from tracker.report.weekly import Line, WeeklyReport, build
from tracker.types import (
    Allegation,
    ArticleInfo,
    Axis,
    Contest,
    Corroboration,
    Evidence,
    Kind,
    Status,
    StatusEvent,
    StoredMention,
    Verdict,
)
from tracker.types.versions import Change, Revision, Turn

_numbers = count(1)


def on(month: int, day: int) -> dt.date:
    """A day of 2022; 14–20 February is week 2022-W07."""
    return dt.date(2022, month, day)


MONDAY, SUNDAY = on(2, 14), on(2, 20)


def article(published: dt.date | None, outlet: str | None = "Arland Times", **changes: Any) -> ArticleInfo:
    number = next(_numbers)
    url = f"https://news.example/{number}"
    return article_info(**{"id": number, "ref": url, "url": url, "outlet": outlet, "published": published} | changes)


def said(
    published: dt.date, speaker: str | None = "Minister of Arland", outlet: str = "Arland Times", **changes: Any
) -> StoredMention:
    """A mention of its own id in an article of its own, said on the day it was published unless told otherwise."""
    fields: dict[str, Any] = {
        "id": f"m{next(_numbers):04d}",
        "speakers": (speaker,) if speaker else (),
        "article": article(published, outlet),
        "asserted_on": published,
        "before": "",
        "after": "",
    }
    return stored(**fields | changes)


def denial(published: dt.date, speaker: str | None = "Borland", outlet: str = "Borland Daily", **changes: Any) -> StoredMention:
    return said(published, speaker, outlet, **{"kind": Kind.DENIAL, "quote": "Borland denied the shelling"} | changes)


def event(axis: Axis, value: str, happened_on: dt.date | None, **changes: Any) -> StatusEvent:
    fields: dict[str, Any] = {
        "axis": axis,
        "value": value,
        "voice": None,
        "quote": "he provided no evidence",
        "happened_on": happened_on,
        "recorded_at": AT,
        "made_by": "rule no-evidence",
        "article": article(happened_on) if happened_on else None,
    }
    return StatusEvent(**fields | changes)


def status(headline: str = "unverified", **changes: Any) -> Status:
    fields: dict[str, Any] = {
        "evidence": Evidence.UNASSESSED,
        "contest": Contest.NONE,
        "corroboration": Corroboration.SINGLE_ORIGIN,
        "verdict": Verdict.OPEN,
        "headline": headline,
        "why": {},
    }
    return Status(**fields | changes)


def allegation(*mentions: StoredMention, **changes: Any) -> Allegation:
    """An allegation with these mentions, nothing known about it, and one origin."""
    base = case(mentions=mentions)
    fields = {name: getattr(base, name) for name in base.__dataclass_fields__}
    echoes = changes.get("echoes", {})
    origin_of = origins.origins(base.alleging, echoes)
    return Allegation(**fields | {"status": status(), "origins": 1, "origin_of": origin_of, "echoes": echoes} | changes)


def story(words: str = "Anna Berg", claim: str = "Borland shelled Dun.") -> list[Allegation]:
    """Allegations that fill every section, with `words` wherever foreign words go."""
    events = (
        event(Axis.CONTEST, "denied", on(2, 16), voice=words, quote=words, article=article(on(2, 16), words)),
        event(Axis.VERDICT, "refuted", on(2, 18), voice=words, quote=None, article=None),
    )
    moved = allegation(
        said(on(2, 8), words, words, quote=words),
        said(on(2, 15), words, words, quote=words, reported_by=words),
        said(on(2, 17), None, words, speaker_text=words, quote=words),
        denial(on(2, 16), words, words, quote=words),
        id=1,
        claim=claim,
        accused=words,
        events=events,
        status=status(words, contest=Contest.DENIED, verdict=Verdict.REFUTED),
    )
    return [moved, allegation(said(on(2, 15), words), id=2, claim=claim), allegation(said(on(2, 3), words), id=3, claim=claim)]


def week(*allegations: Allegation, **changes: Any) -> WeeklyReport:
    """The report on 2022-W07, with the articles of all mentions."""
    articles = [m.article for item in allegations for m in item.mentions]
    return build(allegations, articles, MONDAY, SUNDAY, "2022-W07", **changes)


def revision(words: str = "Anna Berg", **changes: Any) -> Revision:
    """An article revised on 18 February 2022: a claim softened, one removed, with `words` wherever foreign words go."""
    about: dict[str, Any] = {"outlet": words, "title": words, "ref": words, "url": words, "ingested_at": AT}
    then, now = (article(on(2, 16), **about) for _ in range(2))
    hard, gone = (mention(id=f"r{next(_numbers)}", quote=words, claim=words, accused=words, speakers=(words,)) for _ in "ab")
    soft = mention(id="soft", quote=words, claim=words, accused=words, speakers=(words,))
    turns = (
        Change(turn=Turn.SOFTENED, before=hard, after=soft, was="asserted", became="possible"),
        Change(turn=Turn.ATTRIBUTION, before=hard, after=soft, was=words, became=words),
        Change(turn=Turn.REMOVED, before=gone, after=None),
    )
    return Revision(**{"before": then, "after": now, "changes": turns} | changes)


def full() -> WeeklyReport:
    """A report with something in every section, charts included."""
    events = (
        event(Axis.CONTEST, "denied", on(2, 16), voice="Borland", article=article(on(2, 16))),
        event(Axis.VERDICT, "refuted", on(2, 18), voice="Anna Berg", quote=None, article=None),
    )
    moved = allegation(
        said(on(2, 8)),
        said(on(2, 15), "Anna Berg", "Borland Daily", asserted_on=on(1, 30)),
        said(on(2, 17), None, "Dun Post"),
        denial(on(2, 16)),
        id=1,
        events=events,
        status=status("refuted", contest=Contest.DENIED, verdict=Verdict.REFUTED),
    )
    others = [
        allegation(said(on(2, 15)), said(on(2, 16), "Carl Dahl"), id=2, accused=None),
        allegation(said(on(2, 16), "Carl Dahl"), id=3),
        allegation(said(on(2, 3)), id=4),
    ]
    articles = [m.article for item in (moved, *others) for m in item.mentions]
    rejected = [denial(on(2, 17), "Carl Dahl")]
    return build([moved, *others], articles, MONDAY, SUNDAY, "2022-W07", revisions=[revision()], denials=rejected)


def report(*allegations: Allegation, articles: Iterable[ArticleInfo] | None = None) -> WeeklyReport:
    """The report on 2022-W07, by default with the articles of all mentions."""
    read = [m.article for a in allegations for m in a.mentions] if articles is None else list(articles)
    return build(allegations, read, MONDAY, SUNDAY, "2022-W07")


def lines(made: WeeklyReport, key: str) -> dict[str, Line]:
    (section,) = [section for section in made.sections if section.key == key]
    return {line.id: line for line in section.lines}


def quotes(made: WeeklyReport, numbers: Iterable[int]) -> list[str | None]:
    return [made.notes[number - 1].quote for number in numbers]


def settled(value: str, day: int, **changes: object) -> StatusEvent:
    return event(Axis.VERDICT, value, on(2, day), **{"voice": "A fact check", "quote": "it was filmed", **changes})
