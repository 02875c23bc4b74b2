from __future__ import annotations

import datetime as dt
import json
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.read.entry import Entry, Feed
from tracker.read.feed import read_feed
from tracker.read.refusals import UnreadableError
from tracker.settings import DEFAULTS

AT = "https://news.example/world/feed.xml"
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>Arland &amp; Times</title><language>en-GB</language>
{about}{items}</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Dun Post</title><id>urn:post</id>
<updated>2022-02-17T09:00:00Z</updated>{items}</feed>"""
SHORT = "<item><guid>g1</guid><link>https://news.example/a</link><title>Dun shelled</title></item>"


def rss(items: str, about: str = "") -> Feed:
    return read_feed(RSS.format(items=items, about=about).encode(), AT)


def only(feed: Feed) -> Entry:
    (entry,) = feed.entries
    return entry


def reason(data: bytes | str) -> str:
    with pytest.raises(UnreadableError) as error:
        read_feed(data.encode() if isinstance(data, str) else data, AT)
    return str(error.value)


def test_an_item_of_rss_says_what_it_is() -> None:
    feed = rss(
        "<item><title>Arland &lt;b&gt;accuses&lt;/b&gt; Borland</title><link>/a?x=1&amp;y=2</link><guid>tag:1</guid>"
        "<dc:creator>Anna Berg</dc:creator><pubDate>Thu, 17 Feb 2022 23:30:00 -0500</pubDate>"
        "<description>A teaser.</description><content:encoded>&lt;p&gt;Borland shelled Dun.&lt;/p&gt;</content:encoded></item>"
    )
    assert (feed.title, feed.minutes, feed.whole) == ("Arland & Times", 0, True)
    assert only(feed) == Entry(
        key="tag:1",
        link="https://news.example/a?x=1&y=2",
        title="Arland accuses Borland",
        html="<p>Borland shelled Dun.</p>",
        author="Anna Berg",
        language="en",
        published=dt.date(2022, 2, 17),  # in the zone of the outlet; in UTC it is the day after
    )


def test_an_entry_of_atom_says_what_it_is() -> None:
    entry = (
        '<entry xml:lang="de"><id>urn:1</id><title type="html">Arland &amp;amp; Borland</title><link href="a"/>'
        "<author><name>Anna Berg</name></author><published>2022-02-16T09:00:00Z</published><updated>2022-02-17T09:00:00Z"
        '</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Borland shelled Dun.</p></div></content>'
        "<source><title>Borland Wire</title></source></entry>"
    )
    found = only(read_feed(ATOM.format(items=entry).encode(), AT))
    assert (found.key, found.link, found.title) == ("urn:1", "https://news.example/world/a", "Arland & Borland")
    assert (found.author, found.outlet, found.language) == ("Anna Berg", "Borland Wire", "de")
    assert (found.published, found.changed) == (dt.date(2022, 2, 16), False)
    assert "<p>Borland shelled Dun.</p>" in found.html


def test_an_item_of_a_json_feed_says_what_it_is() -> None:
    items = [
        {"id": 7, "url": "/a", "title": "Dun", "content_html": "<p>Borland shelled Dun.</p>", "summary": "Dun",
         "date_published": "2022-02-17T09:00:00+01:00", "authors": [{"name": "Anna Berg"}], "language": "de-CH"},
        {"id": "8", "content_text": "One <b>.\n\nTwo.", "date_modified": "2022-02-18"},
        "no item",
    ]  # fmt: skip
    about = {"version": "https://jsonfeed.org/version/1.1", "title": "Dun Post", "language": "en", "author": {"name": "Desk"}}
    feed = read_feed(json.dumps(about | {"items": items}).encode(), AT)
    one, other = feed.entries
    assert (feed.title, feed.whole) == ("Dun Post", True)
    assert one == Entry(
        key="7",
        link="https://news.example/a",
        title="Dun",
        html="<p>Borland shelled Dun.</p>",
        author="Anna Berg",
        language="de",
        published=dt.date(2022, 2, 17),
    )
    assert (other.key, other.link, other.html) == ("8", None, "<p>One &lt;b&gt;.</p><p>Two.</p>")
    assert (other.author, other.language) == ("Desk", "en")
    assert (other.published, other.changed) == (dt.date(2022, 2, 18), True)


def test_of_several_texts_the_longest_counts() -> None:
    texts = "<description>A long account of it all.</description><content:encoded>Short.</content:encoded>"
    assert only(rss(f"<item>{texts}</item>")).html == "A long account of it all."


@pytest.mark.parametrize(
    ("item", "key"),
    [
        ("<guid> tag:\n1 </guid><link>https://news.example/a</link>", "tag: 1"),
        ("<link>https://news.example/a</link>", "https://news.example/a"),
        ("<guid isPermaLink='true'>https://news.example/a</guid>", "https://news.example/a"),
    ],
)
def test_an_entry_is_known_by_its_id_else_by_its_address(item: str, key: str) -> None:
    assert only(rss(f"<item>{item}</item>")).key == key


def test_an_id_that_is_no_address_is_not_made_one() -> None:
    entry = only(rss("<item><guid>12345</guid><title>Dun</title></item>"))
    assert (entry.key, entry.link) == ("12345", None)
    assert only(rss("<item><guid>https://news.example/a</guid></item>")).link == "https://news.example/a"


def test_an_entry_without_id_and_address_is_known_by_its_content_and_a_long_id_by_its_hash() -> None:
    one, other = (only(rss(f"<item><title>{title}</title></item>")).key for title in ("One", "Other"))
    assert one != other
    assert one == only(rss("<item><title>One</title></item>")).key
    assert len(only(rss(f"<item><guid>{'g' * 501}</guid></item>")).key) == 64
    assert len(only(rss(f"<item><guid>{'g' * 500}</guid></item>")).key) == 500


def test_entries_keep_their_order_and_each_key_counts_once() -> None:
    items = "".join(f"<item><guid>{guid}</guid><title>{n}</title></item>" for n, guid in enumerate("abac"))
    assert [(entry.key, entry.title) for entry in rss(items).entries] == [("a", "0"), ("b", "1"), ("c", "3")]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://news.example/a", "http://[", "mailto:anna@news.example", ""])
def test_what_is_no_address_of_the_web_is_no_link(link: str) -> None:
    assert only(rss(f"<item><guid>g</guid><title>t</title><link>{link}</link></item>")).link is None


@pytest.mark.parametrize(
    ("dates", "published", "changed", "dated"),
    [
        ("<pubDate>2022-02-17</pubDate>", dt.date(2022, 2, 17), False, None),
        ("<dc:date>2022-02-17T10:00:00Z</dc:date>", dt.date(2022, 2, 17), True, None),
        ("<pubDate>02/03/2022</pubDate>", None, False, "02/03/2022"),
        ("<pubDate>last week</pubDate><dc:date>2022-02-17</dc:date>", None, False, "last week"),
        ("", None, False, None),
    ],
)
def test_a_day_is_read_or_its_words_are_kept(
    dates: str, published: dt.date | None, *, changed: bool, dated: str | None
) -> None:
    entry = only(rss(f"<item><guid>g</guid>{dates}</item>"))
    assert (entry.published, entry.changed, entry.dated) == (published, changed, dated)


@pytest.mark.parametrize(
    ("about", "minutes"),
    [
        ("<ttl>60</ttl>", 60),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 360),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><ttl>90</ttl>", 90),
        ("<ttl>soon</ttl>", 0),
        ("<ttl>-5</ttl>", 0),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 1440),
    ],
)
def test_how_long_a_feed_wants_to_be_left_alone(about: str, minutes: int) -> None:
    assert rss(SHORT, about).minutes == minutes


def test_a_feed_may_be_empty() -> None:
    assert rss("").entries == ()
    assert rss("").title == "Arland & Times"


def test_a_feed_that_breaks_off_gives_what_it_has_and_is_not_whole() -> None:
    whole = RSS.format(items=SHORT + SHORT.replace("g1", "g2"), about="")
    feed = read_feed(whole[: whole.index("g2")].encode(), AT)
    assert not feed.whole
    assert feed.entries[0].link == "https://news.example/a"


@pytest.mark.parametrize(
    ("charset", "encoding", "declared"),
    [("iso-8859-1", "latin-1", "UTF-8"), (None, "latin-1", "iso-8859-1"), (None, "utf-8", "utf-8"), (None, "utf-16", "utf-16")],
)
def test_the_encoding_is_that_of_http_else_that_of_the_xml(charset: str | None, encoding: str, declared: str) -> None:
    text = RSS.format(items="<item><guid>g</guid><title>Århus</title></item>", about="").replace("UTF-8", declared)
    assert only(read_feed(text.encode(encoding), AT, charset)).title == "Århus"


def test_a_page_is_no_feed_and_the_feeds_that_it_points_to_are_told() -> None:
    page = (
        "<!-- a --><!DOCTYPE html><html><head><link rel=alternate type='application/rss+xml' href='/rss?a=1&amp;b=2'>"
        '<link rel="alternate" type="application/atom+xml" title="News" href="https://post.example/atom"/>'
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">'
        '<link rel="alternate" hreflang="de" href="/de"><link rel="stylesheet" type="text/css" href="/a.css">'
    )
    assert reason(page) == (
        "a web page, not a feed; it points to https://news.example/rss?a=1&b=2, https://post.example/atom: add that"
    )
    assert reason("<html><body>Hello</body></html>") == "a web page, not a feed: check the address"


def test_a_feed_that_quotes_a_page_is_no_page() -> None:
    page = "<![CDATA[<!DOCTYPE html><html><p>Borland shelled Dun.</p></html>]]>"
    assert "Borland shelled Dun." in only(rss(f"<item><guid>g</guid><description>{page}</description></item>")).html


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", "nothing in it: check the address"),
        (" \n", "nothing in it: check the address"),
        ("Not found", "neither XML nor JSON, so no feed: check the address"),
        (b"\x89PNG\r\n", "neither XML nor JSON, so no feed: check the address"),
        ("<opml version='2.0'/>", "XML, but no feed (RSS, Atom): check the address"),
        ("{}", "JSON, but no JSON Feed: check the address"),
        ("[" * 100_000, "JSON, but no JSON Feed: check the address"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 7}', "JSON, but no JSON Feed: check the address"),
    ],
)
def test_what_is_no_feed_is_refused_with_a_reason(data: bytes | str, expected: str) -> None:
    assert reason(data) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_with_entities_of_its_own_is_refused(encoding: str) -> None:
    bomb = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 9))
    text = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY b0 "boom">{bomb}]><rss version="2.0"><channel><title>&b8;</title>'
    assert reason(text.encode(encoding)).startswith("it declares entities of its own")


def test_a_feed_that_is_too_large_is_refused() -> None:
    assert (
        reason(b"<rss>" + b" " * DEFAULTS.max_feed_bytes)
        == "5,000,005 bytes, the limit for a feed is 5,000,000: ask its outlet for a shorter one"
    )


@pytest.mark.parametrize("unit", ["<item>"])
def test_a_feed_with_as_many_tags_as_are_let_in_takes_seconds_at_most(unit: str) -> None:
    start = time.monotonic()
    head = RSS.format(items="<item>", about="").partition("</channel>")[0]
    rss_or_so = read_feed((head + unit * ((DEFAULTS.max_feed_tags - 100) // unit.count("<"))).encode(), AT)
    assert time.monotonic() - start < 8
    assert not rss_or_so.whole


@pytest.mark.parametrize(
    "end",
    ["<a/>" * (DEFAULTS.max_feed_tags + 1), f"<a {' ' * DEFAULTS.max_tag_bytes}/>", f"</a {' ' * DEFAULTS.max_tag_bytes}>"],
)
def test_more_tags_or_longer_ones_than_a_feed_needs_are_refused(end: str) -> None:
    assert "more than 100,000 tags" in reason(RSS.format(items=end, about=""))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)
KEYS = st.sampled_from(
    ["id", "url", "title", "content_html", "content_text", "author", "authors", "language", "date_published"]
)


def well_formed(feed: Feed) -> bool:
    return all(
        entry.key and "\0" not in entry.key + entry.html and (entry.link or "http://").startswith(("http://", "https://"))
        for entry in feed.entries
    )


@given(st.text(), st.sampled_from([RSS, ATOM]))
def test_whatever_stands_in_a_feed_there_is_an_answer(text: str, form: str) -> None:
    data = form.replace("{about}", "").replace("{items}", f"<item><guid>{text}</guid><link>{text}</link>{text}</item>")
    with suppress(UnreadableError):
        assert well_formed(read_feed(data.encode("utf-8", "replace"), AT))


@given(st.dictionaries(KEYS, VALUES))
@settings(max_examples=50)
def test_whatever_stands_in_a_json_feed_there_is_an_answer(item: dict[str, object]) -> None:
    feed = read_feed(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]}).encode(), AT)
    assert well_formed(feed)
    only(feed).html.encode()  # which half a surrogate pair could not be
