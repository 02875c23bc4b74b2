"""The measures of a trajectory as lines of words: what stands below its chart. What cannot be told says why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.report import words
from tracker.report.measures.milestones import FirstDenial, FirstVerdict
from tracker.report.measures.paths import CertaintyStep
from tracker.report.measures.utterance import Utterance
from tracker.report.trajectory import Trajectory
from tracker.text import plural, squash

# More steps of certainty than this are given by their first and last few.
_STEPS = 6
# Characters of a quote, edits of a wording and names of speakers that fit a line or two.
_QUOTE, _EDITS, _NAMES = 100, 3, 3


def figures(trajectory: Trajectory) -> list[str]:
    """Put the measures into lines; the last says of how many mentions and in what time."""
    lines = [
        _phase(trajectory),
        " · ".join(_rates(trajectory)),
        " · ".join(_answers(trajectory)),
        _stances(trajectory),
        _certainty_line(trajectory.certainty),
        *_drift(trajectory),
        *_wording(trajectory),
        " · ".join(_voices(trajectory)),
        _repeats(trajectory),
        _jumps(trajectory),
        _stood(trajectory),
        _counted(trajectory),
    ]
    return [squash(line) for line in lines if line]


def _phase(trajectory: Trajectory) -> str:
    phase, found = trajectory.phase, trajectory.bursts
    told = f"phase: {phase.phase.value if phase.phase else 'not known'} ({phase.why})"
    if found.found is None:
        return f"{told} · bursts: not known ({found.why})"
    if not found.found:
        return f"{told} · no burst"
    last = found.found[-1]
    when = words.date_range(last.start, last.end)
    if last.end == found.end:
        when = f"since {words.short_date(last.start)}"
    earlier = f", {len(found.found) - 1} earlier" if len(found.found) > 1 else ""
    return f"{told} · burst {when} ({last.n} of all {plural(last.of, 'mention')}{earlier})"


def _rates(trajectory: Trajectory) -> Iterator[str]:
    if trajectory.amplification is not None:
        ratio = f"{trajectory.amplification:.1f}".removesuffix(".0")
        yield f"amplification {ratio} {'mention' if ratio == '1' else 'mentions'} an origin"
    # Of two mentions the first is half: that says nothing.
    few = trajectory.half_life is None or trajectory.n <= 2
    yield "half-life: too few mentions" if few else f"half-life {plural(trajectory.half_life or 0, 'day')}"
    if (peak := trajectory.peak) and peak.count > 1:
        yield f"peak {words.short_date(peak.on)} ({plural(peak.count, 'mention')})"
    if trajectory.days_since_last:
        yield f"last seen {plural(trajectory.days_since_last, 'day')} ago"
    if back := trajectory.recurrences:
        times = f"{plural(len(back), 'time')}, last " if len(back) > 1 else ""
        yield f"came back {times}{words.short_date(back[-1].after)} after {plural(back[-1].days, 'day')}"


def _answers(trajectory: Trajectory) -> Iterator[str]:
    denial, verdict = trajectory.first_denial, trajectory.first_verdict
    if denial is None:
        yield "no denial seen"
    elif denial.days_after is not None:
        yield f"first denial {_days_after(denial)} ({denial.voice})"
    if verdict is None:
        yield "no verdict"
    elif verdict.days_after is not None:
        yield f"first verdict {words.value_words(verdict.value)} {_days_after(verdict)} ({verdict.voice})"


def _days_after(answer: FirstDenial | FirstVerdict) -> str:
    days = answer.days_after or 0
    if not days:
        return "on the same day"
    return f"after {plural(days, 'day')}" if days > 0 else f"{plural(-days, 'day')} before the first mention"


def _stances(trajectory: Trajectory) -> str:
    mix = trajectory.stances
    named = [
        (mix.alleges, "allege"),
        (mix.denies, "deny"),
        (mix.counters, "blame another in return"),
        (mix.no_evidence, "say no evidence"),
        (mix.doubts, "doubt"),
        (mix.concedes, "concede"),
    ]
    told = [f"{share.share:.0%} {noun}" for share, noun in named if share.share]
    return f"stance: {', '.join(told)} (n = {mix.alleges.n})" if told else ""


def _certainty_line(path: Sequence[CertaintyStep]) -> str:
    if len(path) == 1:
        return f"certainty: {path[0].certainty.value} throughout ({path[0].speaker} first)"
    heard: set[str] = set()
    steps = []
    for step in path:
        again = " again" if step.certainty in heard else ""
        heard.add(step.certainty)
        steps.append(f"{step.certainty.value}{again} {words.short_date(step.on, step.precision)} ({step.speaker})")
    if len(steps) > _STEPS:
        steps = [*steps[:3], f"{len(steps) - _STEPS + 1} more changes", *steps[-2:]]
    return f"certainty: {' → '.join(steps)}" if steps else ""


def _drift(trajectory: Trajectory) -> Iterator[str]:
    drift = trajectory.drift
    if drift.before and drift.after:
        yield f"from {_quoted(drift.before)}"
        yield f"to {_quoted(drift.after)}{', not for the first time' if drift.again else ''}"


def _quoted(told: Utterance) -> str:
    day = words.short_date(told.said or told.seen, told.precision)
    return f"{told.certainty.value}: {words.quoted(_short(told.quote))} ({told.speaker}, {told.outlet}, {day})"


def _wording(trajectory: Trajectory) -> Iterator[str]:
    mutation = trajectory.mutation
    if not mutation.changes:
        return
    changed = [change.slot for each in mutation.changes for change in each.slots]
    counts = ", ".join(f"{slot} {changed.count(slot)}" for slot in dict.fromkeys(changed))
    of = f" (of {len(mutation.changes)} changes, {mutation.left_out} not listed)" if mutation.left_out else ""
    yield f"wording: {plural(mutation.wordings, 'wording')}" + (f"; times it changed: {counts}{of}" if counts else "")
    last = mutation.changes[-1]
    edits = [f"{'−' if edit.kind == 'gone' else '+'} {_short(edit.words)}" for edit in last.diff if edit.kind != "same"]
    more = [f"{plural(len(edits) - _EDITS, 'more edit')}"] if len(edits) > _EDITS else []
    day = words.short_date(last.after.said or last.after.seen, last.after.precision)
    yield f"last change of wording ({last.after.speaker}, {day}): {' | '.join([*edits[:_EDITS], *more])}"


def _voices(trajectory: Trajectory) -> Iterator[str]:
    """Tell of mentions that are no voice of their own: copies, and those that lost their speaker."""
    if copies := len(trajectory.copies):
        what = "is an echo" if copies == 1 else "are echoes"
        yield f"{copies} of the {plural(trajectory.n, 'mention')} {what} of an earlier text"
    loss = trajectory.attribution_loss
    if loss.count:
        yield f"no speaker left in {loss.count} of the {loss.n} after the first that names one"


def _repeats(trajectory: Trajectory) -> str:
    repeats = trajectory.repeats
    # Whoever is flagged is never left out.
    flagged = [r for r in repeats.speakers if r.flagged]
    listed = [*flagged, *(r for r in repeats.speakers if not r.flagged)][: max(_NAMES, len(flagged))]
    told = []
    for each in listed:
        after = f", {each.after_refuted} after it was refuted" if each.after_refuted else ""
        told.append(f"{each.speaker} on {plural(each.days, 'day')}{after}{' (FLAGGED)' if each.flagged else ''}")
    left = len(repeats.speakers) - len(listed)
    return f"said again by {'; '.join([*told, *([f'{left} more'] if left else [])])}" if told else ""


def _jumps(trajectory: Trajectory) -> str:
    found = trajectory.jumps.found or ()
    told = [f"{jump.before} → {jump.after} ({jump.outlet}, {words.short_date(jump.on)})" for jump in found]
    return f"reached other outlets: {', '.join(told)}" if told else ""


def _stood(trajectory: Trajectory) -> str:
    """Say for how long every axis has stood where it stands at the end of the window."""
    standing = {each.axis: each for each in trajectory.dwell}
    told = [f"{axis.value} {words.value_words(each.value)} {plural(each.days, 'day')}" for axis, each in standing.items()]
    return f"stood at the end: {', '.join(told)}" if told else ""


def _counted(trajectory: Trajectory) -> str:
    counted = f"n = {plural(trajectory.n, 'mention')} in {plural(trajectory.days, 'day')}"
    denied = f", {plural(trajectory.denials, 'denial')} not counted" if trajectory.denials else ""
    end = f"; window to {words.short_date(trajectory.until)}" if trajectory.until else ""
    later = f", {trajectory.later} dated later" if trajectory.later else ""
    return f"{counted}{denied}{end}{later}; only what was ingested here"


def _short(quote: str) -> str:
    quote = squash(quote)
    return quote if len(quote) <= _QUOTE else f"{quote[:_QUOTE].rsplit(' ', 1)[0]}…"
