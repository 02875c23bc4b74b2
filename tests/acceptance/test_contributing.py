"""CONTRIBUTING.md does what it says: its blocks are run, in their order, section by section, on a copy of the checkout.

What a block is says its language: `sh` is run; `diff` is applied; `python` and `toml` are written to the file that their first
line names; `console` is run, command by command, and must print what stands there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pages import REPO

from tracker.resources import head_revision

PAGE = REPO / "CONTRIBUTING.md"
SECTION = re.compile(r"^## (Add .+)\n((?:(?!^## ).*\n)*)", re.MULTILINE)
BLOCK = re.compile(r"^```(sh|diff|python|toml|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROGRAMS = {
    "tracker": "import sys; sys.argv[0] = 'tracker'; from tracker.cli import main; main()",
    # what pip would do with a package of one module, without a network
    "pip": """
import pathlib, shutil, sys, tomllib
folder = pathlib.Path(sys.argv[2])
project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
about = pathlib.Path(f"{project['name']}-{project['version']}.dist-info")
about.mkdir()
about.joinpath("METADATA").write_text(f"Metadata-Version: 2.1\\nName: {project['name']}\\nVersion: {project['version']}\\n")
points = []
for group, named in project["entry-points"].items():
    points += [f"[{group}]", *(f"{name} = {value}" for name, value in named.items())]
about.joinpath("entry_points.txt").write_text("\\n".join(points))
shutil.copy(folder / f"{project['name']}.py", ".")
""",
}


def sections() -> dict[str, str]:
    """The worked examples by their titles. Their migration is the one after the newest, whatever it is by now."""
    head = head_revision()
    text = PAGE.read_text("utf-8").replace("0013", head).replace("0014", f"{int(head) + 1:04}")
    return dict(SECTION.findall(text))


def checkout(to: Path) -> Path:
    """A copy of what the examples change, and the programs that they call."""
    for folder in ("tracker", "alembic"):
        shutil.copytree(REPO / folder, to / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(REPO / "seeds", to / "seeds", ignore=shutil.ignore_patterns("corpus"))
    (to / "bin").mkdir()
    for name, code in PROGRAMS.items():
        (to / "bin" / f"{name}.py").write_text(code)
        (to / "bin" / name).write_text(f"#!/bin/sh\nexec '{sys.executable}' -P '{to}/bin/{name}.py' \"$@\"\n")
        (to / "bin" / name).chmod(0o755)
    return to


def shell(command: str, place: Path, stdin: str = "") -> str:
    """What a command prints, which must succeed."""
    path = f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environ = os.environ | {
        "PATH": path,
        "PYTHONPATH": str(place),
        "TRACKER_DATABASE_URL": str(place / "none.db"),
        "COLUMNS": "80",
    }
    result = subprocess.run(
        ["/bin/sh", "-ec", command], cwd=place, env=environ, input=stdin, encoding="utf-8", check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert result.returncode == 0, f"$ {command}\n{result.stdout}"
    return result.stdout


def done(language: str, block: str, place: Path) -> str:
    """Do what a block says; return it as it should be."""
    if language == "sh":
        shell(block, place)
    elif language == "diff":
        shell("git apply --recount --unidiff-zero -", place, block)
    elif language == "console":
        commands = re.findall(r"^\$ (.*)$", block, re.MULTILINE)
        return "".join(f"$ {command}\n{shell(command, place)}" for command in commands)
    else:
        path = place / block.split("\n")[0].removeprefix("# ")
        path.parent.mkdir(exist_ok=True)
        path.write_text(block.partition("\n")[2])
    return block


@pytest.mark.parametrize("title", sections())
def test_each_example_does_what_it_says(title: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    place, text = checkout(tmp_path), sections()[title]
    if "demo.db" in text:
        shutil.copy(request.getfixturevalue("demo"), place / "demo.db")
    blocks = BLOCK.findall(text)
    assert any(language == "console" for language, _ in blocks)
    for language, block in blocks:
        assert done(language, block, place) == block


def test_there_is_one_for_each_thing_that_people_add() -> None:
    assert list(sections()) == ["Add a cue word", "Add an actor", "Add a migration", "Add a reader", "Add an export"]
