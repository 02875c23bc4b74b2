"""Newsletters and other mails: one in a file (.eml), or many in a mailbox (.mbox, RFC 4155), read in bounded memory."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

from tracker.read.dates import day_in_page
from tracker.read.fields import document
from tracker.read.refusals import UnreadableError, excerpt, refuse
from tracker.types import Document, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.settings import Settings

CHUNK = 65_536

_HEADER = re.compile(rb"\s*(?:>?From [^\n]*\n)?[!-9;-~]{1,100}[ \t]*:")  # the first field, after what mailboxes begin with
_QUOTED_FROM = re.compile(rb">+From ")


def mail_document(data: bytes, name: str, settings: Settings) -> Document:
    """Make the Document of a .eml file: the mail's text, its subject as title, its sender as publisher, its day.

    Raises UnreadableError, also where parsing takes too long; TrackerError where the parser itself cannot be started.
    """
    if not data.strip():
        raise UnreadableError("no text in it: give its text, or leave it out")
    if not _HEADER.match(data):
        raise UnreadableError("not a mail, which begins with a header such as 'Subject: …': save it as .eml again")
    from tracker.read import worker

    fields = worker.parse(data, settings, "mail")
    if not fields["text"]:
        raise UnreadableError("no text in the mail: save what its pictures or attachments say as .txt")
    known = day_in_page(fields["published"] or "")
    given = fields | {"published": known.isoformat() if known else None}
    return document({key: value for key, value in given.items() if value is not None}, name, settings)


def mailbox_documents(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Document | Refusal]:
    """Yield each mail of a mailbox as a Document, or as a Refusal named `name:NUMBER`, in order.

    Raises TrackerError where the parser cannot be started, OSError where reading fails.
    """
    number = 0
    for data, size in _mails(stream, settings.max_mail_bytes):
        number += 1
        if size > len(data):
            reason = f"{size:,} bytes, the limit is {settings.max_mail_bytes:,}: save its text as .txt"
            yield Refusal(ref=f"{name}:{number}", reason=reason, size=size, excerpt=excerpt(data))
            continue
        try:
            yield mail_document(data, f"{PurePath(name).name}:{number}", settings)
        except UnreadableError as error:
            yield refuse(f"{name}:{number}", str(error), data)
    if not number:
        yield Refusal(
            ref=name, reason="no mails in it, each of which begins with a line 'From …': give a mailbox, or .eml files"
        )


def _mails(stream: BinaryIO, limit: int) -> Iterator[tuple[bytes, int]]:
    """Yield each mail and its size in bytes; of one that is larger than `limit` some of the beginning.

    A mail begins after a line `From …` that is the first, or follows a blank one. Lines of a mail that look so were marked
    with a > by who wrote the mailbox ("mboxrd"), which is taken off. What stands before the first is passed over.
    """
    mail, size, inside = bytearray(), 0, False
    begins, blank = True, True  # of a line; after a blank one
    while piece := stream.readline(CHUNK):
        if begins and blank and piece.startswith(b"From "):
            if inside:
                yield bytes(mail), size
            mail, size, inside = bytearray(), 0, True
        elif inside:
            piece = piece[1:] if begins and _QUOTED_FROM.match(piece) else piece
            size += len(piece)
            if size <= limit:
                mail += piece
        blank = begins and not piece.strip()
        begins = piece.endswith(b"\n")
    if inside:
        yield bytes(mail), size
