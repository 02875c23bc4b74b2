from __future__ import annotations

import dataclasses
import datetime as dt
import multiprocessing
from pathlib import Path
from typing import Any

import pytest
from privileges import as_nobody
from warcio.archiveiterator import ArchiveIterator

from tracker.errors import TrackerError
from tracker.read.fetch import Fetched
from tracker.read.record import keep

AT = dt.datetime(2022, 2, 18, 1, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
GIVEN = Fetched(
    url="http://news.example/dun",
    final_url="https://news.example/dun?é=1",
    status=200,
    data=b"<p>Dun \xff\0</p>",
    media_type="text/html",
    charset=None,
    etag=None,
    modified=None,
    retrieved_at=AT,
    headers=(("Content-Type", "text/html"), ("X-Place", "\xd8rby"), ("content-encoding", "gzip"), ("Content-Length", "7")),
)


def records(path: Path) -> list[tuple[str, Any, bytes]]:
    with path.open("rb") as file:
        return [(r.rec_type, r, r.content_stream().read()) for r in ArchiveIterator(file, check_digests="raise")]


def test_a_page_is_kept_as_it_came_in_the_file_of_its_day(tmp_path: Path) -> None:
    path = keep(GIVEN, tmp_path / "pages" / "new")
    assert path == tmp_path / "pages" / "new" / "tracker-2022-02-17.warc.gz"  # half past one in the east is the 17th in UTC
    (first, info, _), (kind, record, data) = records(path)
    assert (first, kind, data) == ("warcinfo", "response", GIVEN.data)
    assert info.rec_headers.get_header("WARC-Filename") == path.name
    assert record.rec_headers.get_header("WARC-Date") == "2022-02-17T23:30:00Z"
    assert record.rec_headers.get_header("WARC-Target-URI") == "https://news.example/dun?é=1"
    assert record.http_headers.get_statuscode() == "200"
    assert record.http_headers.get_header("Content-Type") == "text/html"
    assert record.http_headers.get_header("Content-Length") == str(len(GIVEN.data))
    assert record.http_headers.get_header("Content-Encoding") is None


def test_pages_of_a_day_follow_each_other_and_another_day_is_another_file(tmp_path: Path) -> None:
    for number in range(3):
        path = keep(dataclasses.replace(GIVEN, data=b"%d" % number), tmp_path)
    later = keep(dataclasses.replace(GIVEN, retrieved_at=AT + dt.timedelta(days=1)), tmp_path)
    assert [data for kind, _, data in records(path) if kind == "response"] == [b"0", b"1", b"2"]
    assert later.name == "tracker-2022-02-18.warc.gz"
    assert len(records(later)) == 2


def add(folder: Path, name: str) -> None:
    for number in range(20):
        keep(dataclasses.replace(GIVEN, data=f"{name}{number}".encode() * 2000), folder)


def test_two_processes_may_keep_pages_in_one_file(tmp_path: Path) -> None:
    path = keep(GIVEN, tmp_path)
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=add, args=(tmp_path, name)) for name in "ab"]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    found = {data for _, _, data in records(path)[2:]}
    assert found == {f"{name}{number}".encode() * 2000 for name in "ab" for number in range(20)}


def test_a_folder_that_cannot_be_written_is_named(own_folder: Path, tmp_path: Path) -> None:
    own_folder.chmod(0o500)
    with as_nobody(), pytest.raises(TrackerError, match=r"2022-02-17\.warc\.gz: the page could not be kept: permission denied"):
        keep(GIVEN, own_folder)
    own_folder.chmod(0o700)
    (tmp_path / "file").write_text("")
    with pytest.raises(TrackerError, match=r"the page could not be kept: (file exists|not a directory)"):
        keep(GIVEN, tmp_path / "file")
