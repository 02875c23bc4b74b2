"""Stands before every request: is it for this server, may it ask, is it from a page of ours, is it small enough.

Every answer goes out with the headers of `rules`, and with the session of the browser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from tracker.web.rules import HEADERS, LARGEST, Rules, Session

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "tracker_desk"
_OPEN = ("/enter", "/static/")  # what may be asked for without the token
_SAFE = {"GET", "HEAD"}


class Guard:
    """ASGI around the desk. `largest` is how many bytes of articles it takes in at once."""

    def __init__(self, app: ASGIApp, rules: Rules, largest: int) -> None:
        self.app, self.rules, self.largest = app, rules, largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        session, is_new = self._session(headers)
        scope.setdefault("state", {})["session"] = session

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._sign(MutableHeaders(scope=message), scope, session if is_new else None)
            await send(message)

        refused = self._refuse(scope, headers, session)
        await (refused or self.app)(scope, receive, answer)

    def _session(self, headers: Headers) -> tuple[Session, bool]:
        cookies = cookie_parser(headers.get("cookie", ""))
        found = Session.read(cookies.get(COOKIE, ""), self.rules)
        return (found, False) if found else (Session.new(), True)

    def _sign(self, headers: MutableHeaders, scope: Scope, session: Session | None) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        aside = scope["path"].startswith("/static/")  # its address changes with it
        headers.setdefault("cache-control", "public, max-age=86400" if aside else "private, no-cache")
        if session is not None and not aside and "set-cookie" not in headers:
            headers.append("set-cookie", set_cookie(session, self.rules, scope))

    def _refuse(self, scope: Scope, headers: Headers, session: Session) -> Response | None:
        path, method = scope["path"], scope["method"]
        if not self.rules.serves(headers.get("host", "")):
            return _told(path, 421, "this server is not known under that name: tracker serve --name NAME makes it so")
        if method not in _SAFE:
            if _is_foreign(headers):
                return _told(path, 403, "this form comes from another site")
            size = headers.get("content-length", "")
            if not size.isdecimal():
                return _told(path, 411, "say how long the form is")
            if int(size) > (self.largest if path.startswith("/ingest") else LARGEST):
                return _told(path, 413, f"that is too large: at most {self.largest:,} bytes of articles at once")
        if self.rules.token is None or session.entered or path.startswith(_OPEN) or self._bears(headers):
            return None
        if method in _SAFE and not path.endswith(".json"):
            return RedirectResponse(f"/enter?then={quote(path)}", 303)
        return _told(path, 401, "a token is needed: Authorization: Bearer TOKEN")

    def _bears(self, headers: Headers) -> bool:
        kind, _, token = headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and self.rules.knows(token.strip())


def set_cookie(session: Session, rules: Rules, scope: Scope) -> str:
    """The header that leaves a session with a browser."""
    secure = "; Secure" if scope["scheme"] == "https" else ""
    return f"{COOKIE}={session.cookie(rules)}; Path=/; HttpOnly; SameSite=Lax{secure}"


def _is_foreign(headers: Headers) -> bool:
    """Whether a browser says that a page of another site sends this."""
    origin = headers.get("origin")
    if origin is not None:
        try:
            return urlsplit(origin).netloc != headers.get("host", "")
        except ValueError:
            return True
    return headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}


def _told(path: str, status: int, detail: str) -> Response:
    extra: dict[str, Any] = {"headers": {"www-authenticate": "Bearer"}} if status == 401 else {}
    if path.endswith(".json"):
        return JSONResponse({"detail": detail}, status, **extra)
    return PlainTextResponse(f"{detail}\n", status, **extra)
