"""A web server for tests that says exactly what it is told, byte by byte, also what no server should say."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

Answer = bytes | Callable[[], Iterable[bytes]]
NO_RULES = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
PAGE = (
    "<!DOCTYPE html><html lang='en'><head><title>Arland accuses Borland</title></head><body><article>"
    "<p>The minister of Arland said that Borland had shelled the border town of Dun.</p>"
    "<p>Borland denied the shelling and called it an invention of the minister.</p></article></body></html>"
)


class Server(socketserver.ThreadingTCPServer):
    """`answers` by path; what has none is 404. `connections` counts all, `requests` has the heads of all."""

    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False

    def __init__(self, host: str, answers: Mapping[str, Answer], port: int = 0) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.answers, self.connections, self.requests = dict(answers), 0, list[str]()
        super().__init__((host, port), _Handler)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def paths(self) -> list[str]:
        return [head.split(" ")[1] for head in self.requests]

    def get_request(self) -> tuple[socket.socket, Any]:
        self.connections += 1
        return super().get_request()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server: Any = self.server
        with contextlib.suppress(OSError):
            while head := self._head():
                server.requests.append(head)
                answer = server.answers.get(head.split(" ")[1], NO_RULES)
                for piece in [answer] if isinstance(answer, bytes) else answer():
                    self.wfile.write(piece)
                if answer is not NO_RULES:
                    return  # which closes the connection

    def _head(self) -> str:
        lines = []
        while (line := self.rfile.readline(65536)).strip():
            lines.append(line.decode("latin-1"))
        return "".join(lines)


@contextmanager
def serving(answers: Mapping[str, Answer], host: str = "127.0.0.1", port: int = 0) -> Iterator[Server]:
    """Run a server in a thread."""
    with Server(host, answers, port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()


def said(body: bytes | str = PAGE, status: str = "200 OK", *, length: object = None, **headers: str) -> bytes:
    """An answer as it stands on the wire; `length` is the Content-Length that is told, the true one unless given."""
    data = body.encode() if isinstance(body, str) else body
    fields = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(data) if length is None else length)}
    fields |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}Connection: close\r\n\r\n".encode("latin-1") + data
