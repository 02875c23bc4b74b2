from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from webserver import PAGE, Server, said, serving

from tracker.read.entry import Entry, Feed
from tracker.read.entry_document import WHOLE, entry_document
from tracker.read.fetch import Fetched, Fetcher
from tracker.settings import Settings
from tracker.types import Document, Refusal

AT = dt.datetime(2022, 2, 17, 9, 30, tzinfo=dt.UTC)
QUICK = Settings(fetch_seconds=3.0, host_seconds=0.0)
SENTENCE = "The minister of Arland said that Borland had shelled the border town of Dun. "
LONG = "".join(f"<p>{n}. {SENTENCE * 4}</p>" for n in range(1, 8))  # seven times some 310 characters


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"/a": said(PAGE)}) as found:
        yield found


def entry(**given: Any) -> Entry:
    return Entry(**{"key": "g1", "link": None, "title": "Dun shelled", "html": "<p>A teaser.</p>", "language": "en"} | given)


def taken(server: Server, one: Entry, *, title: str | None = "Arland Times", whole: bool = True) -> Document | Refusal:
    url = server.url("/feed")
    fetched = Fetched(
        url=url,
        final_url=url,
        status=200,
        data=b"<rss/>",
        media_type=None,
        charset=None,
        etag=None,
        modified=None,
        retrieved_at=AT,
    )
    with Fetcher(QUICK, now=lambda: AT, allow=lambda _: True) as fetcher:
        return entry_document(one, Feed(title=title, entries=(one,), whole=whole), fetched, fetcher, QUICK)


def article(server: Server, one: Entry, **more: Any) -> Document:
    found = taken(server, one, **more)
    assert isinstance(found, Document)
    return found


def test_a_whole_text_of_the_feed_is_the_article_and_its_page_is_not_asked_for(server: Server) -> None:
    link = server.url("/a")
    one = entry(link=link, html=LONG, author="Anna Berg", published=dt.date(2022, 2, 16))
    found = article(server, one)
    assert found.text == "\n\n".join(f"{n}. {SENTENCE * 4}".strip() for n in range(1, 8))
    assert (found.ref, found.url, found.title) == (link, link, "Dun shelled")
    assert (found.publisher, found.author, found.language) == ("Arland Times", "Anna Berg", "en")
    assert (found.published, found.extra) == (dt.date(2022, 2, 16), {"feed": server.url("/feed")})
    assert found.raw_hash == hashlib.sha256(b"<rss/>").hexdigest()
    assert (found.final_url, found.retrieved_at) == (server.url("/feed"), AT)
    assert server.paths == []


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>A teaser.</p>",
        "<p>A teaser.</p>" + "<br>" * WHOLE,
        LONG.replace("</p><p>7. ", " ").removesuffix(". </p>") + " […]</p>",
    ],
    ids=["nothing", "short", "only tags", "cut"],
)
def test_of_a_teaser_the_page_is_read(server: Server, html: str) -> None:
    found = article(server, entry(link=server.url("/a"), html=html))
    assert found.text.startswith(
        "The minister of Arland said that Borland had shelled the border town of Dun.\n\nBorland denied"
    )
    assert (found.url, found.final_url, found.title) == (server.url("/a"), server.url("/a"), "Arland accuses Borland")


def test_what_the_page_does_not_say_the_entry_does(server: Server) -> None:
    one = entry(link=server.url("/a"), author="Anna Berg", published=dt.date(2022, 2, 16))
    found = article(server, one)
    assert (found.publisher, found.author, found.published) == ("Arland Times", "Anna Berg", dt.date(2022, 2, 16))
    server.answers["/a"] = said(
        PAGE.replace(
            "</head>",
            '<meta property="og:site_name" content="Dun Post">'
            '<meta property="article:published_time" content="2022-02-15"></head>',
        )
    )
    found = article(server, one)
    assert (found.publisher, found.published) == ("Dun Post", dt.date(2022, 2, 15))
    assert article(server, entry(link=server.url("/a"), html=LONG, outlet="Borland Wire")).publisher == "Borland Wire"


def test_a_feed_puts_no_words_into_the_mouth_of_another_site(server: Server) -> None:
    with serving({"/a": said(PAGE)}, host="127.0.0.2") as other:
        link = f"http://127.0.0.2:{other.port}/a"
        found = article(server, entry(link=link, html=LONG.replace("shelled", "bought")))
        assert (found.url, other.paths) == (link, ["/robots.txt", "/a"])
    assert "bought" not in found.text


def test_of_a_feed_that_breaks_off_only_addresses_count(server: Server) -> None:
    found = article(server, entry(link=server.url("/a"), html=LONG), whole=False)
    assert found.text.endswith("an invention of the minister.")
    refused = taken(server, entry(html=LONG), whole=False)
    assert isinstance(refused, Refusal)
    assert "not well-formed, so it may be half" in refused.reason


def test_an_entry_without_an_address_is_what_the_feed_has_of_it(server: Server) -> None:
    found = article(server, entry(html=f"<p>{SENTENCE}</p>"))
    assert (found.text, found.ref, found.url) == (SENTENCE.strip(), "g1", None)


@pytest.mark.parametrize("html", ["", "<p> </p>", "<script>alert(1)</script>"])
def test_an_entry_without_address_and_text_is_refused_by_its_key(server: Server, html: str) -> None:
    found = taken(server, entry(html=html))
    assert isinstance(found, Refusal)
    assert found.ref == "g1"


def test_a_page_that_cannot_be_read_is_refused_by_its_address(server: Server) -> None:
    found = taken(server, entry(link=server.url("/gone")))
    assert found == Refusal(ref=server.url("/gone"), reason="the server has no such page (404): check the address")


@pytest.mark.parametrize(
    ("given", "published", "extra"),
    [
        ({"published": dt.date(2022, 2, 18)}, dt.date(2022, 2, 18), {}),  # it is tomorrow somewhere
        ({"published": dt.date(2022, 2, 19)}, None, {"date_given": "2022-02-19"}),
        ({"dated": "last week"}, None, {"date_given": "last week"}),
        ({"published": dt.date(2022, 2, 17), "changed": True}, dt.date(2022, 2, 17), {"date_of": "last change"}),
        ({}, None, {}),
    ],
)
def test_a_day_is_never_invented(
    server: Server, given: dict[str, Any], published: dt.date | None, extra: dict[str, str]
) -> None:
    for one in (entry(link=server.url("/b"), html=LONG, **given), entry(link=server.url("/a"), **given)):
        found = article(server, one)
        assert (found.published, found.extra) == (published, {"feed": server.url("/feed")} | extra)


def test_a_feed_without_a_title_is_of_its_host(server: Server) -> None:
    assert article(server, entry(html=LONG), title=None).publisher == "127.0.0.1"


def test_scripts_and_tags_of_a_feed_do_not_become_text(server: Server) -> None:
    found = article(server, entry(html=f"<script>alert(1)</script><style>p {{}}</style>{LONG}</article></body><p onclick='x'>"))
    assert "alert" not in found.text
    assert "onclick" not in found.text
