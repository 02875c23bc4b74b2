from __future__ import annotations

import io
import zipfile
from pathlib import Path

from archives import ARTICLE, answer, packed, page, record

from tracker.read import read
from tracker.read.wacz import collection_documents
from tracker.settings import Settings
from tracker.types import Document, Refusal

GOOD = record(answer(page()), "https://news.example/dun")


def collection(method: int = zipfile.ZIP_STORED, **members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def found(data: bytes, limit: int = 10**8) -> list[Document | Refusal]:
    return list(collection_documents(io.BytesIO(data), "c.wacz", Settings(), limit))


def refused(data: bytes, limit: int = 10**8) -> str:
    (item,) = found(data, limit)
    assert isinstance(item, Refusal)
    assert item.ref.startswith("c.wacz")
    return item.reason


def test_the_archives_of_a_collection_are_read_in_order_of_their_names(tmp_path: Path) -> None:
    members = {"pages/pages.jsonl": b"{}", "archive/b.warc": GOOD, "archive/a.warc.gz": packed(GOOD), "a.warc": GOOD}
    (tmp_path / "c.wacz").write_bytes(collection(zipfile.ZIP_DEFLATED, **members))
    documents = list(read(str(tmp_path), Settings()))
    assert [(d.text, d.extra["archive"]) for d in documents if isinstance(d, Document)] == [
        (ARTICLE, "c.wacz:a.warc.gz:1"),
        (ARTICLE, "c.wacz:b.warc:1"),
    ]
    assert len(documents) == 2


def test_a_collection_without_archives_is_refused() -> None:
    assert refused(collection(**{"pages/pages.jsonl": b"{}"})) == "no web archive under archive/ in it: give a WACZ file"


def test_what_is_no_zip_file_is_refused() -> None:
    whole = collection(**{"archive/a.warc": GOOD})
    for data in (b"", b"PK\x03\x04", GOOD, whole[:-30]):
        assert refused(data) == "not a ZIP file, or a damaged one: get the collection again"


def test_a_damaged_archive_does_not_keep_the_next_one_out() -> None:
    whole = bytearray(collection(zipfile.ZIP_DEFLATED, **{"archive/a.warc": GOOD, "archive/b.warc": GOOD}))
    whole[60:80] = b"\xff" * 20
    bad, good = found(bytes(whole))
    assert isinstance(bad, Refusal)
    assert bad.ref.startswith("c.wacz:a.warc")
    assert "damaged" in bad.reason
    assert isinstance(good, Document)


def test_packings_that_may_want_any_memory_are_refused() -> None:
    for method in (zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2):
        assert refused(collection(method, **{"archive/a.warc": GOOD})).startswith("packed in a way that WACZ does not have")


def test_all_archives_share_one_limit() -> None:
    names = [f"archive/{letter}.warc" for letter in "abcd"]
    items = found(collection(**dict.fromkeys(names, GOOD)), limit=2 * len(GOOD) + 10)
    assert [isinstance(item, Document) for item in items] == [True, True, False, False]
    assert all("unpack it, and give what is in it" in item.reason for item in items if isinstance(item, Refusal))


def test_a_listing_that_is_too_long_is_not_read() -> None:
    listed = b"PK\x01\x02" + bytes(42)
    entries = Settings().max_listing_bytes // len(listed) + 1
    end = b"PK\x05\x06" + bytes(4) + (65_535).to_bytes(2, "little") * 2 + (entries * 46).to_bytes(4, "little") + bytes(6)
    assert refused(listed * entries + end).startswith("lists more files than a collection has")
