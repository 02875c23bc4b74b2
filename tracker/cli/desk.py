"""The command that opens the desk in a browser: `serve`."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from tracker.cli import output
from tracker.text import plural


def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(help="Where to listen. Another than this machine needs a token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = 8765,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="A name under which others ask for it.")] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="To publish it: nothing can be changed.")] = False,
) -> None:
    """Open the desk: read, judge and export in a browser, on this machine alone unless told otherwise.

    On another host, readers need the token that the variable TRACKER_TOKEN holds, else the one that is made up and told;
    with --read-only they need none unless TRACKER_TOKEN is set. Behind a proxy, give the name that it is asked by.
    """
    from tracker.web import serve as serve_desk
    from tracker.web.rules import Rules

    with output.tracker(ctx, new=True) as tracker:  # articles can be handed in there
        given = os.environ.get("TRACKER_TOKEN", "")
        rules = Rules.of(host, token=given, read_only=read_only, name=name, analyst=tracker.settings.decides)
        done = 0

        def told(count: int) -> None:
            nonlocal done
            done += count
            output.note(ctx, f"{plural(done, 'allegation')} read")

        tracker.refresh(progress=told)
        at = f"[{host}]" if ":" in host else host
        output.note(ctx, f"the desk is at http://{at}:{port}/ (Ctrl-C ends it)")
        if rules.token and not given:
            typer.echo(f"its token: {rules.token}", err=True)
        serve_desk(tracker, rules, host=host, port=port)


COMMANDS: list[output.Command] = [serve]
EXAMPLES = {"serve": "Example: tracker serve --port 8765"}
