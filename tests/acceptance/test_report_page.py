"""The report in a real browser: nothing on it is live, nothing is fetched, axe finds nothing, it fits a telephone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsers import browser, needed
from payloads import PAYLOADS
from playwright.sync_api import Browser, Page
from report.report_factories import full, on, revision

from tracker.report import html, words
from tracker.report.backlog import Age, Count, Day
from tracker.report.escape import html_text
from tracker.report.notes import Note
from tracker.report.pairs import Pair
from tracker.report.revised import revised
from tracker.report.shifts import Shift
from tracker.report.weekly import Line, Section, WeeklyReport, build
from tracker.types import Precision

WEEK = (on(2, 14), on(2, 20))

__all__ = ["browser"]

pytestmark = needed


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


def empty() -> WeeklyReport:
    return build([], [], *WEEK, "2022-W07")


def hostile() -> WeeklyReport:
    """A report with each payload in each of its texts."""
    everything = " ".join(PAYLOADS)
    day = on(2, 15)
    lines = tuple(
        Line(
            id=f"A-{n}",
            claim=payload,
            accused=payload,
            headline=payload,
            text=payload,
            mentions=1,
            before=0,
            daily=((day, 1),),
            days_open=1,
            notes=(n,),
            status_notes=(n,),
            denied=((day, 1),),
            shifts=(Shift(what=payload, before=payload, after=payload, notes=(n,)),) if n % 2 else (),
        )
        for n, payload in enumerate(PAYLOADS, 1)
    )
    notes = tuple(
        Note(number=n, who=p, said=None, precision=Precision.DAY, outlet=p, published=day, quote=p, url=p)
        for n, p in enumerate(PAYLOADS, 1)
    )
    pairs = tuple(
        Pair(speaker=p, accused=p, mentions=1, allegations=1, outlets=1, notes=(n,)) for n, p in enumerate(PAYLOADS, 1)
    )
    section = Section(key="new", title=everything, intro=everything, lines=lines, total=len(lines))
    return replace(
        empty(),
        label=everything,
        outlets=tuple(PAYLOADS),
        languages=tuple((payload, 1) for payload in PAYLOADS),
        scope=everything,
        headline=everything,
        summary=everything,
        counts=(Count(key="new", title=everything, now=1, before=0),),
        daily=(Day(day=day, mentions=1, denials=1),),
        backlog=(Age(title=everything, count=1),),
        sections=(section, replace(section, key="unverified"), replace(section, key="to_check")),
        revised=replace(revised([revision(p) for p in PAYLOADS], *WEEK, limit=len(PAYLOADS)), unchanged=1),
        pairs=pairs,
        pairs_total=len(pairs),
        method=(everything,),
        notes=notes,
    )


def load(page: Page, report: WeeklyReport, folder: Path) -> list[str]:
    """Open the report as a file; gives all that the browser does beyond showing it, as it happens."""
    file = folder / "week.html"
    file.write_text(html.render(report), "utf-8")
    events: list[str] = []
    page.on("request", lambda request: None if request.url == file.as_uri() else events.append(f"request {request.url}"))
    page.on("console", lambda message: events.append(f"console {message.text}"))
    page.on("pageerror", lambda error: events.append(f"error {error}"))
    page.on("dialog", lambda dialog: (events.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("popup", lambda popup: events.append(f"popup {popup.url}"))
    page.goto(file.as_uri(), wait_until="load")
    return events


def texts(page: Page, selector: str) -> list[str]:
    found: list[str] = page.eval_on_selector_all(selector, "found => found.map(e => e.textContent)")
    return found


def test_no_payload_in_any_text_of_a_report_is_live(page: Page, tmp_path: Path) -> None:
    events = load(page, hostile(), tmp_path)
    page.mouse.move(300, 300)
    for _ in range(20):
        page.keyboard.press("Tab")
    page.wait_for_timeout(200)
    assert events == []
    assert page.evaluate("document.querySelectorAll('script, iframe, img, object, embed, form, base, link, video').length") == 0
    assert page.evaluate("document.querySelectorAll('style').length") == 1
    live = "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames()).filter(n => /^on|^style$|^src/.test(n))"
    assert page.evaluate(live) == []
    schemes = "[...new Set([...document.links].map(a => a.protocol))].filter(p => !['file:', 'http:', 'https:'].includes(p))"
    assert page.evaluate(schemes) == []


def test_every_payload_is_there_to_read(page: Page, tmp_path: Path) -> None:
    load(page, hostile(), tmp_path)
    shown = [html_text(payload) for payload in PAYLOADS]
    assert len(shown) >= 200
    assert texts(page, "section[aria-labelledby=new] h3") == shown
    assert texts(page, "section[aria-labelledby=new] .status strong") == shown
    assert texts(page, ".pairs .whom") == shown
    assert texts(page, ".notes .quote") == [html_text(words.quoted(payload)) for payload in PAYLOADS]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1440])
@pytest.mark.parametrize("made", [full, empty])
def test_axe_finds_nothing(browser: Browser, tmp_path: Path, made: object, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light")
    load(page, full() if made is full else empty(), tmp_path)
    found = Axe().run(page)
    page.close()
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 390, 800, 1440])
def test_a_page_never_scrolls_sideways(page: Page, tmp_path: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    long = "https://news.example/" + "a" * 400
    report = full()
    notes = tuple(replace(note, outlet=long, quote="b" * 400) for note in report.notes)
    load(page, replace(report, headline="c" * 400, notes=notes), tmp_path)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_dark_page_is_dark_and_the_light_one_light(page: Page, tmp_path: Path) -> None:
    papers = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert load(page, full(), tmp_path) == []
        papers.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert papers == ["rgb(255, 255, 255)", "rgb(20, 22, 26)"]


def test_a_keyboard_leads_past_the_masthead_to_a_quote_and_back(page: Page, tmp_path: Path) -> None:
    load(page, full(), tmp_path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "report"
    mark = page.locator("[role=doc-noteref]").first
    mark.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(':target').id") == "q" + (mark.text_content() or "")
    page.locator(":target [role=doc-backlink]").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(':target').id") == mark.get_attribute("id")


def test_it_prints_on_a4_with_the_addresses_of_the_quotes(page: Page, tmp_path: Path) -> None:
    report = full()
    load(page, report, tmp_path)
    page.emulate_media(media="print")
    address = "getComputedStyle(document.querySelector('.notes a[rel]'), '::after').content"
    assert "attr(href)" in page.evaluate(address) or (report.notes[0].url or "?") in page.evaluate(address)
    assert page.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"
    printed = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 594.95996 841.91998]" in printed or b"/MediaBox [0 0 595" in printed


def test_the_time_of_a_quote_is_a_date_that_machines_read(page: Page, tmp_path: Path) -> None:
    load(page, full(), tmp_path)
    days = page.eval_on_selector_all(".notes time", "found => found.map(e => e.dateTime)")
    assert [dt.date.fromisoformat(day) for day in days] == [note.published for note in full().notes]
