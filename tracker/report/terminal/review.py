"""Two allegations side by side on a terminal, for a person to decide whether they are one."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from tracker.report.terminal.layout import beside, foreign
from tracker.report.words import short_date
from tracker.text import lacking, squash
from tracker.types import Proposal, StoredMention

_ID, _CONTEXT = 6, 160


def side_by_side(asked: Proposal, number: int, of: int, width: int, *, context: bool) -> RenderableType:
    """Show a proposal: score and reason, then both quotes with the words marked that the other lacks.

    `context` shows the words before and after each quote, too.
    """
    head = Text(f"\n{number} of {of}   score {asked.score:.2f}   ", style="bold") + Text(squash(asked.reason))
    rows = [
        [Text(f"A-{asked.one_id}"), _told(asked.one, asked.other, context=context)],
        [Text(f"A-{asked.other_id}"), _told(asked.other, asked.one, context=context)],
    ]
    return Group(head, beside(rows, [_ID], width))


def _told(own: StoredMention, other: StoredMention, *, context: bool) -> Text:
    """The quote with the words in brackets that the other one lacks, and where it stands."""
    words = Text(" ").join(_runs(own.mention.quote, other.mention.quote))
    before = foreign(f"…{squash(own.before)[-_CONTEXT:]} ", style="dim") if context else Text()
    after = foreign(f" {squash(own.after)[:_CONTEXT]}…", style="dim") if context else Text()
    mention, article = own.mention, own.article
    day = short_date(article.published) if article.published else "undated"
    where = ", ".join(filter(None, (mention.speaker, article.outlet or article.ref, day)))
    said = before + Text("“") + words + Text("”") + after + foreign(f"  {squash(where)}", style="dim")
    return said + foreign(f"\n{squash(mention.disagreement)}", style="dim") if mention.disagreement else said


def _runs(own: str, other: str) -> Iterator[Text]:
    """The words in order; those that the other side lacks in brackets, a run of them in one pair."""
    for lacks, run in lacking(own, other):
        said = foreign(run, style="bold" if lacks else "")
        yield Text("[") + said + Text("]") if lacks else said
