"""PDF files: bytes to Document, by way of a worker process. Needs the extra `read-pdf`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.read.fields import document
from tracker.read.refusals import UnreadableError

if TYPE_CHECKING:
    from tracker.settings import Settings
    from tracker.types import Document


def pdf_document(data: bytes, name: str, settings: Settings) -> Document:
    """Make the Document of a .pdf file: its text, its title and author where it tells them.

    Raises UnreadableError, also where parsing takes too long or pypdf is not installed; TrackerError where the parser itself
    cannot be started.
    """
    if b"%PDF-" not in data[:1024]:
        raise UnreadableError("not a PDF: give it the suffix of what it is")
    from tracker.read import worker

    fields = worker.parse(data, settings, "pdf")
    if not fields["text"]:
        raise UnreadableError("no text in the PDF, which may be a scan: save its text as .txt")
    return document(fields, name, settings)
