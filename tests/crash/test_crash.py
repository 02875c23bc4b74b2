"""Kills ingests, decisions, upgrades, backups and restores: at random times, and at every named point.

After each: what was acknowledged is there, nothing is there twice or in half, the doctor finds nothing, and the same job, done
again, ends as one that nobody killed. Only processes die here, not machines: what a disk forgets without power is SQLite's care
(`synchronous = FULL`), and not tested.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from killing import KILLS, Killer, deaths
from scenes import SCENES, SHARE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


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
    scene = SCENES[name](tmp_path / "scene", killer)
    tried = round(KILLS * SHARE[name])
    died = sum(scene.kill(after=random.uniform(0, scene.seconds)) for _ in range(tried))
    assert died or tried < 10, "every kill came too late"  # a few may, of a job that takes no time
    numbers = deaths(scene.points)
    for number in numbers:
        assert scene.kill(deadly=number), f"point {number} was not reached"
    counted(f"kills of {name} at random times", died)
    counted(f"kills of {name} at named points", len(numbers))


def test_every_kind_of_point_is_a_trap(killer: Killer, tmp_path: Path) -> None:
    named = {name: set(scene(tmp_path / name, killer).points) for name, scene in SCENES.items() if "ingest" not in name}
    assert {"before BEGIN", "after CREATE claim", "before UPDATE alembic_version", "after commit"} <= named["upgrade"]
    for job in ("backup", "restore", "restore damaged"):
        assert {f"{side} {what}" for side in ("before", "after") for what in ("copy", "fsync", "replace")} <= named[job]
    assert {"before PRAGMA locking_mode", "before BEGIN", "after COMMIT"} <= named["restore"]
    assert {"before link", "after link"} <= named["restore damaged"]
