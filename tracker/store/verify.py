"""Refuses what cannot be traced to the text: every quote must be what stands at its span."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import DatabaseError, SpanError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.types import Document, Mention, Span, StatusEvent


def verify(document: Document, mentions: Sequence[Mention]) -> None:
    """Check a document and the quotes of its mentions, those of evidence and contest included.

    Raises SpanError where a quote is not what stands at its span, DatabaseError where the text holds a NUL: a database
    that takes one cannot count past it.
    """
    if "\0" in document.text:
        raise DatabaseError(f"{document.ref} holds a NUL character, which no database can keep in a text: remove it")
    for mention in mentions:
        for span, quote in _quotes(mention):
            verify_quote(document.text, span, quote, f"{document.ref}: mention {mention.id}")


def verify_quote(text: str, span: Span, quote: str, whose: str) -> None:
    """Check one quote. Raises SpanError, which names `whose` it is."""
    start, end = span
    if not 0 <= start < end <= len(text) or text[start:end] != quote:
        found = text[max(start, 0) : max(end, 0)]
        raise SpanError(f"{whose} quotes {quote!r}, but at {start} to {end} the text has {found!r}: it was not stored")


def _quotes(mention: Mention) -> Iterator[tuple[Span, str]]:
    yield (mention.start, mention.end), mention.quote
    for remark in (mention.evidence, mention.contest):
        if remark is not None:
            yield remark.span, remark.quote


def verify_event(event: StatusEvent, span: Span | None, text: str | None) -> None:
    """Check that the quote of an event is what stands at `span` in the text of its article.

    Raises SpanError where it is not, where a quote comes without a span, or a span without a text.
    """
    whose = f"the event {event.axis}: {event.value}"
    if span is None and event.quote is not None:
        raise SpanError(f"{whose} quotes {event.quote!r} without saying where that stands: it was not stored")
    if span is not None and text is None:
        raise SpanError(f"{whose} gives a span of no article: it was not stored")
    if span is not None and text is not None:
        verify_quote(text, span, text[span[0] : span[1]] if event.quote is None else event.quote, whose)
