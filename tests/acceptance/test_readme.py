"""The README shows what the commands really print.

A block is a comment, a fence, the command after `$`, and its output:

    <!-- shown by: tracker list --unverified --limit 5 -->
    ```console
    $ tracker list --unverified --limit 5
    …
    ```

`<!-- shown by (cut to 20 lines): … -->` shows the first 20 lines of the output and then `[…]`. The commands run in a folder
with seeds/demo, on a database with its articles; one that ingests has a new database of its own.

    python tests/acceptance/test_readme.py --update     writes the blocks anew
"""

from __future__ import annotations

import atexit
import difflib
import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
README = REPO / "README.md"
CUT = "[…]"
BLOCK = re.compile(
    r"^<!-- shown by(?: \(cut to (?P<cut>\d+) lines\))?: (?P<command>[^\n]+?) -->\n```console\n(?P<shown>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
STYLES = re.compile(r"\x1b\[[0-9;]*m")
# `tracker` on the path: this interpreter, and the name that people type
SHIM = """#!/bin/sh
exec '{python}' -c 'import sys; sys.argv[0] = "tracker"; from tracker.cli import main; main()' "$@"
"""


@functools.cache
def place() -> Path:
    """A folder with seeds/demo, and a program `tracker`."""
    folder = Path(tempfile.mkdtemp(prefix="readme-"))
    atexit.register(shutil.rmtree, folder)
    shutil.copytree(REPO / "seeds" / "demo", folder / "seeds" / "demo")
    program = folder / "bin" / "tracker"
    program.parent.mkdir()
    program.write_text(SHIM.format(python=sys.executable))
    program.chmod(0o755)
    return folder


@functools.cache
def demo_database() -> Path:
    """A database with the articles of seeds/demo."""
    database = place() / "demo.db"
    shell("tracker --quiet ingest seeds/demo", database)
    return database


def shell(command: str, database: Path) -> str:
    """What a person sees who types the command into a terminal of 80 columns. It must succeed."""
    environ = os.environ | {
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "PATH": f"{place() / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(REPO),
        "TRACKER_DATABASE_URL": str(database),
        "TTY_COMPATIBLE": "1",
    }
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    result = subprocess.run(["/bin/sh", "-c", command], cwd=place(), env=environ, encoding="utf-8", check=False, **streams)
    if result.returncode:
        raise RuntimeError(f"$ {command}\n{result.stdout}exit status {result.returncode}")
    return STYLES.sub("", result.stdout)


def printed(command: str) -> str:
    """The output of a command on the database with the demo; one that ingests has a new database."""
    with tempfile.TemporaryDirectory() as empty:
        shared = "tracker" in command and "tracker ingest" not in command
        return shell(command, demo_database() if shared else Path(empty) / "new.db")


def right(block: re.Match[str]) -> str:
    """What the block should show: the command, and as much of its output as its comment says."""
    lines = printed(block["command"]).splitlines()
    if block["cut"] and len(lines) > int(block["cut"]):
        lines = [*lines[: int(block["cut"])], CUT]
    lines = [f"$ {block['command']}", *lines]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def updated(text: str) -> str:
    """The text with every block as it should be."""
    return BLOCK.sub(lambda block: block[0][: block.start("shown") - block.start()] + right(block) + "```", text)


TEXT = README.read_text(encoding="utf-8")
SHOWN = list(BLOCK.finditer(TEXT))


def test_every_block_shows_what_its_command_prints() -> None:
    shown, real = ([line.rstrip() for line in text.splitlines()] for text in (TEXT, updated(TEXT)))
    difference = "\n".join(difflib.unified_diff(shown, real, "README.md", "real", lineterm=""))
    if difference:
        pytest.fail(f"python tests/acceptance/test_readme.py --update\n{difference}", pytrace=False)


def test_every_comment_has_its_block() -> None:
    assert TEXT.count("<!-- shown by") == len(SHOWN) > 0


def test_the_files_that_the_readme_names_are_there() -> None:
    named = re.findall(r"\]\(([^)#:]+)\)|`((?:docs|seeds|tests|tracker)/[\w./-]+)`", TEXT)
    assert [name for pair in named if not (REPO / (name := "".join(pair))).exists()] == []


STALE = """Before.

<!-- shown by: echo 'one  '; echo two -->
```console
$ echo something else
```

<!-- shown by (cut to 2 lines): printf '1\\n2\\n3\\n' -->
```console
```

<!-- shown by (cut to 2 lines): printf '1\\n2\\n' -->
```console
```
After.
"""
FRESH = """Before.

<!-- shown by: echo 'one  '; echo two -->
```console
$ echo 'one  '; echo two
one
two
```

<!-- shown by (cut to 2 lines): printf '1\\n2\\n3\\n' -->
```console
$ printf '1\\n2\\n3\\n'
1
2
[…]
```

<!-- shown by (cut to 2 lines): printf '1\\n2\\n' -->
```console
$ printf '1\\n2\\n'
1
2
```
After.
"""


def test_an_update_writes_stale_blocks_anew_and_leaves_the_rest() -> None:
    assert updated(STALE) == FRESH
    assert updated(FRESH) == FRESH


def test_a_command_that_fails_is_not_shown() -> None:
    with pytest.raises(RuntimeError, match="exit status 4"):
        printed("echo half of it; exit 4")


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit(__doc__)
    README.write_text(updated(TEXT), encoding="utf-8")
