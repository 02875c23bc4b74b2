"""Commands that hand results on: `report`, `export`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from tracker.cli import output


class Format(StrEnum):
    """Formats of the weekly report."""

    MD = "md"
    JSON = "json"


class What(StrEnum):
    """What can be exported."""

    MENTIONS = "mentions"
    ALLEGATIONS = "allegations"
    ARTICLES = "articles"
    EVENTS = "events"


class Rows(StrEnum):
    """Formats of an export."""

    JSONL = "jsonl"
    CSV = "csv"


# The columns of each export as CSV, so that one without rows has its header, too.
_COLUMNS: dict[What, tuple[str, ...]] = {
    What.ALLEGATIONS: output.ALLEGATION,
    What.MENTIONS: (
        "id", "article_ref", "kind", "start", "end", "quote", "spans", "speaker", "speakers", "speaker_text", "accused",
        "accused_text", "certainty", "negated", "evidence", "evidence_quote", "contest", "contest_quote", "claim",
        "asserted_on", "asserted_precision", "reported_by", "acts", "objects", "extractor", "rule", "confidence",
        "allegation_id",
    ),
    What.ARTICLES: ("id", "title", "url", "publisher", "published", "language", "text", "extra"),
    What.EVENTS: (
        "allegation_id", "axis", "value", "voice", "quote", "happened_on", "recorded_at", "made_by", "mention_id",
        "article_ref", "outlet", "url",
    ),
}  # fmt: skip


def report(
    ctx: typer.Context,
    week: Annotated[
        str | None, typer.Option(metavar="WEEK", help="An ISO week: 2022-W07. Default: the last with articles.")
    ] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day, with --to.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day, with --from.")] = None,
    form: Annotated[Format, typer.Option("--format", help="Markdown or JSON.")] = Format.MD,
    to: output.Output = None,
) -> None:
    """Write the weekly report: new, spreading, changed, denied, gone quiet, unverified by age, and what to check next."""
    from tracker.report import markdown

    with output.tracker(ctx) as tracker:
        made = tracker.report(week, start=output.day(start, "--from"), end=output.day(end, "--to"))
    text = markdown.render(made) if form is Format.MD else output.as_json(made.as_json()) + "\n"
    with output.opened(to) as out:
        out.write(text)


def export(
    ctx: typer.Context,
    what: Annotated[What, typer.Argument(help="What to export.")],
    form: Annotated[Rows, typer.Option("--format", help="JSON lines or CSV.")] = Rows.JSONL,
    unverified: output.Unverified = False,
    status: output.Status = None,
    accused: output.Accused = None,
    speaker: output.Speaker = None,
    outlet: output.Outlet = None,
    topic: output.Topic = None,
    since: output.Since = None,
    until: output.Until = None,
    to: output.Output = None,
) -> None:
    """Write everything of one kind, all rows, as JSON lines or CSV."""
    chosen = output.filters(accused, speaker, outlet, topic, since, until)
    with output.tracker(ctx) as tracker:
        rows = tracker.export(what.value, unverified=unverified, status=status, **chosen)
        output.rows(rows, as_csv=form is Rows.CSV, to=to, columns=_COLUMNS[what] if form is Rows.CSV else ())


COMMANDS: list[output.Command] = [report, export]
EXAMPLES = {
    "report": "Example: tracker report --week 2022-W07 -o week.md",
    "export": "Example: tracker export mentions --format csv -o mentions.csv",
}
