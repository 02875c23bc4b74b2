from __future__ import annotations

import csv
import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from cli.running import ok, rows, run
from factories import article_info, mention

from tracker.types import Certainty
from tracker.types.versions import Change, Revision, Turn

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://arland.example/1"
HARD = "The foreign minister of Arland said on Thursday that Borland had shelled a kindergarten in the border town of Dun."
SOFT = HARD.replace("had shelled", "had probably shelled")
PLAIN = "The weather was mild and dry in all parts of the country."


def take(db: Path, text: str, url: str = URL) -> None:
    row = {"url": url, "publisher": "Arland Times", "title": "Dun", "published": "2022-02-17", "text": text}
    ok("ingest", "-", db=db, stdin=json.dumps(row).encode())


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A database with an article that was revised twice, and one that was not."""
    path = tmp_path / "x.db"
    take(path, HARD)
    take(path, SOFT)
    take(path, f"{PLAIN} It rained in the evening.", "https://arland.example/2")
    take(path, PLAIN)
    return path


def test_a_claim_that_was_softened_is_told_with_both_quotes_and_one_that_went_as_removed(db: Path) -> None:
    removed, softened = rows("revisions", "--json", db=db)  # the latest revision first
    assert (softened["change"], softened["was"], softened["became"]) == ("softened", "asserted", "likely")
    assert "had shelled a kindergarten" in softened["before"]
    assert "had probably shelled a kindergarten" in softened["after"]
    assert (removed["change"], removed["before"], removed["after"]) == ("removed", softened["after"], None)
    assert (softened["url"], softened["outlet"], softened["title"]) == (URL, "Arland Times", "Dun")


def test_the_earlier_texts_stay_with_their_mentions_and_the_listings_show_the_last(db: Path) -> None:
    from tracker import Tracker

    assert rows("export", "mentions", db=db) == []
    with Tracker(db) as tracker:
        assert tracker.store.counts()["article"] == 4
        assert tracker.store.counts()["mention"] == 2


def test_a_revision_without_a_changed_claim_is_listed_too(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    take(db, HARD)
    take(db, f"{HARD} {PLAIN}")
    (row,) = rows("revisions", "--json", db=db)
    assert (row["change"], row["before"], row["after"]) == ("none", None, None)


def test_only_revisions_since_a_day(db: Path) -> None:
    today = dt.datetime.now(dt.UTC).date()
    assert rows("revisions", "--since", today, "--json", db=db) == rows("revisions", "--json", db=db)
    assert rows("revisions", "--since", today + dt.timedelta(days=1), "--json", db=db) == []
    assert run("revisions", "--since", "soon", db=db).exit_code == 2


def test_csv_and_plain_lines_have_the_same_rows(db: Path) -> None:
    found = rows("revisions", "--json", db=db)
    table = list(csv.DictReader(ok("revisions", "--csv", db=db).splitlines()))
    assert [row["change"] for row in table] == [row["change"] for row in found]
    assert [list(row) for row in table] == [list(row) for row in found]
    assert [line.split("\t")[2] for line in ok("revisions", db=db).splitlines()] == [row["change"] for row in found]


def test_where_nothing_was_revised_that_is_said(tmp_path: Path) -> None:
    result = run("revisions", db=tmp_path / "x.db")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "0 revised articles\n")


def test_a_terminal_shows_both_quotes_and_no_foreign_control() -> None:
    from tracker.report.terminal.layout import text
    from tracker.report.terminal.revisions import revision_list

    before = mention(id="a", quote="had shelled\x1b[31m Dun", certainty=Certainty.ASSERTED)
    after = mention(id="b", quote="may have shelled Dun", certainty=Certainty.POSSIBLE)
    changed = Change(turn=Turn.SOFTENED, before=before, after=after, was="asserted", became="possible")
    new = article_info(title="Dun\nshelled")
    shown = text(revision_list([Revision(before=article_info(), after=new, changes=(changed,))], 80), 80)
    assert shown.splitlines()[:2] == ["18 Feb 2022 · Arland Times · Dun shelled", "  softened: asserted → possible"]
    assert "-  “had shelled" in shown
    assert "+  “may have shelled Dun”" in shown
    assert "\x1b" not in shown
    assert shown.endswith("1 revision.\n")
    unchanged = text(revision_list([Revision(before=article_info(), after=new, changes=())], 80), 80)
    assert "no claim changed" in unchanged
    assert text(revision_list([], 80), 80) == "No article was revised.\n"
