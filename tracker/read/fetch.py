"""Pages from the web, asked for politely: by the rules of their sites, with pauses, and wherever redirects lead."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tracker.read.guard import Allow, Resolve, checked, is_global, resolved
from tracker.read.refusals import UnreadableError
from tracker.read.robots import Rules, rules

if TYPE_CHECKING:
    from types import TracebackType

    import httpx2

    from tracker.read.exchange import Answer, Exchange
    from tracker.settings import Settings

MAX_REDIRECTS = 5
LONGEST_WAIT = 60.0  # seconds: a site that wants a longer pause is left for another time
ROBOTS_SECONDS = 86_400.0  # RFC 9309: robots.txt is asked for again after a day

_PAGES = "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.5"
_MOVED = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a server answered: `data` unpacked, but not decoded; empty where `status` is 304 (not changed since).

    `url` is what was asked for, `final_url` where redirects led; `media_type` in small letters and `charset` are those of the
    Content-Type, `etag` and `modified` are what to ask with the next time; `headers` are all of them, as they came.
    """

    url: str
    final_url: str
    status: int
    data: bytes
    media_type: str | None
    charset: str | None
    etag: str | None
    modified: str | None
    retrieved_at: dt.datetime
    headers: tuple[tuple[str, str], ...] = ()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Fetcher:
    """Fetches pages, one after the other, and remembers what their sites asked for. A context manager; not for two threads.

    `now` is the clock, `sleep` waits so many seconds; `resolve` finds the addresses of a host, and `allow` says which of them
    may be asked. Proxies and passwords of the environment are not used, and no cookies are kept.
    """

    def __init__(
        self,
        settings: Settings,
        now: Callable[[], dt.datetime] = _now,
        allow: Allow = is_global,
        *,
        resolve: Resolve = resolved,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings, self._now, self._allow, self._resolve, self._sleep = settings, now, allow, resolve, sleep
        self._opened: Exchange | None = None
        self._rules: dict[str, tuple[Rules, float]] = {}  # by site, with the moment at which they are too old
        self._ready: dict[str, float] = {}  # by site, the moment before which it is not asked again

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def fetch(self, url: str, *, etag: str | None = None, modified: str | None = None, accept: str | None = None) -> Fetched:
        """Return a page. With `etag` or `modified`, of an earlier answer, it may be 304: there is nothing new.

        Everything together may take `settings.fetch_seconds`, pauses that the site wants apart, and bring
        `settings.max_html_bytes`, packed and unpacked. Raises UnreadableError for all that goes wrong.
        """
        from tracker.read.exchange import no_page

        fields = {"Accept": accept or _PAGES}
        fields |= {"If-None-Match": etag} if etag and _plain(etag) else {}
        fields |= {"If-Modified-Since": modified} if modified and _plain(modified) else {}
        self._exchange.start()
        answer = self._followed(checked(url), fields)
        if answer.status != 200 and not (answer.status == 304 and len(fields) > 1):
            raise UnreadableError(no_page(answer.status))
        kind = answer.headers.get("content-type", "")
        charset = re.search(r"""charset\s*=\s*["']?([^\s"';,]+)""", kind, re.IGNORECASE)
        return Fetched(
            url=url,
            final_url=str(answer.url),
            status=answer.status,
            data=answer.data,
            media_type=kind.partition(";")[0].strip().lower() or None,
            charset=charset[1].lower() if charset else None,
            etag=_plain(answer.headers.get("etag")),
            modified=_plain(answer.headers.get("last-modified")),
            retrieved_at=self._now(),
            headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers.raw),
        )

    @property
    def _exchange(self) -> Exchange:
        if self._opened is None:
            from tracker.read.exchange import Exchange

            self._opened = Exchange(self._settings, self._now, self._resolve, self._allow)
        return self._opened

    def _followed(self, url: httpx2.URL, fields: Mapping[str, str], *, of_robots: bool = False) -> Answer:
        """Ask for a page, and wherever redirects lead; each address is checked, and each site's rules, as the first were."""
        before = ""
        for _ in range(MAX_REDIRECTS + 1):
            if not of_robots:
                self._rules_of(url).check(str(url))
                if _site(url) != before:  # a redirect within a site is one page to it
                    self._wait(url)
            answer = self._asked(url, fields)
            location = answer.headers.get("location")
            if answer.status not in _MOVED or not location:
                return answer
            before = _site(url)
            url = checked(location, base=url)
        raise UnreadableError(f"more than {MAX_REDIRECTS} redirects, one after the other: check the address in a browser")

    def _rules_of(self, url: httpx2.URL) -> Rules:
        """Return the rules of a site, asking for them where they are not known or too old."""
        site = _site(url)
        known, until = self._rules.get(site, (Rules(), 0.0))
        if until <= time.monotonic():
            answer = self._followed(url.copy_with(raw_path=b"/robots.txt"), {"Accept": "text/plain, */*"}, of_robots=True)
            known = rules(answer.status, answer.data)
            self._rules[site] = known, time.monotonic() + ROBOTS_SECONDS
        return known

    def _wait(self, url: httpx2.URL) -> None:
        """Make the pause that a site wants; it does not count against the time for the page."""
        site = _site(url)
        wait = self._ready.get(site, 0.0) - time.monotonic()
        if wait > LONGEST_WAIT:
            raise UnreadableError(f"the site wants no question for the next {wait:,.0f} s: try again later")
        if wait > 0:
            self._sleep(wait)
            self._exchange.limit.end += wait
        self._ready[site] = time.monotonic() + max(self._settings.host_seconds, self._rules_of(url).delay)

    def _asked(self, url: httpx2.URL, fields: Mapping[str, str]) -> Answer:
        """Ask a server, and note until when it wants to be left alone."""
        from tracker.read.exchange import BusyError

        try:
            return self._exchange.ask(url, fields)
        except BusyError as error:
            if error.seconds is not None:
                self._ready[_site(url)] = time.monotonic() + error.seconds
            raise


def _site(url: httpx2.URL) -> str:
    """Return scheme, host and port: what one robots.txt is for."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _plain(value: str | None) -> str | None:
    """Return the value of a header field if it can be sent back; what a server says may be anything."""
    return value if value and value.isascii() and value.isprintable() else None
