"""The command that tells what revised articles say otherwise than before: `revisions`."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli import output
from tracker.text import plural, squash

COLUMNS = (
    "article_ref", "outlet", "title", "url", "revised_at", "change", "was", "became", "before", "after", "before_id",
    "after_id",
)  # fmt: skip


def revisions(
    ctx: typer.Context,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Revised on or after DATE (2022-02-17, or 7d).")] = None,
    as_json: output.Json = False,
    as_csv: output.Csv = False,
) -> None:
    """List articles whose text was changed under its URL, the latest first, and which claims were added, removed, softened or
    hardened, each with what stood there before and what stands there now.
    """
    with output.tracker(ctx) as tracker:
        found = tracker.revisions(output.day(since, "--since"))
    rows = (row for revision in found for row in revision.rows())
    if as_json or as_csv:
        output.rows(rows, as_csv=as_csv, columns=COLUMNS if as_csv else ())
    elif output.on_terminal():
        from tracker.report.terminal.revisions import revision_list

        output.show(revision_list(found, output.console().width))
    else:
        from tracker.report.escape import terminal as safe

        for row in rows:
            cells = (row["revised_at"], row["article_ref"], row["change"], row["before"] or "", row["after"] or "")
            typer.echo("\t".join(safe(squash(cell)) for cell in cells))
    if not found and (as_json or as_csv or not output.on_terminal()):
        output.note(ctx, plural(0, "revised article"))


COMMANDS: list[output.Command] = [revisions]
EXAMPLES = {"revisions": "Example: tracker revisions --since 7d"}
