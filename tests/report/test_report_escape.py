from __future__ import annotations

import html
import json
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tracker.report import escape
from tracker.text import squash

ANY = st.text(alphabet=st.characters(codec=None))
SPICY = st.text(alphabet="ab1 .:/-+=*_`[]()<>#|\\!&~$\n\t\x1b\u202ewWw@^{}\"'", max_size=30)
COMMONMARK = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(ANY)
def test_nothing_in_terminal_text_moves_the_cursor_or_the_direction(text: str) -> None:
    shown = escape.terminal(text)
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not [c for c in shown if unicodedata.bidirectional(c) in DIRECTIONS or c in "\u200e\u200f\u061c"]
    shown.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("\x9b2J", "\\x9b2J"),
        ("a\nb\tc", "a\\x0ab\\x09c"),
        ("half \ud83d", "half \\ud83d"),
        ("[bold]not bold[/bold] Київ 日本 😀", "[bold]not bold[/bold] Київ 日本 😀"),
    ],
)
def test_terminal_shows_what_it_disarms_and_keeps_the_rest(text: str, shown: str) -> None:
    assert escape.terminal(text) == shown


@given(ANY)
def test_no_cell_starts_a_formula_and_the_text_is_kept(text: str) -> None:
    cell = escape.csv_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize("sign", "=+-@\uff1d\uff0b\uff0d\uff20")
@pytest.mark.parametrize("before", ["", " ", "  ", "\t", "\n", "\r\n ", "\u00a0", "\u3000", "\u200b", "\ufeff", "\u00ad"])
def test_nothing_before_a_sign_makes_a_formula_of_it(before: str, sign: str) -> None:
    assert escape.csv_cell(f"{before}{sign}1") == f"'{before}{sign}1"


@pytest.mark.parametrize("text", ["", " ", "a=1", " 17 February", "e-mail", "'=1", "\u2212 1", "“=”"])
def test_a_cell_that_is_no_formula_is_left_as_it_is(text: str) -> None:
    assert escape.csv_cell(text) == text


@given(st.one_of(ANY, SPICY))
def test_json_that_is_made_quiet_means_the_same(text: str) -> None:
    written = json.dumps(text, ensure_ascii=False)
    for quiet in (escape.json_line(written), escape.json_ld(written)):
        assert json.loads(quiet) == text
        assert escape.terminal(quiet) == quiet
    assert not set("<>&") & set(escape.json_ld(written))


def test_a_cell_keeps_its_line_ends() -> None:
    assert escape.csv_cell("=1+1\nsecond\r\nthird") == "'=1+1\nsecond\r\nthird"
    assert escape.csv_cell("one\n=two") == "one\n=two"


@pytest.mark.parametrize("place", ["{}", "- {}", "a {} b", "**x · {}** y", "[^1]: Ann, Dun Post: {}"])
@given(text=st.one_of(ANY, SPICY))
@example(text="![x](javascript:alert(1))")
@example(text="<script>alert(1)</script>")
@example(text="1. one\n2. two")
@example(text="1) one")
@example(text="- - -")
@example(text="=====")
@example(text="+ plus")
@example(text="trailing \\")
@example(text="~~struck~~ `code` **bold** &copy; &#60;")
@example(text="\x1b]8;;http://evil.example\x1b\\")
def test_a_reader_of_markdown_sees_the_text_and_nothing_of_it_is_live(place: str, text: str) -> None:
    assume(squash(text))
    page = COMMONMARK.render(place.format(escape.markdown(text)))
    reference = COMMONMARK.render(place.format("X"))
    seen = html.escape(escape.terminal(squash(text)), quote=False).replace('"', "&quot;")
    expected = reference.replace("X", seen)
    assert squash(page) == squash(expected)


@given(st.one_of(ANY, SPICY))
def test_text_in_a_table_stays_in_its_cell(text: str) -> None:
    page = COMMONMARK.render(f"| a | b |\n|---|---|\n| {escape.markdown(text)} | x |\n")
    cells = [line for line in page.splitlines() if line.startswith("<td>")]
    assert html.unescape(cells[0]) == f"<td>{escape.terminal(squash(text))}</td>"
    assert cells[1:] == ["<td>x</td>"]


@pytest.mark.parametrize("text", ["https://evil.example", "see HTTP://evil.example", "www.evil.example", "WWW.evil.example"])
def test_bare_links_are_broken_for_readers_that_would_make_them_live(text: str) -> None:
    written = escape.markdown(text).lower()
    assert "://" not in written
    assert "www." not in written


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://news.example/a?b=c&d=e", "<https://news.example/a?b=c&d=e>"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("https://news.example/a> <script>", "https:\\//news.example/a&gt; &lt;script&gt;"),
        ("https://news.example/a\u202eb", "https:\\//news.example/a\\\\u202eb"),
    ],
)
def test_only_plain_web_addresses_become_links(url: str, written: str) -> None:
    assert escape.markdown_url(url) == written
