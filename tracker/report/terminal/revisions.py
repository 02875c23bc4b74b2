"""Revised articles on a terminal: what each says otherwise, the words before and after one below the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from tracker.report.revised import turned
from tracker.report.terminal.layout import columns, foreign
from tracker.text import plural, squash
from tracker.types import Mention
from tracker.types.versions import Revision

_MARK = 1


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
        yield foreign(f"  {turned(change)}")
        quotes = [_quote("-", change.before), _quote("+", change.after)]
        yield columns([[Text("  "), *quote] for quote in quotes if quote], [2, _MARK, width - _MARK - 8])
    if article.url:
        yield foreign(f"  {article.url}", style="dim")
    yield Text()


def _quote(mark: str, mention: Mention | None) -> list[Text]:
    return [Text(mark), foreign(f"“{squash(mention.quote)}”")] if mention else []
