from __future__ import annotations

import pytest

from tracker.extract.wording import pronouns


@pytest.mark.parametrize(
    ("name", "several"),
    [
        ("officials", True),
        ("two men", True),
        ("Arland and Borland", True),
        ("at least 43 people", True),
        ("United States", False),
        ("army", False),
        ("press", False),
    ],
)
def test_a_name_of_several_is_seen(name: str, several: bool) -> None:
    assert pronouns.is_plural(name) is several


@pytest.mark.parametrize(
    ("name", "expected"), [("army", "the army"), ("two men", "two men"), ("Borland", "Borland"), ("a man", "a man")]
)
def test_a_common_noun_gets_its_article(name: str, expected: str) -> None:
    assert pronouns.definite(name) == expected
