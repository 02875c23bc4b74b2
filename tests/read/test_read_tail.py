from __future__ import annotations

import gzip
import os
from typing import TYPE_CHECKING

import pytest

from tracker.read import tail
from tracker.read.tail import ends_whole

if TYPE_CHECKING:
    from pathlib import Path

RECORD = gzip.compress(os.urandom(50_000))


def made(folder: Path, data: bytes) -> bool:
    path = folder / "x.gz"
    path.write_bytes(data)
    return ends_whole(path)


@pytest.mark.parametrize("step", [1_000, 49_999, 1_000_000])
def test_a_file_is_whole_where_its_last_record_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    monkeypatch.setattr(tail, "STEP", step)
    assert made(tmp_path, b"")
    assert made(tmp_path, RECORD)
    assert made(tmp_path, RECORD * 3)
    for broken in (RECORD[:-1], RECORD * 2 + RECORD[:1], RECORD + RECORD[:-8], RECORD + b"\0", b"no archive"):
        assert not made(tmp_path, broken)


def test_what_looks_like_a_record_inside_of_another_is_none(tmp_path: Path) -> None:
    around = gzip.compress(RECORD * 2, compresslevel=0)
    assert made(tmp_path, around)
    assert not made(tmp_path, around[:-1])


def test_a_page_full_of_starts_costs_no_more_than_the_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    unpacked = tail._unpacked
    monkeypatch.setattr(tail, "TRIES", 100)
    monkeypatch.setattr(tail, "_unpacked", lambda data: asked.append(1) or unpacked(data))
    assert not made(tmp_path, RECORD + b"\x1f\x8b\x08" * 10_000)
    assert len(asked) == 100
