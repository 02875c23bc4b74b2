from __future__ import annotations

import pytest

from tracker.extract.wording import tidy


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", ""),
        (" , and ", ""),
        ("“Borland” bombed «the ferry»", "Borland bombed the ferry."),
        ("Borland bombed [the ferry]", "Borland bombed the ferry."),
        ("Borland bombed … the ferry...", "Borland bombed the ferry."),
        ("Borland (and Corland) bombed it)", "Borland and Corland bombed it."),
        ("Borland (and Corland) bombed it", "Borland (and Corland) bombed it."),
        ("the officers’ men bombed ‘the ferry’", "The officers’ men bombed the ferry."),
        ("which he called 'a story for children", "Which he called a story for children."),
        ("the ’90s were bad", "The ’90s were bad."),
        ("Moreover, Borland bombed it", "Borland bombed it."),
        ("so many died", "So many died."),
        ("who did it?", "Who did it?"),
    ],
)
def test_the_last_touches(body: str, expected: str) -> None:
    assert tidy.finished(body) == expected
