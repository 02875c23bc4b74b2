from __future__ import annotations

import hashlib
import io
import json
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.read import read
from tracker.settings import Settings
from tracker.types import Document, Refusal

if TYPE_CHECKING:
    from pathlib import Path

GOOD = b'{"text": "Words."}\n'
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def lines(path: Path, data: bytes, limits: Settings | None = None) -> list[Document | Refusal]:
    path.write_bytes(data)
    return list(read(str(path), limits or Settings()))


def test_one_article_a_line(tmp_path: Path) -> None:
    data = (
        b'\xef\xbb\xbf{"id": 7, "text": "One."}\r\n\n  \n'
        b'{"text": "Two.\\r\\n", "tags": [1]}\n'
        b'{"url": "https://e.org/3", "text": "3"}'
    )
    assert lines(tmp_path / "a.jsonl", data) == [
        Document(text="One.", ref="7"),
        Document(text="Two.\r\n", ref="a.jsonl:4", extra={"tags": [1]}),
        Document(text="3", ref="https://e.org/3", url="https://e.org/3"),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"Words.", "not JSON (column 1: expecting value): write one object a line"),
        (b'{"text": "x"', "not JSON (column 13: expecting ',' delimiter)"),
        (b'{"text": "x"} {"text": "y"}', "not JSON (column 15: extra data)"),
        (b'["x"]', 'JSON, but not an object: write {"text": '),
        (b"null", "JSON, but not an object"),
        (b"{}", "no 'text' in it"),
        (b'{"Text": "x"}', "no 'text' in it"),
        (b'{"text": ""}', "no text in it: give its text, or leave it out"),
        (b'{"text": ["x"]}', "'text' is a list"),
        (b'{"text": "\\ud83d"}', "'text' has half a surrogate pair (position 0)"),
        (b'{"text": "a\\u0000"}', "'text' has a NUL character (position 1)"),
        (b'{"text": "x", "published": 20220230}', "published 20220230 is not a date"),
        (b'{"text": "x", "more": NaN}', "not JSON (NaN is no JSON value): write null"),
        (b'{"text": "x", "more": 1e999}', "'more' has a number that is too large"),
        (b'{"text": "x", "more": ' + b"9" * 5000 + b"}", "JSON with a number that is too long"),
        (b"[" * 100_000, "JSON nested too deep"),
        (b'{"a":' * 100_000, "JSON nested too deep"),
        (b'{"text": "\xe7"}', "not valid UTF-8 (byte 10): save it as UTF-8"),
    ],
)
def test_a_broken_line_is_refused_and_the_others_go_on(tmp_path: Path, line: bytes, reason: str) -> None:
    path = tmp_path / "a.jsonl"
    first, refused, last = lines(path, GOOD + line + b"\n" + GOOD)
    assert isinstance(refused, Refusal)
    assert refused.ref == f"{path}:2"
    assert refused.reason.startswith(reason)
    assert (refused.sha256, refused.size) == (hashlib.sha256(line).hexdigest(), len(line))
    assert (first, last) == (Document(text="Words.", ref="a.jsonl:1"), Document(text="Words.", ref="a.jsonl:3"))


@pytest.mark.parametrize("data", [b"", b"\n \r\n\n", b"\xef\xbb\xbf"])
def test_a_file_without_lines_is_refused_once(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.jsonl"
    (refused,) = lines(path, data)
    assert isinstance(refused, Refusal)
    assert (refused.ref, refused.reason) == (str(path), "no text in it: give its text, or leave it out")


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
def test_the_limit_is_the_longest_line(tmp_path: Path, end: bytes) -> None:
    path = tmp_path / "a.jsonl"
    line = GOOD.strip()
    assert lines(path, line + end, Settings(max_line_bytes=len(line))) == [Document(text="Words.", ref="a.jsonl:1")]
    (refused,) = lines(path, line + end, Settings(max_line_bytes=len(line) - 1))
    assert isinstance(refused, Refusal)
    assert refused.reason.startswith(
        f"line 1 has {len(line + end.strip(chr(10).encode()))} bytes, the limit is {len(line) - 1}: split"
    )


@pytest.mark.parametrize("carriage_returns", range(6))
def test_carriage_returns_at_the_limit_do_not_start_a_line(tmp_path: Path, carriage_returns: int) -> None:
    line = GOOD.strip() + b"\r" * carriage_returns
    found = lines(tmp_path / "a.jsonl", line + b"x\n" + GOOD, Settings(max_line_bytes=len(GOOD.strip())))
    assert [type(item) for item in found] == [Refusal, Document]


def test_a_50_mb_line_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    size = 50_000_000
    with path.open("wb") as file:
        file.write(GOOD + b'{"text": "' + b"x" * (size - 12) + b'"}\n' + GOOD)
    tracemalloc.start()
    try:
        first, refused, last = read(str(path), Settings(max_line_bytes=1_000_000))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(refused, Refusal)
    assert refused.ref == f"{path}:2"
    assert refused.reason == "line 2 has 50,000,000 bytes, the limit is 1,000,000: split it into articles"
    assert refused.size == size
    assert refused.sha256 == hashlib.sha256(b'{"text": "' + b"x" * (size - 12) + b'"}').hexdigest()
    assert refused.excerpt.startswith('{"text": "xxx')
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert peak < 8_000_000


def test_a_stream_without_end_is_read_as_it_is_asked() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:
            size = len(buffer) // len(GOOD) * len(GOOD)
            buffer[:size] = GOOD * (size // len(GOOD))
            return size

    found = read("-", Settings(), io.BufferedReader(Endless(), len(GOOD) * 100))
    assert [next(found) for _ in range(1000)][-1] == Document(text="Words.", ref="-:1000")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.binary()
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.sampled_from(["text", "id", "url", "published", "more"]), x),
    ).map(lambda value: json.dumps(value).encode())
)
def test_any_bytes_are_documents_or_refusals(tmp_path: Path, data: bytes) -> None:
    found = lines(tmp_path / "a.jsonl", data, Settings(max_line_bytes=50))
    assert found
    assert all(isinstance(item, Document) or item.reason for item in found)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ANY_TEXT.filter(str.strip), st.booleans())
def test_any_text_makes_the_round_trip_verbatim(tmp_path: Path, text: str, ascii_only: bool) -> None:
    data = json.dumps({"text": text}, ensure_ascii=ascii_only).encode()
    assert lines(tmp_path / "a.jsonl", data) == [Document(text=text, ref="a.jsonl:1")]
