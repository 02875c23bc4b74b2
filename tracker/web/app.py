"""The application: its routes, and what is said where something goes wrong."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles

from tracker import __version__
from tracker.errors import ConflictError, DatabaseBusyError, NotFoundError, SettledError, TrackerError, UsageError
from tracker.web import changing, entering, intake, reading
from tracker.web.guard import Guard
from tracker.web.intake import largest
from tracker.web.view import page, report_style, static

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from tracker.core import Tracker
    from tracker.web.rules import Rules

_STATUS: tuple[tuple[type[TrackerError], int], ...] = (
    (NotFoundError, 404),
    (ConflictError, 409),
    (SettledError, 409),
    (UsageError, 422),
    (DatabaseBusyError, 503),
)
_ABOUT = """The desk of tracker: every page has its JSON twin at the same address with `.json` before the query.

What changes something needs the key of a session, as the forms of the pages have it, or on a server with a token
`Authorization: Bearer TOKEN`; and the name of who decides, in the field `analyst`. The tracker itself decides nothing.
"""


THREADS = 8  # requests that are worked on at once: more would only keep whoever writes from its turn


@asynccontextmanager
async def _life(_app: FastAPI) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield


def desk(tracker: Tracker, rules: Rules) -> Guard:
    """Make the desk of a tracker under the rules of a server, as an ASGI application."""
    app = FastAPI(
        title="tracker",
        version=__version__,
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        lifespan=_life,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    app.state.tracker, app.state.rules = tracker, rules
    for module in (reading, changing, intake, entering):
        app.include_router(module.router)
    app.add_route("/static/report.css", lambda _: FileResponse(report_style()), include_in_schema=False)
    app.mount("/static", StaticFiles(directory=static()), name="static")
    app.add_exception_handler(TrackerError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _failed)
    return Guard(app, rules, largest(tracker.settings))


def _refused(request: Request, error: Exception) -> Response:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    return _told(request, status, str(error))


def _invalid(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    # pydantic puts these words before ours
    told = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg'].removeprefix('Value error, ')}" for one in found)
    return _told(request, 422, told or "this makes no sense")


def _failed(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 500)
    detail = "there is no such page" if status == 404 else str(getattr(error, "detail", error))
    return _told(request, status, detail, getattr(error, "headers", None))


def _told(request: Request, status: int, detail: str, headers: Any = None) -> Response:
    if request.url.path.endswith(".json") or "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"detail": detail}, status, headers)
    answer = page(request, "error.html", status=status, detail=detail)
    answer.status_code = status
    for name, value in (headers or {}).items():
        answer.headers[name] = value
    return answer
