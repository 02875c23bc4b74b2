"""Saved web pages: bytes to Document, by way of a worker process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.read.fields import document
from tracker.read.refusals import UnreadableError

if TYPE_CHECKING:
    from tracker.settings import Settings
    from tracker.types import Document


class NoArticleError(UnreadableError):
    """A page that the parser reads, and finds no article in."""


def html_document(data: bytes, name: str, settings: Settings) -> Document:
    """Make the Document of a .html file: the article in the page, and what its metadata say.

    Raises UnreadableError, also where parsing takes longer than `settings.html_seconds`; TrackerError where the parser
    itself cannot be started.
    """
    if not data.strip():
        raise UnreadableError("no text in it: give its text, or leave it out")
    from tracker.read import worker

    fields = worker.parse(data, settings)
    if not fields["text"]:
        raise NoArticleError("no article text found in the page: save the article's text as .txt")
    return document(fields, name, settings)
