"""The part of the facade that reports: how one allegation moved, what a week brought, what revisions changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from tracker.errors import UsageError
from tracker.ids import parse_id
from tracker.types import Allegation, Case, Mention
from tracker.types.versions import Revision, Versions

if TYPE_CHECKING:
    from tracker.report.trajectory import Trajectory
    from tracker.report.weekly import WeeklyReport
    from tracker.store import Store


class Reporting:
    """Reports read only what they tell of; of the rest the database counts what they need."""

    store: Store
    now: Callable[[], dt.datetime]

    def trajectory(
        self, allegation_id: int | str, by: Literal["day", "week", "month"] = "week", *, as_of: dt.date | None = None
    ) -> Trajectory:
        """How an allegation moved: who said it when, how often, how surely, and what happened to its status.

        The window ends with the last day that has an article here: beyond it silence means nothing. `as_of` answers as one
        could have at the end of that day: by what had been ingested, recorded and judged by then; what was taken back since
        counts as never made. Raises NotFoundError, UsageError.
        """
        from tracker.report.trajectory import measure
        from tracker.store import Selection

        moment = _moment(as_of)
        case = self.store.case(parse_id(allegation_id), as_of=moment, brief=True)
        volume = self.store.taken_in(Selection(as_of=moment))
        today = as_of or self.now().date()
        until = max((day for day in volume if day <= today), default=today)
        return measure(_assessed(_worded(case)), by, until=until, volume=volume, groups=self.store.circles())

    def report(
        self,
        week: str | None = None,
        *,
        start: dt.date | None = None,
        end: dt.date | None = None,
        accused: str | None = None,
        topic: str | None = None,
        as_of: dt.date | None = None,
    ) -> WeeklyReport:
        """The report of a week (`"2022-W07"`) or of the days from `start` to `end`, both inclusive.

        Without either: the last full week that has articles. What was published later is left out, as if asked on `end`; with
        `as_of`, also what was ingested, recorded or judged after that day. `accused` and `topic` keep it to allegations against
        somebody or their side, or of a class of acts. Raises UsageError for days that are none.
        """
        from tracker.report import backlog, weekly, weeks, words
        from tracker.report.as_of import known_by
        from tracker.store import Selection

        moment = _moment(as_of)
        if (start is None) != (end is None):
            raise UsageError("a report on other days than a week needs both --from and --to")
        if start is None or end is None:
            days = self.store.article_days(Selection(as_of=moment))
            label = week or weeks.last_full_week(days, as_of or self.now().date())
            start, end = weeks.week_bounds(label)
        elif week is not None:
            raise UsageError("give a week, or --from and --to, not both")
        elif start > end:
            raise UsageError(f"--from {start} is after --to {end}: swap --from and --to")
        else:
            label = f"{start.isoformat()} to {end.isoformat()}"
        period = weeks.Period(start, end)
        previous = period.before(period.length)
        heard_since = min(previous.start, period.before(weekly.QUIET_DAYS).start)
        chosen = Selection(accused=accused, topic=topic, until=end, as_of=moment)
        lives = self.store.lives(chosen)
        decided = self.store.briefs(self.store.decided(chosen), chosen)
        settled = backlog.settled([_assessed(known_by(case, end)) for case in decided])
        whole = backlog.Whole(lives=lives, volume=self.store.volume(chosen), settled=settled)
        told = {life.id for life in lives if life.last_seen >= heard_since} | self.store.moved(chosen, heard_since)
        told |= {life.id for life in whole.unverified(end)[: weekly.LINES]}
        cut = (known_by(case, end) for case in self.store.briefs(told & {life.id for life in lives}, chosen))
        articles = self.store.article_infos(Selection(since=previous.start, until=end, as_of=moment))
        scope = [*([f"against {accused}"] if accused else []), *([f"of {words.topic(topic)}"] if topic else [])]
        allegations = [_assessed(_worded(case)) for case in cut if case.alleging]
        revised = [_compared(versions) for versions in self.store.revised(start, chosen)]
        denials = self.store.unlinked_denials(replace(chosen, since=start))
        return weekly.build(
            allegations, articles, start, end, label, whole=whole, scope=" and ".join(scope), revisions=revised, denials=denials
        )

    def revisions(self, since: dt.date | None = None) -> list[Revision]:
        """The articles that were revised, the latest revision first, and what each version says otherwise than the one before.

        `since` is the first day of revision that counts.
        """
        return [_compared(versions) for versions in self.store.revised(since)]


def _moment(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time.max, dt.UTC) if day else None


def _compared(versions: Versions) -> Revision:
    """What the later of two versions says otherwise."""
    from tracker.assess.revision import changes
    from tracker.match.score import REVIEW, similarity
    from tracker.match.words import default_words

    def alike(one: Mention, other: Mention) -> float:
        score = similarity(one.claim, other.claim, default_words()).score
        return score if score >= REVIEW else 0.0

    found = changes(versions.mentions_before, versions.mentions_after, alike)
    return Revision(before=versions.before, after=versions.after, changes=found)


def _worded(case: Case) -> Case:
    """The case with the claim that words it best of what is left of it."""
    from tracker.match import frame

    return replace(case, claim=frame.clearest(case.alleging, case.accused)) if case.alleging else case


def _assessed(case: Case) -> Allegation:
    from tracker.assess.status import assess

    return assess(case)
