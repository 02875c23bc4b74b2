"""Bodies of HTTP answers, put together and unpacked (gzip, RFC 1952) no further than a limit allows."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from tracker.read.refusals import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable

PACKED = frozenset({"gzip", "x-gzip"})
_FIRST = b"\x1f"  # byte of every member


def whole(pieces: Iterable[bytes], *, packed: bool, limit: int) -> bytes:
    """Return a body of at most `limit` bytes, as it comes and as it is unpacked.

    No more is read, or unpacked, than shows that there is more: a bomb costs what a page costs. Raises UnreadableError, also
    where packed data are damaged or break off: half an article is none.
    """
    data, came = bytearray(), 0
    unpacker = zlib.decompressobj(31) if packed else None
    for piece in pieces:
        came += len(piece)
        if unpacker is None:
            data += piece
        else:
            unpacker = _unpack(unpacker, piece, data, limit)
        if came > limit or len(data) > limit:
            raise UnreadableError(f"more than {limit:,} bytes, the limit: save its text as .txt")
    if unpacker is not None and came and not unpacker.eof:
        raise UnreadableError("the server's packed data break off: try again later")
    return bytes(data)


def _unpack(unpacker: zlib._Decompress, piece: bytes, data: bytearray, limit: int) -> zlib._Decompress:
    """Add what a piece holds to `data`; after the end of one packed member another may follow. Return the one at work."""
    try:
        while piece and len(data) <= limit:
            if unpacker.eof:
                if not piece.startswith(_FIRST):  # some servers fill up with zeros
                    break
                unpacker = zlib.decompressobj(31)
            data += unpacker.decompress(piece, limit + 1 - len(data))
            piece = unpacker.unused_data
    except zlib.error:
        raise UnreadableError("the server's packed data are damaged: save the page and give its file") from None
    return unpacker
