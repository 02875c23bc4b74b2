from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
import sys
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_factories import allegation, article, denial, event, on, revision, said, story, week

from tracker.errors import TrackerError
from tracker.report import html, svg
from tracker.report.weekly import build
from tracker.types import Axis

ONCE = {"html", "head", "title", "style", "body", "header", "h1", "nav", "main", "footer"}
OURS = ONCE | {
    "meta", "a", "p", "span", "ul", "ol", "li", "div", "h2", "h3", "section", "figure", "figcaption", "table", "caption",
    "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "strong", "time", "svg", "desc", "path", "text",
}  # fmt: skip
PAYLOAD = st.one_of(
    st.text(min_size=1), st.text(alphabet="ab<>&\"'`={}%/:!-;#x01\n\x00\x1b\u202e\u2028", min_size=1, max_size=20)
)


class Page(HTMLParser):
    """What is on a page: elements with their attributes, headings with their text, all text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.heads: list[list[str]] = []
        self.text = ""
        self._in = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self._in = tag
            self.heads.append([tag, ""])

    def handle_endtag(self, tag: str) -> None:
        self._in = "" if tag == self._in else self._in
        self.text += " " if tag in {"th", "td"} else ""

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._in:
            self.heads[-1][1] += data

    def values(self, name: str) -> list[str]:
        return [value for _, attrs in self.elements if (value := attrs.get(name)) is not None]


def plain(page: str) -> str:
    return " ".join(Page(page).text.split())


def test_a_page_reads_from_the_masthead_to_the_quotes() -> None:
    heads = Page(html.render(week(*story(), revisions=[revision()]))).heads
    assert [" ".join(text.split()) for tag, text in heads if tag in {"h1", "h2"}] == [
        "Allegations, 14–20 February 2022",
        "Anna Berg said again: Borland shelled Dun. It stands as “Anna Berg”.",
        "New 1",
        "Spreading 1",
        "Changed 1",
        "Revised 1",
        "Denied 1",
        "Resolved 1",
        "Gone quiet 1",
        "Unverified, by age 2",
        "Who said most, against whom 2",
        "To check next, and why 2",
        "Method and limits",
        "Quotes 7",
    ]
    levels = [int(tag[1]) for tag, _ in heads]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_masthead_says_what_was_read() -> None:
    page = html.render(week(*story(), scope="against Borland"))
    assert "2022-W07 4 articles from 2 outlets language: en 4" in plain(page)
    assert "<title>Allegations against Borland, 14–20 February 2022</title>" in page
    assert "not read" not in plain(page)
    assert "language: en 4 1 not read for its language" in plain(html.render(replace(week(*story()), unread=1)))


def test_numbers_stand_beside_those_of_the_week_before_and_the_difference_in_words() -> None:
    text = plain(html.render(week(*story())))
    assert "This week, and the week before" in text
    assert "Mentions 3 1 2 more" in text
    assert "New allegations 1 1 as many" in text
    assert "Resolved 1 0 1 more" in text


def test_what_changed_stands_before_and_after() -> None:
    text = plain(html.render(week(*story())))
    assert "contest before none after denied" in text
    assert "verdict before open after refuted" in text


def test_every_link_within_the_page_has_its_place_and_every_place_its_own_name() -> None:
    page = Page(html.render(week(*story())))
    ids = page.values("id")
    assert Counter(ids).most_common(1)[0][1] == 1
    assert {href[1:] for href in page.values("href") if href.startswith("#")} <= set(ids)
    assert {name for names in page.values("aria-labelledby") for name in names.split()} <= set(ids)


def test_every_mark_leads_to_its_quote_and_every_quote_back_to_each_of_its_marks() -> None:
    report = week(*story())
    page = Page(html.render(report))
    marks = [attrs for _, attrs in page.elements if attrs.get("role") == "doc-noteref"]
    backs = [attrs["href"] for _, attrs in page.elements if attrs.get("role") == "doc-backlink"]
    assert [f"#{attrs['id']}" for attrs in sorted(marks, key=lambda attrs: _place(attrs["id"]))] == backs
    assert {attrs["href"] for attrs in marks} == {f"#q{note.number}" for note in report.notes}
    assert all(attrs["href"] == f"#q{_place(attrs['id'])[0]}" for attrs in marks)


def _place(name: str | None) -> tuple[int, int]:
    found = re.fullmatch(r"m(\d+)-(\d+)", name or "")
    assert found
    return int(found[1]), int(found[2])


def test_a_quote_has_its_speaker_its_day_its_outlet_and_its_link() -> None:
    told = said(on(2, 17), None, speaker_text="the envoy", asserted_on=on(2, 15), quote="it “may” be")
    page = html.render(week(allegation(told)))
    assert "The envoy (15 February 2022): ‘it “may” be’ — Arland Times, 17 February 2022 ↩1" in plain(page)
    assert f'<a href="{told.article.url}" rel="noopener noreferrer nofollow" dir="auto">Arland Times</a>' in page


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//news.example", "https://news.example/a b", "https://nеws.example"]
)
def test_an_address_that_is_not_plain_http_is_text(url: str) -> None:
    told = said(on(2, 17), article=article(on(2, 17), "Arland Times", url=url))
    page = html.render(week(allegation(told)))
    assert not [href for href in Page(page).values("href") if not href.startswith("#")]
    assert f"Arland Times ({url})" in plain(page)


def test_a_decision_without_quote_or_outlet_says_so() -> None:
    by_hand = event(Axis.VERDICT, "refuted", on(2, 18), voice=None, quote=None, article=None, made_by="analyst Anna")
    page = html.render(week(allegation(said(on(2, 1)), events=(by_hand,))))
    assert "Analyst Anna: no quote recorded — 18 February 2022" in plain(page)


def test_an_empty_week_says_so_in_a_few_sentences() -> None:
    page = html.render(week())
    assert "the tracker read no articles." in plain(page)
    assert (
        "Nothing to report under: New; Spreading; Changed; Revised; Denied; Resolved; Gone quiet; Unverified, by age; "
        "To check next, and why."
    ) in plain(page)
    assert [text for tag, text in Page(page).heads if tag == "h2"][1:] == ["Method and limits"]
    assert "<svg" not in page
    assert "<nav" not in page


def test_a_long_list_says_of_how_many_it_shows_the_first() -> None:
    page = html.render(week(*(allegation(said(on(2, 15), f"Anna {n}"), id=n) for n in range(1, 61))))
    text = plain(page)
    assert "New 60 The first 50 of 60." in text
    assert "Unverified allegations, by how long they have been open. The first 50 of 60." in text
    assert "not a ranking of who is right. The first 10 of 60." in text


def test_what_has_more_than_one_point_is_drawn_on_one_scale() -> None:
    often = allegation(said(on(2, 14)), said(on(2, 15)), said(on(2, 15)), id=1)
    twice = allegation(said(on(2, 16)), denial(on(2, 17)), id=2)
    once = allegation(said(on(2, 16)), id=3)
    page = html.render(week(often, twice, once))
    new = page[page.index('<h2 id="new">') : page.index('<h2 id="denied">')]
    assert re.findall(r">(A-\d: mentions a day, and denials)<", new) == [
        "A-1: mentions a day, and denials",
        "A-2: mentions a day, and denials",
    ]
    assert new.count('class="entries wide"') == 1
    assert new.count('class="entries brief"') == 1


def test_one_day_is_not_drawn() -> None:
    item = allegation(said(on(2, 15)), said(on(2, 15)))
    page = html.render(build([item], [], on(2, 15), on(2, 15), "2022-02-15"))
    assert 'id="daily-title"' not in page
    assert "new-chart" not in page
    assert "This day, and the day before" in plain(page)


def test_the_policy_allows_the_one_style_on_the_page_and_nothing_else() -> None:
    page = html.render(week(*story()))
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style
    assert "@import" not in style
    assert f"--accent: {svg.ACCENT};" in style


def test_what_is_hidden_in_a_text_is_shown() -> None:
    page = html.render(week(allegation(said(on(2, 15), quote="a\u202eb\x00c\x1bd \ud83d"), claim="x\u2066y.")))
    assert "“a\\u202eb\\x00c\\x1bd \\ud83d”" in page
    assert "x\\u2066y." in page
    page.encode()


@settings(max_examples=60, deadline=None)
@given(PAYLOAD)
def test_nothing_foreign_is_live_on_the_page(words: str) -> None:
    page = Page(html.render(week(*story(words, claim=words), scope=words)))
    counts = Counter(tag for tag, _ in page.elements)
    assert set(counts) <= OURS
    assert {tag for tag in ONCE if counts[tag] != 1} <= {"title"}  # drawings have titles too
    assert (counts["h2"], counts["tr"]) == (12, 7 + 3)
    names = {name for _, attrs in page.elements for name in attrs}
    assert not [name for name in names if name.startswith("on") or name in {"style", "src", "srcset", "action"}]
    assert all(href.startswith(("#", "https://news.example/")) for href in page.values("href"))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page.text)


def test_the_order_of_what_comes_in_does_not_matter() -> None:
    items = story()
    assert html.render(week(*items)) == html.render(week(*reversed(items)))


def test_a_pdf_is_the_same_each_time() -> None:
    report = week(*story())
    made = html.pdf(report)
    assert made.startswith(b"%PDF-")
    assert made == html.pdf(report)
    assert made != html.pdf(dataclasses.replace(report, headline="Another headline."))


def test_a_pdf_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(TrackerError, match=r"pip install 'allegation-tracker\[pdf\]'"):
        html.pdf(week())


def test_a_pdf_without_a_library_of_the_system_says_so_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tmp_path.joinpath("weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(TrackerError, match=r"libpango-1.0-0.*Pango from your system"):
        html.pdf(week())
