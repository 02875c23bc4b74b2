from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from killed_workers import compared

if TYPE_CHECKING:
    from collections.abc import Callable

KILLS = int(os.environ.get("TRACKER_KILLED_WORKERS", "3"))
"""Workers to kill; `make soak` kills twenty."""


@pytest.mark.timeout(0)
def test_workers_that_are_killed_lose_and_double_nothing(tmp_path: Path, counted: Callable[[str, int], None]) -> None:
    found, wanted, killing = compared(tmp_path, KILLS, seed=3)
    assert len(set(killing.killed)) == KILLS
    assert len({row["id"] for row in found[0]}) == len(found[0]) == len(killing.fed)
    assert found == wanted
    counted("kills of Dask workers at random times", KILLS)
