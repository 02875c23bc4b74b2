from __future__ import annotations

import datetime as dt
import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.read import read
from tracker.read.table import row_documents
from tracker.settings import Settings
from tracker.types import Document, Refusal


def found(data: bytes | str, **limits: int) -> list[Document | Refusal]:
    raw = data.encode() if isinstance(data, str) else data
    return list(row_documents(io.BytesIO(raw), "folder/t.csv", Settings(**limits)))


def refused(data: bytes | str, **limits: int) -> tuple[str, str]:
    (item,) = found(data, **limits)
    assert isinstance(item, Refusal)
    return item.ref, item.reason


def test_the_keys_of_the_contract_are_columns() -> None:
    head = "id,title,url,publisher,published,language,author,text,page\n"
    row = "a1,Dun,https://news.example/1,Dun Post,2022-02-17,en,Anna Berg,Borland denied it.,7\n"
    assert found(head + row) == [
        Document(
            text="Borland denied it.",
            ref="a1",
            title="Dun",
            url="https://news.example/1",
            publisher="Dun Post",
            published=dt.date(2022, 2, 17),
            language="en",
            author="Anna Berg",
            extra={"page": "7"},
        )
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_names_that_people_give_are_understood_in_any_case_and_form(delimiter: str, encoding: str) -> None:
    rows = [["Headline", "Full_Text", "Publish Date", "LINK", "Source"]]
    rows.append(
        ["Dun", '"Borland, ""surely""; she said.\n\nKönigin."', "2022/02/17 10:00", "https://news.example/1", "Dun Post"]
    )
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    (document,) = found(data)
    assert isinstance(document, Document)
    assert document.text == 'Borland, "surely"; she said.\n\nKönigin.'
    assert (document.title, document.published, document.publisher) == ("Dun", dt.date(2022, 2, 17), "Dun Post")
    assert document.ref == document.url == "https://news.example/1"


def test_a_row_is_named_as_spreadsheets_number_it() -> None:
    items = found('text,date\n"One\nline.",\n,\nTwo.,next week\nThree.,,4\n,2022-02-17\nFour.\n')
    names = [item.ref if isinstance(item, Document) else f"{item.ref}: {item.reason}" for item in items]
    assert names == [
        "t.csv:2",
        "folder/t.csv:4: published 'next week' is not a date: write it as 2022-02-17",
        "folder/t.csv:5: 3 cells under 2 columns: put quotation marks around the text",
        "folder/t.csv:6: no 'text' in it: give the article's text under the key 'text'",
        "t.csv:7",
    ]


def test_of_two_columns_for_one_thing_the_first_that_is_filled_counts() -> None:
    first, second = found("text,body,content\nOne.,Two.,\n,,Three.\n")
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.text, second.text) == ("One.", "Three.")


def test_a_language_is_a_code_and_its_name_is_kept_beside() -> None:
    named, coded = found("text,lang\nOne.,Arlandish\nTwo.,en_GB\n")
    assert isinstance(named, Document)
    assert isinstance(coded, Document)
    assert (named.language, named.extra) == (None, {"language name": "Arlandish"})
    assert coded.language == "en-GB"


def test_a_row_that_is_not_utf_8_is_refused_alone() -> None:
    bad, good = found("text\nKönigin\n".encode("latin-1") + b"Good.\n")
    assert isinstance(bad, Refusal)
    assert bad.reason == "not valid UTF-8: save the table as CSV in UTF-8"
    assert isinstance(good, Document)


def test_what_is_no_table_of_articles_is_refused_once() -> None:
    assert refused("") == ("folder/t.csv", "no text in it: give its text, or leave it out")
    assert refused("text\n") == ("folder/t.csv", "no rows in it: give a row an article")
    assert refused(b"text\0\nx\n") == ("folder/t.csv", "binary, not text: give CSV in UTF-8")
    reason = "no column 'text' (its columns: claim, when): name the one that has the articles so"
    assert refused("claim,when\nOne.,now\n") == ("folder/t.csv", reason)


def test_a_quotation_mark_that_is_not_closed_ends_the_table_and_takes_no_article_along() -> None:
    rest = "the rows before it were read, those after it were not"
    first, broken = found('text,title\nOne.,A\n"Two.,B\nThree.,C\n')
    assert isinstance(first, Document)
    assert isinstance(broken, Refusal)
    assert broken.ref == "folder/t.csv:3"
    assert broken.reason == f"not CSV (a quotation mark that is not closed): save the table again; {rest}"
    _, long = found("text\nOne.\n" + '"' + "Two.\n" * 100, max_line_bytes=300)
    assert isinstance(long, Refusal)
    assert long.reason.startswith("not CSV (a row that is too long, as after a quotation mark that is not closed)")


@given(
    cells=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1).filter(str.strip), min_size=1)
)
def test_what_was_quoted_comes_back(cells: list[str]) -> None:
    rows = "".join('"' + cell.replace('"', '""') + '"\n' for cell in cells)
    texts = [item.text for item in found("text\n" + rows) if isinstance(item, Document)]
    assert texts == cells


def test_a_table_of_any_length_takes_the_same_memory(tmp_path: Path) -> None:
    sentences = "It did so again. " * 1_000
    list(row_documents(io.BytesIO(f"text\n{sentences}\n".encode()), "t.csv", Settings()))  # what is kept for all
    path = tmp_path / "t.csv"
    with path.open("w") as file:
        file.write("text\n")
        for number in range(500):
            file.write(f'"Borland denied it {number} times. {sentences}"\n')
    tracemalloc.start()
    try:
        assert sum(isinstance(item, Document) for item in read(str(path), Settings())) == 500
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert path.stat().st_size > 8_000_000
    assert peak < 2_000_000
