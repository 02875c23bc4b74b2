from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.read.opml import Outline, opml, outlines
from tracker.read.refusals import UnreadableError
from tracker.text import squash

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="World"><outline text="Arland Times" title="Arland &amp; Times" type="rss" xmlUrl="https://news.example/feed?a=1&amp;b=2"/>
  <outline text="Deep"><outline text="Dun Post" xmlurl=" https://post.example/atom "/></outline></outline>
<outline text="Again" xmlUrl="https://post.example/atom"/><outline xmlUrl="gopher://old.example"/><outline text="A note"/>
</body></opml>"""


def reason(data: bytes) -> str:
    with pytest.raises(UnreadableError) as error:
        outlines(data)
    return str(error.value)


def test_the_feeds_of_all_folders_are_found_each_once() -> None:
    assert outlines(LIST.encode()) == [
        Outline(url="https://news.example/feed?a=1&b=2", title="Arland & Times"),
        Outline(url="https://post.example/atom", title="Dun Post"),
        Outline(url="gopher://old.example", title=None),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"Not XML",
        LIST.encode()[:-20],
        b"<rss version='2.0'/>",
        b"<html/>",
        b"<?xml version='1.0' encoding='x'?><a/>",
    ],
)
def test_what_is_no_list_is_refused(data: bytes) -> None:
    assert reason(data) == "no list of feeds (OPML): export it again from the program that it comes from"


def test_a_list_without_feeds_is_refused() -> None:
    assert reason(b"<opml><body><outline text='A'/></body></opml>").startswith("a list (OPML) without any feed in it")


def test_a_list_with_entities_of_its_own_is_refused() -> None:
    bomb = b'<!DOCTYPE opml [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;">]><opml><body><outline xmlUrl="&b;"/></body></opml>'
    assert reason(bomb).startswith("it declares entities of its own")


def test_a_list_that_is_too_large_is_refused() -> None:
    assert reason(b" " * 5_000_001) == "5,000,001 bytes, the limit is 5,000,000: split it"


@given(st.lists(st.text()))
def test_what_is_written_is_read_again(titles: list[str]) -> None:
    def kept(text: str) -> str:  # what XML can hold, on one line
        legal = (c for c in text if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff"))
        return squash("".join(legal))

    feeds = [Outline(url=f"https://news.example/{n}?a=1&b='2'", title=title) for n, title in enumerate([*titles, "Last"])]
    expected = [Outline(url=feed.url, title=kept(feed.title or "") or (None if feed.title else feed.url)) for feed in feeds]
    assert outlines(opml(feeds).encode()) == expected
