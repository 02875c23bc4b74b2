"""Pages as they came, kept in WARC files (ISO 28500:2017), so that they can be shown when they are gone from the web.

One file a day, `tracker-2022-02-17.warc.gz`, each record compressed by itself: any tool that reads web archives shows it.
"""

from __future__ import annotations

import datetime as dt
import io
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import TrackerError
from tracker.read.refusals import printable
from tracker.read.robots import user_agent

if TYPE_CHECKING:
    from tracker.read.fetch import Fetched

# What is true only of the way here: a body is kept unpacked and whole, and has the length that it has.
_OF_THE_WAY = {"content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"}


def keep(fetched: Fetched, folder: Path) -> Path:
    """Add a page to the file of its day (UTC) in a folder, which is made where it is missing, and return the file's path.

    A record is one write to the end of the file, so that two processes may share it. Raises TrackerError where it cannot be
    written.
    """
    day = fetched.retrieved_at.astimezone(dt.UTC)
    path = folder / f"tracker-{day:%Y-%m-%d}.warc.gz"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("ab", buffering=0) as file:
            record = _record(fetched, f"{day:%Y-%m-%dT%H:%M:%SZ}", path.name if file.tell() == 0 else None)
            if file.write(record) != len(record):
                raise TrackerError(f"{printable(path)}: the page could not be kept whole: make room on the disk")
    except OSError as error:
        raise TrackerError(f"{printable(path)}: the page could not be kept: {(error.strerror or 'error').lower()}") from None
    return path


def _record(fetched: Fetched, moment: str, new_file: str | None) -> bytes:
    """Return the compressed record of a page, after one that describes the file where it is new."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    if new_file:
        described = {"software": user_agent(), "format": "WARC File Format 1.0"}
        writer.write_record(writer.create_warcinfo_record(new_file, described))
    headers = [(name, value) for name, value in fetched.headers if name.lower() not in _OF_THE_WAY]
    headers.append(("Content-Length", str(len(fetched.data))))
    record = writer.create_warc_record(
        fetched.final_url,
        "response",
        payload=io.BytesIO(fetched.data),
        length=len(fetched.data),
        warc_headers_dict={"WARC-Date": moment},
        http_headers=StatusAndHeaders(f"{fetched.status} {HTTPStatus(fetched.status).phrase}", headers, protocol="HTTP/1.1"),
    )
    writer.write_record(record)
    return out.getvalue()
