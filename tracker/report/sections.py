"""The sections of a weekly report: which allegations belong in each, in which order, and what is said of them.

Each teller gets the views of all allegations and the period, and gives what to say: the view, a sentence or two, and
the quotes that show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from tracker.report import words
from tracker.report.measures.spread import SILENCE_DAYS
from tracker.report.shifts import reworded, strongest
from tracker.report.view import SETTLED, Change, Proof, View, one_each, published_on
from tracker.report.weeks import Period
from tracker.text import plural
from tracker.types import Axis, Precision, StoredMention

Telling: TypeAlias = "tuple[View, str, Sequence[Proof]]"

# An allegation is quiet once it is not heard in a period, and forgotten so many days before it.
QUIET_DAYS = SILENCE_DAYS

# How much of an ISO date is known at each precision.
_KNOWN = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}


def new(views: Iterable[View], period: Period) -> list[Telling]:
    """Tell of allegations seen here for the first time in the period, those with the most mentions first."""
    found = sorted((v for v in views if v.is_new), key=lambda v: -len(v.here))
    return [(v, _debut(v, period), one_each(v.here)) for v in found]


def spreading(views: Iterable[View], period: Period) -> list[Telling]:
    """Tell of allegations known before with more mentions in the period than in the one before; most growth first."""
    previous = period.before(period.length)
    told: list[tuple[int, Telling]] = []
    for v in views:
        before = sum(m.seen_on in previous for m in v.earlier)
        if v.earlier and len(v.here) > before:
            text = f"{plural(len(v.here), 'mention')}, after {before or 'none'} in the {period.noun} before."
            told.append((before - len(v.here), (v, f"{text}{_newcomers(v)}", one_each(v.here))))
    return [telling for _, telling in sorted(told, key=lambda pair: pair[0])]


def changed(views: Iterable[View], period: Period) -> list[Telling]:
    """Tell of allegations known before whose status, strongest wording or particulars differ from before the period."""
    told: list[Telling] = []
    for v in views:
        found = [wording for wording in (_wording(v, period), _particulars(v, period)) if wording]
        if v.earlier and (v.changes or found):
            texts = [_change(change, period) for change in v.changes]
            proofs: list[Proof] = [change.after for change in v.changes]
            for text, wordings in found:
                texts.append(text)
                proofs += wordings
            text = "; ".join(texts)
            told.append((v, f"{text[0].upper()}{text[1:]}.", proofs))
    return told


def denied(views: Iterable[View], period: Period) -> list[Telling]:
    """Tell of allegations that somebody rejected in the period."""
    told: list[Telling] = []
    for v in views:
        if v.denials:
            voices: dict[str, Proof] = {}
            for denial in sorted(v.denials, key=published_on):
                voices.setdefault(words.denier(denial), denial)
            dated = [f"{who} {words.when(published_on(d), year=period.end.year)}" for who, d in voices.items()]
            again, first = ("again ", "") if v.denied_earlier else ("", ", for the first time here")
            told.append((v, f"Denied {again}by {words.names(dated)}{first}.", list(voices.values())))
    return told


def resolved(views: Iterable[View], period: Period) -> list[Telling]:
    """Tell of allegations for which a verdict was reached in the period, and by whom."""
    told: list[Telling] = []
    for v in views:
        for change in v.changes:
            if change.axis is Axis.VERDICT and change.after.value in SETTLED:
                verdict = words.value_words(change.after.value).capitalize()
                day = words.when(published_on(change.after), year=period.end.year)
                told.append((v, f"{verdict}, according to {words.voice(change.after)}, {day}.", [change.after]))
    return told


def gone_quiet(views: Iterable[View], period: Period) -> list[Telling]:
    """Tell of allegations mentioned in the two weeks before the period and not in it, the last heard first."""
    before = period.before(QUIET_DAYS)
    told: list[Telling] = []
    for v in sorted(views, key=lambda v: v.last_day, reverse=True):
        recent = [m for m in v.earlier if m.seen_on in before]
        if recent and not v.here:
            last = max(recent, key=lambda m: m.seen_on)
            text = f"{plural(len(recent), 'mention')} in the two weeks before, the last on"
            when = words.long_date(last.seen_on, year=period.end.year)
            told.append((v, f"{text} {when} in {words.outlet(last.article)}.", [last]))
    return told


def unverified(views: Iterable[View], period: Period) -> list[Telling]:
    """Tell of every allegation that nobody has settled, the longest open first."""
    year = period.end.year
    told: list[Telling] = []
    for v in sorted(views, key=lambda v: v.allegation.first_seen or period.end):
        if v.allegation.status.unverified:
            first = min((*v.earlier, *v.here), key=lambda m: m.seen_on)
            open_for = plural((period.end - first.seen_on).days + 1, "day")
            text = f"Open for {open_for}: first seen here {words.long_date(first.seen_on, year=year)}"
            if v.last_day != first.seen_on:
                text = f"{text}, last {words.long_date(v.last_day, year=year)}"
            told.append((v, f"{text}; {words.carried_by(v.allegation)}.", [first]))
    return told


def _debut(v: View, period: Period) -> str:
    first, year = v.here[0], period.end.year
    said, precision = words.said(first)
    day = words.when(said, precision, year=year)
    where = words.outlet(first.article)
    known = _KNOWN[precision]
    if said.isoformat()[:known] < period.start.isoformat()[:known]:
        seen = words.when(first.seen_on, year=year)
        text = f"Said by {words.speaker(first)} already {day}; first seen here {seen}, in {where}."
    else:
        text = f"First said by {words.speaker(first)} {day}, in {where}."
    if len(v.here) == 1:
        return text
    return f"{text} {plural(len(v.here), 'mention')}: {words.carried_by(v.allegation)}."


def _newcomers(v: View) -> str:
    known_speakers = {name for m in v.earlier for name in m.mention.speakers}
    known_outlets = {words.outlet(m.article) for m in v.earlier}
    speakers = dict.fromkeys(name for m in v.here for name in m.mention.speakers if name not in known_speakers)
    outlets = dict.fromkeys(o for m in v.here if (o := words.outlet(m.article)) not in known_outlets)
    found = [(speakers, "voice"), (outlets, "outlet")]
    return "".join(f" New {noun if len(new) == 1 else noun + 's'}: {words.names(list(new))}." for new, noun in found if new)


def _wording(v: View, period: Period) -> tuple[str, list[StoredMention]] | None:
    """Compare the strongest wording before the period with the strongest in it; None where they are equally sure."""
    found = strongest(v)
    if found is None:
        return None
    before, now = found
    day = words.long_date(now.seen_on, year=period.end.year)
    text = f"strongest wording: {before.mention.certainty.value} → {now.mention.certainty.value}"
    return f"{text} ({words.speaker(now)}, {day})", [before, now]


def _particulars(v: View, period: Period) -> tuple[str, list[StoredMention]] | None:
    """Say what is alleged now in the place of what was alleged before; None where that is the same."""
    found = reworded(v)
    if found is None:
        return None
    who = f"{words.speaker(found.after)}, {words.long_date(found.after.seen_on, year=period.end.year)}"
    return f"wording: {found.gone} → {found.new} ({who})", [found.before, found.after]


def _change(change: Change, period: Period) -> str:
    event = change.after
    before = f"{words.value_words(change.before)} → " if change.before else ""
    day = words.long_date(published_on(event), year=period.end.year)
    return f"{event.axis.value}: {before}{words.value_words(event.value)} ({words.voice(event)}, {day})"
