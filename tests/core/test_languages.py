"""Articles in other languages, from the input to the report: stored, found, counted, never half read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from archives import answer, packed, page, record

from tracker import Tracker

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = (
    "The foreign minister of Arland said on Thursday that Borland had shelled a kindergarten in the border town of Dun. "
    "Nobody was hurt in the building, which had been empty since the morning, and she gave no evidence."
)
RUSSIAN = (
    "Министр иностранных дел Арланда заявила в четверг, что Борланд обстрелял детский сад в приграничном городе Дун. "
    "В здании, пустовавшем с утра, никто не пострадал. Доказательств министр не привела, а Борланд всё отрицает."
)


def written(folder: Path) -> Path:
    """The same story in two languages; the page in Russian says that it is in English, the line in English says nothing."""
    folder.mkdir()
    russian = page(RUSSIAN, '<meta name="date" content="2022-02-17">').replace(b"<html>", b"<html lang='en'>")
    (folder / "a.warc.gz").write_bytes(packed(record(answer(russian), "https://dun.example/1")))
    row = {"text": ENGLISH, "published": "2022-02-17", "publisher": "Dun Post"}
    (folder / "b.jsonl").write_text(json.dumps(row), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Tracker:
    folder = tmp_path_factory.mktemp("languages")
    tracker = Tracker(folder / "x.db")
    result = tracker.ingest(written(folder / "in"))
    assert (result.new, result.unread, result.refused) == (2, 1, [])
    return tracker


def test_what_is_not_read_is_stored_with_its_language_and_how_that_is_known(desk: Tracker) -> None:
    told = {row["publisher"]: (row["language"], row["extra"].get("language_told")) for row in desk.export("articles")}
    assert told == {"dun.example": ("ru", "en"), "Dun Post": ("en", None)}
    assert {mention["article_ref"] for mention in desk.export("mentions")} == {"b.jsonl:1"}


def test_what_is_not_read_is_found(desk: Tracker) -> None:
    assert [hit.kind for hit in desk.search("Борланд")] == ["article"]


def test_the_report_says_how_many_it_could_not_read(desk: Tracker) -> None:
    report = desk.report(week="2022-W07")
    assert (report.articles, report.languages, report.unread) == (2, (("en", 1), ("ru", 1)), 1)
    assert "1 article is in a language that it does not read: stored, but nothing here is from it." in report.summary
