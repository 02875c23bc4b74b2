"""JSON lines: one article a line, from a file or a pipe of any length, in bounded memory."""

from __future__ import annotations

import codecs
import hashlib
import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

from tracker.read.fields import document
from tracker.read.refusals import UnreadableError, excerpt, refuse
from tracker.types import Document, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.settings import Settings

CHUNK = 65_536


def line_documents(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Document | Refusal]:
    """Yield each line of `stream` as a Document or a Refusal, in order; blank lines are skipped.

    A refused line is named `name:LINE`. A stream without any article, or that
    is no JSON lines at all, gives one Refusal. Raises OSError where reading
    fails.
    """
    nothing = True
    number = 0
    # Room for the line end; a line that fills it all and goes on is too long.
    while data := stream.readline(settings.max_line_bytes + 2):
        number += 1
        line = data.rstrip(b"\r\n").removeprefix(codecs.BOM_UTF8 if number == 1 else b"")
        if len(line) > settings.max_line_bytes or (len(data) > settings.max_line_bytes + 1 and data[-1:] != b"\n"):
            yield _too_long(stream, data, name, number, settings.max_line_bytes)
        elif not line.strip():
            continue
        elif nothing and (reason := _no_lines(line)):
            yield refuse(name, reason, line)
            return
        else:
            try:
                yield document(_fields(line), f"{PurePath(name).name}:{number}", settings)
            except UnreadableError as error:
                yield refuse(f"{name}:{number}", str(error), line)
        nothing = False
    if nothing:
        yield refuse(name, "no text in it: give its text, or leave it out", b"")


def _no_lines(first: bytes) -> str | None:
    """Why a stream holds no JSON lines at all, as its first line shows; None where it may: then each line is judged alone."""
    if b"\0" in first or (not first.lstrip().startswith(b"{") and not _is_text(first)):
        return "binary, not text: give JSON with one object a line"
    if first.strip() in {b"{", b"[", b"[{"}:
        return "JSON laid out over many lines: write one object a line"
    return None


def _is_text(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _fields(line: bytes) -> dict[str, Any]:
    """Return the object that a line holds. Raises UnreadableError."""
    try:
        value = json.loads(line.decode("utf-8"), parse_constant=_not_json)
    except UnicodeDecodeError as error:
        raise UnreadableError(f"not valid UTF-8 (byte {error.start}): save it as UTF-8") from None
    except json.JSONDecodeError as error:
        raise UnreadableError(f"not JSON (column {error.colno}: {error.msg.lower()}): write one object a line") from None
    except RecursionError:
        raise UnreadableError("JSON nested too deep: flatten it") from None
    except ValueError:  # Python will not convert more than some thousand digits
        raise UnreadableError("JSON with a number that is too long: shorten it") from None
    if not isinstance(value, dict):
        raise UnreadableError('JSON, but not an object: write {"text": "…"}')
    return value


def _not_json(constant: str) -> NoReturn:
    """Refuse NaN and Infinity, which are Python's own: what holds them could not be exported as JSON."""
    raise UnreadableError(f"not JSON ({constant} is no JSON value): write null")


def _too_long(stream: BinaryIO, head: bytes, name: str, number: int, limit: int) -> Refusal:
    """Skip the rest of the line that begins with `head`, chunk by chunk; return its Refusal."""
    digest = hashlib.sha256()
    size = 0
    chunk = head
    while chunk:
        content = chunk.removesuffix(b"\n")
        digest.update(content)
        size += len(content)
        chunk = b"" if content != chunk else stream.readline(CHUNK)
    reason = f"line {number} has {size:,} bytes, the limit is {limit:,}: split it into articles"
    return Refusal(ref=f"{name}:{number}", reason=reason, sha256=digest.hexdigest(), size=size, excerpt=excerpt(head))
