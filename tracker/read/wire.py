"""The connection to a web server: to a checked address and no other, within a time, without a proxy, cookies or redirects.

A host is resolved once, the answer is checked, and the connection goes to the address that was checked: a name that leads
elsewhere the second time (DNS rebinding: Jackson et al. 2007) gets no second time. What the server is told (Host, SNI), and
the certificate that it must show, are those of the name.
"""

from __future__ import annotations

import math
import queue
import threading
import time
from typing import TYPE_CHECKING, Any

import httpcore2
import httpx2

from tracker.read.guard import allowed
from tracker.read.refusals import UnreadableError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

    from tracker.read.guard import Allow, Resolve


class Limit:
    """The moment at which whatever is under way must end, in seconds of `time.monotonic`."""

    def __init__(self) -> None:
        self.end = 0.0

    def start(self, seconds: float) -> None:
        """Give what follows so many seconds."""
        self.end = time.monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        """Return the seconds that are left, or the `most` there may be. Raises httpcore2.ReadTimeout where none are."""
        seconds = min(self.end - time.monotonic(), most or math.inf)
        if seconds <= 0:
            raise httpcore2.ReadTimeout("the time is up")
        return seconds


class Transport(httpx2.HTTPTransport):
    """httpx2's own, with the connections of `Guarded`. Of the environment only SSL_CERT_FILE counts, and SSL_CERT_DIR."""

    def __init__(self, limit: Limit, resolve: Resolve, allow: Allow) -> None:
        context = httpx2.create_ssl_context()
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore2.ConnectionPool(ssl_context=context, network_backend=Guarded(limit, resolve, allow))


class Guarded(httpcore2.NetworkBackend):
    """Opens connections to addresses that `allow` lets pass. Raises UnreadableError for the others."""

    def __init__(self, limit: Limit, resolve: Resolve, allow: Allow) -> None:
        self._limit, self._resolve, self._allow = limit, resolve, allow
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of a host that answers; each gets its share of the time."""
        addresses = allowed(host, self._found(host, port), self._allow)
        for number, address in enumerate(addresses):
            share = self._limit.left(timeout) / (len(addresses) - number)
            try:
                return Stream(self._sockets.connect_tcp(address, port, share, local_address, socket_options), self._limit)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if number == len(addresses) - 1:
                    raise
        raise httpcore2.ConnectError("no address")

    def _found(self, host: str, port: int) -> list[str]:
        """Ask for the addresses of a host, in a thread: the system's resolver knows no time limit."""
        answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(list(self._resolve(host, port)))
            except (OSError, ValueError) as error:  # the second, too, for names that cannot be one
                answers.put(error)

        threading.Thread(target=ask, daemon=True).start()
        try:
            answer = answers.get(timeout=self._limit.left())
        except queue.Empty:
            raise httpcore2.ConnectTimeout("the name server does not answer") from None
        if isinstance(answer, Exception):
            raise UnreadableError("no machine has that name, or there is no network: check the address") from answer
        return answer


class Stream(httpcore2.NetworkStream):
    """A connection on which everything together must end in time: a server that sends a byte a second is cut off, too."""

    def __init__(self, inner: httpcore2.NetworkStream, limit: Limit) -> None:
        self._inner, self._limit = inner, limit

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come."""
        return self._inner.read(max_bytes, self._limit.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send a buffer."""
        self._inner.write(buffer, self._limit.left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Go on encrypted."""
        return Stream(self._inner.start_tls(ssl_context, server_hostname, self._limit.left(timeout)), self._limit)

    def get_extra_info(self, info: str) -> Any:
        """Tell what the socket tells."""
        return self._inner.get_extra_info(info)
