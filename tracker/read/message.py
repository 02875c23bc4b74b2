"""What a mail says (RFC 5322; MIME, RFC 2045): its text and what its header tells. Runs in the worker process."""

from __future__ import annotations

import email
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime
from typing import TYPE_CHECKING

from tracker.read import page
from tracker.read.charset import in_utf8
from tracker.text import squash

if TYPE_CHECKING:
    from email.message import Message

_OTHER_WAY = 2.0  # the plain part has so many times the text of the other: the page is only a frame around pictures


def parsed(data: bytes) -> dict[str, str | None]:
    """Return `text`, `title`, `publisher`, `published`, `language` and, for `extra`, `from` and `message_id` of a mail.

    The publisher is the name of the sender, else the part of the address behind the @; the day is that of the sender's clock.
    Text is that of the part in HTML, read as a page is, or of the plain part, if that has much more of it; attachments are left
    out. May raise anything and may take for ever.
    """
    message = email.message_from_bytes(data)  # the newer policies take quadratic time to parse a hostile header
    name, address = parseaddr(_header(message, "From") or "")
    fields = {
        "title": _header(message, "Subject"),
        "publisher": name or address.rpartition("@")[2] or None,
        "published": _day(_header(message, "Date")),
        "language": None,
        "from": address or None,
        "message_id": _header(message, "Message-ID"),
    }
    return {key: page.clean(value) for key, value in {**fields, **_body(message)}.items()}


def _body(message: Message) -> dict[str, str | None]:
    """Return `text`, and `language` where the part in HTML tells one."""
    found: dict[str, bytes] = {}
    for part in message.walk():
        kind = part.get_content_type()
        if kind in {"text/html", "text/plain"} and kind not in found and part.get_content_disposition() != "attachment":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                found[kind] = in_utf8(payload, part.get_content_charset(), page=kind == "text/html")
    plain = found.get("text/plain", b"").decode("utf-8", "replace").replace("\r\n", "\n").strip()
    if "text/html" not in found:
        return {"text": plain}
    read = page.parsed(found["text/html"])
    text = read.get("text") or _laid_out(found["text/html"])
    if len(plain) > _OTHER_WAY * len(text):
        return {"text": plain}
    return {"text": text, "language": read.get("language")}


def _laid_out(data: bytes) -> str:
    """Return all the text of a page: newsletters are laid out as tables, in which no article is found."""
    import trafilatura

    lines = str(trafilatura.html2txt(data) or "").split("\n")
    return "\n\n".join(line.strip() for line in lines if line.strip())


def _header(message: Message, name: str) -> str | None:
    """Return a field of the header, decoded (RFC 2047) where that can be done, on one line; None where there is none."""
    value = message.get(name)
    if value is None:
        return None
    try:
        text = str(make_header(decode_header(value)))
    except (LookupError, ValueError):  # no such encoding, or not in it
        text = str(value)
    return squash(text) or None


def _day(date: str | None) -> str | None:
    try:
        return parsedate_to_datetime(date or "").date().isoformat()
    except (TypeError, ValueError, OverflowError):
        return None
