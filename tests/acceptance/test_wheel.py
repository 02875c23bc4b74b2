"""What people install: the wheel, in a clean environment, used from a folder that is not the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cli.running import ALLEGATION_KEYS, REPO

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.timeout(600)  # downloads what the lock file names


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that must succeed, without what belongs to this checkout or this user in its environment."""
    ours = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "TRACKER_DATABASE_URL", "TRACKER_SPACY_MODEL"}
    environ = {name: value for name, value in os.environ.items() if name not in ours}
    environ["TRACKER_TEST_ONLINE"] = "1"  # pip may ask a package index
    result = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environ, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result


def checkout(to: Path) -> Path:
    """A copy of the files that git has or would take: a build leaves its traces there, not here."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=REPO).stdout
    for name in filter(None, listed.split("\0")):
        if (REPO / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPO / name, to / name)
    return to


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = checkout(folder / "source")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, source, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_package_its_migrations_and_seeds_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for path in (REPO / "tracker").rglob("*.*"):
        assert "__pycache__" in path.parts or path.relative_to(REPO).as_posix() in names
    assert {"tracker/py.typed", "tracker/_migrations/env.py", "tracker/_migrations/script.py.mako"} <= names
    versions = {path.name for path in (REPO / "alembic" / "versions").glob("*.py")}
    assert {Path(name).name for name in names if name.startswith("tracker/_migrations/versions/")} == versions
    seeds = {path.name for path in (REPO / "seeds").glob("*.toml")}
    assert seeds <= {Path(name).name for name in names if name.startswith("tracker/_seeds/")}
    assert [name for name in names if name.endswith(".data/data/share/man/man1/tracker.1")]
    assert {name.split("/")[0].split("-")[0] for name in names} == {"tracker", "allegation_tracker"}
    assert not [name for name in names if Path(name).name.startswith(("test", "conftest")) or name.endswith((".pyc", ".db"))]


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[Path]:
    """A clean virtual environment; removed at once, for it takes half a gigabyte."""
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    yield tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    shutil.rmtree(tmp_path / "venv")


def test_the_wheel_works_in_a_clean_environment_from_another_folder(wheel: Path, environment: Path, tmp_path: Path) -> None:
    place = tmp_path / "elsewhere"
    place.mkdir()
    install = (environment / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile")
    run(*install, "--require-hashes", "-r", REPO / "requirements.lock", cwd=place)
    run(*install, "--no-deps", wheel, cwd=place)
    run(environment / "python", "-m", "pip", "check", cwd=place)

    def tracker(*args: object) -> str:
        return run(environment / "tracker", *args, cwd=place).stdout

    shown = tracker("demo", "desk.db")
    assert "\n$ tracker --db desk.db report --week 2022-W07\n2022-W07 · 14–20 February 2022 · 12 articles" in shown
    assert tracker("--db", "desk.db", "report").startswith("# Allegations, 14–20 February 2022\n")
    listed = [json.loads(line) for line in tracker("--db", "desk.db", "list", "--json").splitlines()]
    assert len(listed) > 20
    assert {tuple(row) for row in listed} == {ALLEGATION_KEYS}
    article = place / "own.txt"
    article.write_text("The minister of Arland said on Monday that Borland had shelled the border town of Dun.")
    assert tracker("--db", "desk.db", "--quiet", "ingest", article) == ""
    assert {path.name for path in place.iterdir()} == {"own.txt", "desk.db"}
