from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from typing import Any

import pytest
from webserver import PAGE, said, serving

from tracker.read import count, read
from tracker.read.address import fetched_document
from tracker.read.fetch import Fetched, Fetcher
from tracker.read.refusals import UnreadableError
from tracker.settings import Settings
from tracker.types import Document, Refusal

AT = dt.datetime(2022, 2, 17, 9, 30, tzinfo=dt.UTC)
SAID = (
    "The minister of Arland said that Borland had shelled the border town of Dun.\n\n"
    "Borland denied the shelling and called it an invention of the minister."
)
QUICK = Settings(fetch_seconds=3.0, host_seconds=0.0)


def fetched(data: str | bytes = PAGE, **changes: Any) -> Fetched:
    given = Fetched(
        url="http://news.example/dun",
        final_url="https://www.news.example/world/dun",
        status=200,
        data=data.encode() if isinstance(data, str) else data,
        media_type="text/html",
        charset=None,
        etag=None,
        modified=None,
        retrieved_at=AT,
    )
    return dataclasses.replace(given, **changes)


def with_head(tags: str) -> str:
    return PAGE.replace("</head>", f"{tags}</head>")


def test_a_page_says_what_it_is_and_the_fetch_where_it_came_from() -> None:
    page = with_head(
        '<link rel="canonical" href="https://news.example/a17"><meta property="og:site_name" content="Arland Times">'
        '<meta property="article:published_time" content="2022-02-17T08:00:00Z">'
    )
    assert fetched_document(fetched(page), Settings()) == Document(
        text=SAID,
        ref="https://news.example/a17",
        title="Arland accuses Borland",
        url="https://news.example/a17",
        publisher="Arland Times",
        published=dt.date(2022, 2, 17),
        language="en",
        raw_hash=hashlib.sha256(page.encode()).hexdigest(),
        final_url="https://www.news.example/world/dun",
        retrieved_at=AT,
    )


def test_a_page_that_says_little_is_of_its_host_and_has_no_date() -> None:
    found = fetched_document(fetched(), Settings())
    assert found.ref == found.url == "https://www.news.example/world/dun"
    assert found.publisher == "news.example"
    assert found.published is None


@pytest.mark.parametrize("canonical", ["https://other.example/a17", "https://news.example.org/a", "https://ews.example/a"])
def test_a_page_cannot_pass_itself_off_as_that_of_another_site(canonical: str) -> None:
    found = fetched_document(fetched(with_head(f'<link rel="canonical" href="{canonical}">')), Settings())
    assert found.ref == found.url == "https://www.news.example/world/dun"
    assert found.extra == {"canonical": canonical}


@pytest.mark.parametrize("host", ["news.example", "m.news.example", "amp.news.example", "www.news.example:8443"])
def test_the_fronts_of_a_site_are_one_site(host: str) -> None:
    found = fetched_document(fetched(with_head(f'<link rel="canonical" href="https://{host}/a17">')), Settings())
    assert found.url == f"https://{host}/a17"


def test_a_text_cannot_take_the_name_of_another_input() -> None:
    text = f"---\nid: a17\nurl: https://other.example/a17\ntitle: Dun\n---\n{SAID}"
    found = fetched_document(fetched(text, media_type="text/markdown"), Settings())
    assert (found.ref, found.title, found.text) == ("https://www.news.example/world/dun", "Dun", SAID)


@pytest.mark.parametrize("media_type", ["text/html", "application/xhtml+xml", None])
def test_pages_are_known_by_their_kind_or_by_their_look(media_type: str | None) -> None:
    assert fetched_document(fetched("\n " + PAGE, media_type=media_type), Settings()).text == SAID


def test_the_encoding_is_that_of_the_header() -> None:
    page = PAGE.replace("Dun", "Ørby")
    data = page.encode("cp1252")
    assert "Ørby" in fetched_document(fetched(data, charset="iso-8859-1"), Settings()).text
    text = fetched_document(fetched(f"{SAID} Ørby".encode("utf-16"), media_type="text/plain"), Settings()).text
    assert text == f"{SAID} Ørby"


@pytest.mark.parametrize("media_type", ["application/json", "application/octet-stream", "x" * 500, None])
def test_other_kinds_are_refused_by_name(media_type: str | None) -> None:
    with pytest.raises(UnreadableError) as error:
        fetched_document(fetched("{}", media_type=media_type), Settings())
    assert (media_type or "a kind that the server does not tell")[:10] in str(error.value)
    assert len(str(error.value)) < 200


def test_an_address_is_a_source_as_a_file_is() -> None:
    with serving({"/dun": said()}) as server, Fetcher(QUICK, now=lambda: AT, allow=lambda _: True) as fetcher:
        (found,) = read(server.url("/dun"), QUICK, None, fetcher)
        assert isinstance(found, Document)
        assert (found.ref, found.text, found.retrieved_at) == (server.url("/dun"), SAID, AT)
        (missing,) = read(server.url("/lost"), QUICK, None, fetcher)
        assert missing == Refusal(ref=server.url("/lost"), reason="the server has no such page (404): check the address")
        assert count(server.url("/dun")) == 1


def test_without_a_fetcher_only_the_public_internet_is_read() -> None:
    with serving({"/dun": said()}) as server:
        (item,) = read(server.url("/dun"), QUICK)
        assert isinstance(item, Refusal)
        assert item.reason == "'127.0.0.1' leads to 127.0.0.1, which is not on the public internet: not asked"
        assert server.connections == 0


@pytest.mark.parametrize("source", ["ftp://news.example/dun", "file:///etc/hostname", "s3://news/dun"])
def test_other_addresses_are_no_sources(source: str) -> None:
    assert list(read(source, QUICK)) == [
        Refusal(ref=source, reason="addresses of this kind are not read; give one of http or https", missing=True)
    ]
