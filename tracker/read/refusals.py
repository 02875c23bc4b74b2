"""How an input is turned down: the reason for people, and enough of the input to find it again."""

from __future__ import annotations

import errno
import hashlib

from tracker.errors import TrackerError
from tracker.types import Refusal

EXCERPT_CHARS = 500


class UnreadableError(TrackerError):
    """An input that cannot become a Document. The message is the reason; the caller adds which input it was."""


def refuse(ref: str, reason: str, data: bytes) -> Refusal:
    """Make the Refusal of an input that was read whole: `data` is the file or the line at fault."""
    return Refusal(ref=ref, reason=reason, sha256=hashlib.sha256(data).hexdigest(), size=len(data), excerpt=excerpt(data))


def excerpt(data: bytes) -> str:
    """Return the first 500 characters of `data`, safe to print: U+FFFD for what is not UTF-8 or not printable."""
    text = data[: 4 * EXCERPT_CHARS].decode("utf-8", "replace")[:EXCERPT_CHARS]
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in text)


def because(error: OSError) -> str:
    """Say why the system will not let us read a path."""
    advice = ": give the file itself" if error.errno == errno.ELOOP else ""
    return f"cannot be read: {(error.strerror or type(error).__name__).lower()}{advice}"


def printable(path: object) -> str:
    """Return a path as text that can be stored: bytes of a file name that are not UTF-8 become "?"."""
    return str(path).encode("utf-8", "replace").decode("utf-8")
