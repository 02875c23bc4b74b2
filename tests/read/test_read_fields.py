from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tracker.read.fields import document
from tracker.read.refusals import UnreadableError
from tracker.settings import Settings
from tracker.types import Document


def made(**fields: Any) -> Document:
    return document({"text": "A text.", **fields}, "a.jsonl:1", Settings())


def test_the_keys_of_the_contract() -> None:
    given = made(
        id="a17",
        title="T",
        url="https://example.org/a",
        publisher="BBC",
        published="2022-02-17T10:00:00Z",
        language="en",
        section="World",
    )
    assert given == Document(
        text="A text.",
        ref="a17",
        title="T",
        url="https://example.org/a",
        publisher="BBC",
        published=dt.date(2022, 2, 17),
        language="en",
        extra={"section": "World"},
    )


def test_only_text_is_required() -> None:
    assert made() == Document(text="A text.", ref="a.jsonl:1")
    assert made(id=None, title=None, url=None, publisher="", published="", language=" ") == made()


def test_the_ref_is_the_id_else_the_url_else_the_name() -> None:
    assert made(id="a", url="https://example.org/").ref == "a"
    assert made(id=17).ref == "17"
    assert made(id="", url="https://example.org/").ref == "https://example.org/"
    assert made(url="ftp://example.org/").ref == "a.jsonl:1"


@pytest.mark.parametrize("url", ["https://example.org", "HTTP://EXAMPLE.ORG/x?y#z", "https://пример.рф/а"])
def test_web_addresses_are_kept_as_given(url: str) -> None:
    assert made(url=url).url == url


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "example.org", "http://", "http://[::1", "http://a b"]
)
def test_other_addresses_go_to_extra(url: str) -> None:
    assert made(url=url).url is None
    assert made(url=url).extra == {"url": url}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"text": None}, "no 'text' in it"),
        ({"text": 7}, "'text' is a number: write it as a string"),
        ({"text": " \n\t"}, "no text in it: give its text, or leave it out"),
        ({"text": "a\0b"}, "'text' has a NUL character (position 1)"),
        ({"text": "ab\ud800"}, "'text' has half a surrogate pair (position 2)"),
        ({"title": ["x"]}, "'title' is a list"),
        ({"title": "\udfff"}, "'title' has half a surrogate pair"),
        ({"url": {}}, "'url' is an object"),
        ({"publisher": False}, "'publisher' is a boolean"),
        ({"language": "e\0n"}, "'language' has a NUL"),
        ({"id": True}, "'id' is a boolean"),
        ({"id": 1.5}, "'id' is a number"),
        ({"published": "soon"}, "published 'soon' is not a date"),
        ({"more": ["\ud800"]}, "'more' has half a surrogate pair"),
        ({"more": {"\0": 1}}, "a key has a NUL"),
        ({"more": [float("inf")]}, "'more' has a number that is too large"),
    ],
)
def test_what_cannot_be_kept_is_refused(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        made(**fields)
    assert str(refused.value).startswith(reason)


def test_a_text_may_be_as_long_as_the_limit() -> None:
    settings = Settings(max_text_chars=10)
    assert document({"text": "é" * 10}, "a", settings).text == "é" * 10
    with pytest.raises(UnreadableError, match=r"^11 characters, the limit is 10: split"):
        document({"text": "é" * 11}, "a", settings)


def test_unknown_values_may_be_nested_but_not_without_end() -> None:
    deep: list[Any] = []
    for _ in range(Settings().max_nesting - 2):
        deep = [deep]
    assert made(more=deep).extra == {"more": deep}
    for _ in range(5):
        deep = [deep]
    with pytest.raises(UnreadableError, match=r"^'more' is nested more than 50 deep"):
        made(more=deep)


def test_an_author_is_a_name_and_what_is_none_is_kept_beside() -> None:
    assert made(author="Anna Berg").author == "Anna Berg"
    several = made(author=["Anna Berg", "Jon Dahl"])
    assert (several.author, several.extra) == (None, {"author": ["Anna Berg", "Jon Dahl"]})
    assert made(author=None) == made()


def test_whose_text_it_echoes_is_not_taken_from_an_export() -> None:
    assert made(echo_of="https://news.example/dun") == made()


def test_how_an_article_came_in_is_read_back_from_an_export() -> None:
    came = {"final_url": "https://a.example/1", "retrieved_at": "2022-02-17T10:00:00+01:00", "raw_hash": "0f"}
    found = document({"text": "Words."} | came, "a", Settings())
    moment = dt.datetime(2022, 2, 17, 9, tzinfo=dt.UTC)
    assert (found.final_url, found.retrieved_at, found.raw_hash) == ("https://a.example/1", moment, "0f")
    assert found.extra == {}


def test_what_is_of_another_kind_under_those_keys_is_an_unknown_key() -> None:
    foreign = {"final_url": ["a"], "retrieved_at": "yesterday", "raw_hash": 7}
    found = document({"text": "Words."} | foreign, "a", Settings())
    assert (found.final_url, found.retrieved_at, found.raw_hash, found.extra) == (None, None, None, foreign)
    for moment in ("", "2022-02-17T10:00:00"):
        assert document({"text": "Words.", "retrieved_at": moment}, "a", Settings()).extra == {"retrieved_at": moment}
