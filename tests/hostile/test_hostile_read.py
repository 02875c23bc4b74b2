"""More than 300 hostile inputs: none crashes a reader, takes ten seconds or 512 MB, or goes in; each is told the reason."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli.running import REPO
from hostile.inputs import SIZES, html, makers, write

from tracker.settings import Settings

ADVICE = re.compile(r": (add|correct|flatten|get|give|name|put|remove|save|shorten|split|unpack|write)\b|, or leave it out")
MACHINE = re.compile(r"Error\b|Exception\b|Traceback|0x[0-9a-f]+|None|<class")
UNEXPANDED = {"entities.html"}  # HTML has no entities of a page's own (WHATWG): as text they are harmless
SECONDS = 1.0  # for the parser, instead of 7: what has no end is ended

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is measured by /proc")


def reading(paths: list[Path], seconds: float = SECONDS) -> tuple[list[dict[str, Any]], float]:
    """What came of each file, read by a process of its own, and the memory that took, in MB."""
    environ = {"PYTHONPATH": f"{REPO}", "PATH": ""}
    command = [sys.executable, str(Path(__file__).with_name("reading.py")), str(seconds), *map(str, paths)]
    done = subprocess.run(command, env=environ, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    *told, memory = map(json.loads, done.stdout.splitlines())
    return told, memory


@pytest.mark.parametrize("half", [0, 1])
def test_hostile_inputs_are_refused_in_time_and_memory_with_reasons_for_people(tmp_path: Path, half: int) -> None:
    assert len(makers()) * len(SIZES) >= 300
    paths = list(write(tmp_path, half, 2))
    told, memory = reading(paths)
    assert len(told) == len(paths)
    read = {each["name"]: each["chars"] for each in told if not each["reasons"]}
    assert {name.partition(" ")[2] for name in read} <= UNEXPANDED
    assert all(chars < (tmp_path / name).stat().st_size for name, chars in read.items())
    assert [each for each in told if each["seconds"] > 10] == []
    assert [why for each in told for why in each["reasons"] if not ADVICE.search(why) or MACHINE.search(why)] == []
    assert memory < 512


def test_what_has_no_end_is_ended_within_ten_seconds_of_the_clock_by_default(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(html(f"<p {' '.join(f'a{n}=b' for n in range(1_000_000))}>"))
    (told,), memory = reading([path], seconds=Settings().html_seconds)
    assert told["reasons"] == ["took longer than 7 s to parse: save its text as .txt"]
    assert told["seconds"] < 10
    assert memory < 512
