"""The same text in another outlet, from the input to the allegation."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tracker import Tracker

if TYPE_CHECKING:
    from pathlib import Path

LEAD = "The foreign minister of Arland said on Thursday that Borland had shelled a kindergarten in the border town of Dun."
REST = (
    "Nobody was hurt in the building, which had been empty since the morning. Monitors of the border mission went to the town "
    "in two cars and counted four craters in the yard behind it.",
    "Residents told them that the windows of the school across the street had broken, too. Trains to the coast ran late.",
)
OWN = (
    "A bus line between the two banks of the river will open again in spring, the county council decided after a long night "
    "of talks with the drivers. Tickets will cost as much as before the flood."
)


def take(tracker: Tracker, outlet: str, day: int, *paragraphs: str) -> None:
    row = {"id": outlet, "publisher": outlet, "published": f"2022-02-{day}", "text": "\n\n".join(paragraphs)}
    tracker.ingest("-", stdin=io.BytesIO(json.dumps(row).encode()))


def test_a_copy_is_an_echo_of_the_first_and_no_origin_of_its_own(tmp_path: Path) -> None:
    with Tracker(tmp_path / "x.db") as tracker:
        take(tracker, "Arland Times", 17, LEAD, *REST)
        take(tracker, "Dun Post", 18, REST[0], LEAD.replace("on Thursday", "late on Thursday night"), "Dun Post staff")
        take(tracker, "Lund Post", 18, OWN)
        told = {row["id"]: row["echo_of"] for row in tracker.export("articles")}
        (allegation,) = tracker.allegations()
    assert told == {"Arland Times": None, "Dun Post": "Arland Times", "Lund Post": None}
    first, echo = allegation.alleging
    assert dict(allegation.echoes) == {echo.mention.id: first.mention.id}
    assert allegation.origins == 1


def test_a_dry_run_keeps_no_prints(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n\n".join((LEAD, *REST)), encoding="utf-8")
    with Tracker(tmp_path / "x.db") as tracker:
        tracker.ingest(path, dry_run=True)
        assert tracker.store.counts()["article_print"] == 0


def test_copies_among_articles_from_before_prints_were_kept_are_found_by_rematch(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Tracker(path) as tracker:
        for outlet in ("Arland Times", "Dun Post", "Lund Post"):
            take(tracker, outlet, 17, LEAD, *REST, f"{outlet} staff")
        expected = echoes(tracker)
    with closing(sqlite3.connect(path)) as connection:  # as if the first two had come in before
        connection.execute("DELETE FROM article_print WHERE article_id < 3")
        connection.execute("UPDATE article SET echo_of = NULL")
        connection.commit()
    with Tracker(path) as tracker:
        assert tracker.rematch(dry_run=True).traced == 3
        assert set(echoes(tracker).values()) == {None}
        assert tracker.rematch().traced == 3
        assert echoes(tracker) == expected == {"Arland Times": None, "Dun Post": "Arland Times", "Lund Post": "Arland Times"}
        assert tracker.rematch().traced == 0
        assert any(allegation.echoes for allegation in tracker.allegations())


def test_what_is_before_the_first_gap_stays_and_imported_claims_print_nobody(tmp_path: Path) -> None:
    path, claims = tmp_path / "x.db", tmp_path / "claims.csv"
    claims.write_text(f'claim,publisher\n"{LEAD} {" ".join(REST)}",Fact Desk\n', "utf-8")
    with Tracker(path) as tracker:
        take(tracker, "Arland Times", 17, LEAD, *REST)
        tracker.import_file(claims)
        take(tracker, "Dun Post", 18, LEAD, *REST)
        assert tracker.rematch().traced == 0
        before = echoes(tracker)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM article_print WHERE article_id = 3")
        connection.commit()
    with Tracker(path) as tracker:
        assert tracker.rematch().traced == 1
        assert echoes(tracker) == before


def echoes(tracker: Tracker) -> dict[str, str | None]:
    return {row["publisher"]: row["echo_of"] for row in tracker.export("articles")}
