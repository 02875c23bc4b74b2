"""Takes the pictures of the documentation anew, of the demo articles: the weekly report and the desk.

PYTHONPATH=.:tests python docs/pictures.py     needs Chromium; look at each picture before it is committed
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from browsers import started
from desks import serving
from PIL import Image
from playwright.sync_api import Page

from tracker import Tracker
from tracker.report import html

REPO = Path(__file__).resolve().parents[1]
PICTURES = REPO / "docs" / "pictures"
WEEK = "2022-W07"
WIDE = 1120


def main() -> None:
    """Write all pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        database, report = Path(name) / "demo.db", Path(name) / "week.html"
        with Tracker(database) as tracker:
            tracker.ingest(REPO / "seeds" / "demo")
            report.write_text(html.render(tracker.report(WEEK)), encoding="utf-8")
        with started() as browser, serving(database, TRACKER_USER="analyst") as desk:
            page = browser.new_page()
            take(page, report.as_uri(), "report", 860)
            take(page, f"{desk}/allegations/A-6", "allegation", 860)
            take(page, f"{desk}/review", "review", 700)


def take(page: Page, address: str, name: str, high: int) -> None:
    """Write the first screen of a page, so high, as a picture of few colours, which are all that it has."""
    page.set_viewport_size({"width": WIDE, "height": high})
    page.goto(address)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(64).save(path, optimize=True)


if __name__ == "__main__":
    main()
