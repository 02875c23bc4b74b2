"""WACZ files (Web Archive Collection Zipped, Webrecorder 2021): web archives in a ZIP file, under `archive/`."""

from __future__ import annotations

import zipfile
import zlib
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from tracker.read.refusals import UnreadableError
from tracker.read.unpacked import Unpacked
from tracker.read.warc import archive_documents
from tracker.types import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.settings import Settings
    from tracker.types import Document


def collection_documents(stream: BinaryIO, name: str, settings: Settings, limit: int) -> Iterator[Document | Refusal]:
    """Yield what is in the archives of a collection, one after the other, as `archive_documents` does.

    All together may unpack to `limit` bytes. Raises what `archive_documents` raises.
    """
    try:
        with zipfile.ZipFile(_Listed(stream, settings.max_listing_bytes)) as collection:
            members = [info for info in collection.infolist() if _is_archive(info.filename)]
            if not members:
                yield Refusal(ref=name, reason="no web archive under archive/ in it: give a WACZ file")
            for info in sorted(members, key=lambda info: info.filename):
                if limit <= 0:
                    yield Refusal(ref=name, reason="unpacks to more than the limit: unpack it, and give what is in it")
                    return
                unpacked: Unpacked | None = None
                place = f"{name}:{info.filename.removeprefix('archive/')}"
                try:
                    with _opened(collection, info) as member:
                        unpacked = Unpacked(_Guarded(member), limit)  # type: ignore[arg-type]  # of a stream only `read` is used
                        yield from archive_documents(unpacked, place, settings)
                except UnreadableError as error:
                    yield Refusal(ref=place, reason=str(error))
                except (zipfile.BadZipFile, RuntimeError):  # the second for what is locked with a password
                    yield Refusal(ref=place, reason="damaged or locked: get the collection again")
                limit -= unpacked.total if unpacked else 0
    except UnreadableError as error:
        yield Refusal(ref=name, reason=str(error))
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError, OverflowError):
        yield Refusal(ref=name, reason="not a ZIP file, or a damaged one: get the collection again")


def _is_archive(name: str) -> bool:
    return name.startswith("archive/") and name.lower().endswith((".warc", ".warc.gz"))


def _opened(collection: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:  # others may want any memory
        raise UnreadableError("packed in a way that WACZ does not have: unpack it, and give what is in it")
    return collection.open(info)


class _Listed:
    """A file of which no more is read at once than a listing may have: `zipfile` reads it whole, however long it says it is."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream, self._limit = stream, limit
        self.seek, self.tell, self.seekable = stream.seek, stream.tell, stream.seekable

    def read(self, size: int = -1) -> bytes:
        """Read up to `size` bytes. Raises UnreadableError where that is too many."""
        found = b"" if size > self._limit else self._stream.read(size if size >= 0 else self._limit + 1)
        if max(size, len(found)) > self._limit:
            raise UnreadableError("lists more files than a collection has: unpack it, and give what is in it")
        return found


class _Guarded:
    """A member of a ZIP file; that it is damaged is told in a sentence."""

    def __init__(self, member: Any) -> None:
        self._member = member

    def read(self, size: int) -> bytes:
        """Read up to `size` bytes. Raises UnreadableError."""
        try:
            found: bytes = self._member.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError):
            raise UnreadableError("its packed data are damaged: get the collection again") from None
        return found
