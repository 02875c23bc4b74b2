from __future__ import annotations

import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.read.refusals import UnreadableError
from tracker.read.unpacked import Unpacked


def unpacked(data: bytes, limit: int = 10**6) -> Unpacked:
    return Unpacked(io.BytesIO(data), limit)


@given(parts=st.lists(st.binary(max_size=200), max_size=5), sizes=st.lists(st.integers(1, 50), min_size=1), packs=st.booleans())
def test_what_comes_out_in_pieces_is_what_went_in(parts: list[bytes], sizes: list[int], packs: bool) -> None:
    whole = b"x" + b"".join(parts)
    stream = unpacked(b"".join(gzip.compress(part) for part in [b"x", *parts]) if packs else whole)
    came, turn = bytearray(), 0
    while piece := (stream.read, stream.readline)[turn % 2](sizes[turn % len(sizes)]):
        assert len(piece) <= sizes[turn % len(sizes)]
        came, turn = came + piece, turn + 1
    assert bytes(came) == whole
    assert stream.total == len(whole)


def test_a_line_ends_after_its_end_or_where_there_is_no_more_room() -> None:
    stream = unpacked(b"one\ntwo")
    assert [stream.readline(2), stream.readline(), stream.readline(), stream.readline()] == [b"on", b"e\n", b"two", b""]


def test_no_more_than_the_limit_comes_out() -> None:
    assert unpacked(gzip.compress(bytes(1000)), limit=1000).read(2000) == bytes(1000)
    with pytest.raises(UnreadableError, match=r"unpacks to more than 999 bytes, the limit"):
        unpacked(gzip.compress(bytes(1000)), limit=999).read(2000)


def test_a_head_is_bounded_until_it_is_over() -> None:
    stream = unpacked(bytes(100))
    stream.head = 10
    stream.read(10)
    with pytest.raises(UnreadableError, match="the head of a record has no end"):
        stream.read(1)
    stream.head = None
    assert len(stream.read(100)) == 89


def test_packed_data_that_break_off_are_damaged_or_packed_twice_are_told() -> None:
    whole = gzip.compress(b"words " * 100)
    for data, reason in (
        (whole[:-1], "break off"),
        (whole + whole[:5], "break off"),
        (whole + b"rest", "damaged"),
        (whole[:20] + b"\0\0\0" + whole[23:], "damaged"),
        (gzip.compress(whole), "packed twice"),
    ):
        stream = unpacked(data)
        with pytest.raises(UnreadableError, match=reason):
            stream.read(10_000)
