"""The pages of the documentation and the blocks of code in them: what each block should show, found by running it.

A comment before a fence says what becomes of it; without one, its kind does:

    <!-- shown by: COMMAND -->                  console: `$ COMMAND`, and what it prints
    <!-- shown by (cut to 20 lines): … -->      the first 20 lines of it, and then `[…]`
    <!-- printed -->                            what the Python block before it prints
    <!-- file: NAME -->                         is written to a file of this name, for the blocks after it
    <!-- not run: WHY -->                       is left alone

    python is run; sh is run and must succeed; toml and json must parse; text is no code.

The blocks of a page run in their order, in a folder of the page with seeds/demo, on a database `demo.db` with its articles.
`tracker ingest seeds/demo` is how that database was made: it prints what it printed then.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from typer.testing import CliRunner

from tracker.cli.app import app

REPO = Path(__file__).resolve().parents[2]
DOCS = REPO / "docs"
CUT = "[…]"
INGEST = "tracker ingest seeds/demo"
SHOWN = re.compile(r"shown by(?: \(cut to (?P<cut>\d+) lines\))?: (?P<command>.+)")
SURROUNDINGS = {
    "COLUMNS": "80",
    "NO_COLOR": "1",
    "TRACKER_DATABASE_URL": "demo.db",
    "TRACKER_USER": "analyst",
    "TTY_COMPATIBLE": "1",
}
STYLES = re.compile(r"\x1b\[[0-9;]*m")
# `tracker` on the path: this interpreter, and the name that people type
SHIM = """#!/bin/sh
exec '{python}' -c 'import sys; sys.argv[0] = "tracker"; from tracker.cli import main; main()' "$@"
"""


def pages() -> list[Path]:
    """The README and every page below docs/."""
    found = (path for path in DOCS.rglob("*.md") if "_build" not in path.parts)
    return [REPO / "README.md", *sorted(found)]


@dataclass(frozen=True, slots=True)
class Block:
    """A block of code: its kind ("python"; "" where it tells none), its comment, and its lines `first` up to `last`."""

    kind: str
    mark: str
    code: str
    first: int
    last: int
    fenced: bool

    @property
    def fate(self) -> str:
        """What becomes of it: its mark up to a colon, else its kind."""
        return re.split(r"[:(]", self.mark)[0].strip() or self.kind


def blocks(text: str) -> Iterator[Block]:
    """The blocks of code of a page in their order, but for the directives of the site."""
    mark = ""
    for token in MarkdownIt().parse(text):
        if token.type in {"fence", "code_block"} and not token.info.startswith("{") and token.map:
            start, end = token.map
            fenced = token.type == "fence"
            yield Block(token.info.strip(), mark, token.content, start + fenced, end - fenced, fenced)
        comment = re.fullmatch(r"<!-- (.+) -->\n?", token.content) if token.type == "html_block" else None
        mark = comment[1] if comment else ""


@dataclass(slots=True)
class Walk:
    """A walk through one page: its folder, the names that its Python blocks have defined, and what the last of them printed."""

    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})
    printed: str = ""
    _folder: Path | None = None

    @property
    def folder(self) -> Path:
        """The folder of the page, made when it is first asked for."""
        if self._folder is None:
            self._folder = _empty()
            shutil.copytree(REPO / "seeds" / "demo", self._folder / "seeds" / "demo")
            shutil.copy(demo()[0], self._folder / "demo.db")
        return self._folder

    def right(self, block: Block) -> str | None:
        """What the block should hold, after it was run; None where it may hold what it does. Raises where it is at fault."""
        match block.fate:
            case "shown by":
                told = SHOWN.fullmatch(block.mark)
                assert told, f"not understood: {block.mark}"
                return shown(told["command"], self.shell(told["command"]), int(told["cut"] or 0))
            case "printed":
                return self.printed
            case "file":
                (self.folder / block.mark.removeprefix("file: ")).write_text(block.code, encoding="utf-8")
            case "python":
                self.printed = self.python(block)
            case "sh":
                lines = [re.sub(r" +# .*", "", line) for line in block.code.splitlines()]
                for command in lines if all(map(plain, lines)) else [f"set -e\n{block.code}"]:
                    self.shell(command)
            case "toml":
                tomllib.loads(block.code)
            case "json":
                json.loads(block.code)
            case "not run" | "text":
                pass
            case _:
                raise AssertionError(f"a block of the kind {block.kind!r}: run it, or say why not")
        return None

    def shell(self, command: str) -> str:
        """What a person sees who types the command into a terminal of 80 columns. It must succeed."""
        if command == INGEST:
            return demo()[1]
        return shell(command, self.folder)

    def python(self, block: Block) -> str:
        """What the block prints, run in this process."""
        caught = io.StringIO()
        before = dict(os.environ)
        os.environ.update(SURROUNDINGS)
        sys.path.insert(0, str(self.folder))
        try:
            with contextlib.chdir(self.folder), contextlib.redirect_stdout(caught):
                exec(compile(block.code, "block", "exec"), self.names)  # noqa: S102  # to run the code of our pages is what this is for
        finally:
            sys.path.remove(str(self.folder))
            os.environ.clear()
            os.environ.update(before)
        return "".join(f"{line.rstrip()}\n" for line in caught.getvalue().splitlines())


def updated(text: str, name: str = "the page") -> str:
    """The text of a page with every block as it should be. Raises RuntimeError, with the line, where a block is at fault."""
    lines, walk = text.splitlines(keepends=True), Walk()
    replaced: list[tuple[Block, str]] = []
    for block in blocks(text):
        try:
            right = walk.right(block)
        except Exception as error:  # whatever a block does wrong is told with its line
            raise RuntimeError(f"{name}:{block.first}: {str(error) or repr(error)}") from error
        if right is not None:
            replaced.append((block, right))
    for block, right in reversed(replaced):
        lines[block.first : block.last] = [right]
    return "".join(lines)


def shown(command: str, printed: str, cut: int = 0) -> str:
    """The command after `$`, and as much of its output as is wanted: all of it where `cut` is 0."""
    lines = printed.splitlines()
    if cut and len(lines) > cut:
        lines = [*lines[:cut], CUT]
    return "".join(f"{line.rstrip()}\n" for line in (f"$ {command}", *lines))


def plain(command: str) -> bool:
    """True for a call of `tracker` that needs no shell."""
    return command.startswith("tracker ") and not re.search(r"[|&;<>$`*#\n]", command)


def shell(command: str, folder: Path) -> str:
    """What a command prints in a folder, on the database `demo.db` there. Raises RuntimeError where it fails.

    A plain call of `tracker` runs in this process, which has imported everything; what needs a shell gets one.
    """
    if plain(command):
        gc.collect()  # a process would have ended, and let go of what the call before held
        with contextlib.chdir(folder):
            called = CliRunner().invoke(app, shlex.split(command)[1:], env=SURROUNDINGS)
        status, printed = called.exit_code, called.output
    else:
        path = f"{_program()}{os.pathsep}{os.environ['PATH']}"
        environ = os.environ | SURROUNDINGS | {"PATH": path, "PYTHONPATH": str(REPO)}
        if "|" in command:  # what goes on to another program is seen by nobody
            environ["TTY_COMPATIBLE"] = "0"
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        ran = subprocess.run(["/bin/sh", "-c", command], cwd=folder, env=environ, encoding="utf-8", check=False, **streams)
        status, printed = ran.returncode, ran.stdout
    if status:
        raise RuntimeError(f"$ {command}\n{printed}exit status {status}")
    return STYLES.sub("", printed)


@functools.cache
def demo() -> tuple[Path, str]:
    """A database with the articles of seeds/demo, and what their ingest printed."""
    folder = _empty()
    shutil.copytree(REPO / "seeds" / "demo", folder / "seeds" / "demo")
    told = shell(INGEST, folder)
    return folder / "demo.db", told


@functools.cache
def _program() -> Path:
    """A folder with a program `tracker`."""
    program = _empty() / "tracker"
    program.write_text(SHIM.format(python=sys.executable))
    program.chmod(0o755)
    return program.parent


def _empty() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="page-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
