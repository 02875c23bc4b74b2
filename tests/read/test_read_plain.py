from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.read import read
from tracker.settings import Settings
from tracker.types import Document, Refusal

if TYPE_CHECKING:
    from pathlib import Path


def one(path: Path, data: bytes, limits: Settings | None = None) -> Document | Refusal:
    path.write_bytes(data)
    (found,) = read(str(path), limits or Settings())
    return found


def test_a_text_is_kept_as_it_stands(tmp_path: Path) -> None:
    text = "  # A heading?\n\nRussia “denied” it. \U0001f600\n\n"
    assert one(tmp_path / "a.txt", text.encode()) == Document(text=text, ref="a.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks_are_dropped(tmp_path: Path, encoding: str) -> None:
    assert one(tmp_path / "a.txt", "Київ\n".encode(encoding)) == Document(text="Київ\n", ref="a.txt")


def test_utf_16_of_either_order(tmp_path: Path) -> None:
    assert one(tmp_path / "a.txt", b"\xfe\xff\x00A\x00\r\x00\nB"[:-1] + b"\x00B") == Document(text="A\nB", ref="a.txt")


def test_every_line_end_becomes_a_line_feed(tmp_path: Path) -> None:
    assert one(tmp_path / "a.txt", b"a\r\nb\rc\nd\r\r\n") == Document(text="a\nb\nc\nd\n\n", ref="a.txt")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no text in it: give its text, or leave it out"),
        (b"\xef\xbb\xbf \r\n\t", "no text in it: give its text, or leave it out"),
        (b"Gar\xe7on and more", "not valid UTF-8 (byte 3): save it as UTF-8"),
        (b"\xef\xbb\xbfab\xff", "not valid UTF-8 (byte 5): save it as UTF-8"),
        (b"\xff\xfea\x00\x00\xd8", "not valid UTF-16 (byte 4): save it as UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary, not text: save it as UTF-8 text"),
        ("a\0b".encode("utf-16"), "binary, not text: save it as UTF-8 text"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "a.txt"
    refused = one(path, data)
    assert isinstance(refused, Refusal)
    assert (refused.ref, refused.reason, refused.missing) == (str(path), reason, False)
    assert (refused.sha256, refused.size) == (hashlib.sha256(data).hexdigest(), len(data))


def test_the_excerpt_is_short_and_safe_to_print(tmp_path: Path) -> None:
    refused = one(tmp_path / "a.txt", b"\xff\x1b[31m\x07 a\nb\xe2\x80\xae" + b"x" * 5000)
    assert isinstance(refused, Refusal)
    assert refused.excerpt.startswith("��[31m� a b�xxx")
    assert len(refused.excerpt) == 500
    assert refused.excerpt.isprintable()


def test_a_long_text_is_refused_with_the_limit(tmp_path: Path) -> None:
    limits = Settings(max_text_chars=100)
    refused = one(tmp_path / "a.txt", b"x" * 101, limits)
    assert isinstance(refused, Refusal)
    assert refused.reason == "101 characters, the limit is 100: split it into articles"
    assert isinstance(one(tmp_path / "b.txt", "\U0001f600".encode() * 100, limits), Document)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.write(b"words " * 1000)
        file.truncate(50_000_000_000)  # sparse: to read it whole would take minutes
    (refused,) = read(str(path), Settings())
    assert isinstance(refused, Refusal)
    assert refused.reason == "50,000,000,000 bytes, the limit is 2,000,000 characters: split it into articles"
    assert (refused.size, refused.sha256) == (50_000_000_000, "")
    assert refused.excerpt.startswith("words words")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_one_document_or_one_refusal(tmp_path: Path, data: bytes) -> None:
    found = one(tmp_path / "a.txt", data)
    assert isinstance(found, Document) or found.reason


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff")).filter(str.strip))
def test_any_text_is_kept_verbatim(tmp_path: Path, text: str) -> None:
    assert one(tmp_path / "a.txt", text.encode()) == Document(text=text, ref="a.txt")
