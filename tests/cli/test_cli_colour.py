from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli.running import ok

if TYPE_CHECKING:
    from pathlib import Path

ESCAPE = "\x1b"
DRAWN = pytest.mark.parametrize("args", [["list"], ["show", "A-1"], ["trajectory", "A-1"]], ids=" ".join)


@DRAWN
def test_a_terminal_gets_styles(demo: Path, args: list[str]) -> None:
    assert ESCAPE in ok(*args, db=demo, TTY_COMPATIBLE="1", TERM="xterm-256color")


@DRAWN
def test_a_pipe_and_a_dumb_terminal_get_none(demo: Path, args: list[str]) -> None:
    assert ESCAPE not in ok(*args, db=demo, TERM="xterm-256color")
    assert ESCAPE not in ok(*args, db=demo, TTY_COMPATIBLE="1", TERM="dumb")


@DRAWN
def test_no_color_means_no_escape_sequences(demo: Path, args: list[str]) -> None:
    assert ESCAPE not in ok(*args, db=demo, TTY_COMPATIBLE="1", TERM="xterm-256color", NO_COLOR="1")


@DRAWN
def test_the_option_no_color_means_the_same(demo: Path, args: list[str]) -> None:
    assert ESCAPE not in ok("--no-color", *args, db=demo, TTY_COMPATIBLE="1", TERM="xterm-256color")
