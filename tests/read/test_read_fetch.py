from __future__ import annotations

import datetime as dt
import gzip
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from webserver import PAGE, said, serving
from werkzeug import Request, Response

from tracker.read.fetch import Fetcher
from tracker.read.refusals import UnreadableError
from tracker.settings import Settings

AT = dt.datetime(2022, 2, 17, 9, 30, tzinfo=dt.UTC)
QUICK = Settings(fetch_seconds=3.0, host_seconds=0.0, max_html_bytes=50_000)


@pytest.fixture(autouse=True)
def no_rules(httpserver: HTTPServer) -> None:
    """What no test expects is not there: above all robots.txt."""
    httpserver.no_handler_status_code = 404


@contextmanager
def fetching(settings: Settings = QUICK, **more: Any) -> Iterator[Fetcher]:
    with Fetcher(settings, now=lambda: AT, allow=lambda _: True, **more) as fetcher:
        yield fetcher


def reason(url: str, settings: Settings = QUICK, **more: Any) -> str:
    with fetching(settings, **more) as fetcher, pytest.raises(UnreadableError) as error:
        fetcher.fetch(url)
    return str(error.value)


def asked(server: HTTPServer) -> list[str]:
    return [request.path for request, _ in server.log]


def test_a_page_is_fetched_with_what_there_is_to_say_about_it(httpserver: HTTPServer) -> None:
    headers = {"ETag": '"a1"', "Last-Modified": "Thu, 17 Feb 2022 09:00:00 GMT"}
    httpserver.expect_request("/a").respond_with_data(PAGE, headers=headers, content_type='Text/HTML; Charset="UTF-8"')
    with fetching() as fetcher:
        fetched = fetcher.fetch(httpserver.url_for("/a"))
    assert fetched.url == fetched.final_url == httpserver.url_for("/a")
    assert (fetched.status, fetched.data) == (200, PAGE.encode())
    assert (fetched.media_type, fetched.charset) == ("text/html", "utf-8")
    assert (fetched.etag, fetched.modified) == ('"a1"', "Thu, 17 Feb 2022 09:00:00 GMT")
    assert fetched.retrieved_at == AT
    assert ("ETag", '"a1"') in fetched.headers


def test_the_server_is_told_who_asks_and_nothing_else(httpserver: HTTPServer) -> None:
    def bake(request: Request) -> Response:
        return Response(PAGE, headers={"Set-Cookie": "visitor=7"}, content_type="text/html")

    httpserver.expect_request("/a").respond_with_handler(bake)
    with fetching() as fetcher:
        for _ in range(2):
            fetcher.fetch(httpserver.url_for("/a"), accept="application/rss+xml")
    request = httpserver.log[-1][0]
    assert dict(request.headers) == {
        "Host": f"{httpserver.host}:{httpserver.port}",
        "User-Agent": f"allegation-tracker/{version('allegation-tracker')}",
        "Accept": "application/rss+xml",
        "Accept-Encoding": "gzip",
    }


def test_what_has_not_changed_is_not_sent_again(httpserver: HTTPServer) -> None:
    def page(request: Request) -> Response:
        same = request.headers.get("If-None-Match") == '"a1"' or request.headers.get("If-Modified-Since") == "Thu, 17 Feb 2022"
        return Response(status=304, headers={"ETag": '"a1"'}) if same else Response(PAGE)

    httpserver.expect_request("/a").respond_with_handler(page)
    with fetching() as fetcher:
        for words in ({"etag": '"a1"'}, {"modified": "Thu, 17 Feb 2022"}):
            fetched = fetcher.fetch(httpserver.url_for("/a"), **words)
            assert (fetched.status, fetched.data, fetched.etag) == (304, b"", '"a1"')
        assert fetcher.fetch(httpserver.url_for("/a"), etag='"a0"').data == PAGE.encode()


@pytest.mark.parametrize("etag", ['"é"', '"a\tb"'])
def test_a_mark_that_cannot_be_sent_back_is_not(httpserver: HTTPServer, etag: str) -> None:
    httpserver.expect_request("/a").respond_with_data(PAGE, headers={"ETag": etag})
    with fetching() as fetcher:
        assert fetcher.fetch(httpserver.url_for("/a")).etag is None
        assert fetcher.fetch(httpserver.url_for("/a"), etag=etag, modified="Thu\r\nX: y").status == 200
    assert not {"If-None-Match", "If-Modified-Since", "X"} & set(httpserver.log[-1][0].headers.keys())


def test_not_changed_is_no_answer_to_who_has_nothing(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=304)
    assert reason(httpserver.url_for("/a")) == "the server answers 304 (not modified), not with a page: check the address"


def test_five_redirects_are_followed_and_no_sixth(httpserver: HTTPServer) -> None:
    for number, status in enumerate([301, 302, 303, 307, 308, 301]):
        httpserver.expect_request(f"/{number}").respond_with_data("", status=status, headers={"Location": f"{number + 1}#top"})
    httpserver.expect_request("/6").respond_with_data(PAGE)
    with fetching() as fetcher:
        fetched = fetcher.fetch(httpserver.url_for("/1"))
        assert (fetched.url, fetched.final_url) == (httpserver.url_for("/1"), httpserver.url_for("/6"))
        with pytest.raises(UnreadableError, match="more than 5 redirects"):
            fetcher.fetch(httpserver.url_for("/0"))
    assert asked(httpserver) == ["/robots.txt", *(f"/{n}" for n in range(1, 7)), *(f"/{n}" for n in range(6))]


def test_packed_pages_are_unpacked(httpserver: HTTPServer) -> None:
    packed = gzip.compress(PAGE[:100].encode()) + gzip.compress(PAGE[100:].encode()) + b"\0" * 10
    httpserver.expect_request("/a").respond_with_data(packed, headers={"Content-Encoding": "GZip"})
    with fetching() as fetcher:
        assert fetcher.fetch(httpserver.url_for("/a")).data == PAGE.encode()


@pytest.mark.parametrize("size", [50_000, 50_001])
def test_the_limit_is_what_comes_and_what_comes_out(httpserver: HTTPServer, size: int) -> None:
    httpserver.expect_request("/plain").respond_with_data(b"x" * size)
    httpserver.expect_request("/packed").respond_with_data(gzip.compress(b"x" * size), headers={"Content-Encoding": "gzip"})
    if size == 50_000:
        with fetching() as fetcher:
            assert len(fetcher.fetch(httpserver.url_for("/plain")).data) == size
            assert len(fetcher.fetch(httpserver.url_for("/packed")).data) == size
    else:
        assert reason(httpserver.url_for("/plain")) == "50,001 bytes, the limit is 50,000: save its text as .txt"
        assert reason(httpserver.url_for("/packed")) == "more than 50,000 bytes, the limit: save its text as .txt"


def test_what_robots_may_not_read_is_not_asked_for(httpserver: HTTPServer) -> None:
    lines = ["User-agent: *", "Disallow: /private", "User-agent: Allegation-Tracker", "Disallow: /b"]
    httpserver.expect_request("/robots.txt").respond_with_data("\n".join(lines))
    for path in ("/private", "/a"):
        httpserver.expect_request(path).respond_with_data(PAGE)
    httpserver.expect_request("/c").respond_with_data("", status=302, headers={"Location": "/b"})
    with fetching() as fetcher:
        assert fetcher.fetch(httpserver.url_for("/private")).status == 200  # the rules for all are not those for us
        for path in ("/b?q=1", "/c"):
            with pytest.raises(UnreadableError, match=r"robots\.txt asks programs not to read it"):
                fetcher.fetch(httpserver.url_for(path))
    assert asked(httpserver) == ["/robots.txt", "/private", "/c"]


@pytest.mark.parametrize(("status", "read"), [(404, True), (403, True), (500, False), (502, False)])
def test_a_site_whose_robots_file_fails_is_left_alone(httpserver: HTTPServer, status: int, *, read: bool) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /", status=status)
    httpserver.expect_request("/a").respond_with_data(PAGE)
    if read:
        with fetching() as fetcher:
            assert fetcher.fetch(httpserver.url_for("/a")).status == 200
    else:
        expected = f"the server fails on its robots.txt ({status}): try again later"
        assert reason(httpserver.url_for("/a")) == expected
        assert asked(httpserver) == ["/robots.txt"]


@pytest.mark.parametrize(("wanted", "pause"), [("0.5", 2.0), ("7", 7.0), ("soon", 2.0)])
def test_between_two_pages_of_a_site_there_is_a_pause(httpserver: HTTPServer, wanted: str, pause: float) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data(f"User-agent: *\nCrawl-delay: {wanted}")
    httpserver.expect_request("/a").respond_with_data(PAGE)
    pauses: list[float] = []
    with fetching(Settings(host_seconds=2.0), sleep=pauses.append) as fetcher:
        for _ in range(3):
            fetcher.fetch(httpserver.url_for("/a"))
    assert pauses == pytest.approx([pause, pause], abs=0.5)
    assert asked(httpserver).count("/robots.txt") == 1


def test_sites_do_not_wait_for_each_other() -> None:
    pauses: list[float] = []
    sleepy = fetching(Settings(), sleep=pauses.append)
    with serving({"/a": said()}) as one, serving({"/a": said()}) as other, sleepy as fetcher:
        for server in (one, other):
            fetcher.fetch(server.url("/a"))
    assert pauses == []


def test_a_site_that_wants_a_pause_of_an_hour_is_left_for_another_day(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nCrawl-delay: 3600")
    httpserver.expect_request("/a").respond_with_data(PAGE)
    with fetching() as fetcher:
        fetcher.fetch(httpserver.url_for("/a"))
        with pytest.raises(UnreadableError, match=r"the site wants no question for the next 3,[56]\d\d s: try again later"):
            fetcher.fetch(httpserver.url_for("/a"))
    assert asked(httpserver) == ["/robots.txt", "/a"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_when_it_says(httpserver: HTTPServer, status: int) -> None:
    httpserver.expect_ordered_request("/robots.txt").respond_with_data("")
    httpserver.expect_ordered_request("/a").respond_with_data("", status=status, headers={"Retry-After": "1"})
    httpserver.expect_ordered_request("/a").respond_with_data(PAGE)
    start = time.monotonic()
    with fetching() as fetcher:
        assert fetcher.fetch(httpserver.url_for("/a")).status == 200
    assert 1.0 <= time.monotonic() - start < 2.5


@pytest.mark.parametrize("later", ["3600", "Thu, 17 Feb 2022 10:30:00 GMT", "Thu, 17 Feb 2022 12:30:00 +0200"])
def test_a_server_that_is_busy_for_long_is_not_asked_again(httpserver: HTTPServer, later: str) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=429, headers={"Retry-After": later})
    with fetching() as fetcher:
        with pytest.raises(UnreadableError) as error:
            fetcher.fetch(httpserver.url_for("/a"))
        assert str(error.value) == "the server is busy (429): try again in 3,600 s"
        with pytest.raises(UnreadableError, match="wants no question for the next 3,"):
            fetcher.fetch(httpserver.url_for("/a"))
    assert asked(httpserver) == ["/robots.txt", "/a"]


def test_no_server_keeps_us_away_for_more_than_a_day(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=503, headers={"Retry-After": "9" * 400})
    assert reason(httpserver.url_for("/a")) == "the server is busy (503): try again in 86,400 s"


def test_a_busy_server_is_asked_three_times_in_all(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=503, headers={"Retry-After": "at tea time"})
    assert reason(httpserver.url_for("/a")) == "the server is busy (503): try again later"
    assert asked(httpserver) == ["/robots.txt", "/a", "/a", "/a"]


def test_a_connection_that_breaks_is_tried_again() -> None:
    answers = iter([b"", said()])
    with serving({"/a": lambda: [next(answers)]}) as server, fetching() as fetcher:
        assert fetcher.fetch(server.url("/a")).data == PAGE.encode()
        assert server.paths == ["/robots.txt", "/a", "/a"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (404, "the server has no such page (404): check the address"),
        (410, "the server has no such page (410): check the address"),
        (403, "the server does not give it to programs (403): save the page and give its file"),
        (204, "the server answers 204 (no content), not with a page: check the address"),
        (302, "the server answers 302 (found), not with a page: check the address"),
        (500, "the server answers 500 (internal server error), not with a page: try again later"),
        (599, "the server answers 599 (no status that is known), not with a page: try again later"),
    ],
)
def test_why_there_is_no_page(httpserver: HTTPServer, status: int, expected: str) -> None:
    httpserver.expect_request("/a").respond_with_data("gone", status=status)
    assert reason(httpserver.url_for("/a")) == expected


def test_where_nobody_listens() -> None:
    with serving({}) as server:
        url = server.url("/a")
    assert reason(url) == "no connection to the server: check the address, or try later"


def test_a_name_that_nobody_has() -> None:
    def none(host: str, port: int) -> list[str]:
        raise OSError(-2, "Name or service not known")

    assert reason("http://gone.example/", resolve=none) == (
        "no machine has that name, or there is no network: check the address"
    )
    assert reason("http://gone.example/", resolve=lambda *_: []) == "no machine has the name 'gone.example': check the address"


def test_a_name_server_that_does_not_answer_is_not_waited_for() -> None:
    def slow(host: str, port: int) -> list[str]:
        time.sleep(2)
        return []

    start = time.monotonic()
    limits = Settings(fetch_seconds=0.3, host_seconds=0.0)
    assert reason("http://slow.example/", limits, resolve=slow) == "the server took longer than 0.3 s: try again later"
    assert time.monotonic() - start < 1


def test_a_second_address_is_tried_where_the_first_does_not_answer() -> None:
    with serving({"/a": said()}) as server, fetching(resolve=lambda *_: ["127.0.0.9", "127.0.0.1"]) as fetcher:
        assert fetcher.fetch(f"http://two.example:{server.port}/a").status == 200


def test_a_proxy_of_the_environment_is_not_used(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    httpserver.expect_request("/a").respond_with_data(PAGE)
    with serving({}) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url(""))
        monkeypatch.delenv("no_proxy", raising=False)
        with fetching() as fetcher:
            assert fetcher.fetch(httpserver.url_for("/a")).status == 200
        assert proxy.connections == 0
