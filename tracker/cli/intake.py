"""Commands that take articles and claims in: `ingest`, `extract`, `import`, `dedupe`."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from tracker.cli import output
from tracker.errors import NotFoundError, TrackerError, UsageError
from tracker.files import contents
from tracker.jobs.extracting import attribute_all, extract_all
from tracker.settings import Settings, database_url
from tracker.text import plural
from tracker.types import Document, Kind, Refusal
from tracker.types.articles import IngestResult

if TYPE_CHECKING:
    from tracker.core import Progress

DEDUPED = ("id", "allegation_id", "band", "score", "matched_id", "reason", "event_id", "story_id")
Item = TypeVar("Item")
Precise = Annotated[
    bool, typer.Option("--precise", help="Only what both the rules and the model read: fewer mentions, more of them right.")
]
Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH|URL...",
        help="Files (.txt .md .html .jsonl .csv .eml .mbox .pdf .warc .wacz), folders, globs, web addresses; - is stdin.",
    ),
]


def ingest(
    ctx: typer.Context,
    paths: Sources,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and count; write nothing.")] = False,
    precise: Precise = False,
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="FOLDER", help="Keep the pages of web addresses there, as WARC files.")
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option("--dask", metavar="tcp://HOST:PORT|local:N", help="Extract on a Dask cluster, or in N processes here."),
    ] = None,
    extractor: output.Extractor = None,
    max_requests: output.MaxRequests = None,
    max_cost: output.MaxCost = None,
) -> None:
    """Read articles, extract who accuses whom of what, and store it. Doing it twice changes nothing."""
    settings = output.reading(extractor, max_requests, max_cost)
    with output.tracker(ctx, settings=settings, new=True) as tracker, _progress(ctx, paths) as step:
        output.announce(ctx, tracker.settings)
        result = tracker.ingest(
            *paths, stdin=sys.stdin.buffer, dry_run=dry_run, precise=precise, keep=keep, dask=dask, progress=step
        )
    tell_refused(result.refused)
    if result.articles or not all(r.missing for r in result.refused):
        output.note(ctx, _summary(result, dry_run=dry_run))
    exit_for(result.refused, result.articles)


def _summary(result: IngestResult, *, dry_run: bool) -> str:
    """The lines that say what came of an ingest."""
    from tracker.report import proposals

    parts = [f"{result.new} new"]
    parts += [f"{count} {word}" for count, word in ((result.revised, "revised"), (result.known, "known already")) if count]
    kept = sum(not r.missing for r in result.refused)
    parts += (
        [f"{len(result.refused)} refused" + (f" ({kept} kept in quarantine)" if kept and not dry_run else "")]
        if result.refused
        else []
    )
    lines = [f"{plural(result.articles + len(result.refused), 'article')}: {', '.join(parts)}"]
    if result.unread:
        lines.append(f"{plural(result.unread, 'article')} in other languages: stored and searchable, not extracted")
    if result.undated:
        lines.append(
            f"{plural(result.undated, 'article')} without a date: counted on the day of reading (published: DATE tells it)"
        )
    kinds = result.mentions
    counts = [(Kind.ALLEGATION, "allegation", None), (Kind.DENIAL, "denial", "denials"), (Kind.STATEMENT, "statement", None)]
    told = ", ".join(plural(kinds[kind], one, many) for kind, one, many in counts)
    lines.append(f"{plural(sum(kinds.values()), 'mention')}: {told}")
    lines += proposals.lines(result.told)
    if dry_run:
        answers = " but the answers of the model, which need not be asked again" if result.told else ""
        lines.append(f"nothing was written{answers} (--dry-run)")
    else:
        last = f"{plural(result.new_allegations, 'new allegation')}, {plural(result.repeats, 'repeat')}"
        lines.append(f"{last}, {result.to_review} to look at" if result.to_review else last)
    return "\n".join(lines)


def tell_refused(refused: list[Refusal]) -> None:
    """Name each refused input and why, on stderr."""
    from tracker.report.escape import terminal

    for refusal in refused:
        typer.echo(f"refused {terminal(refusal.ref)}: {terminal(refusal.reason)}", err=True)


def exit_for(refused: list[Refusal], read: int) -> None:
    """Status 4 where nothing that was named exists, 3 where some inputs were refused."""
    if refused and not read and all(r.missing for r in refused):
        raise typer.Exit(NotFoundError.status)
    if refused:
        raise typer.Exit(3)


@contextmanager
def _progress(ctx: typer.Context, paths: list[str]) -> Iterator[Progress]:
    """A progress bar on a terminal; silence elsewhere."""
    if not output.draws(ctx):  # counting looks at every file
        yield lambda _: None
        return
    from tracker import read

    counts = [read.count(path) for path in paths]
    total = None if None in counts else sum(c for c in counts if c is not None)
    with output.bar(ctx, "Reading", total) as step:
        yield step


def extract(
    ctx: typer.Context,
    paths: Sources,
    attributions: Annotated[
        bool,
        typer.Option("--attributions", help="Who says what, one line an article: source, cue and content, no meaning yet."),
    ] = False,
    precise: Precise = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Add to each mention why: what decided, how sure, on which words.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=256, help="Processes that share the work.")] = 1,
    extractor: output.Extractor = None,
    max_requests: output.MaxRequests = None,
    max_cost: output.MaxCost = None,
) -> None:
    """Print the mentions of articles as JSON lines: the extractor alone, no database.

    Answers of a language model are kept in a database only where one is named.
    """
    if attributions and (precise or explain):
        raise UsageError("--attributions shows everything that is read; --precise and --explain are for mentions")
    refused: list[Refusal] = []
    proposed = Counter[tuple[str, str]]()
    read = 0
    settings = _reading(ctx, output.reading(extractor, max_requests, max_cost), jobs)
    if extractor and attributions:
        raise UsageError("--attributions are the built-in extractor's: leave --extractor out")
    if not attributions:
        output.announce(ctx, settings)

    def mentions() -> Iterator[dict[str, Any]]:
        for _, found in taken(extract_all(paths, settings, sys.stdin.buffer, precise=precise, jobs=jobs)):
            proposed.update((t.fate, t.why) for t in found.told)
            for mention in found.mentions:
                yield mention.as_json() | ({"reasons": [r.as_json() for r in mention.reasons]} if explain else {})

    def told() -> Iterator[dict[str, Any]]:
        for document, records in taken(attribute_all(paths, settings, sys.stdin.buffer, jobs=jobs)):
            yield {"id": document.ref, "attributions": [a.as_json(document.text) for a in records]}

    def taken(items: Iterator[tuple[Document, Item] | Refusal]) -> Iterator[tuple[Document, Item]]:
        nonlocal read
        with _progress(ctx, paths) as step:
            for item in items:
                if isinstance(item, Refusal):
                    refused.append(item)
                    step(item.ref)
                    continue
                read += 1
                step(item[0].ref)
                yield item

    output.rows(told() if attributions else mentions())
    tell_refused(refused)
    output.proposed(ctx, proposed)
    exit_for(refused, read)


def _reading(ctx: typer.Context, settings: Settings, jobs: int) -> Settings:
    """The settings for an extractor alone: a language model's answers are kept where a database is named."""
    if not settings.extractor.lower().startswith("llm"):
        return settings
    if jobs > 1:
        raise UsageError("one process asks a language model, several times at once (TRACKER_LLM_THREADS): leave --jobs out")
    named = ctx.obj.db or settings.database
    return replace(settings, database=database_url(named, settings) if named else "")


def import_(
    ctx: typer.Context,
    path: Annotated[
        str, typer.Argument(metavar="FILE", help="CSV of claims, ClaimReviews as JSON, or tracker log --json; - is stdin.")
    ],
) -> None:
    """Take in claims that you have already, with the fact-checks on them, or decisions made in another database.

    CSV needs a column named claim; speaker, accused, date, url, outlet, verdict, rater, review url and review date are read
    where there are any. Verdicts are the words of tracker status and those of many fact-checkers: false, mostly false,
    misleading, unproven, true. What is worded as an allegation that is stored joins it; what is only alike goes to tracker
    review. Claims and decisions that are known change nothing.
    """
    from tracker.report.escape import terminal

    with output.tracker(ctx, new=True) as tracker:
        output.announce(ctx, tracker.settings)
        done = tracker.import_file(path)
    if done.of_decisions:
        output.note(ctx, f"{plural(done.new, 'decision')} made again, {done.known} known")
    else:
        checks = plural(done.verdicts, "verdict")
        output.note(ctx, f"{plural(done.new, 'new claim')}, {done.known} known, {checks} of fact-checks")
    if done.unrated:
        words = ", ".join(f"{rating!r}" for rating, _ in done.unrated.most_common(5))
        rated = plural(done.unrated.total(), "rating")
        output.note(ctx, terminal(f"{rated} not understood, the verdicts stay open: {words}; tracker status sets them"))
    tell_refused(done.refused)
    exit_for(done.refused, done.new + done.known)


def dedupe(
    path: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="JSON lines or CSV with id, text (or claim) and optional date, accused; - is stdin."
        ),
    ],
    as_csv: output.Csv = False,
) -> None:
    """Group claims that say the same: the matcher alone, no database.

    Prints for each its allegation (the same claim), the row it is most alike to with score, its parts and band (same, review,
    related or different), and the wider groups of claims on the same event and in the same story.
    """
    from tracker.match.online import group
    from tracker.match.words import default_words

    output.rows(group(_claims(path), default_words()), as_csv=as_csv, columns=DEDUPED)


def _claims(path: str) -> Iterator[dict[str, Any]]:
    """The rows of a claims file. Raises TrackerError naming the line that is none."""
    try:
        whole = contents(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TrackerError(f"{path}: not valid UTF-8 (byte {error.start}): save it as UTF-8") from None
    parse: Callable[[str], Iterator[dict[str, Any]]] = _csv_rows if path.lower().endswith(".csv") else _json_rows
    for number, row in enumerate(_named(path, parse(whole)), 1):
        if isinstance(row, dict) and "text" not in row and "claim" in row:  # as import has it
            row = row | {"text": row["claim"]}
        if not isinstance(row, dict) or not str(row.get("id") or "").strip() or not str(row.get("text") or "").strip():
            raise TrackerError(f"{path}: row {number} needs an id and a text: name the columns, or keys, so")
        if row.get("date") and output.iso(str(row["date"])) is None:
            raise TrackerError(f"{path}: row {number}: the date {str(row['date'])!r} is none: write it as 2022-02-17")
        yield row


def _named(path: str, rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows; what is wrong with one is told with the name of the file."""
    try:
        yield from rows
    except TrackerError as error:
        raise TrackerError(f"{path}: {error}") from None


def _csv_rows(text: str) -> Iterator[dict[str, Any]]:
    csv.field_size_limit(Settings.from_environment().max_line_bytes)
    try:
        yield from csv.DictReader(io.StringIO(text, newline=""))
    except csv.Error as error:
        raise TrackerError(f"not CSV ({error}): save the table again, as CSV in UTF-8") from None


def _json_rows(text: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                raise TrackerError(f"line {number} is not JSON: give one object a line, or a file that ends in .csv") from None


COMMANDS: list[output.Command] = [ingest, extract, dedupe, import_]
EXAMPLES = {
    "ingest": "Example: tracker ingest articles/ 'more/*.jsonl'",
    "extract": "Example: tracker extract -j 2 articles/ > mentions.jsonl",
    "import_": "Example: tracker import claims.csv",
    "dedupe": "Example: tracker dedupe claims.csv --csv > grouped.csv",
}
