from __future__ import annotations

import time

import pytest

from tracker.read.refusals import UnreadableError
from tracker.read.robots import MAX_BYTES, rules

FILE = b"""
User-agent: *
Disallow: /

User-agent: allegation-tracker
Allow: /news/
Disallow: /news/*/print$
Disallow: /search
Crawl-delay: 2.5
"""


@pytest.mark.parametrize(
    ("path", "read"),
    [("/", True), ("/news/a", True), ("/news/a/print", False), ("/news/a/print?x", True), ("/search?q=Dun", False)],
)
def test_the_rules_for_our_name_come_before_those_for_all(path: str, *, read: bool) -> None:
    found = rules(200, FILE)
    assert found.delay == 2.5
    if read:
        found.check(f"https://news.example{path}")
    else:
        with pytest.raises(UnreadableError, match=r"robots\.txt asks programs not to read it"):
            found.check(f"https://news.example{path}")


@pytest.mark.parametrize("status", [304, 401, 404, 410, 429])
def test_without_a_file_everything_may_be_read(status: int) -> None:
    found = rules(status, b"User-agent: *\nDisallow: /")
    found.check("https://news.example/a")
    assert found.delay == 0


def test_what_is_no_robots_file_forbids_nothing() -> None:
    rules(200, b"\xff\xfe\x00<html>").check("https://news.example/a")


def test_only_the_beginning_of_a_huge_file_counts() -> None:
    data = b"User-agent: *\n" + b"#" * MAX_BYTES + b"\nDisallow: /"
    rules(200, data).check("https://news.example/a")


def test_a_file_made_to_be_slow_is_not() -> None:
    start = time.monotonic()
    hostile = b"User-agent: *\nDisallow: /" + b"*a" * 100_000 + b"$\n" + b"Disallow: /*a*b*c\n" * 10_000
    rules(200, hostile).check("https://news.example/" + "a" * 5000)
    assert time.monotonic() - start < 2
