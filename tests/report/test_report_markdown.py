from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from report_factories import allegation, event, on, revision, said, status, story, week

from tracker.report import markdown
from tracker.report.weekly import build
from tracker.types import Axis, Verdict

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = {"h1", "h2", "p", "em", "strong", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "a"}


def test_changes_stand_under_their_allegation_before_and_after() -> None:
    page = markdown.render(week(*story()))
    assert "  - contest: none → denied[^" in page
    assert "  - verdict: open → refuted[^" in page


def test_the_week_before_stands_beside_and_the_backlog_by_age() -> None:
    page = markdown.render(week(*story()))
    assert "| Mentions | 3 | 1 |" in page
    assert "Open for up to a week: 1; up to four weeks: 1; up to three months: 0; longer than three months: 0." in page


def test_a_cut_list_says_of_how_many() -> None:
    page = markdown.render(week(*(allegation(said(on(2, 15), f"Ann {n}"), id=n) for n in range(1, 61))))
    assert "The first 50 of 60." in page


def test_a_page_reads_from_the_masthead_to_the_quotes() -> None:
    page = markdown.render(week(*story(), revisions=[revision()]))
    heads = re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    assert heads == [
        "Allegations, 14–20 February 2022",
        "New",
        "Spreading",
        "Changed",
        "Revised",
        "Denied",
        "Resolved",
        "Gone quiet",
        "Unverified, by age",
        "Who said most, against whom",
        "To check next, and why",
        "Method and limits",
        "Quotes",
    ]
    assert page.splitlines()[2] == "*2022-W07 · 4 articles from 2 outlets · en 4*"
    foreign = markdown.render(replace(week(*story()), unread=2))
    assert foreign.splitlines()[2] == "*2022-W07 · 4 articles from 2 outlets · en 4 · 2 not read for their language*"
    assert "Nothing to report" not in page


def test_a_line_has_its_claim_its_telling_its_notes_and_its_status() -> None:
    page = markdown.render(week(*story()))
    assert (
        "- **A-2 · Borland shelled Dun.** First said by Anna Berg on 15 February, in Arland Times.[^1] Status: *unverified*"
        in page
    )
    spreading = next(line for line in page.splitlines() if "in the week before" in line)
    assert "2 mentions, after 1 in the week before. By day: ▁█▁█▁▁▁." in spreading


def test_a_line_that_quotes_what_its_status_rests_on_does_not_repeat_the_status() -> None:
    item = allegation(
        said(on(2, 1)),
        events=(event(Axis.VERDICT, "refuted", on(2, 18), voice="A fact check"),),
        status=status("refuted", verdict=Verdict.REFUTED),
    )
    page = markdown.render(week(item))
    (line,) = [line for line in page.splitlines() if "according to A fact check" in line]
    assert "Status" not in line


def test_every_mark_has_its_note_and_every_note_its_mark() -> None:
    page = markdown.render(week(*story()))
    text, notes = page.split("## Quotes")
    assert set(re.findall(r"\[\^(\d+)\]", text)) == set(re.findall(r"^\[\^(\d+)\]:", notes, re.MULTILINE))


def test_a_note_names_speaker_outlet_date_quote_and_address() -> None:
    told = said(on(2, 17), None, speaker_text="the envoy", asserted_on=on(2, 15), quote="it “may” be")
    note = markdown.render(week(allegation(told))).splitlines()[-1]
    assert note == f"[^1]: The envoy (15 February 2022), Arland Times, 17 February 2022: ‘it “may” be’ <{told.article.url}>"


def test_a_note_without_quote_or_address_says_so() -> None:
    by_hand = event(Axis.VERDICT, "refuted", on(2, 18), voice=None, quote=None, article=None, made_by="analyst ana")
    page = markdown.render(week(allegation(said(on(2, 1)), events=(by_hand,))))
    assert "[^1]: Analyst ana, 18 February 2022: no quote recorded\n" in page


def test_an_empty_week_is_short_and_says_what_is_missing() -> None:
    page = markdown.render(week())
    assert "the tracker read no articles." in page
    assert (
        "Nothing to report under: New; Spreading; Changed; Revised; Denied; Resolved; Gone quiet; Unverified, by age; "
        "To check next, and why." in page
    )
    assert "## New" not in page
    assert "## Method and limits" in page


def test_a_long_table_says_of_how_many_it_shows_the_first() -> None:
    page = markdown.render(week(allegation(*(said(on(2, 15), f"Speaker {n:02}") for n in range(12)))))
    assert "The first 10 of 12." in page
    assert page.count("| Speaker 0") == 10
    ten = markdown.render(week(allegation(*(said(on(2, 15), f"Speaker {n:02}") for n in range(10)), accused=None)))
    assert "The first" not in ten
    assert "| Speaker 09 | nobody by name | 1 | 1 | 1 | [^10] |" in ten


@pytest.mark.parametrize(
    ("first", "last", "drawn"), [((1, 31), (3, 2), True), ((1, 31), (3, 3), False), ((2, 2), (2, 2), False)]
)
def test_days_are_drawn_where_they_can_be_read_as_days(first: tuple[int, int], last: tuple[int, int], drawn: bool) -> None:
    item = allegation(said(on(1, 1)), said(on(2, 2)), said(on(2, 2)))
    page = markdown.render(build([item], [], on(*first), on(*last), "some days"))
    assert "## Spreading" in page
    assert ("By day:" in page) is drawn


@settings(max_examples=60)
@given(st.one_of(st.text(min_size=1), st.text(alphabet="a.:/-+=*_`[]()<>#|\\!&~$\n\x1b\u202ewW^1\"'", min_size=1, max_size=20)))
def test_nothing_foreign_is_live_on_the_page(words: str) -> None:
    page = READER.render(markdown.render(week(*story(words, claim=words))))
    assert set(re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)", page)) <= OURS
    assert all(link.startswith("https://news.example/") for link in re.findall(r'href="([^"]*)"', page))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)
    assert len(re.findall("<h2>", page)) == 11
    assert page.count("<tr>") == 3 + 7  # who said most, and the week before


def test_a_report_on_some_says_on_whom() -> None:
    assert markdown.render(week(*story(), scope="against Borland")).startswith(
        "# Allegations against Borland, 14–20 February 2022\n"
    )
