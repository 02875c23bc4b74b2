"""The command that examines a database: `doctor`."""

from __future__ import annotations

from dataclasses import replace

import typer

from tracker import plugins
from tracker.cli import output
from tracker.errors import TrackerError


def doctor(ctx: typer.Context, as_json: output.Json = False) -> None:
    """Examine the database: pages, references, quotes, orphans, what is counted twice, clusters, indexes, log, permissions.

    Changes nothing. Says of each thing that it finds how to mend it, and then ends with status 1. Where all is well,
    says also whether articles leave this machine to be read.
    """
    from tracker.report.escape import terminal
    from tracker.store import doctor as examining
    from tracker.store.keeping import open_existing

    engine = open_existing(output.url(ctx))
    made = []
    for check in examining.examine(engine):
        made.append(check)
        if as_json:
            output.rows([check.as_json()])
            continue
        typer.echo(f"{check.name:<16}{f'{check.found:,} found' if check.found else 'well'}")
        if check.found:
            for example in check.examples:
                typer.echo(terminal(f"  {example}"))
            if check.found > len(check.examples):
                typer.echo(f"  and {check.found - len(check.examples):,} more")
            typer.echo(terminal(f"  to mend: {check.mend}"))
    engine.dispose()
    examining.raise_for(made)
    output.note(ctx, _sent())
    output.note(ctx, "all is well")


def _sent() -> str:
    """What ingest would send where."""
    try:
        settings = replace(output.reading(), database="")
        sentence = output.sent(settings)
    except TrackerError as error:
        return f"articles cannot be read: {error}"
    if sentence is None and settings.extractor.partition(":")[0].lower() not in {"", *plugins.OWN}:
        return f"articles are read by {settings.extractor}: its package says what it sends"
    return sentence or "articles are read on this machine: nothing is sent anywhere"


COMMANDS: list[output.Command] = [doctor]
EXAMPLES = {"doctor": "Example: tracker doctor --json"}
