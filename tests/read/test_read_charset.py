from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.read.charset import in_utf8

TOWN = "Ørby, Älvdal – “Dun”"


def read(data: bytes, header: str | None = None, *, page: bool = True) -> str:
    return in_utf8(data, header, page=page).decode()


@given(st.text(), st.sampled_from([None, "utf-8", "latin1", "nonsense"]))
def test_a_byte_order_mark_comes_before_all(text: str, header: str | None) -> None:
    assert read(codecs.BOM_UTF8 + text.encode(), header) == text
    assert read(codecs.BOM_UTF16_LE + text.encode("utf-16-le"), header) == text


def test_the_header_comes_before_the_page_and_the_page_before_a_guess() -> None:
    page = f"<meta charset='windows-1251'><p>{TOWN}</p>"
    assert read(page.encode("cp1252"), "windows-1252") == page
    russian = "<meta charset='windows-1251'><p>Орланд</p>"
    assert read(russian.encode("cp1251")) == russian


@pytest.mark.parametrize(
    "tag",
    [
        "<meta charset=windows-1251>",
        '<META CHARSET = "Windows-1251" />',
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        "<!-- <meta charset=utf-8> --><meta\nname=x charset='cp1251'>",
    ],
)
def test_a_tag_is_understood_as_browsers_do(tag: str) -> None:
    page = f"<html><head>{tag}</head><body>Орланд</body></html>"
    assert read(page.encode("cp1251")) == page


def test_a_tag_after_the_first_1024_bytes_is_not_looked_for() -> None:
    page = f"<!--{'x' * 1024}--><meta charset=windows-1251>é"
    assert read(page.encode("cp1252")) == page


def test_text_that_is_no_page_has_no_tags() -> None:
    text = "About <meta charset=windows-1251> é"
    assert read(text.encode(), page=False) == text


@given(st.text())
def test_valid_utf_8_is_taken_for_that(text: str) -> None:
    assert read(text.encode(), page=False) == text.removeprefix("\ufeff")


def test_what_is_not_utf_8_is_windows_1252() -> None:
    assert read(TOWN.encode("cp1252")) == TOWN


@pytest.mark.parametrize(
    ("name", "codec"), [("latin1", "cp1252"), ("gb2312", "gb18030"), ("x-sjis", "cp932"), (" UTF8 ", "utf-8")]
)
def test_names_mean_what_they_mean_on_the_web(name: str, codec: str) -> None:
    text = "“Dun”" if codec == "cp1252" else "町"
    assert read(text.encode(codec), name) == text


def test_a_name_of_nothing_counts_for_nothing() -> None:
    assert read(TOWN.encode(), "klingon") == TOWN
    assert read(f"<meta charset=klingon>{TOWN}".encode("cp1252")).endswith(TOWN)


def test_a_page_that_could_be_read_is_not_in_utf_16() -> None:
    page = f"<meta charset=utf-16le>{TOWN}"
    assert read(page.encode()) == page


def test_wrong_bytes_are_marked_as_in_a_browser() -> None:
    assert read(b"D\xffn", "utf-8") == "D\ufffdn"
