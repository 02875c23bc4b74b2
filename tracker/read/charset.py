"""In which encoding a page of the web is written, and its bytes in UTF-8.

By the order of the HTML standard (WHATWG, "determining the character encoding"): a byte order mark, the HTTP header, a <meta>
tag in the first 1,024 bytes; else UTF-8 where the bytes are valid UTF-8, and windows-1252 where they are not. Names of
encodings mean what the Encoding standard (WHATWG) has them mean: "latin1" is windows-1252.
"""

from __future__ import annotations

import re

PRESCAN = 1024  # bytes

_COMMENT = re.compile(rb"<!--.*?(?:-->|$)", re.DOTALL)
_META = re.compile(rb"""<meta[\s/][^>]*?charset\s*=\s*["']?\s*([^\s"'/>;]+)""", re.IGNORECASE)


def in_utf8(data: bytes, header: str | None, *, page: bool) -> bytes:
    """Return a text in UTF-8 without a byte order mark; `header` is what HTTP says, `page` whether it may have <meta> tags.

    Bytes that are wrong in the encoding become U+FFFD, as in a browser; a name that is no encoding's counts for nothing.
    """
    import webencodings

    told = (header, _meta(data) if page else None)
    encoding = next((found for name in told if name and (found := webencodings.lookup(name))), None)
    fallback = encoding or webencodings.lookup("utf-8" if _is_utf8(data) else "windows-1252")
    text, _ = webencodings.decode(data, fallback, "replace")  # a byte order mark comes before all
    return str(text).encode("utf-8", "replace")


def _meta(data: bytes) -> str | None:
    """Return the encoding that a <meta> tag names; one that could not have been read in that encoding means UTF-8."""
    found = _META.search(_COMMENT.sub(b"", data[:PRESCAN]))
    name = found[1].decode("ascii", "replace").lower() if found else None
    return "utf-8" if name and name.startswith(("utf-16", "utf16", "ucs-2", "unicode")) else name


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
