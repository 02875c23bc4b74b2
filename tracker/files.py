"""What people name on a command line and is read as a whole: a file, or stdin."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import NotFoundError, TrackerError

if TYPE_CHECKING:
    from typing import BinaryIO


def contents(path: str | Path, stdin: BinaryIO | None = None) -> bytes:
    """A file, or all of stdin for `-`. Raises NotFoundError, TrackerError."""
    if str(path) == "-":
        return (stdin or sys.stdin.buffer).read()
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise NotFoundError(f"{path}: no such file: check the path") from None
    except OSError as error:
        raise TrackerError(f"{path}: {error.strerror}") from None
