"""What a PDF says, by pypdf: its text, page after page. Runs in the worker process (see `worker`), where it may hang."""

from __future__ import annotations

import io
import re

from tracker.read.page import clean

MOST_PAGES = 500

_HYPHEN = re.compile(r"(?<=[a-zà-ÿ])[-\u00ad]$")
_SENTENCE_END = (".", "!", "?", "”", '"', ":", ")")
_SHORT = 0.8  # of the longest line: where a sentence ends so early, a paragraph does


def parsed(data: bytes) -> dict[str, str | None]:
    """Return `text`, `title` and `author` of a PDF, None for what it has not; or `refused`, the reason why not.

    Paragraphs are separated by a blank line. There is no date: that of the file is not that of the article. May raise
    anything and may take for ever.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import FileNotDecryptedError, PyPdfError
    except ImportError:
        return {"refused": "PDF needs pypdf: pip install 'allegation-tracker[read-pdf]', or save its text as .txt"}
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"refused": "locked with a password: save its text as .txt"}
        if len(reader.pages) > MOST_PAGES:
            return {"refused": f"{len(reader.pages):,} pages, the limit is {MOST_PAGES}: save its text as .txt"}
        pages = [page.extract_text() for page in reader.pages]
        told = reader.metadata
        title, author = (told.title, told.author) if told else (None, None)
    except FileNotDecryptedError:
        return {"refused": "locked with a password: save its text as .txt"}
    except PyPdfError:
        return {"refused": "not a PDF, or a damaged one: save its text as .txt"}
    text = "\n\n".join(paragraph for page in pages for paragraph in paragraphs(page))
    return {"text": clean(text), "title": clean(title), "author": clean(author)}


def paragraphs(page: str) -> list[str]:
    """Return the paragraphs of a page, each on one line: PDF knows lines only.

    One ends at a blank line, and where a line that is clearly shorter than the longest ends a sentence. Words that are divided
    at the end of a line are joined.
    """
    lines = [line.strip() for line in page.split("\n")]
    full = max(map(len, lines))
    found, text = [], ""
    for line in lines:
        divided = _HYPHEN.search(text) is not None and line[:1].islower()
        text = _HYPHEN.sub("", text) + line if divided else f"{text} {line}".strip()
        if text and (not line or (len(line) < _SHORT * full and line.endswith(_SENTENCE_END))):
            found.append(text)
            text = ""
    return [*found, text] if text else found
