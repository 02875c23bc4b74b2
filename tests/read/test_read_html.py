from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.read import read
from tracker.settings import Settings
from tracker.types import Document, Refusal

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "Russia has repeatedly denied any plans to invade Ukraine, its foreign minister said in Moscow."
SECOND = "The US secretary of state warned that Moscow was preparing a false pretext, without offering proof."


def page(head: str = "", body: str = f"<p>{FIRST}</p><p>{SECOND}</p>", lang: str = "en-GB") -> str:
    return f"<!DOCTYPE html><html lang='{lang}'><head>{head}</head><body><article>{body}</article></body></html>"


def one(path: Path, html: str | bytes, limits: Settings | None = None) -> Document | Refusal:
    path.write_bytes(html if isinstance(html, bytes) else html.encode())
    (found,) = read(str(path), limits or Settings())
    return found


def day(path: Path, head: str, body: str = "") -> dt.date | None:
    found = one(path, page(head, f"<p>{FIRST}</p>{body}"))
    assert isinstance(found, Document)
    return found.published


def test_text_and_metadata(tmp_path: Path) -> None:
    head = """
        <meta charset="utf-8"><title>Ukraine crisis - BBC News</title>
        <base href="https://www.example.org/">
        <link rel="canonical" href="https://www.example.org/news/a17">
        <meta property="og:title" content="Ukraine crisis: what we know">
        <meta property="og:site_name" content="BBC News">
        <meta property="og:url" content="https://www.example.org/news/other">
        <meta property="article:published_time" content="2022-02-17T23:30:00-05:00">
        <meta property="article:modified_time" content="2022-02-20T10:00:00Z">"""
    body = f"<p>{FIRST}</p><p>{SECOND}</p><footer>Copyright 2019</footer><script>alert('{FIRST}')</script>"
    assert one(tmp_path / "a.html", page(head, body)) == Document(
        text=f"{FIRST}\n\n{SECOND}",
        ref="https://www.example.org/news/a17",
        title="Ukraine crisis: what we know",
        url="https://www.example.org/news/a17",
        publisher="BBC News",
        published=dt.date(2022, 2, 17),
        language="en",
    )


def test_a_page_without_metadata_gets_none(tmp_path: Path) -> None:
    body = f"<p>{FIRST}</p><p>Posted on 3 May 2021.</p><footer>© 2020</footer><time>2021-05-03</time>"
    found = one(tmp_path / "a.htm", page('<base href="https://e.org/2021/05/03/">', body, lang=""))
    assert isinstance(found, Document)
    assert (found.ref, found.url, found.published, found.language) == ("a.htm", None, None, None)


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="date" content="2022-02-17">',
        '<meta name="DC.date.issued" content="2022/02/17">',
        '<meta itemprop="datePublished" content="Thu, 17 Feb 2022 10:00:00 GMT">',
        '<meta property="article:published_time" content="soon"><meta name="pubdate" content="20220217">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2022-02-17T10:00Z"}</script>',
        '<script type="application/ld+json">{"@graph": [{"@id": "x"}, {"datePublished": "2022-02-17"}]}</script>',
        '<script type="application/ld+json">[{"datePublished": "2022-02-17"}]</script>',
    ],
)
def test_dates_of_metadata(tmp_path: Path, head: str) -> None:
    assert day(tmp_path / "a.html", head) == dt.date(2022, 2, 17)


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2022-02-20">',
        '<meta name="copyrightyear" content="2020"><meta itemprop="copyrightYear" content="2020">',
        '<link rel="canonical" href="https://e.org/2022/02/17/a">',
        '<meta name="date" content="02/03/2022">',
        '<script type="application/ld+json">{"datePublished": </script>',
        '<script type="application/ld+json">"2022-02-17"</script>',
        f'<script type="application/ld+json">{"[" * 100_000}</script>',
    ],
)
def test_dates_are_never_invented(tmp_path: Path, head: str) -> None:
    assert day(tmp_path / "a.html", head) is None


def test_microdata_count_where_they_agree(tmp_path: Path) -> None:
    stamp = '<time itemprop="datePublished" datetime="2022-02-17T10:00">Thursday</time>'
    other = '<time itemprop="datePublished" datetime="2021-01-01">A teaser</time>'
    assert day(tmp_path / "a.html", "", stamp + stamp) == dt.date(2022, 2, 17)
    assert day(tmp_path / "b.html", "", stamp + other) is None


def test_a_publisher_is_a_name(tmp_path: Path) -> None:
    head = (
        '<link rel="canonical" href="//www.example.org/a">'
        '<meta property="article:publisher" content="https://www.facebook.com/bbcnews">'
    )
    found = one(tmp_path / "a.html", page(head))
    assert isinstance(found, Document)
    assert (found.url, found.publisher) == ("https://www.example.org/a", "example.org")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251"])
def test_the_charset_is_found(tmp_path: Path, encoding: str) -> None:
    text = "Россия неоднократно отрицала любые планы вторжения, заявил министр иностранных дел."
    found = one(tmp_path / "a.html", page(f'<meta charset="{encoding}">', f"<p>{text}</p>").encode(encoding))
    assert isinstance(found, Document)
    assert found.text == text


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (b"", "no text in it: give its text, or leave it out"),
        (b" \n", "no text in it: give its text, or leave it out"),
        (b"<html><body></body></html>", "no article text found in the page: save the article's text as .txt"),
        (
            b"<html><body><script>x = 1</script></body></html>",
            "no article text found in the page: save the article's text as .txt",
        ),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "no article text found in the page: save the article's text as .txt"),
        (b"Just words.", "no article text found in the page: save the article's text as .txt"),
    ],
)
def test_a_page_without_an_article_is_refused(tmp_path: Path, html: bytes, reason: str) -> None:
    refused = one(tmp_path / "a.html", html)
    assert isinstance(refused, Refusal)
    assert (refused.ref, refused.reason, refused.size) == (str(tmp_path / "a.html"), reason, len(html))


def test_limits(tmp_path: Path) -> None:
    refused = one(tmp_path / "a.html", page(), Settings(max_html_bytes=100))
    assert isinstance(refused, Refusal)
    assert refused.reason == f"{len(page())} bytes, the limit is 100: split it into articles"
    refused = one(tmp_path / "a.html", page(), Settings(max_text_chars=100))
    assert isinstance(refused, Refusal)
    assert refused.reason == f"{len(FIRST) + len(SECOND) + 2} characters, the limit is 100: split it into articles"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(
    st.binary()
    | st.text(st.sampled_from('<>/p &#;x\0\ud800"=!-'), max_size=200).map(
        lambda s: page(body=s).encode("utf-8", "surrogatepass")
    )
)
def test_any_bytes_are_one_document_or_one_refusal(tmp_path: Path, data: bytes) -> None:
    found = one(tmp_path / "a.html", data)
    assert isinstance(found, Document) or found.reason


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="author" content="Anna Berg">',
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", '
        '"author": {"@type": "Person", "name": "Anna Berg"}}</script>',
    ],
)
def test_the_author_is_who_the_metadata_name(tmp_path: Path, head: str) -> None:
    found = one(tmp_path / "a.html", page(head))
    assert isinstance(found, Document)
    assert found.author == "Anna Berg"


def test_a_page_that_names_no_author_and_no_day_gets_neither(tmp_path: Path) -> None:
    found = one(
        tmp_path / "a.html", page("<title>Dun</title>", f"<p>{FIRST}</p><p>Anna Berg spoke on 3 May 2021.</p><p>{SECOND}</p>")
    )
    assert isinstance(found, Document)
    assert (found.author, found.published) == (None, None)
