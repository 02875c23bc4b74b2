"""Articles by their web address: fetched, kept where that is wanted, and read by the kind that the server says they are."""

from __future__ import annotations

import dataclasses
import hashlib
import reprlib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tracker.read.charset import in_utf8
from tracker.read.html import html_document
from tracker.read.markdown import markdown_document
from tracker.read.plain import text_document
from tracker.read.refusals import UnreadableError, printable, refuse
from tracker.types import Document, Refusal

if TYPE_CHECKING:
    from tracker.read.fetch import Fetched, Fetcher
    from tracker.settings import Settings

_READERS = {
    "text/html": html_document,
    "application/xhtml+xml": html_document,
    "text/plain": text_document,
    "text/markdown": markdown_document,
}
_FRONTS = ("www.", "m.", "mobile.", "amp.")  # of a site's own name: its pages for telephones and the like


def is_address(source: str) -> bool:
    """Tell whether a command line argument is a web address, or meant as one."""
    return source.lower().startswith(("http://", "https://"))


def from_address(address: str, fetcher: Fetcher, settings: Settings) -> Document | Refusal:
    """Return the article at a web address, or why there is none.

    The page is kept in `settings.record_folder` first, so that one that cannot be read can be shown, too. Raises TrackerError
    where it cannot be kept, or the HTML parser cannot be started.
    """
    data = b""
    try:
        fetched = fetcher.fetch(address)
        data = fetched.data
        if settings.record_folder:
            from tracker.read.record import keep

            keep(fetched, Path(settings.record_folder))
        return fetched_document(fetched, settings)
    except UnreadableError as error:
        return refuse(printable(address), str(error), data) if data else Refusal(ref=printable(address), reason=str(error))


def fetched_document(fetched: Fetched, settings: Settings) -> Document:
    """Make the Document of a page that was fetched.

    Its `url`, and `ref`, is the canonical address that the page gives, if that is on the same site: else any page could pass
    itself off as a new version of another's. Without one it is the address from which the page came, and without a name of its
    outlet the outlet is that address's host. Raises UnreadableError; TrackerError where the HTML parser cannot be started.
    """
    kind = fetched.media_type or ("text/html" if fetched.data.lstrip()[:1] == b"<" else "")
    reader = _READERS.get(kind)
    if reader is None:
        named = f"of the kind {reprlib.repr(kind)}" if kind else "of a kind that the server does not tell"
        raise UnreadableError(f"{named}, which is not read from the web: give a page of HTML, or text")
    text = in_utf8(fetched.data, fetched.charset, page=reader is html_document)
    found = reader(text, fetched.final_url, settings)
    host = _host(fetched.final_url)
    own = found.url is not None and _host(found.url) == host
    address = found.url if found.url is not None and own else fetched.final_url
    return dataclasses.replace(
        found,
        ref=address,
        url=address,
        publisher=found.publisher or host,
        raw_hash=hashlib.sha256(fetched.data).hexdigest(),
        final_url=fetched.final_url,
        retrieved_at=fetched.retrieved_at,
        extra=found.extra if own or found.url is None else {**found.extra, "canonical": found.url},
    )


def _host(address: str) -> str:
    """Return the name of the site that an address is on."""
    host = (urlsplit(address).hostname or "").removesuffix(".")
    return next((host.removeprefix(front) for front in _FRONTS if host.startswith(front)), host)
