"""Commands that look at what is there: `list`, `show`, `trajectory`, `search`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from tracker.cli import output
from tracker.errors import UsageError
from tracker.ids import is_mention, parse_id, public_id
from tracker.text import plural, squash
from tracker.types import Allegation, StoredMention
from tracker.types.paging import Sort

Id = Annotated[str, typer.Argument(metavar="ID", help="An allegation, e.g. A-3.")]


class By(StrEnum):
    """Lengths of a trajectory's steps."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def list_(
    ctx: typer.Context,
    unverified: output.Unverified = False,
    status: output.Status = None,
    accused: output.Accused = None,
    speaker: output.Speaker = None,
    outlet: output.Outlet = None,
    topic: output.Topic = None,
    since: output.Since = None,
    until: output.Until = None,
    sort: Annotated[Sort, typer.Option(help="Order, the most or latest first.")] = Sort.LAST,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    as_json: output.Json = False,
    as_csv: output.Csv = False,
) -> None:
    """List allegations, the last seen first."""
    chosen = output.filters(accused, speaker, outlet, topic, since, until)
    with output.tracker(ctx) as tracker:
        output.refuse_unknown(tracker, status, topic)
        page = tracker.listed_now(unverified=unverified, status=status, sort=sort, limit=limit, **chosen)
        words = [w for w in ("unverified" if unverified else "", status or "", *map(str, filter(None, chosen.values()))) if w]
        if told := output.on_terminal() and not as_json and not as_csv:
            total = tracker.listed_now(limit=1).total if words else page.total
            shown = tracker.brief(digest.id for digest in page.items)
    if as_json or as_csv:
        output.rows((digest.row for digest in page.items), as_csv=as_csv, columns=output.ALLEGATION if as_csv else ())
    elif told:
        from tracker.report.terminal.listing import allegation_table

        output.show(allegation_table(shown, total, ", ".join(words), output.console().width))
    else:
        from tracker.report.escape import terminal as safe

        for row in (digest.row for digest in page.items):
            cells = (row["id"], row["headline"], row["last_seen"] or "", row["accused"] or "", squash(row["claim"]))
            typer.echo("\t".join(safe(c) for c in cells))
    if not page.items and not told:
        output.none_found(ctx, "allegation", filtered=bool(words))
    if len(page.items) < page.total and not told:
        output.note(ctx, f"{len(page.items)} of {plural(page.total, 'allegation')} (--limit {limit})")


def show(
    ctx: typer.Context,
    allegation: Annotated[
        str, typer.Argument(metavar="ID", help="An allegation, e.g. A-3, or a mention as search and show --all name it.")
    ],
    everything: Annotated[bool, typer.Option("--all", help="Every mention, in context, and why it was read so.")] = False,
    as_json: output.Json = False,
) -> None:
    """Show one allegation: where it stands and why, every mention with its quote, events, judgements; or one mention."""
    if is_mention(allegation):
        _show_mention(ctx, allegation, as_json=as_json)
        return
    with output.tracker(ctx) as tracker:
        found = tracker.allegation(allegation)
    if as_json:
        typer.echo(output.as_json(_whole(found)))
        return
    from tracker.report.terminal.show import allegation_page

    if parse_id(allegation) != found.id:
        output.note(ctx, f"A-{parse_id(allegation)} is a part of {found.public_id} now")
    output.show(allegation_page(found, output.console().width, everything))


def _show_mention(ctx: typer.Context, mention: str, *, as_json: bool) -> None:
    with output.tracker(ctx) as tracker:
        found = tracker.mention(mention)
    if as_json:
        typer.echo(output.as_json(_detail(found) | {"allegation_id": public_id(found.allegation_id)}))
        return
    from tracker.report.terminal.show import mention_page

    output.show(mention_page(found, output.console().width))


def _detail(m: StoredMention) -> dict[str, Any]:
    """A mention with why it was read so, where it stands and what stands around it."""
    reasons = [reason.as_json() for reason in m.mention.reasons]
    where = {"outlet": m.article.outlet, "url": m.article.url, "before": m.before, "after": m.after}
    return m.mention.as_json() | {"reasons": reasons} | where


def _whole(allegation: Allegation) -> dict[str, Any]:
    """An allegation with its mentions, events, links and judgements as one JSON object."""
    return allegation.as_json() | {
        "why": {axis.value: why for axis, why in allegation.status.why.items()},
        "mentions_detail": list(map(_detail, allegation.mentions)),
        "events": [e.as_json() for e in allegation.events],
        "links": [{"kind": link.kind, "id": f"A-{link.other_id}", "claim": link.other_claim} for link in allegation.links],
        "judgements": [
            {
                "mention_id": j.mention_id,
                "decision": j.decision.value,
                "score": j.score,
                "band": j.band.value,
                "reason": j.reason,
                "made_by": j.made_by,
                "made_at": j.made_at.isoformat(),
            }
            for j in allegation.judgements
        ],
    }


def trajectory(
    ctx: typer.Context,
    allegation: Id,
    by: Annotated[By, typer.Option(help="Length of a step.")] = By.WEEK,
    as_of: output.AsOf = None,
    as_json: output.Json = False,
) -> None:
    """Show how an allegation moved: who said it when, how surely, and what happened to its status."""
    with output.tracker(ctx) as tracker:
        measured = tracker.trajectory(allegation, by.value, as_of=output.day(as_of, "--as-of"))
    if as_json:
        typer.echo(output.as_json(measured.as_json()))
        return
    from tracker.report.terminal.chart import chart

    output.show(chart(measured, output.console().width))


def search(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="All of them must occur.")],
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    as_json: output.Json = False,
    as_csv: output.Csv = False,
) -> None:
    """Find words in claims, quotes and articles."""
    if not " ".join(words).strip():
        raise UsageError("nothing to search for: give at least one word")
    with output.tracker(ctx) as tracker:
        hits = tracker.search(" ".join(words))
    shown = hits[:limit]
    if as_json or as_csv:
        found = (
            {"kind": h.kind, "id": h.id, "text": h.text, "article": h.article, "published": str(h.published or "") or None}
            for h in shown
        )
        output.rows(found, as_csv=as_csv, columns=("kind", "id", "text", "article", "published") if as_csv else ())
    else:
        from tracker.report.escape import terminal as safe

        for h in shown:
            typer.echo("\t".join(safe(squash(str(part))) for part in (h.kind, h.id, h.published or "", h.text)))
    if len(shown) < len(hits) or not (as_json or as_csv):
        output.note(ctx, f"{len(shown)} of {plural(len(hits), 'hit')}" if hits else "nothing found: fewer words find more")


COMMANDS: list[output.Command] = [list_, show, trajectory, search]
EXAMPLES = {
    "list_": "Example: tracker list --unverified --accused Russia --since 2022-02-14",
    "show": "Example: tracker show A-3 --all",
    "trajectory": "Example: tracker trajectory A-3 --by day",
    "search": "Example: tracker search false flag",
}
