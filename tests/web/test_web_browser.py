"""The desk in a real browser: a newcomer's path, keys, search as you type, axe, no script, a telephone."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsers import browser, needed
from desks import serving
from playwright.sync_api import Browser, expect

PAGES = {
    "queue": "/queue",
    "queue with filters": "/queue?speaker=Russia&show=all",
    "allegation": "/allegations/A-6",
    "article": "/articles/1",
    "articles": "/articles",
    "actor": "/actor?name=Russia",
    "week": "/weeks/2022-W07",
    "review": "/review",
    "log": "/log",
    "name": "/name",
    "enter": "/enter",
    "not found": "/allegations/A-9999",
}
TWINS = [PAGES[name] for name in ("allegation", "article", "articles", "actor", "week", "review", "log")]
# what axe looks for: everything on a wide page in light colours, contrast in dark ones, sizes of targets on a telephone
LOOKS = {
    "light": {"rules": {"target-size": {"enabled": True}}},
    "dark": {"runOnly": ["color-contrast"]},
    "telephone": {"runOnly": ["target-size"]},
}
SHIFTS = """new Promise(done => {
  let sum = 0;
  const add = list => list.getEntries().forEach(entry => sum += entry.value);
  new PerformanceObserver(add).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 50);
})"""

__all__ = ["browser"]

pytestmark = needed


@pytest.fixture(scope="module")
def shown(read: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo at a desk, with a decision in its log; no test changes it."""
    from tracker.core import Tracker
    from tracker.types import Verdict

    own = Path(shutil.copy(read, tmp_path_factory.mktemp("desk") / "shown.db"))
    with Tracker(own) as tracker:
        tracker.set_verdict("A-1", Verdict.NOT_ENOUGH_EVIDENCE)
    with serving(own) as address:
        yield address


@pytest.fixture
def desk(own: Path) -> Iterator[str]:
    with serving(own) as address:
        yield address


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_any_page_and_nothing_moves_or_complains(browser: Browser, shown: str, look: str) -> None:
    scheme = "dark" if look == "dark" else "light"
    size = {"width": 390, "height": 844} if look == "telephone" else {"width": 1280, "height": 900}
    context = browser.new_context(color_scheme=scheme, viewport=size, timezone_id="Asia/Tokyo")
    for name, path in PAGES.items():
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        page.on("requestfailed", lambda request, said=said: said.append(request.url))
        page.goto(shown + path, wait_until="load")
        assert page.evaluate(SHIFTS) < 0.005, name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert [line for line in said if "404" not in line and "[DOM]" not in line] == [], name
        found = Axe().run(page, options=LOOKS[look]).response["violations"]
        assert found == [], (name, [(v["id"], [n["target"] for n in v["nodes"]]) for v in found])
        page.close()
    context.close()


def test_every_page_can_be_read_without_a_script(browser: Browser, shown: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in PAGES.values():
        page.goto(shown + path)
        assert page.locator("h1").count() == 1
    page.goto(f"{shown}/queue")
    page.get_by_label("Search").fill("pretext")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("words=pretext"))
    expect(page.locator(".listing > li").first).to_contain_text("pretext")
    context.close()


# asked once, for the pages let nobody evaluate a condition again and again
PAINTED = """() => new Promise(done => new PerformanceObserver(
  seen => seen.getEntriesByName("first-contentful-paint").forEach(entry => done(entry.name))
).observe({type: "paint", buffered: true}))"""


def test_the_first_paint_waits_for_no_script(browser: Browser, shown: str) -> None:
    page = browser.new_page()
    waiting: list[object] = []
    page.route("**/*.js*", lambda route: waiting.append(route))  # never answered
    page.goto(f"{shown}/queue", wait_until="commit")
    expect(page.locator(".listing > li").first).to_be_visible()
    assert page.evaluate(PAINTED) == "first-contentful-paint"
    assert waiting
    page.close()


def test_a_list_is_searched_and_filtered_as_one_types(browser: Browser, shown: str) -> None:
    page = browser.new_page()
    page.goto(f"{shown}/queue")
    before = page.locator("#found .count").inner_text()
    page.get_by_label("Search").press_sequentially("kindergarten", delay=10)
    expect(page.locator("#found .count")).not_to_have_text(before)
    expect(page).to_have_url(re.compile("words=kindergarten"))
    expect(page.get_by_label("Search")).to_be_focused()
    page.get_by_label("Search").fill("")
    page.get_by_label("Show", exact=True).select_option("all")
    expect(page.locator("h1")).to_have_text("All allegations")
    page.get_by_label("Status").select_option("denied")
    expect(page.locator(".listing .status strong").first).to_contain_text("denied")
    page.close()


def test_times_are_told_in_the_zone_of_the_reader_beside_those_that_are_kept(browser: Browser, shown: str) -> None:
    context = browser.new_context(timezone_id="Asia/Tokyo", locale="en-GB")
    page = context.new_page()
    page.goto(f"{shown}/log")
    time = page.locator("time.moment").first
    expect(time).to_contain_text("UTC")
    here = time.get_attribute("data-local") or ""
    kept = time.get_attribute("datetime") or ""
    assert here.endswith("here")
    assert page.evaluate("at => new Date(at).toLocaleTimeString('en-GB', {hour: '2-digit', minute: '2-digit'})", kept) in here
    context.close()


def test_the_review_goes_by_keys_alone_and_they_can_be_switched_off(browser: Browser, desk: str) -> None:
    page = browser.new_page()
    page.goto(f"{desk}/review")
    total = page.locator("h1 .of")
    first, pair = total.inner_text(), page.locator(".two").inner_text()
    page.keyboard.press("d")
    expect(page.locator(".note")).to_contain_text("Decision 1")
    expect(total).not_to_have_text(first)
    page.keyboard.press("z")
    expect(page.locator(".note")).to_contain_text("undo of decision 1")
    expect(page.locator(".two")).to_have_text(pair, use_inner_text=True)
    page.keyboard.press("u")
    expect(page.locator(".note")).to_contain_text("Decision 3")
    page.get_by_label("Why").press_sequentially("sudden", delay=5)  # letters in a field decide nothing
    page.get_by_label("Decide with the keys").uncheck()
    page.locator("h1").click()
    page.keyboard.press("s")
    page.reload()
    page.keyboard.press("s")
    expect(page.get_by_label("Decide with the keys")).not_to_be_checked()
    assert page.goto(f"{desk}/log.json").json()["total"] == 3
    page.close()


def test_a_newcomer_needs_no_command_line(browser: Browser, tmp_path: Path) -> None:
    """Ingest, open, filter, judge, undo, set a status with evidence, export the week."""
    from cli.running import DEMO

    with serving(tmp_path / "new.db") as desk:
        page = browser.new_page(accept_downloads=True)
        page.goto(desk)
        page.get_by_role("link", name="hand in articles").click()
        page.get_by_label("Files").set_input_files([str(file) for file in _some(DEMO)])
        page.get_by_role("button", name="Take in").click()
        expect(page.locator(".note")).to_contain_text("5 new", timeout=120_000)

        page.get_by_role("link", name="Unverified").click()
        page.get_by_label("Search").press_sequentially("russia", delay=10)
        expect(page).to_have_url(re.compile("words=russia"))
        page.locator(".listing a").first.click(delay=400)  # as long as a finger rests: nothing may be swapped under it
        expect(page.get_by_role("heading", name="How it moved")).to_be_visible()
        page.locator(".timeline .where a").first.click()
        expect(page.locator(".body mark").first).to_be_visible()

        page.get_by_role("link", name="Review").click()
        page.get_by_role("button", name="Different").click()
        expect(page.locator(".note")).to_contain_text("Decision 1")
        page.get_by_role("button", name="Undo").click()
        expect(page.locator(".note")).to_contain_text("undo of decision 1")

        page.get_by_role("link", name="Unverified").click()
        page.locator(".listing a").first.click()
        page.get_by_label("Verdict").select_option("refuted")
        page.get_by_label("Evidence: where it can be read").fill("https://facts.example/17")
        page.get_by_label("Why", exact=True).last.fill("The video was made a year before.")
        page.get_by_role("button", name="Record").click()
        expect(page.locator(".standing")).to_have_text("refuted")
        page.get_by_role("link", name="Log").click()
        expect(page.locator("tbody tr")).to_have_count(3)

        page.get_by_role("link", name="The week").click()
        with page.expect_download() as download:
            page.get_by_role("link", name="HTML").click()
        assert "Allegations" in Path(download.value.path()).read_text("utf-8")
        page.close()


def _some(folder: Path) -> list[Path]:
    return sorted(folder.glob("2022-02-1[78]*.md"))


def test_the_twin_is_named_on_the_page(browser: Browser, shown: str) -> None:
    page = browser.new_page()
    for path in (
        "/queue?words=pretext",
        "/allegations/A-6",
        "/articles/1",
        "/actor?name=Russia",
        "/weeks/2022-W07",
        "/review",
        "/log",
    ):
        page.goto(shown + path)
        twin = page.locator('link[type="application/json"]').get_attribute("href")
        assert json.loads(page.request.get(shown + str(twin)).text())
    page.close()
