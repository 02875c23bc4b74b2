from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from pytest_httpserver import HTTPServer
from webserver import PAGE

from tracker.read.fetch import Fetcher
from tracker.read.refusals import UnreadableError
from tracker.settings import Settings

QUICK = Settings(fetch_seconds=3.0, host_seconds=0.0)


class Secure:
    """A server that shows a certificate for news.example, and remembers what names it was asked by."""

    def __init__(self, authority: trustme.CA) -> None:
        self.names: list[str | None] = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("news.example").configure_cert(context)
        context.sni_callback = lambda _socket, name, _context: self.names.append(name)
        self.http = HTTPServer(host="127.0.0.1", ssl_context=context)
        self.http.no_handler_status_code = 404
        self.http.expect_request("/a").respond_with_data(PAGE)

    def fetch(self, host: str) -> bytes:
        with Fetcher(QUICK, allow=lambda _: True, resolve=lambda *_: ["127.0.0.1"]) as fetcher:
            return fetcher.fetch(f"https://{host}:{self.http.port}/a").data


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    made = trustme.CA()
    made.cert_pem.write_to_path(tmp_path / "ca.pem")
    return made


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[Secure]:
    server = Secure(authority)
    server.http.start()
    yield server
    server.http.stop()


def test_a_pinned_connection_is_encrypted_and_checked_by_the_name(
    secure: Secure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    assert secure.fetch("news.example") == PAGE.encode()
    assert set(secure.names) == {"news.example"}


def test_a_server_with_the_certificate_of_another_is_not_asked(
    secure: Secure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with pytest.raises(UnreadableError) as error:
        secure.fetch("other.example")
    assert str(error.value) == "the server's certificate is not valid for it: save the page and give its file"
    assert secure.names == ["other.example"]  # once: a second try would bring no other certificate
    assert secure.http.log == []


def test_a_certificate_that_nobody_vouches_for_is_none(secure: Secure) -> None:
    with pytest.raises(UnreadableError, match="certificate is not valid"):
        secure.fetch("news.example")
    assert secure.http.log == []
