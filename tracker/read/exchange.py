"""One question to a web server and its answer, within a time and a size; what goes wrong is told in a sentence.

HTTP as RFC 9110 (Fielding et al. 2022) has it. Imported with the first page, not before: httpx2 is not needed for files.
"""

from __future__ import annotations

import logging
import reprlib
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx2
import stamina

from tracker.read.refusals import UnreadableError
from tracker.read.robots import user_agent
from tracker.read.unpack import PACKED, whole
from tracker.read.wire import Limit, Transport

if TYPE_CHECKING:
    import datetime as dt

    from tracker.read.guard import Allow, Resolve
    from tracker.settings import Settings

TRIES = 3
LONGEST_LATER = 86_400.0  # seconds: no server keeps us away for more than a day

_BUSY = {429, 503}

logging.getLogger("stamina").addHandler(logging.NullHandler())  # a second try is no news for people


class BusyError(UnreadableError):
    """The server asks to come back later: after so many `seconds`, None where it does not say."""

    def __init__(self, status: int, seconds: float | None) -> None:
        when = "later" if seconds is None else f"in {seconds:,.0f} s"
        super().__init__(f"the server is busy ({status}): try again {when}")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answers; `data` is unpacked, and empty unless `status` is 200."""

    url: httpx2.URL
    status: int
    headers: httpx2.Headers
    data: bytes


class Exchange:
    """Asks servers. The questions for one page, those after redirects too, share one time: `start` begins it."""

    def __init__(self, settings: Settings, now: Callable[[], dt.datetime], resolve: Resolve, allow: Allow) -> None:
        self._settings, self._now = settings, now
        self.limit = Limit()
        self._transport = Transport(self.limit, resolve, allow)

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def start(self) -> None:
        """Begin the time for a page."""
        self.limit.start(self._settings.fetch_seconds)

    def ask(self, url: httpx2.URL, fields: Mapping[str, str]) -> Answer:
        """Ask for what is at an address, with header fields; a redirect is an answer as others are.

        Where the connection breaks, or the server is busy, it is asked again, a few times, while there is time. Raises
        BusyError, and UnreadableError for all else that goes wrong.
        """
        pause = self._settings.host_seconds
        with self._sentences():
            for attempt in stamina.retry_context(
                self._worth, attempts=TRIES, timeout=None, wait_initial=pause, wait_max=4 * pause, wait_jitter=pause / 4
            ):
                with attempt:
                    return self._once(url, fields)
        raise AssertionError("one of the tries returns or raises")

    def _worth(self, error: Exception) -> bool | float:
        """Tell whether to try again after an error, or after how many seconds."""
        left = self.limit.end - time.monotonic()
        if isinstance(error, BusyError):
            wait = self._settings.host_seconds if error.seconds is None else error.seconds
            return wait < left and wait
        broken = isinstance(error, httpx2.NetworkError | httpx2.RemoteProtocolError) and not _distrusted(error)
        return broken and 2 * self._settings.host_seconds < left

    def _once(self, url: httpx2.URL, fields: Mapping[str, str]) -> Answer:
        own = {"User-Agent": user_agent(), "Accept-Encoding": "gzip"}
        request = httpx2.Request("GET", url, headers={**own, **fields})
        response = self._transport.handle_request(request)  # no client: it would keep cookies
        response.request = request
        try:
            if response.status_code in _BUSY:
                raise BusyError(response.status_code, self._later(response.headers.get("retry-after", "")))
            data = self._body(response) if response.status_code == 200 else b""
        finally:
            response.close()
        return Answer(url, response.status_code, response.headers, data)

    def _body(self, response: httpx2.Response) -> bytes:
        """Read and unpack a body, and stop where the limit is passed."""
        limit = self._settings.max_html_bytes
        coding = response.headers.get("content-encoding", "identity").strip().lower()
        if coding not in PACKED | {"identity", ""}:
            raise UnreadableError(f"packed as {reprlib.repr(coding)}, which was not asked for: save the page and give its file")
        told = response.headers.get("content-length", "")
        if told.isdecimal() and len(told) < 20 and int(told) > limit:
            raise UnreadableError(f"{int(told):,} bytes, the limit is {limit:,}: save its text as .txt")
        return whole(response.iter_raw(), packed=coding in PACKED, limit=limit)

    def _later(self, value: str) -> float | None:
        """Return the seconds that a Retry-After means, which is a number or a date; None where it is neither."""
        try:
            seconds = float(value) if value.isdecimal() else (parsedate_to_datetime(value) - self._now()).total_seconds()
        except (ValueError, TypeError, OverflowError):  # the second for a date without a zone
            return None
        return min(max(seconds, 0.0), LONGEST_LATER)

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """Turn what the library raises into a reason for people."""
        try:
            yield
        except httpx2.TimeoutException:
            raise UnreadableError(f"the server took longer than {self._settings.fetch_seconds:g} s: try again later") from None
        except httpx2.ConnectError as error:
            if _distrusted(error):
                raise UnreadableError("the server's certificate is not valid for it: save the page and give its file") from None
            raise UnreadableError("no connection to the server: check the address, or try later") from None
        except httpx2.HTTPError:
            raise UnreadableError("the server breaks off its answer, or it is none of HTTP: try again later") from None


def no_page(status: int) -> str:
    """Say what a status means that is not that of a page."""
    if status in {404, 410}:
        return f"the server has no such page ({status}): check the address"
    if status in {401, 402, 403, 451}:
        return f"the server does not give it to programs ({status}): save the page and give its file"
    phrase = HTTPStatus(status).phrase.lower() if status in set(HTTPStatus) else "no status that is known"
    advice = "try again later" if status >= 500 else "check the address"
    return f"the server answers {status} ({phrase}), not with a page: {advice}"


def _distrusted(error: Exception) -> bool:
    """Tell whether a connection failed because the server did not show that it is who it says it is."""
    return "certificate" in str(error).lower()
