"""The site of docs/: it builds without a warning, fetches nothing, shows every page, and tells of every command."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pages import DOCS, REPO


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-n", "-E", "-d", to / "trees", DOCS, to / "html"]
    built = subprocess.run(command, cwd=REPO, capture_output=True, encoding="utf-8", check=False)
    assert built.returncode == 0, built.stderr
    return to / "html"


def test_every_page_is_in_the_site(site: Path) -> None:
    sources = {path.relative_to(DOCS).with_suffix(".html") for path in DOCS.rglob("*.md") if "_build" not in path.parts}
    assert {path for path in sources if not (site / path).exists()} == set()


def test_no_page_fetches_anything_from_elsewhere(site: Path) -> None:
    fetched = re.compile(r"""<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)=["'](?:https?:)?//[^"']+""")
    found = {page.name: fetched.findall(page.read_text("utf-8")) for page in site.rglob("*.html")}
    assert len(found) > 10
    assert {name: hits for name, hits in found.items() if hits} == {}
    styles = "".join(path.read_text("utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"""(?:@import|url\()\s*["']?(?:https?:)?//[^"')]+""", styles) == []


def test_the_page_of_commands_says_what_the_commands_say() -> None:
    from docs import commands

    if commands.PAGE.read_text("utf-8") != commands.page():
        pytest.fail("python docs/commands.py --update", pytrace=False)


def test_the_pictures_are_small() -> None:
    assert 0 < sum(path.stat().st_size for path in (DOCS / "pictures").glob("*.png")) < 600_000
