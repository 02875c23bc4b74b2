"""What an installation takes, and how long its imports do: `PYTHONPATH=. python tests/bench/size.py`.

Sizes are of files as they are installed, without compiled caches: of the wheel alone, and with all that it needs, extras
left out. Times are the least of some runs of `python -X importtime`, which counts what Python imports for itself, too. With
PYTHONPATH at another checkout it measures that one, for a comparison.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

import tracker

REPO = Path(tracker.__file__).parents[1]
PROJECT = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))
RUNS = 7
COMMANDS = {
    "import tracker": "import tracker",
    "tracker --help": "import sys; sys.argv = ['tracker', '--help']; from tracker.cli import main; main()",
}


def below(path: Path) -> int:
    """Bytes of a file, or of all files of a folder but compiled ones."""
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    return sum(p.stat().st_size for p in files)


def own() -> int:
    """Bytes of what the wheel holds."""
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    return sum(below(REPO / name) for name in [*wheel["packages"], *wheel["force-include"], *wheel.get("shared-data", ())])


def needed(requirements: list[str], found: dict[str, Distribution]) -> dict[str, Distribution]:
    """The distributions that the requirements name, with all that these need, by their names."""
    for requirement in map(Requirement, requirements):
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if wanted and name not in found:
            found[name] = distribution(name)
            needed(found[name].requires or [], found)
    return found


def installed(package: Distribution) -> int:
    """Bytes of a distribution's files, compiled caches left out."""
    files = (Path(str(file.locate())) for file in package.files or () if "__pycache__" not in file.parts)
    return sum(path.stat().st_size for path in files if path.is_file())


def imports(code: str) -> float:
    """Milliseconds that all imports of a process take together, the least of some runs."""
    environ = os.environ | {"PYTHONPATH": str(REPO)}
    times = []
    for _ in range(RUNS):
        told = subprocess.run(
            [sys.executable, "-X", "importtime", "-c", code], env=environ, capture_output=True, encoding="utf-8", check=True
        ).stderr
        times.append(sum(map(int, re.findall(r"^import time:\s+(\d+) \|", told, re.MULTILINE))) / 1000)
    return min(times)


def main() -> int:
    """Print sizes and times; they have no limit."""
    size, others = own(), needed(PROJECT["project"]["dependencies"], {})
    sizes = {name: installed(package) for name, package in others.items()}
    most = ", ".join(f"{name} {sizes[name] / 1e6:.0f}" for name in sorted(sizes, key=lambda name: -sizes[name])[:5])
    print(f"tracker alone: {size / 1e6:.1f} MB")
    print(f"with the {len(others)} packages that it needs: {(size + sum(sizes.values())) / 1e6:.0f} MB (most: {most})")
    alone = imports("")
    for told, code in COMMANDS.items():
        print(f"imports of {told}: {imports(code):.0f} ms, of which Python's own {alone:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
