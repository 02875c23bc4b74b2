from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cli.running import ok, run
from warcio.archiveiterator import ArchiveIterator
from webserver import PAGE, Server, said, serving

from tracker.read import fetch


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server on this machine, which may be asked for once."""
    monkeypatch.setattr("tracker.read.Fetcher", partial(fetch.Fetcher, allow=lambda _: True, sleep=lambda _: None))
    with serving(
        {"/dun": said(PAGE), "/moved": said("", "301 Moved", location="/dun"), "/image": said(content_type="image/png")}
    ) as found:
        yield found


def articles(db: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute("SELECT ref, url, final_url, raw_hash, retrieved_at FROM article").fetchall()


def kept(folder: Path) -> list[bytes]:
    (path,) = folder.iterdir()
    with path.open("rb") as file:
        return [r.content_stream().read() for r in ArchiveIterator(file) if r.rec_type == "response"]


def test_a_page_is_read_by_its_address_and_where_it_came_from_is_stored(tmp_path: Path, server: Server) -> None:
    start = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    ok("ingest", server.url("/moved"), db=tmp_path / "x.db")
    ((ref, url, final_url, raw_hash, retrieved_at),) = articles(tmp_path / "x.db")
    assert ref == url == final_url == server.url("/dun")
    assert raw_hash == hashlib.sha256(PAGE.encode()).hexdigest()
    assert start <= dt.datetime.fromisoformat(retrieved_at).replace(tzinfo=None) <= dt.datetime.now(dt.UTC).replace(tzinfo=None)
    assert "1 known already" in run("ingest", server.url("/dun"), db=tmp_path / "x.db").stderr
    assert len(articles(tmp_path / "x.db")) == 1
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".gz"] == []


def test_a_page_whose_text_changed_is_a_revision(tmp_path: Path, server: Server) -> None:
    ok("ingest", server.url("/dun"), db=tmp_path / "x.db")
    server.answers["/dun"] = said(PAGE.replace("had shelled", "may have shelled"))
    assert "1 revised" in run("ingest", server.url("/dun"), db=tmp_path / "x.db").stderr


def test_pages_are_kept_where_that_is_wanted(tmp_path: Path, server: Server) -> None:
    ok("ingest", "--keep", tmp_path / "option", server.url("/moved"), db=tmp_path / "x.db")
    ok("ingest", server.url("/dun"), db=tmp_path / "y.db", TRACKER_RECORD_FOLDER=str(tmp_path / "environment"))
    ok("ingest", "--keep", tmp_path / "dry", "--dry-run", server.url("/dun"), db=tmp_path / "z.db")
    assert kept(tmp_path / "option") == kept(tmp_path / "environment") == [PAGE.encode()]
    assert not (tmp_path / "dry").exists()


def test_a_page_that_cannot_be_read_is_kept_too(tmp_path: Path, server: Server) -> None:
    result = run("ingest", "--keep", tmp_path / "pages", server.url("/image"), db=tmp_path / "x.db")
    assert result.exit_code == 3
    assert f"refused {server.url('/image')}: of the kind 'image/png', which is not read from the web" in result.stderr
    assert kept(tmp_path / "pages") == [PAGE.encode()]


def test_a_folder_that_cannot_be_written_ends_the_run(tmp_path: Path, server: Server) -> None:
    (tmp_path / "file").write_text("")
    result = run("ingest", "--keep", tmp_path / "file", server.url("/dun"), db=tmp_path / "x.db")
    assert result.exit_code == 1
    assert "the page could not be kept" in result.stderr


def test_extract_reads_addresses(server: Server) -> None:
    (mention, *_) = [json.loads(line) for line in ok("extract", server.url("/dun")).splitlines()]
    assert mention["article_ref"] == server.url("/dun")


def test_several_pages_of_a_site_are_asked_for_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("tracker.read.Fetcher", partial(fetch.Fetcher, allow=lambda _: True, sleep=pauses.append))
    with serving({"/a": said(), "/b": said()}) as server:
        run("ingest", server.url("/a"), server.url("/b"), db=tmp_path / "x.db", TRACKER_HOST_SECONDS="50")
        assert server.paths == ["/robots.txt", "/a", "/b"]
    assert len(pauses) == 1
    assert 0 < pauses[0] <= 50.0


def test_addresses_of_this_machine_are_refused(tmp_path: Path) -> None:
    with serving({"/dun": said()}) as server:
        result = run("ingest", server.url("/dun"), db=tmp_path / "x.db")
        assert result.exit_code == 3
        assert "which is not on the public internet: not asked" in result.stderr
        assert server.connections == 0
