"""Commands with which a person decides: `review`, `judge`, `merge`, `split`, `move`, `status`, `undo`, `redo`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

import typer

from tracker.cli import output
from tracker.core import Tracker
from tracker.errors import TrackerError
from tracker.ids import public_id
from tracker.text import plural
from tracker.types import Action, Decision, Proposal, Verdict

Because = Annotated[str | None, typer.Option("--because", metavar="WORDS", help="Why; kept with the decision.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="An allegation, e.g. A-3.")]


class Said(StrEnum):
    """What can be said of two."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


DECISIONS = {Said.SAME: Decision.POSITIVE, Said.DIFFERENT: Decision.NEGATIVE, Said.UNSURE: Decision.UNSURE}
KEYS = {"s": Said.SAME, "d": Said.DIFFERENT, "u": Said.UNSURE}


def review(
    ctx: typer.Context,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    as_json: output.Json = False,
) -> None:
    """Decide what the matcher was not sure of, one key each; the decision that changes most comes first.

    s same, d different, u unsure, c shows the context, z takes the last decision back, q ends. Words in [brackets] are those
    that the other text lacks. Every decision is kept at once. Keys are read from the terminal, or letter by letter from stdin.
    """
    with output.tracker(ctx) as tracker:
        proposals = tracker.review()[:limit]
        if as_json:
            output.rows(p.as_json() for p in proposals)
            return
        if not proposals:
            output.note(ctx, "nothing to review: no two are so close that the matcher asks")
            return
        decided = _ask(tracker, proposals)
    left = len(proposals) - decided
    output.note(ctx, f"{plural(decided, 'decision')}, {left} left; tracker undo takes the last one back")


def _ask(tracker: Tracker, proposals: list[Proposal]) -> int:
    """Show one proposal after another and do what the keys say; return how many were decided."""
    from tracker.report.terminal.review import side_by_side

    at, decided, context = 0, 0, False
    while at < len(proposals):
        proposal = proposals[at]
        width = output.console().width
        output.show(side_by_side(proposal, at + 1, len(proposals), width, context=context))
        key, context = _key(), False
        if key in KEYS:
            try:
                tracker.judge(f"A-{proposal.one_id}", f"A-{proposal.other_id}", DECISIONS[KEYS[key]])
                decided += 1
            except TrackerError as error:
                typer.echo(f"tracker: {error}", err=True)
            at += 1
        elif key == "c":
            context = True
        elif key == "z" and decided:
            tracker.undo()
            at, decided = at - 1, decided - 1
        elif key in {"q", ""}:
            break
    return decided


def _key() -> str:
    """One key of the person at the terminal; else the next letter of stdin, "" at its end."""
    sys.stdout.write("s same  d different  u unsure  c context  z undo  q quit > ")
    sys.stdout.flush()
    pressed = typer.getchar().lower() if sys.stdin.isatty() else _letter()
    sys.stdout.write(f"{pressed}\n" if pressed.isprintable() else "\n")
    return "q" if pressed in {"\x03", "\x04", "\x1b"} else pressed


def _letter() -> str:
    while letter := sys.stdin.buffer.read(1).decode("latin-1"):  # any byte is some letter, and all keys are ASCII
        if not letter.isspace():
            return letter.lower()
    return ""


def judge(
    ctx: typer.Context,
    one: Annotated[str, typer.Argument(metavar="ID", help="An allegation (A-3), or a mention as show --all prints it.")],
    other: Annotated[str, typer.Argument(metavar="ID", help="The allegation to compare it with.")],
    said: Annotated[Said, typer.Argument(metavar="same|different|unsure", help="What you found.")],
    because: Because = None,
) -> None:
    """Decide whether two allegations are one, or whether a mention belongs to an allegation.

    What was judged different is never merged, neither by the matcher nor through a third; tracker undo takes it back.
    """
    _done(ctx, lambda t: [t.judge(one, other, DECISIONS[said], because)])


def merge(
    ctx: typer.Context,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The allegation that stays.")],
    others: Annotated[list[str], typer.Argument(metavar="ID…", help="Those that become part of it.")],
    because: Because = None,
) -> None:
    """Make allegations one. Their ids go on leading to INTO; tracker undo gives everything back."""
    _done(ctx, lambda t: [t.merge(others, into, because)])


def split(
    ctx: typer.Context,
    allegation: Id,
    mentions: Annotated[list[str], typer.Argument(metavar="MENTION…", help="Ids of mentions, as show --all prints them.")],
    because: Because = None,
) -> None:
    """Make some mentions of an allegation an allegation of their own; the matcher never brings them back."""
    _done(ctx, lambda t: [t.split(allegation, mentions, because)])


def move(
    ctx: typer.Context,
    mention: Annotated[str, typer.Argument(metavar="MENTION", help="A mention, as show --all or a report prints it.")],
    allegation: Id,
    because: Because = None,
) -> None:
    """Give one mention, with what it says of evidence and denial, to another allegation."""
    _done(ctx, lambda t: [t.move(mention, allegation, because)])


def status(
    ctx: typer.Context,
    allegation: Id,
    verdict: Annotated[Verdict, typer.Argument(metavar="VERDICT", help=f"What a check found: {', '.join(Verdict)}.")],
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who checked it, e.g. a fact-checker. Default: you.")] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Where the finding can be read.")] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="When it was found. Default: today.")] = None,
    rating: Annotated[
        str | None, typer.Option(metavar="WORDS", help="How NAME rated it, in their own words, e.g. 'Mostly false'.")
    ] = None,
    because: Because = None,
) -> None:
    """Record what a check of an allegation found: yours, or a fact-check that you cite."""
    day = output.day(on, "--on")
    _done(ctx, lambda t: [t.set_verdict(allegation, verdict, url=url, on=day, by=by, rating=rating, because=because)])


def undo(
    ctx: typer.Context,
    to: Annotated[int | None, typer.Option(min=0, metavar="N", help="Take back everything after decision N.")] = None,
) -> None:
    """Take back the last decision, without loss."""
    _done(ctx, lambda t: t.undo(to), "taken back: ")


def redo(
    ctx: typer.Context,
    to: Annotated[int | None, typer.Option(min=1, metavar="N", help="Up to and with decision N.")] = None,
) -> None:
    """Do again what was taken back last."""
    _done(ctx, lambda t: t.redo(to), "done again: ")


def rematch(
    ctx: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; change nothing.")] = False,
) -> None:
    """Match anew what only the matcher has decided, e.g. after an update. What people touched is only asked about.

    Prints each mention that belongs elsewhere now, with the allegations that it was of and that it is of.
    """
    with output.tracker(ctx) as tracker:
        found = tracker.rematch(dry_run=dry_run)
    if found.traced:
        output.note(ctx, f"{plural(found.traced, 'article')} looked at for copies: some were stored before that was done")
    would = "would belong" if dry_run else "belong"
    output.note(ctx, f"{plural(found.mentions, 'mention')} matched anew: {len(found.moved)} {would} elsewhere now")
    for mention, was, now in found.moved:
        typer.echo("\t".join((mention, public_id(was) or "", public_id(now) or "")))
    if found.asked:
        output.note(ctx, f"{plural(found.asked, 'question')} about what people decided: tracker review")
    if dry_run:
        output.note(ctx, "nothing was written (--dry-run)")


def _done(ctx: typer.Context, act: Callable[[Tracker], list[Action]], before: str = "") -> None:
    from tracker.report import decisions
    from tracker.report.escape import terminal as safe

    with output.tracker(ctx) as tracker:
        actions, own = act(tracker), tracker.settings.decides
    for action in actions:
        whose = f", by {action.made_by}" if action.made_by != own else ""
        output.note(ctx, safe(f"{before}{decisions.told(action)} (decision {action.id}{whose})"))


COMMANDS: list[output.Command] = [review, judge, merge, split, move, status, undo, redo, rematch]
EXAMPLES = {
    "review": "Example: tracker review --limit 10",
    "judge": "Example: tracker judge A-3 A-5 different --because 'another town'",
    "merge": "Example: tracker merge A-3 A-5 A-9",
    "split": "Example: tracker split A-3 m77720b8e8638647",
    "move": "Example: tracker move m77720b8e8638647 A-5",
    "status": "Example: tracker status A-3 refuted --by 'The Example Fact Desk' --url https://facts.example/17",
    "undo": "Example: tracker undo --to 12",
    "redo": "Example: tracker redo",
    "rematch": "Example: tracker rematch --dry-run",
}
