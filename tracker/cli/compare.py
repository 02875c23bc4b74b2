"""The command that measures extractors against each other, or against gold: `compare`."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Annotated

import typer

from tracker.cli import output
from tracker.cli.intake import Sources, exit_for, tell_refused
from tracker.errors import UsageError
from tracker.settings import database_url


def compare(
    ctx: typer.Context,
    paths: Sources,
    extractors: Annotated[
        list[str] | None,
        typer.Option("--extractor", metavar="NAME", help="default, rules, llm:MODEL or another package's; twice for two."),
    ] = None,
    gold: Annotated[
        str | None, typer.Option(metavar="FILE", help="Right mentions as JSON lines, as tracker export mentions prints them.")
    ] = None,
    max_requests: output.MaxRequests = None,
    max_cost: output.MaxCost = None,
    as_json: output.Json = False,
) -> None:
    """Compare two extractors on the same articles, or one with gold: which mentions both have, and where they read them alike.

    Nothing is stored but the answers of a language model. With one --extractor and no --gold, the built-in one is the other.
    """
    from tracker.jobs import comparing

    names = extractors or []
    if len(names) > 2 or (gold and len(names) > 1) or not (names or gold):
        raise UsageError("give --extractor once or twice, or once with --gold: who is to be compared with whom?")
    settings = output.reading(None, max_requests, max_cost)
    settings = replace(settings, database=database_url(ctx.obj.db, settings))
    readers = [replace(settings, extractor=name) for name in (names or [settings.extractor])]
    for reader in readers:
        output.announce(ctx, reader)
    if gold:
        found = comparing.compare_gold(paths, readers[0], gold, sys.stdin.buffer)
    else:
        other = readers[-1] if len(readers) == 2 else replace(settings, extractor="default")
        found = comparing.compare(paths, readers[0], other, sys.stdin.buffer)
    if as_json:
        output.rows([found.as_json()])
    else:
        from tracker.report.terminal.compare import comparison

        output.show(comparison(found.as_json()))
    tell_refused(found.refused)
    exit_for(found.refused, found.articles)


COMMANDS: list[output.Command] = [compare]
EXAMPLES = {"compare": "Example: tracker compare articles/ --extractor default --extractor rules"}
