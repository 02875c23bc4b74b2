"""Plain text files: bytes to text, text to Document."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from tracker.read.fields import document
from tracker.read.refusals import UnreadableError

if TYPE_CHECKING:
    from tracker.settings import Settings
    from tracker.types import Document


def text_document(data: bytes, name: str, settings: Settings) -> Document:
    """Make the Document of a .txt file: its text as it stands, no title. Raises UnreadableError."""
    return document({"text": decoded(data)}, name, settings)


def decoded(data: bytes) -> str:
    r"""Return the text of a file in UTF-8, or in UTF-16 with a byte order mark: without the mark, every line end "\n".

    Raises UnreadableError, naming the first byte (from 0) that is not of that encoding.
    """
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not utf16 and b"\0" in data:
        raise UnreadableError("binary, not text: save it as UTF-8 text")
    encoding = "UTF-16" if utf16 else "UTF-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(f"not valid {encoding} (byte {error.start}): save it as UTF-8") from None
    if "\0" in text:
        raise UnreadableError("binary, not text: save it as UTF-8 text")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
