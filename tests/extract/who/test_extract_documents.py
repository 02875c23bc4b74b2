from __future__ import annotations

from collections.abc import Callable

import pytest

from tracker.extract.who.cast import Cast


def made_by(cast: Cast, noun: str) -> str | None:
    head = [t for t in cast.doc if t.text == noun][-1]
    who = cast.resolve(head)
    return who.name if who is not None else None


@pytest.mark.parametrize(
    ("text", "noun", "maker"),
    [
        ("The Norwegian embassy’s tweets named Finland.", "tweets", "Norway"),
        ("According to an FBI summary, the files were gone.", "summary", "FBI"),
        ("Reuters reported in May that files were gone. The report named Finland.", "report", "Reuters"),
        ("Norway released a statement on Monday. The statement named Finland.", "statement", "Norway"),
        ("Norway and Sweden filed a complaint. The complaint named Finland.", "complaint", "Norway and Sweden"),
    ],
    ids=["whose it is", "whose summary", "who reported", "who released it", "two who filed it"],
)
def test_a_document_speaks_for_who_made_it(cast_of: Callable[[str], Cast], text: str, noun: str, maker: str) -> None:
    assert made_by(cast_of(text), noun) == maker


def test_a_report_of_nobody_is_itself(cast_of: Callable[[str], Cast]) -> None:
    assert made_by(cast_of("A report named Finland."), "report") == "report"
