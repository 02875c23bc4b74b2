"""Whether a file of packed records (gzip members, RFC 1952) ends with a whole one: what can be told from its end alone.

From the end on, whatever looks like the start of a member is unpacked. Where one ends exactly with the file, checksum and all,
the file is whole; what only looks like a start, inside of another member, does not. A page could be made to hold thousands of
such starts, so no more than a budget is looked at, and what is not found whole by then counts as broken: that is safe.
"""

from __future__ import annotations

import os
import zlib
from pathlib import Path

STEP = 1_000_000  # bytes that are read, and unpacked, at once
BUDGET = 100_000_000  # bytes that are read, and that are unpacked, altogether
TRIES = 10_000  # starts
_START = b"\x1f\x8b\x08"


def ends_whole(path: Path) -> bool:
    """Tell whether the last record of a file is whole; true for an empty file. Raises OSError."""
    with path.open("rb") as file:
        size = start = file.seek(0, os.SEEK_END)
        tail, tries, budget = b"", TRIES, BUDGET
        while start and size - start < BUDGET:
            room = min(start, STEP)
            start = file.seek(start - room)
            tail = file.read(room) + tail
            place = tail.rfind(_START, 0, room + len(_START) - 1)
            while place >= 0 and tries and budget > 0:
                whole, unpacked = _unpacked(memoryview(tail)[place:])
                if whole:
                    return True
                tries, budget = tries - 1, budget - unpacked
                place = tail.rfind(_START, 0, place + len(_START) - 1)
    return size == 0


def _unpacked(data: bytes | memoryview) -> tuple[bool, int]:
    """Tell whether the data are one whole member, and how many bytes came out of them."""
    unpacker, came = zlib.decompressobj(31), 0
    try:
        while data and not unpacker.eof and came < BUDGET:
            came += len(unpacker.decompress(data, STEP))
            data = unpacker.unconsumed_tail
    except zlib.error:
        return False, came
    return unpacker.eof and not unpacker.unused_data, came
