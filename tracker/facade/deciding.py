"""The part of the facade with which people decide what is one allegation and what is not."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.errors import UsageError
from tracker.ids import is_mention, parse_id
from tracker.types import Action, Decision, Proposal, Refusal, Verdict

if TYPE_CHECKING:
    from tracker.jobs.importing import Imported
    from tracker.jobs.judging import Judging
    from tracker.jobs.rematching import Rematched
    from tracker.settings import Settings
    from tracker.store import Store, Writer


class Deciding:
    """Decisions of the person that `settings` names. Each is one transaction and one action, which can be undone."""

    store: Store
    settings: Settings
    now: Callable[[], dt.datetime]

    def judge(self, one: int | str, other: int | str, decision: Decision, because: str | None = None) -> Action:
        """Decide whether two allegations (`"A-3"`) are one, or whether a mention (its id) belongs to an allegation.

        `positive` merges, or moves the mention; `negative` keeps them apart for good; `unsure` leaves them for later. Raises
        NotFoundError, UsageError, ConflictError where it would cross a decision.
        """
        with self._judging(because) as judging:
            if is_mention(one) or is_mention(other):
                mention, allegation = (one, other) if is_mention(one) else (other, one)
                return judging.judge_mention(str(mention), parse_id(allegation), decision)
            return judging.judge(parse_id(one), parse_id(other), decision)

    def merge(self, allegations: Iterable[int | str], into: int | str, because: str | None = None) -> Action:
        """Make allegations one with `into`. Raises as `judge`."""
        with self._judging(because) as judging:
            return judging.merge([parse_id(a) for a in allegations], parse_id(into))

    def split(self, allegation: int | str, mentions: Sequence[str], because: str | None = None) -> Action:
        """Make mentions of an allegation an allegation of their own, for good. Raises as `judge`."""
        with self._judging(because) as judging:
            return judging.split(parse_id(allegation), mentions)

    def move(self, mention: str, allegation: int | str, because: str | None = None) -> Action:
        """Give a mention to another allegation. Raises as `judge`."""
        with self._judging(because) as judging:
            return judging.move(mention, parse_id(allegation))

    def set_verdict(
        self,
        allegation: int | str,
        verdict: Verdict,
        *,
        url: str | None = None,
        on: dt.date | None = None,
        by: str | None = None,
        rating: str | None = None,
        because: str | None = None,
    ) -> Action:
        """Record what a check found: by whom (you, unless told), when, and where it can be read.

        `rating` is how a fact-checker rated it, in their own words. Raises NotFoundError, and UsageError where it is nobody's.
        """
        if rating and not by:
            raise UsageError("a rating is a fact-checker's own: say whose it is, too (--by NAME)")
        with self._judging(because) as judging:
            return judging.verdict(parse_id(allegation), verdict, url, on or self.now().date(), by, rating)

    def undo(self, to: int | None = None) -> list[Action]:
        """Take back the last decision, or every one after action `to`. Raises UsageError where there is none."""
        with self._judging() as judging:
            return judging.undo(to)

    def redo(self, to: int | None = None) -> list[Action]:
        """Decide again what was undone last, or everything up to and with action `to`. Raises UsageError."""
        with self._judging() as judging:
            return judging.redo(to)

    def log(self, allegation: int | str | None = None) -> list[Action]:
        """All decisions, the oldest first; those that touch one allegation. Raises NotFoundError."""
        return self.store.actions(None if allegation is None else parse_id(allegation))

    def rematch(self, *, dry_run: bool = False) -> Rematched:
        """Match anew what only the matcher has decided. Changes nothing where the result is the same; `dry_run` only tells.

        Articles from before it was kept what their texts are found by are looked at for copies first.
        """
        from tracker.jobs.importing import EXTRACTOR
        from tracker.jobs.rematching import rematch, retrace
        from tracker.match.words import default_words

        with self.store.write(dry_run=dry_run) as writer:
            traced = retrace(writer, besides=EXTRACTOR)  # claims that people imported print nobody
        with self.store.write(dry_run=dry_run) as writer:
            found = rematch(writer, default_words(), self.settings.decides, self.now())
            if not (found.moved or found.asked):
                writer.discard()
        return replace(found, traced=traced)

    def review(self) -> list[Proposal]:
        """Pairs of allegations that may be one, of which the matcher was not sure: the most valuable decision first."""
        from tracker.match.review import proposals
        from tracker.match.words import default_words

        asked = [(own, other, q.mention_id, q.score, q.reason) for q, own, other in self.store.questions()]
        return proposals(asked, default_words())

    def _decide_again(self, data: bytes, name: str, result: Imported) -> None:
        """Make decisions of another database again, each in a transaction of its own; what cannot be is refused by its line.

        A decision that was made or carried here before is left as it is, even where it was taken back since.
        """
        from tracker.errors import SettledError, TrackerError
        from tracker.jobs.importing import REFUSED, decide
        from tracker.store.decisions import REDO, REMATCH, UNDO
        from tracker.types.decisions import origin

        known = {action.origin for action in self.store.actions()}
        try:
            lines = data.decode("utf-8-sig").split("\n")
        except UnicodeDecodeError as error:
            raise TrackerError(f"{name}: byte {error.start} is not UTF-8: save it as UTF-8") from None
        for number, line in _as_made(lines):
            try:
                row = json.loads(line)
                if row.get("undone_at") or row.get("kind") in {UNDO, REDO, REMATCH}:
                    continue
                if (of := origin(row)) in known:
                    result.known += 1
                    continue
                with self.store.write() as writer:
                    decide(writer, row, self.now())
                known.add(of)
                result.new += 1
            except SettledError:
                result.known += 1
            except (ValueError, TypeError, AttributeError, RecursionError):
                result.refused.append(Refusal(ref=f"{name}:{number}", reason="not a JSON object: write one a line"))
            except REFUSED as error:
                result.refused.append(Refusal(ref=f"{name}:{number}", reason=str(error)))

    @contextmanager
    def _judging(self, because: str | None = None) -> Iterator[Judging]:
        with self.store.write() as writer:
            yield self._judge(writer, because)

    def _judge(self, writer: Writer, because: str | None = None) -> Judging:
        from tracker.jobs.judging import Judging

        return Judging(writer, self.settings.decides, self.now(), because)


def _as_made(lines: Iterable[str]) -> list[tuple[int, str]]:
    """The lines that are not blank, each with its number, in the order in which what they tell of was decided.

    `log --json` has the newest first. What is no decision comes first, to be refused.
    """
    found: list[tuple[str, int, int, str]] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
                found.append((str(row["made_at"]), int(row["id"]), number, line))
            except (ValueError, KeyError, TypeError, RecursionError):
                found.append(("", 0, number, line))
    return [(number, line) for *_, number, line in sorted(found)]
