"""The bytes of an archive as they are read: unpacked (gzip, RFC 1952) piece by piece, and no further than a limit allows."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, BinaryIO

from tracker.read.refusals import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 65_536
MAGIC = b"\x1f\x8b"  # of what is packed


class Unpacked:
    """A stream of bytes, packed or not, with `read` and `readline` that give no more than they are asked for.

    `total` is how many bytes have come out. Each method raises UnreadableError where there are more than `limit`, where what is
    packed is damaged or breaks off, and where more than `head` bytes come out before `head` is set again; None is no bound.
    """

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._limit = limit
        self._pieces = _pieces(stream)
        self._buffer = memoryview(b"")
        self.total = 0
        self.head: int | None = None

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, empty at the end only."""
        found = bytearray()
        while size > len(found) and self._filled():
            found += self._taken(size - len(found))
        return bytes(found)

    def readline(self, size: int = PIECE) -> bytes:
        """Return the bytes up to the end of the line, that included, or the first `size` of them."""
        found = bytearray()
        while size > len(found) and not found.endswith(b"\n") and self._filled():
            start = self._buffer[: size - len(found)].tobytes()
            found += self._taken(start.find(b"\n") + 1 or len(start))
        return bytes(found)

    def _filled(self) -> bool:
        if not self._buffer:
            self._buffer = memoryview(next(self._pieces, b""))
        return bool(self._buffer)

    def _taken(self, size: int) -> memoryview:
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        self.total += len(taken)
        if self.total > self._limit:
            raise UnreadableError(f"unpacks to more than {self._limit:,} bytes, the limit: unpack it, and give what is in it")
        if self.head is not None:
            self.head -= len(taken)
            if self.head < 0:
                raise UnreadableError("the head of a record has no end: get the archive again")
        return taken


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    """Yield what a stream holds in pieces that are never empty, nor larger than PIECE."""
    raw = stream.read(PIECE)
    if not raw.startswith(MAGIC):
        while raw:
            yield raw
            raw = stream.read(PIECE)
        return
    first, unpacker = True, zlib.decompressobj(31)
    while raw or not unpacker.eof:
        if not raw:
            raise UnreadableError("its packed data break off: get the archive again")
        if unpacker.eof:  # after one packed member follows another
            unpacker = zlib.decompressobj(31)
        try:
            piece = unpacker.decompress(raw, PIECE)
        except zlib.error:
            raise UnreadableError("its packed data are damaged: get the archive again") from None
        if first and piece.startswith(MAGIC):
            raise UnreadableError("packed twice: unpack it once")
        first = first and not piece
        if piece:
            yield piece
        raw = (unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail) or stream.read(PIECE)
