"""Commands that hand results on: `report`, `export`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import output
from tracker.report.formats import Format, written
from tracker.text import plural


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
    CLAIMREVIEW = "claimreview"
    STIX = "stix"


# The columns of each export as CSV, so that one without rows has its header, too.
_COLUMNS: dict[What, tuple[str, ...]] = {
    What.ALLEGATIONS: output.ALLEGATION,
    What.MENTIONS: (
        "id", "article_ref", "kind", "start", "end", "quote", "spans", "speaker", "speakers", "speaker_text", "accused",
        "accused_text", "certainty", "negated", "evidence", "evidence_quote", "contest", "contest_quote", "claim",
        "asserted_on", "asserted_precision", "reported_by", "acts", "objects", "extractor", "rule", "confidence",
        "allegation_id",
    ),
    What.ARTICLES: (
        "id", "title", "url", "publisher", "published", "language", "text", "extra", "author", "echo_of", "final_url",
        "retrieved_at", "raw_hash",
    ),
    What.EVENTS: (
        "allegation_id", "axis", "value", "voice", "quote", "happened_on", "recorded_at", "made_by", "mention_id",
        "article_ref", "outlet", "url", "rating",
    ),
}  # fmt: skip


def report(
    ctx: typer.Context,
    week: Annotated[
        str | None, typer.Option(metavar="WEEK", help="An ISO week: 2022-W07. Default: the last with articles.")
    ] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day, with --to.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day, with --from.")] = None,
    accused: output.Accused = None,
    topic: output.Topic = None,
    as_of: output.AsOf = None,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="Default: by the name of FILE, else Markdown; on a terminal a short form."),
    ] = None,
    to: output.Output = None,
) -> None:
    """Write the weekly report: new, spreading, changed, denied, gone quiet, unverified by age, and what to check next.

    HTML is one page for a browser, a mail or a printer; JSON has a schema (tracker/report/report.schema.json); CSV has a row
    for each line of a section.
    """
    with output.tracker(ctx, to) as tracker:
        output.refuse_unknown(tracker, None, topic)
        made = tracker.report(
            week,
            start=output.day(start, "--from"),
            end=output.day(end, "--to"),
            accused=accused,
            topic=topic,
            as_of=output.day(as_of, "--as-of"),
        )
    if not made.articles:
        output.note(ctx, f"no article of {made.label}: tracker ingest PATH reads articles, tracker list shows what there is")
    if form is None and to is None and output.on_terminal():
        from tracker.report.terminal.week import week_page

        output.show(week_page(made, output.console().width))
        return
    form = form or _of_name(to)
    with output.opened(to, binary=form is Format.PDF) as out:
        out.write(written(made, form))


def _of_name(to: Path | None) -> Format:
    """The format that the name of a file asks for; Markdown where it asks for none."""
    ending = to.suffix.lower().removeprefix(".") if to else ""
    return Format(ending) if ending in set(Format) else Format.MD


def export(
    ctx: typer.Context,
    what: Annotated[What, typer.Argument(help="What to export.")],
    form: Annotated[
        Rows, typer.Option("--format", help="JSON lines or CSV; of allegations also ClaimReviews of schema.org, or STIX 2.1.")
    ] = Rows.JSONL,
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
    """Write everything of one kind, all rows, as JSON lines or CSV; allegations also for other tools.

    `claimreview` has a schema.org object a line: a ClaimReview where a fact-checker's own rating is recorded (by status
    --rating, or import), else a Claim. `stix` is one STIX 2.1 bundle.
    """
    chosen = output.filters(accused, speaker, outlet, topic, since, until) | {"unverified": unverified, "status": status}
    with output.tracker(ctx, to) as tracker:
        output.refuse_unknown(tracker, status, topic)
        if form is Rows.CLAIMREVIEW:
            from tracker.report import claimreview

            unrated: list[str] = []
            found = tracker.export(what.value, form="claimreview", unrated=unrated.append, **chosen)
            output.write(claimreview.lines(found), to)
            if unrated:
                output.note(
                    ctx,
                    f"{plural(len(unrated), 'verdict')} left out of the reviews, for no fact-checker's own rating is recorded: "
                    "tracker status ID VERDICT --by NAME --rating WORDS records one",
                )
        elif form is Rows.STIX:
            from tracker.report import stix

            output.write(stix.lines(tracker.export(what.value, form="stix", **chosen)), to)
        else:
            as_csv = form is Rows.CSV
            output.rows(tracker.export(what.value, **chosen), as_csv=as_csv, to=to, columns=_COLUMNS[what] if as_csv else ())


COMMANDS: list[output.Command] = [report, export]
EXAMPLES = {
    "report": "Example: tracker report --week 2022-W07 -o week.md",
    "export": "Example: tracker export mentions --format csv -o mentions.csv",
}
