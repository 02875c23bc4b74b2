"""Pages as they came, kept in WARC files (ISO 28500:2017), so that they can be shown when they are gone from the web.

One file a day, `tracker-2022-02-17.warc.gz`, each record compressed by itself: any tool that reads web archives shows it. Where
a process was killed, or the disk was full, while a record was written, the file ends in a part of one, and readers would lose
whatever came after it: nothing more is added to it, and the day goes on in `tracker-2022-02-17-2.warc.gz`.
"""

from __future__ import annotations

import datetime as dt
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import TrackerError
from tracker.read.refusals import printable
from tracker.read.robots import user_agent
from tracker.read.tail import ends_whole

if TYPE_CHECKING:
    from tracker.read.fetch import Fetched

# What is true only of the way here: a body is kept unpacked and whole, and has the length that it has.
_OF_THE_WAY = {"content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"}


def keep(fetched: Fetched, folder: Path) -> Path:
    """Add a page to the last file of its day (UTC) in a folder, which is made where it is missing, and return its path.

    A record is one write to the end of the file, and two processes may share it. Raises TrackerError where it cannot be
    written.
    """
    day = fetched.retrieved_at.astimezone(dt.UTC)
    path = folder / f"tracker-{day:%Y-%m-%d}.warc.gz"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            path = _last(folder, path.name.removesuffix(".warc.gz"))
            _add(fetched, path, f"{day:%Y-%m-%dT%H:%M:%SZ}")
    except OSError as error:
        raise TrackerError(f"{printable(path)}: the page could not be kept: {(error.strerror or 'error').lower()}") from None
    return path


def _add(fetched: Fetched, path: Path, moment: str) -> None:
    with path.open("ab", buffering=0) as file:
        record = _record(fetched, moment, path.name if file.tell() == 0 else None)
        if file.write(record) != len(record):
            raise TrackerError(f"{printable(path)}: the page could not be kept whole: make room on the disk")


def _last(folder: Path, name: str) -> Path:
    """Return the file of a day that a record can be added to: the last one, or a new one where that breaks off."""
    path, number = folder / f"{name}.warc.gz", 1
    while (later := folder / f"{name}-{number + 1}.warc.gz").exists():
        path, number = later, number + 1
    return path if not path.exists() or ends_whole(path) else later


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other processes from adding to the files of a folder meanwhile, where the system can.

    Elsewhere one may take what another is writing for broken, and begin a new file: nothing is lost by that.
    """
    place = None
    with suppress(ImportError, OSError):
        import fcntl

        place = os.open(folder, os.O_RDONLY)
        fcntl.flock(place, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if place is not None:
            os.close(place)


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
