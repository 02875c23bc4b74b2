from __future__ import annotations

import gzip
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.read.refusals import UnreadableError
from tracker.read.unpack import whole


def cut(data: bytes, at: list[int]) -> list[bytes]:
    places = [0, *sorted(place % (len(data) + 1) for place in at), len(data)]
    return [data[start:end] for start, end in itertools.pairwise(places)]


@given(
    members=st.lists(st.binary(max_size=300), min_size=1, max_size=4),
    at=st.lists(st.integers(min_value=0), max_size=6),
    packed=st.booleans(),
)
def test_a_body_comes_together_however_it_was_cut(members: list[bytes], at: list[int], *, packed: bool) -> None:
    body = b"".join(members)
    sent = b"".join(gzip.compress(member) for member in members) if packed else body
    assert whole(cut(sent, at), packed=packed, limit=10_000) == body


@given(size=st.integers(0, 200), packed=st.booleans())
def test_the_limit_is_kept_to_the_byte(size: int, *, packed: bool) -> None:
    body = bytes(size)
    sent = [gzip.compress(body)] if packed else [body]
    if size <= 100:
        assert whole(sent, packed=packed, limit=100) == body
    else:
        with pytest.raises(UnreadableError, match="more than 100 bytes, the limit"):
            whole(sent, packed=packed, limit=100)


@given(st.integers(1, 17))
def test_packed_data_that_break_off_are_refused(missing: int) -> None:
    sent = gzip.compress(b"Borland denied the shelling.")
    with pytest.raises(UnreadableError, match="break off"):
        whole([sent[:-missing]], packed=True, limit=1000)


def test_no_more_is_read_than_shows_that_there_is_more() -> None:
    pieces = iter([b"x" * 60] * 10)
    with pytest.raises(UnreadableError):
        whole(pieces, packed=False, limit=100)
    assert len(list(pieces)) == 8


def test_an_empty_body_is_empty_however_it_is_said_to_be_packed() -> None:
    assert whole([], packed=True, limit=10) == whole([b""], packed=True, limit=10) == b""


def test_what_is_filled_up_with_zeros_is_read_to_its_end() -> None:
    assert whole([gzip.compress(b"Dun"), b"\0" * 30], packed=True, limit=100) == b"Dun"
