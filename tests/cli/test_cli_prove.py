from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from cli.running import ok, rows, run
from core import logged
from core.logged import whole

from tracker.chain import canonical

__all__ = ["whole"]


def test_log_lists_decisions_newest_first(whole: Path) -> None:
    numbers = [int(line.split("\t")[0]) for line in ok("log", db=whole).splitlines()]
    assert numbers == sorted(numbers, reverse=True)
    assert [row["id"] for row in rows("log", "--json", db=whole)] == numbers
    assert ok("log", "list", db=whole) == ok("log", db=whole)
    assert len(ok("log", "A-4", db=whole).splitlines()) < len(numbers)


@pytest.mark.parametrize("width", ["40", "80", "120"])
@pytest.mark.parametrize(("option", "nouns"), [((), "decisions"), (("--all",), "entries")])
def test_a_terminal_gets_a_table_of_the_log(whole: Path, option: tuple[str, ...], nouns: str, width: str) -> None:
    lines = ok("log", *option, db=whole, TTY_COMPATIBLE="1", NO_COLOR="1", COLUMNS=width).splitlines()
    made = rows("log", *option, "--json", db=whole)
    assert max(map(len, lines)) <= int(width)
    assert lines[-1] == f"{len(made)} {nouns}. Times are UTC."
    assert (lines[0].split()[:3] == (["Entry", "When", "Kind"] if option else ["Decision", "When", "Who"])) == (width != "40")
    last = ok("log", *option, db=whole).splitlines()[0].split("\t")
    assert all(any(cell in line for line in lines) for cell in last[:3])
    assert not any("\t" in line for line in lines)


def test_a_terminal_hears_that_nothing_is_in_the_log_yet(tmp_path: Path) -> None:
    assert ok("log", db=tmp_path / "new.db", TTY_COMPATIBLE="1", NO_COLOR="1") == "No decisions yet.\n"
    assert ok("log", "--all", db=tmp_path / "new.db", TTY_COMPATIBLE="1", NO_COLOR="1") == "No entries yet.\n"


def test_all_of_the_log_can_be_checked_by_hand(whole: Path) -> None:
    entries = rows("log", "--all", "--json", db=whole)
    previous = "0" * 64
    for number, entry in enumerate(reversed(entries), 1):
        parts = (previous, str(number), entry["at"], entry["kind"], canonical(entry["payload"]))
        previous = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        assert entry["hash"] == previous
    assert ok("log", "head", db=whole) == f"{len(entries)}:{previous}\n"
    lines = ok("log", "--all", db=whole).splitlines()
    assert [int(line.split("\t")[0]) for line in lines] == [entry["seq"] for entry in entries]


def test_verify_says_what_holds_and_what_does_not(whole: Path, tmp_path: Path) -> None:
    head = ok("log", "head", db=whole).strip()
    result = run("log", "verify", "--head", head, db=whole)
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"the log holds, and the tables agree with it, up to {head}" in result.stderr
    assert "without --head nobody" not in result.stderr
    assert "without --head nobody can see that its tail was cut" in run("log", "verify", db=whole).stderr
    result = run("log", "verify", "--head", "0" * 64, db=whole)
    assert (result.exit_code, result.stdout.count("\n")) == (1, 1)
    assert result.stdout.startswith("the saved head: no entry has the hash 000")
    assert result.stderr == "tracker: the log does not hold: 1 fault\n"
    assert run("log", "verify", "--head", "nonsense", db=whole).exit_code == 2


def test_an_empty_log_has_no_head_and_holds(tmp_path: Path) -> None:
    db = tmp_path / "new.db"
    assert run("log", "head", db=db).exit_code == 4
    assert "up to its beginning" in run("log", "verify", db=db).stderr
    assert rows("log", "--all", "--json", db=db) == []


def test_a_week_is_sealed_and_verified_without_a_database(whole: Path, tmp_path: Path) -> None:
    bundle, again = tmp_path / "week.zip", tmp_path / "again.zip"
    head = ok("log", "head", db=whole).strip()
    sealed = run("seal", "--week", "2022-W07", "-o", bundle, db=whole)
    assert (sealed.exit_code, sealed.stdout) == (0, "")
    assert head in sealed.stderr
    ok("seal", "--week", "2022-W07", "-o", again, db=whole)
    assert bundle.read_bytes() == again.read_bytes()
    assert run("verify", bundle, "--head", head).stderr.endswith("is as it was sealed\n")
    assert "is as it was sealed; without --head nobody can see that it was made anew" in run("verify", bundle).stderr
    broken = bytearray(bundle.read_bytes())
    broken[len(broken) // 2] ^= 1
    bundle.write_bytes(broken)
    result = run("verify", bundle)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert run("verify", tmp_path / "none.zip").exit_code == 4
    assert run("verify", again, "--head", "1:" + "0" * 64).exit_code == 1
    assert run("verify", again, "--head", "x").exit_code == 2
    assert run("seal", "--week", "2022-W99", "-o", tmp_path / "none.zip", db=whole).exit_code == 2


def test_a_seal_overwrites_nothing(whole: Path, tmp_path: Path) -> None:
    there = tmp_path / "week.zip"
    there.write_bytes(b"evidence")
    result = run("seal", "--week", "2022-W07", "-o", there, db=whole)
    assert result.exit_code == 2
    assert result.stderr == f"tracker: {there} exists already, and a seal overwrites nothing: give another name\n"
    assert there.read_bytes() == b"evidence"


def test_that_an_empty_week_was_sealed_is_told(whole: Path, tmp_path: Path) -> None:
    result = run("seal", "--week", "2021-W07", "-o", tmp_path / "week.zip", db=whole)
    assert result.exit_code == 0
    assert "no article of 2021-W07: a week without articles was sealed; tracker list shows what there is\n" in result.stderr
    assert "no article" not in run("seal", "--week", "2022-W07", "-o", tmp_path / "full.zip", db=whole).stderr


def test_a_log_that_does_not_hold_is_not_sealed(whole: Path, tmp_path: Path) -> None:
    import shutil

    own = Path(shutil.copy(whole, tmp_path / "own.db"))
    with logged.tracker(own) as opened, opened.store.engine.begin() as db:
        db.exec_driver_sql("UPDATE judgement SET reason = 'x' || char(27) || '[2J' WHERE id = 1")
    result = run("seal", "--week", "2022-W07", "-o", tmp_path / "week.zip", db=own)
    assert result.exit_code == 1
    assert result.stderr.startswith("tracker: nothing was sealed: judgement 1: it was changed behind the log")
    assert "\x1b" not in result.output + run("log", "verify", db=own).output
    assert not (tmp_path / "week.zip").exists()


def test_decisions_are_carried_over_whatever_the_order_of_the_lines(whole: Path, tmp_path: Path) -> None:
    lines = ok("log", "--json", db=whole)
    result = run("import", "-", db=tmp_path / "empty.db", stdin=lines.encode())
    assert result.exit_code == 3
    assert json.loads(lines.splitlines()[0])["kind"] == "redo"
