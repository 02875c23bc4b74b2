"""Articles that are handed in: a file, an address or a text. They go the way of `tracker ingest`, under its limits.

What a browser names is never a path of this machine: a file is what it sends, an address begins with http.
"""

from __future__ import annotations

import io
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from starlette.responses import Response

from tracker.errors import UsageError
from tracker.web import shapes
from tracker.web.asked import Deciding, IsoDay
from tracker.web.changing import PROBLEMS, WEB
from tracker.web.reading import PAGE
from tracker.web.view import page

if TYPE_CHECKING:
    from tracker.core import Tracker
    from tracker.settings import Settings
    from tracker.types.articles import IngestResult

router = APIRouter(responses={code: {"model": shapes.Problem} for code in PROBLEMS})
_ONE = Lock()  # extraction fills a processor: one at a time, so that readers are served meanwhile
Files = Annotated[list[UploadFile], File(default_factory=list, description="Files of any kind that `tracker ingest` reads.")]
Address = Annotated[str, Form(pattern=WEB, max_length=2000, description="A page of the web.")]
Text = Annotated[str, Form(description="The text of an article.")]
Field = Annotated[str, Form(max_length=500)]
Day = Annotated[IsoDay, Form(description="An ISO date.")]


def largest(settings: Settings) -> int:
    """How many bytes may be handed in at once: as many as the largest article may have, and a form around it."""
    return max(settings.max_html_bytes, settings.max_mail_bytes, settings.max_pdf_bytes, settings.max_line_bytes) + 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What the form holds."""

    files: list[UploadFile]
    address: str
    text: str
    known: dict[str, str]


def handed(
    files: Files,
    address: Address = "",
    text: Text = "",
    title: Field = "",
    publisher: Field = "",
    published: Day = "",
    url: Address = "",
) -> Handed:
    """The form, with the files that were chosen and what is known of the text."""
    known = {"title": title, "publisher": publisher, "published": str(published), "url": url}
    return Handed(files=[file for file in files if file.filename], address=address.strip(), text=text, known=known)


In = Annotated[Handed, Depends(handed)]


@router.post("/ingest.json", response_model=shapes.Ingested, tags=["articles"])
def hand_in_json(tracker: Deciding, given: In) -> Any:
    """Hand in articles: files, the address of a page, or a text with what is known of it."""
    took = _take(tracker, given)
    return {
        "new": took.new,
        "revised": took.revised,
        "known": took.known,
        "unread": took.unread,
        "mentions": {kind.value: count for kind, count in took.mentions.items()},
        "new_allegations": took.new_allegations,
        "repeats": took.repeats,
        "to_review": took.to_review,
        "refused": [{"ref": refusal.ref, "reason": refusal.reason} for refusal in took.refused],
    }


@router.post("/ingest", include_in_schema=False)
def hand_in(request: Request, tracker: Deciding, given: In) -> Response:
    """Hand them in, and see what came of it. Doing it twice changes nothing."""
    if not (given.files or given.address or given.text.strip()):
        raise UsageError("there is nothing to take in: choose a file, or give an address or a text")
    took = _take(tracker, given)
    return page(request, "articles.html", found=tracker.articles(limit=PAGE), took=took)


def _take(tracker: Tracker, given: Handed) -> IngestResult:
    with TemporaryDirectory(prefix="tracker-") as folder, _ONE:
        sources = [str(_kept(file, Path(folder) / str(n))) for n, file in enumerate(given.files)]
        sources += [given.address] if given.address else []
        took = tracker.ingest(*sources)
        if given.text.strip():
            record = {key: value.strip() for key, value in given.known.items() if value.strip()} | {"text": given.text}
            record |= {"id": record.get("title") or record.get("url") or given.text.strip()[:60]}
            took.add(tracker.ingest("-", stdin=io.BytesIO(json.dumps(record).encode())))
    tracker.refresh()
    return took


def _kept(file: UploadFile, folder: Path) -> Path:
    """The file under the last part of its name, which tells its kind."""
    folder.mkdir()
    name = Path((file.filename or "").replace("\\", "/")).name.lstrip(".")[-100:] or "article.txt"
    path = folder / "".join(letter if letter.isprintable() else "_" for letter in name)
    with path.open("wb") as out:
        shutil.copyfileobj(file.file, out)
    return path
