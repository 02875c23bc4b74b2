"""Commands that show and describe the stored outlets: `outlets`, `outlets set`."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli import output
from tracker.cli.actors import Group
from tracker.errors import UsageError
from tracker.text import plural, squash

COLUMNS = ("name", "country", "circle", "reliability", "domains", "aliases", "articles")

app = typer.Typer(
    cls=Group,
    help="The outlets of the database: who publishes, where they are at home, and what you think of them. Words that are no "
    "command list the outlets of which they are a part; tracker outlets list -h tells how.",
    epilog="Example: tracker outlets agency",
)


@app.command("list", epilog="Example: tracker outlets list agency --limit 20")
def list_(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORDS", help="All must occur in the names, domains, circle or country of an outlet."),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    as_json: output.Json = False,
    as_csv: output.Csv = False,
) -> None:
    """List outlets with their country, circle, reliability and the number of their articles, the most first."""
    with output.tracker(ctx) as tracker:
        found = tracker.outlets(" ".join(words or ()))
        total = len(tracker.outlets())
    shown = found[:limit]
    terminal = output.on_terminal() and not (as_json or as_csv)
    if as_json or as_csv:
        output.rows((o.as_json() for o in shown), as_csv=as_csv, columns=COLUMNS if as_csv else ())
    elif terminal:
        from tracker.report.terminal.outlets import outlet_table

        output.show(outlet_table(shown, total, output.console().width))
    else:
        from tracker.report.escape import terminal as safe

        for o in shown:
            cells = (o.name, o.country or "", o.circle or "", o.reliability, str(o.articles), "; ".join(o.domains))
            typer.echo("\t".join(safe(squash(c)) for c in cells))
    if not found and not terminal:
        output.none_found(ctx, "outlet", filtered=bool(words))
    if len(shown) < len(found) and not terminal:
        output.note(ctx, f"{len(shown)} of {plural(len(found), 'outlet')} (--limit {limit})")


@app.command(
    "set", epilog="Example: tracker outlets set 'Arland Times' --country AR --circle 'press of Arland' --reliability B"
)
def set_(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The outlet, by its name or, if well known, an alias.")],
    country: Annotated[str | None, typer.Option(metavar="XX", help="Where it is at home: two letters, ISO 3166-1.")] = None,
    circle: Annotated[
        str | None, typer.Option(metavar="WORDS", help="The group of outlets that it belongs to, e.g. 'state media of Arland'.")
    ] = None,
    reliability: Annotated[
        str | None,
        typer.Option(metavar="LETTER", help="Admiralty scale: A completely reliable … E unreliable, F cannot be judged."),
    ] = None,
    domain: Annotated[
        list[str] | None, typer.Option(metavar="HOST", help="A domain of its own, for what is ingested later; may be repeated.")
    ] = None,
) -> None:
    """Say what you know of an outlet. What you say takes the place of what the tracker knows; nothing is judged by itself."""
    if country is None and circle is None and reliability is None and not domain:
        raise UsageError("nothing to set: give --country, --circle, --reliability or --domain")
    with output.tracker(ctx) as tracker:
        stored = tracker.describe_outlet(name, country=country, circle=circle, reliability=reliability, domains=domain or ())
        (found,) = [o for o in tracker.outlets() if o.name == stored]
    about = ", ".join(
        part for part in (found.country, found.circle, f"reliability {found.reliability}", *found.domains) if part
    )
    output.note(ctx, f"{found.name}: {about}")
