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


def one(path: Path, text: str) -> Document | Refusal:
    path.write_text(text, encoding="utf-8", newline="")
    (found,) = read(str(path), Settings())
    return found


def test_front_matter(tmp_path: Path) -> None:
    text = (
        "---\r\n"
        'title: "Ukraine: what we know"\r\n'
        "Publisher: 'BBC'\r\n"
        "published: 2022-02-17\r\n"
        "\r\n"
        "# a comment\r\n"
        "url: https://example.org/a\r\n"
        "language: en\r\n"
        "id: a17\r\n"
        "Desk: World: Europe\r\n"
        "---\r\n"
        "\r\n"
        "# Not the title\r\n"
        "\r\n"
        "  Words.  \r\n"
        "\r\n"
    )
    assert one(tmp_path / "a.md", text) == Document(
        text="# Not the title\n\n  Words.  ",
        ref="a17",
        title="Ukraine: what we know",
        publisher="BBC",
        published=dt.date(2022, 2, 17),
        url="https://example.org/a",
        language="en",
        extra={"Desk": "World: Europe"},
    )


def test_front_matter_under_the_names_that_people_give(tmp_path: Path) -> None:
    found = one(tmp_path / "a.md", "---\nHeadline: Shells\nDate: 2022-02-17\noutlet: BBC\nsource: a letter\n---\nWords.")
    assert found == Document(
        text="Words.", ref="a.md", title="Shells", published=dt.date(2022, 2, 17), publisher="BBC", extra={"source": "a letter"}
    )
    both = one(tmp_path / "a.md", "---\ndate: some day\npublished: 2022-02-17\noutlet: BBC\npublisher:\n---\nWords.")
    assert both == Document(
        text="Words.", ref="a.md", published=dt.date(2022, 2, 17), publisher="BBC", extra={"date": "some day"}
    )


@pytest.mark.parametrize("line", ["date: February, last week", "date: draft", "lang: English", "language_of: en"])
def test_what_cannot_be_what_its_name_says_is_kept_as_it_is(tmp_path: Path, line: str) -> None:
    key, _, value = line.partition(": ")
    assert one(tmp_path / "a.md", f"---\n{line}\n---\nWords.") == Document(text="Words.", ref="a.md", extra={key: value})


def test_the_ref_is_the_id_else_the_url_else_the_file_name(tmp_path: Path) -> None:
    url = "url: https://example.org/a\n"
    for front, ref in (("", "a.md"), (url, "https://example.org/a"), (f"id: 7\n{url}", "7")):
        found = one(tmp_path / "a.md", f"---\n{front}---\nWords.")
        assert isinstance(found, Document)
        assert found.ref == ref


def test_an_opening_heading_is_the_title(tmp_path: Path) -> None:
    expected = Document(text="Words.\n\n# More", ref="a.md", title="The *title*")
    assert one(tmp_path / "a.md", "\n \n# The *title* ##\n\nWords.\n\n# More\n") == expected
    assert one(tmp_path / "a.md", "---\ntitle:\n---\n#\tThe *title*\nWords.\n\n# More") == expected


@pytest.mark.parametrize("text", ["## Second level\nWords.", "#hashtag\nWords.", "Words.\n# Late", "Title\n=====\nWords."])
def test_other_openings_are_text(tmp_path: Path, text: str) -> None:
    assert one(tmp_path / "a.md", text) == Document(text=text, ref="a.md")


def test_the_first_fence_closes_and_later_ones_are_text(tmp_path: Path) -> None:
    assert one(tmp_path / "a.md", "---\nid: a\n---\nOne.\n\n---\n\nTwo.") == Document(text="One.\n\n---\n\nTwo.", ref="a")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\ntitle: x\nno colon here\n---\nWords.", "line 3 of the front matter has no 'key: value'"),
        ("---\n: x\n---\nWords.", "line 2 of the front matter has no 'key: value'"),
        ("---\ntext: x\n---\nWords.", "line 2 of the front matter has the key 'text'"),
        ("---\ntitle: x\nWords.", "front matter opened in line 1 is not closed"),
        ("---\npublished: soon\n---\nWords.", "published 'soon' is not a date: write it as 2022-02-17"),
        ("---\ntitle: x\n---\n \n", "no text in it: give its text, or leave it out"),
        ("# Only a heading", "no text in it: give its text, or leave it out"),
        ("", "no text in it: give its text, or leave it out"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "a.md"
    refused = one(path, text)
    assert isinstance(refused, Refusal)
    assert refused.ref == str(path)
    assert refused.reason.startswith(reason)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.binary()
    | st.lists(st.sampled_from(["---", "# T", "a: b", "id: 1", "text", "", "url: x"])).map(
        lambda lines: "\n".join(lines).encode()
    )
)
def test_any_bytes_are_one_document_or_one_refusal(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    (found,) = read(str(path), Settings())
    assert isinstance(found, Document) or found.reason
