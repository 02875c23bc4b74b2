"""What changed of an allegation in a period, before and after side by side."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.report import words
from tracker.report.notes import Notes
from tracker.report.view import View
from tracker.text import squash
from tracker.types import StoredMention


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One change: of an axis of the status (`what` is its name), or of the strongest wording (`certainty`).

    `before` and `after` are a value in words, for a wording the certainty and the quote; `notes` are the numbers of the quotes.
    """

    what: str
    before: str
    after: str
    notes: tuple[int, ...]


def shifts(v: View, notes: Notes) -> tuple[Shift, ...]:
    """Put the changes of a period side by side: each axis that moved, then the strongest wording where it did."""
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
        before, after = wording
        found.append(Shift(what="certainty", before=_worded(before), after=_worded(after), notes=notes.cite(wording)))
    return tuple(found)


def strongest(v: View) -> tuple[StoredMention, StoredMention] | None:
    """The strongest wording before the period and the strongest in it; None where they are equally sure, or one is missing."""
    if not (v.here and v.earlier):
        return None
    before = max(v.earlier, key=lambda m: m.mention.certainty.rank)
    now = max(v.here, key=lambda m: m.mention.certainty.rank)
    return None if before.mention.certainty is now.mention.certainty else (before, now)


def _worded(m: StoredMention) -> str:
    return f"{m.mention.certainty.value}: {words.quoted(squash(m.mention.quote))}"
