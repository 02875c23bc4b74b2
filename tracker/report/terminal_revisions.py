"""Revised articles on a terminal: what each says otherwise, the words before and after one below the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from tracker.report.terminal_layout import columns, foreign
from tracker.text import plural, squash
from tracker.types import Mention
from tracker.versions import Change, Revision, Turn

_MARK = 1
_VALUES = frozenset({Turn.SOFTENED, Turn.HARDENED, Turn.EVIDENCE, Turn.CONTEST, Turn.ATTRIBUTION})


def revision_list(revisions: Sequence[Revision], width: int) -> RenderableType:
    """Tell each revision: day, outlet and title; then its changes, each with the quotes of both versions."""
    if not revisions:
        return Text("No article was revised.")
    parts = [part for revision in revisions for part in _told(revision, width)]
    return Group(*parts, Text(f"{plural(len(revisions), 'revision')}."))


def _told(revision: Revision, width: int) -> Iterator[RenderableType]:
    article = revision.after
    day = f"{article.ingested_at.day} {article.ingested_at:%b %Y}"
    about = " · ".join(squash(part) for part in (day, article.outlet or "", article.title or article.ref) if part)
    yield foreign(about, style="bold")
    if not revision.changes:
        yield Text("  no claim changed")
    for change in revision.changes:
        yield foreign(f"  {_turn(change)}")
        quotes = [_quote("-", change.before), _quote("+", change.after)]
        yield columns([[Text("  "), *quote] for quote in quotes if quote], [2, _MARK, width - _MARK - 8])
    if article.url:
        yield foreign(f"  {article.url}", style="dim")
    yield Text()


def _turn(change: Change) -> str:
    """What changed, with the values before and after where they are not the words themselves."""
    if change.turn not in _VALUES:
        return change.turn.value
    was, became = (squash(value or "").replace("_", " ") for value in (change.was, change.became))
    return f"{change.turn.value}: {was} → {became}"


def _quote(mark: str, mention: Mention | None) -> list[Text]:
    return [Text(mark), foreign(f"“{squash(mention.quote)}”")] if mention else []
