"""What changed of an allegation in a period, before and after side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tracker.report import words
from tracker.report.notes import Notes
from tracker.report.view import View
from tracker.text import squash
from tracker.types import StoredMention

# What a claim is about, as `measures.mutation` compares it, and how to say it.
_SLOTS: dict[str, Callable[[str], str]] = {"acts": words.topic, "objects": squash}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One change: of an axis of the status (`what` is its name), of the strongest wording (`certainty`), or of what is alleged
    (`wording`).

    `before` and `after` are a value in words, for a wording with the quote; `notes` are the numbers of the quotes.
    """

    what: str
    before: str
    after: str
    notes: tuple[int, ...]


def shifts(v: View, notes: Notes) -> tuple[Shift, ...]:
    """Put the changes of a period side by side: each axis that moved, then the strongest wording and the particulars."""
    found = [
        Shift(
            what=change.axis.value,
            before=words.value_words(change.before) if change.before else "not set",
            after=words.value_words(change.after.value),
            notes=notes.cite([change.after]),
        )
        for change in v.changes
    ]
    if wording := strongest(v):
        before, after = (_worded(m.mention.certainty.value, m) for m in wording)
        found.append(Shift(what="certainty", before=before, after=after, notes=notes.cite(wording)))
    if other := reworded(v):
        before, after = _worded(other.gone, other.before), _worded(other.new, other.after)
        found.append(Shift(what="wording", before=before, after=after, notes=notes.cite([other.before, other.after])))
    return tuple(found)


def strongest(v: View) -> tuple[StoredMention, StoredMention] | None:
    """The strongest wording before the period and the strongest in it; None where they are equally sure, or one is missing."""
    if not (v.here and v.earlier):
        return None
    before = max(v.earlier, key=lambda m: m.mention.certainty.rank)
    now = max(v.here, key=lambda m: m.mention.certainty.rank)
    return None if before.mention.certainty is now.mention.certainty else (before, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """The last wording before a period and the first in it that alleges something else: `gone` and `new` name what."""

    before: StoredMention
    after: StoredMention
    gone: str
    new: str


def reworded(v: View) -> Reworded | None:
    """Tell what is alleged in a period in the place of what was alleged before it, by act or by object; None where nothing is.

    What the last wording before had must be in none of the period, and what one of the period has in none before: a claim that
    is told shorter, or in more detail, or in two ways at once, is the same claim.
    """
    if not (v.here and v.earlier):
        return None
    before = v.earlier[-1]
    gone = {slot: _values(before, slot) - _all(v.here, slot) for slot in _SLOTS if _values(before, slot)}
    known = {slot: _all(v.earlier, slot) for slot, values in gone.items() if values}
    for after in v.here:
        new = {slot: found for slot, values in known.items() if (found := _values(after, slot) - values)}
        if new:
            return Reworded(before=before, after=after, gone=_named(before, {s: gone[s] for s in new}), new=_named(after, new))
    return None


def _values(m: StoredMention, slot: str) -> set[str]:
    return set(getattr(m.mention, slot))


def _all(mentions: Iterable[StoredMention], slot: str) -> set[str]:
    return {value for m in mentions for value in getattr(m.mention, slot)}


def _named(m: StoredMention, values: dict[str, set[str]]) -> str:
    """Those values of a mention in words, in its own order."""
    return words.names([_SLOTS[slot](value) for slot in values for value in getattr(m.mention, slot) if value in values[slot]])


def _worded(value: str, m: StoredMention) -> str:
    return f"{value}: {words.quoted(squash(m.mention.quote))}"
