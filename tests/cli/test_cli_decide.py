from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from cli.running import ok, rows, run

if TYPE_CHECKING:
    from pathlib import Path

CLAIMS = b"claim,speaker,accused,date,verdict,rater,review url\n"


def carried(db: Path) -> list[str]:
    """The ids of allegations, the most mentioned first."""
    return [row["id"] for row in rows("list", "--sort", "mentions", "--json", db=db)]


def mentions(db: Path, id_: str) -> list[str]:
    (found,) = rows("show", id_, "--json", db=db)
    return [m["id"] for m in found["mentions_detail"]]


def test_a_decision_is_said_logged_taken_back_and_made_again(own: Path) -> None:
    one, other, *_ = carried(own)
    result = run("judge", one, other, "same", "--because", "one plot", db=own)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "merged into" in result.stderr
    assert "one plot" in result.stderr
    assert len(carried(own)) == len(set(carried(own)))
    assert ok("show", one, db=own).split()[0] == ok("show", other, db=own).split()[0]
    (logged,) = rows("log", "--json", db=own)
    assert (logged["kind"], logged["because"], logged["undone_at"]) == ("merge", "one plot", None)
    assert "taken back" in run("undo", db=own).stderr
    assert ok("show", other, db=own).startswith(f"{other} ")
    assert "(taken back)" in ok("log", db=own)
    assert "done again" in run("redo", db=own).stderr


def test_what_was_judged_different_cannot_be_merged(own: Path) -> None:
    one, other, *_ = carried(own)
    ok("judge", one, other, "different", "--because", "another town", db=own)
    result = run("merge", one, other, db=own)
    assert result.exit_code == 1
    assert "another town" in result.stderr
    assert "tracker log" in result.stderr


def test_a_mention_is_split_off_and_moved(own: Path) -> None:
    one, other, *_ = carried(own)
    first, second, *_ = mentions(own, one)
    assert "split from" in run("split", one, first, db=own).stderr
    assert first not in mentions(own, one)
    assert "moved from" in run("move", second, other, db=own).stderr
    assert second in mentions(own, other)


def test_a_finding_has_its_rater_and_address(own: Path) -> None:
    one, *_ = carried(own)
    ok("status", one, "refuted", "--by", "The Fact Desk", "--url", "https://facts.example/1", "--on", "2022-03-01", db=own)
    assert [row["id"] for row in rows("list", "--status", "refuted", "--json", db=own)] == [one]
    found = [row for row in rows("export", "events", db=own) if row["axis"] == "verdict"]
    assert [(e["voice"], e["url"], e["happened_on"]) for e in found] == [
        ("The Fact Desk", "https://facts.example/1", "2022-03-01")
    ]


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (("judge", "A-1", "A-1", "same"), 2),
        (("judge", "A-1", "A-999", "same"), 4),
        (("judge", "A-1", "A-2", "maybe"), 2),
        (("merge", "nonsense", "A-2"), 2),
        (("split", "A-1", "m000000000000000"), 4),
        (("move", "m000000000000000", "A-1"), 4),
        (("status", "A-1", "lie"), 2),
        (("status", "A-1", "refuted", "--on", "someday"), 2),
        (("undo",), 2),
        (("redo",), 2),
        (("log", "A-999"), 4),
    ],
)
def test_what_makes_no_sense_says_so_and_changes_nothing(own: Path, command: tuple[str, ...], status: int) -> None:
    result = run(*command, db=own)
    assert (result.exit_code, result.stdout) == (status, "")
    assert "Traceback" not in result.stderr
    assert rows("log", "--json", db=own) == []


def test_a_review_takes_one_key_a_decision_and_can_step_back(own: Path) -> None:
    asked = rows("review", "--json", db=own)
    assert len(asked) > 2
    assert [row["value"] for row in asked] == sorted((row["value"] for row in asked), reverse=True)
    result = run("review", db=own, stdin=b"s c d z d q")
    assert result.exit_code == 0
    assert result.stdout.count("score") == 6
    assert f"2 decisions, {len(asked) - 2} left" in result.stderr
    kinds = [(row["kind"], bool(row["undone_at"])) for row in rows("log", "--json", db=own)]
    assert kinds == [("judge", False), ("undo", False), ("judge", True), ("merge", False)]


def test_the_end_of_the_keys_ends_a_review(own: Path) -> None:
    assert "0 decisions" in run("review", db=own, stdin=b"").stderr


def test_what_is_no_letter_is_no_key(own: Path) -> None:
    assert "1 decision" in run("review", db=own, stdin=b"\x80 \xc3\xa9 s").stderr


def test_matching_anew_after_nothing_changed_changes_nothing(own: Path) -> None:
    assert ": 0 belong elsewhere now" in run("rematch", db=own).stderr
    assert "nothing was written" in run("rematch", "--dry-run", db=own).stderr
    assert rows("log", "--json", db=own) == []


def test_claims_and_fact_checks_come_in_once(own: Path) -> None:
    text = ok("list", "--json", "--limit", "1", "--sort", "mentions", db=own)
    top = json.loads(text)
    table = CLAIMS + f"{top['claim']},Anna Berg,{top['accused']},2022-02-18,False,The Fact Desk,https://f.example/1\n".encode()
    table += b"NATO poisoned a well in Lund.,Anna Berg,NATO,2022-02-18,,,\n,,,,,,\n"
    before = len(carried(own))
    result = run("import", "-", db=own, stdin=table)
    assert result.exit_code == 3
    assert "2 new claims, 0 known, 1 verdict" in result.stderr
    assert "refused -:4" in result.stderr
    assert len(carried(own)) == before + 1, "what is worded alike joins what is there"
    assert [row["id"] for row in rows("list", "--status", "refuted", "--json", db=own)] == [top["id"]]
    assert "0 new claims, 2 known, 0 verdicts" in run("import", "-", db=own, stdin=table).stderr


def test_decisions_are_carried_to_another_database(own: Path, demo: Path, tmp_path: Path) -> None:
    one, other, third, *_ = carried(own)
    ok("judge", one, other, "same", db=own)
    ok("judge", one, third, "different", "--because", "another act", db=own)
    log = tmp_path / "log.jsonl"
    log.write_text(ok("log", "--json", db=own))
    copy = tmp_path / "copy.db"
    copy.write_bytes(demo.read_bytes())
    assert "2 decisions made again, 0 known" in run("import", log, db=copy).stderr
    assert "0 decisions made again, 2 known" in run("import", log, db=copy).stderr
    assert carried(copy) == carried(own)
    assert run("merge", one, third, db=copy).exit_code == 1
    assert [r["because"] for r in rows("log", "--json", db=copy)] == ["another act", None]


def test_decisions_on_articles_that_are_not_here_say_what_comes_first(own: Path, tmp_path: Path) -> None:
    one, other, *_ = carried(own)
    ok("judge", one, other, "same", db=own)
    result = run("import", "-", db=tmp_path / "empty.db", stdin=ok("log", "--json", db=own).encode())
    assert result.exit_code == 3
    assert "ingest the articles it was decided on first" in result.stderr


def test_a_rating_that_is_no_verdict_is_told(own: Path) -> None:
    result = run("import", "-", db=own, stdin=CLAIMS + b"NATO poisoned a well.,,NATO,,Four Pinocchios,The Desk,\n")
    assert "1 new claim, 0 known, 0 verdicts" in result.stderr
    assert "1 rating not understood, the verdicts stay open: 'Four Pinocchios'" in result.stderr


def test_a_merged_id_says_what_it_is_a_part_of(own: Path) -> None:
    one, other, *_ = sorted(carried(own), key=lambda id_: int(id_[2:]))
    ok("merge", one, other, db=own)
    assert f"{other} is a part of {one} now" in run("show", other, db=own).stderr
    assert "is a part of" not in run("show", one, db=own).stderr


@pytest.mark.parametrize(
    ("data", "reason"), [(b"x,y\n1,2\n", "no column 'claim'"), (b"\xff", "not valid UTF-8"), (b"{}", "no claim in it")]
)
def test_a_file_of_another_kind_is_refused(own: Path, data: bytes, reason: str) -> None:
    result = run("import", "-", db=own, stdin=data)
    assert result.exit_code == 1
    assert reason in result.stderr


def test_what_is_taken_back_of_somebody_else_is_told_with_their_name(own: Path) -> None:
    run("status", "A-1", "refuted", db=own, TRACKER_USER="Ada")
    assert run("undo", db=own, TRACKER_USER="Bo").stderr == "taken back: A-1 found refuted (decision 1, by Ada)\n"
    assert run("redo", db=own, TRACKER_USER="Ada").stderr == "done again: A-1 found refuted (decision 1)\n"


def test_a_rating_is_kept_in_the_words_of_the_rater(own: Path) -> None:
    run(
        "import",
        "-",
        db=own,
        stdin=CLAIMS + b"Arland shelled Dun.,Anna Berg,Arland,2022-02-18,Misleading,The Fact Desk,https://f.example/1\n",
    )
    assert "found conflicting by The Fact Desk (rated \u201cMisleading\u201d)" in ok("log", db=own)
