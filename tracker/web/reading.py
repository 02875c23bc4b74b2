"""What can be read: each page, and its JSON twin at the same address with `.json`."""

from __future__ import annotations

import mimetypes
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from tracker.core import Tracker
from tracker.errors import NotFoundError, UsageError
from tracker.report.formats import Format, written
from tracker.report.values import plain
from tracker.report.weekly import WeeklyReport
from tracker.report.weeks import neighbours, week_bounds
from tracker.types import Action, ArticleInfo, StoredMention
from tracker.types.paging import Digest, Page
from tracker.web import shapes
from tracker.web.asked import Chosen, Of
from tracker.web.view import page

router = APIRouter(responses={code: {"model": shapes.Problem} for code in (401, 404, 421, 422, 503)})
PAGE, BRIEF = 40, 15  # items of a page; of a list that is one of several
After = Annotated[str | None, Query(max_length=100, description="Where the page before ended.")]
Number = Annotated[int, Path(ge=1, le=2**53 - 1)]
Before = Annotated[int | None, Query(ge=1, le=2**53 - 1, description="Where the page before ended.")]
Id = Annotated[str, Path(alias="id", pattern=r"^([Aa]-)?[0-9]{1,18}$", description="An allegation: A-3.")]
Week = Annotated[str, Path(max_length=10, description="An ISO week: 2022-W07.")]


@router.get("/", include_in_schema=False)
def start() -> Response:
    """The desk begins with what nobody has verified."""
    return RedirectResponse("/queue", 307)


@router.get("/queue", include_in_schema=False)
def queue(request: Request, tracker: Of, chosen: Chosen, after: After = None) -> Response:
    """Allegations: what nobody has verified, unless asked for more."""
    found = tracker.listed(after=after, limit=PAGE, **chosen.chosen)
    return page(request, "queue.html", found=found, chosen=chosen, after=after)


@router.get("/queue.json", response_model=shapes.Listing, tags=["allegations"])
def queue_json(tracker: Of, chosen: Chosen, after: After = None) -> Any:
    """Allegations that fit the filters, by pages: what nobody has verified, unless `show=all`."""
    return _listing(tracker.listed(after=after, limit=PAGE, **chosen.chosen))


@router.get("/allegations/{id}.json", response_model=shapes.WholeAllegation, tags=["allegations"])
def allegation_json(tracker: Of, id_: Id, after: After = None) -> Any:
    """One allegation: where it stands and why, how it moved, and a page of its mentions as they were said."""
    told = tracker.told(id_, after=after, limit=PAGE)
    return {
        "allegation": told.digest.as_json(),
        "story": told.story.as_json(),
        "links": [{"kind": link.kind, "id": f"A-{link.other_id}", "claim": link.other_claim} for link in told.links],
        "mentions": _page(told.mentions, _mention),
    }


@router.get("/allegations/{id}", include_in_schema=False)
def allegation(request: Request, tracker: Of, id_: Id, after: After = None, done: Before = None) -> Response:
    """One allegation; one that was merged is what it is now."""
    told = tracker.told(id_, after=after, limit=PAGE)
    if f"A-{told.digest.id}" != id_.upper():
        return RedirectResponse(f"/allegations/A-{told.digest.id}", 307)
    return page(request, "allegation.html", told=told, row=told.digest.row, after=after, done=_done(tracker, done))


@router.get("/articles.json", response_model=shapes.Articles, tags=["articles"])
def articles_json(tracker: Of, after: Before = None) -> Any:
    """The current articles, the last ingested first."""
    return _page(tracker.articles(after=after, limit=PAGE), lambda item: _article(item[0]) | {"mentions": item[1]})


@router.get("/articles", include_in_schema=False)
def articles(request: Request, tracker: Of, after: Before = None) -> Response:
    """The articles, and a form to hand in more."""
    return page(request, "articles.html", found=tracker.articles(after=after, limit=PAGE), took=None)


@router.get("/articles/{number}.json", response_model=shapes.ArticlePart, tags=["articles"])
def article_json(tracker: Of, number: Number, start: Annotated[int, Query(ge=0, le=10**9)] = 0) -> Any:
    """A part of an article, with the mentions in it; the next part starts at `end`."""
    part = tracker.article(number, start=start)
    return {
        "article": _article(part.info),
        "superseded_by": part.superseded_by,
        "start": part.start,
        "end": part.end,
        "length": part.length,
        "text": part.text,
        "mentions": [_mention(m) for m in part.mentions],
    }


@router.get("/articles/{number}", include_in_schema=False)
def article(request: Request, tracker: Of, number: Number, start: Annotated[int, Query(ge=0, le=10**9)] = 0) -> Response:
    """An article, with its mentions marked in the text."""
    return page(request, "article.html", part=tracker.article(number, start=start))


Name = Annotated[str, Query(max_length=300, description="The name of an actor, as it is stored.")]


@router.get("/actor.json", response_model=shapes.Actor, tags=["actors"])
def actor_json(tracker: Of, name: Name) -> Any:
    """An actor: its names, what it or its side said, what it or its side is accused of."""
    found = tracker.actor(name)
    said, accused = _of_actor(tracker, found.name)
    return found.as_json() | {"said": _listing(said), "accused_of": _listing(accused)}


@router.get("/actor", include_in_schema=False)
def actor(request: Request, tracker: Of, name: Name) -> Response:
    """An actor."""
    found = tracker.actor(name)
    said, accused = _of_actor(tracker, found.name)
    return page(request, "actor.html", actor=found, said=said, accused=accused)


@router.get("/week", include_in_schema=False)
@router.get("/week.json", include_in_schema=False)
def week(request: Request, tracker: Of) -> Response:
    """The last full week that has articles."""
    ending = ".json" if request.url.path.endswith(".json") else ""
    return RedirectResponse(f"/weeks/{tracker.week(fresh=False).label}{ending}", 307)


@router.get("/weeks/{label}.json", tags=["weeks"], response_model=dict[str, Any])
def week_json(tracker: Of, label: Week) -> Any:
    """The report of a week, as `tracker report --format json` has it (report.schema.json)."""
    return _week(tracker, label).as_json()


@router.get("/weeks/{label}", include_in_schema=False)
def one_week(request: Request, tracker: Of, label: Week) -> Response:
    """A week in short; the whole report is one of its formats."""
    report = _week(tracker, label, fresh=False)
    before, later = neighbours(week_bounds(label)[0])
    return page(request, "week.html", report=report, before=before, later=later, formats=tuple(Format))


@router.get("/weeks/{label}/report.{form}", tags=["weeks"], response_class=Response)
def export(tracker: Of, label: Week, form: Format) -> Response:
    """The whole report of a week as a file."""
    kind = {"md": "text/markdown", "csv": "text/csv"}.get(form.value) or mimetypes.types_map[f".{form.value}"]
    kind += "; charset=utf-8" if form is not Format.PDF else ""
    name = f'attachment; filename="allegations-{label}.{form.value}"'
    return Response(written(_week(tracker, label), form), media_type=kind, headers={"content-disposition": name})


@router.get("/review.json", response_model=shapes.Proposals, tags=["decisions"])
def review_json(tracker: Of, after: After = None) -> Any:
    """Pairs of allegations that may be one: the most valuable decision first."""
    return _page(tracker.questions(after=after, limit=BRIEF), lambda proposal: proposal.as_json())


@router.get("/review", include_in_schema=False)
def review(
    request: Request, tracker: Of, after: After = None, one: str | None = None, other: str | None = None, done: Before = None
) -> Response:
    """One pair to decide on: the first of the queue, the first after a place in it, or the one that is named."""
    if one is not None and other is not None:
        asked = Page(items=(tracker.question(one, other),), total=1)
    else:
        asked = tracker.questions(after=after)
    return page(request, "review.html", asked=asked, after=after, done=_done(tracker, done))


@router.get("/log.json", response_model=shapes.Decisions, tags=["decisions"])
def log_json(tracker: Of, before: Before = None) -> Any:
    """Who decided what, when and why: the last decision first."""
    return _page(tracker.decisions(before=before, limit=PAGE), decided)


@router.get("/log", include_in_schema=False)
def log(request: Request, tracker: Of, before: Before = None) -> Response:
    """The decisions; the last that stands can be taken back."""
    return page(request, "log.html", found=tracker.decisions(before=before, limit=PAGE), before=before)


def decided(action: Action) -> dict[str, Any]:
    """A decision as JSON, with its words."""
    from tracker.report.decisions import told

    return action.as_json() | {"told": told(action)}


def _week(tracker: Tracker, label: str, *, fresh: bool = True) -> WeeklyReport:
    try:
        return tracker.week(label, fresh=fresh)
    except UsageError as error:
        raise NotFoundError(str(error)) from None


def _done(tracker: Tracker, number: int | None) -> Action | None:
    """The decision that has just been made."""
    found = tracker.decisions(before=number + 1, limit=1).items if number is not None else ()
    return found[0] if found and found[0].id == number else None


def _of_actor(tracker: Tracker, name: str) -> tuple[Page[Digest], Page[Digest]]:
    return tracker.listed(speaker=name, limit=BRIEF), tracker.listed(accused=name, limit=BRIEF)


def _page(found: Page[Any], shown: Any) -> dict[str, Any]:
    return {"total": found.total, "after": found.after, "items": [shown(item) for item in found.items]}


def _listing(found: Page[Digest]) -> dict[str, Any]:
    return _page(found, lambda digest: digest.as_json())


def _article(info: ArticleInfo) -> dict[str, Any]:
    told: dict[str, Any] = plain(info)
    return told


def _mention(stored: StoredMention) -> dict[str, Any]:
    info = stored.article
    return stored.mention.as_json() | {
        "allegation_id": f"A-{stored.allegation_id}" if stored.allegation_id is not None else None,
        "article": info.id,
        "outlet": info.outlet,
        "url": info.url,
        "published": info.published.isoformat() if info.published else None,
        "before": stored.before,
        "after": stored.after,
    }
