from __future__ import annotations

from pathlib import Path

from killed_workers import compared

KILLS = 3  # `python tests/crash/killed_workers.py 20 1` kills more


def test_workers_that_are_killed_lose_and_double_nothing(tmp_path: Path) -> None:
    found, wanted, killing = compared(tmp_path, KILLS, seed=3)
    assert len(set(killing.killed)) == KILLS
    assert len({row["id"] for row in found[0]}) == len(found[0]) == len(killing.fed)
    assert found == wanted
