"""Kills ingests, decisions, upgrades, backups and restores: at random times, and at every named point.

After each: what was acknowledged is there, nothing is there twice or in half, the doctor finds nothing, and the same job, done
again, ends as one that nobody killed. Only processes die here, not machines: what a disk forgets without power is SQLite's care
(`synchronous = FULL`), and not tested.
"""

from __future__ import annotations

import random
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from killing import KILLS, NAMES, Killer, deaths
from scenes import SCENES, SHARE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


_KEPT = {f"{side} {what}" for side in ("before", "after") for what in ("copy", "fsync", "replace")}
TRAPS = {
    "upgrade": {"before BEGIN", "after CREATE claim", "before UPDATE alembic_version", "after commit"},
    "backup": _KEPT,
    "restore": _KEPT | {"before PRAGMA locking_mode", "before BEGIN", "after COMMIT"},
    "restore damaged": _KEPT | {"before link", "after link"},
    "merge on a server": {"before INSERT judgement", "after INSERT log_entry", "before commit", "after commit"},
}
"""Points that a job must pass by: of every kind."""


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    made = Killer()
    yield made
    made.close()


@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", SCENES)
def test_whatever_is_killed_nothing_is_lost_and_a_resume_ends_as_an_undisturbed_run(
    name: str, killer: Killer, tmp_path: Path, counted: Callable[[str, int], None]
) -> None:
    with closing(SCENES[name](tmp_path / "scene", killer)) as scene:
        assert set(scene.points) >= TRAPS.get(name, set())
        died, span = 0, scene.seconds
        while died < round(KILLS * SHARE[name]):
            if scene.kill(after=random.uniform(0, span)):
                died += 1
            else:
                span *= 0.95  # too late: the job takes less time than when it was measured
        numbers = deaths(scene.points, NAMES // 2 if "server" in name else NAMES)  # a server's copies take their time
        for number in numbers:
            assert scene.kill(deadly=number), f"point {number} was not reached"
    counted(f"kills of {name} at random times", died)
    counted(f"kills of {name} at named points", len(numbers))
