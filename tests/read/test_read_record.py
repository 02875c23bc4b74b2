from __future__ import annotations

import dataclasses
import datetime as dt
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from privileges import as_nobody
from warcio.archiveiterator import ArchiveIterator
from webserver import PAGE

from tracker.errors import TrackerError
from tracker.read import read
from tracker.read.fetch import Fetched
from tracker.read.record import keep
from tracker.read.tail import ends_whole
from tracker.settings import Settings
from tracker.types import Document, Refusal

REPO = Path(__file__).resolve().parents[2]
PATH = "tracker-2022-02-17.warc.gz"
ENDLESS = """
import os, sys, dataclasses
from pathlib import Path
sys.path[:0] = ["tests", "tests/read"]
from test_read_record import GIVEN, keep
page = dataclasses.replace(GIVEN, data=os.urandom(20_000_000))
while True:
    keep(page, Path(sys.argv[1]))
"""
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


def killed_while_writing(folder: Path) -> Path:
    """Keep a small page, then let a process keep large ones, and kill it in the middle of a record; the file that it leaves."""
    keep(dataclasses.replace(GIVEN, data=PAGE.encode()), folder)
    for _ in range(50):
        (before,) = sizes(folder).values()
        with subprocess.Popen([sys.executable, "-c", ENDLESS, str(folder)], cwd=REPO) as process:
            while sizes(folder) == {PATH: before}:
                pass
            process.kill()
        assert process.returncode == -signal.SIGKILL
        if not ends_whole(folder / PATH):
            return folder / PATH
    raise AssertionError("every kill came between two records")


def sizes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in sorted(folder.iterdir())}


def test_a_process_killed_while_it_writes_costs_its_record_and_no_other(tmp_path: Path) -> None:
    broken = killed_while_writing(tmp_path)
    left = broken.read_bytes()
    first, second = keep(GIVEN, tmp_path), keep(GIVEN, tmp_path)
    assert (first.name, second) == ("tracker-2022-02-17-2.warc.gz", first)
    assert broken.read_bytes() == left
    assert [kind for kind, _, _ in records(first)] == ["warcinfo", "response", "response"]
    assert records(first)[0][1].rec_headers.get_header("WARC-Filename") == first.name
    article, *others = read(str(broken), Settings())
    assert isinstance(article, Document)
    refusals = [item.reason for item in others if isinstance(item, Refusal)]
    assert len(refusals) == len(others)
    assert [reason for reason in refusals if "break" in reason] == refusals[-1:]


@pytest.mark.parametrize("cut", [1, 5, 9, 200])
def test_a_file_cut_anywhere_in_its_last_record_is_not_added_to(tmp_path: Path, cut: int) -> None:
    keep(GIVEN, tmp_path)
    whole = (tmp_path / PATH).stat().st_size
    path = keep(dataclasses.replace(GIVEN, data=bytes(range(256)) * 40), tmp_path)
    os.truncate(path, path.stat().st_size - cut)
    assert keep(GIVEN, tmp_path).name == "tracker-2022-02-17-2.warc.gz"
    os.truncate(path, whole)
    (tmp_path / "tracker-2022-02-17-2.warc.gz").unlink()
    assert keep(GIVEN, tmp_path) == path


def test_a_folder_that_cannot_be_written_is_named(own_folder: Path, tmp_path: Path) -> None:
    own_folder.chmod(0o500)
    with as_nobody(), pytest.raises(TrackerError, match=r"2022-02-17\.warc\.gz: the page could not be kept: permission denied"):
        keep(GIVEN, own_folder)
    own_folder.chmod(0o700)
    (tmp_path / "file").write_text("")
    with pytest.raises(TrackerError, match=r"the page could not be kept: (file exists|not a directory)"):
        keep(GIVEN, tmp_path / "file")
