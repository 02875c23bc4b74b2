from __future__ import annotations

import tomllib

import pytest

from tracker import resources
from tracker.read.credits import agency


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("DUN, Feb 17 (Reuters) - Borland shelled the town.", "Reuters"),
        ("DUN, Arland (AP) — Borland shelled the town.", "Associated Press"),
        ("LUND/DUN (dpa): Borland shelled the town.", "dpa"),
        ("Shells fall on Dun\nBy Anna Berg | Associated Press\nBorland shelled the town.", "Associated Press"),
        ("Shells fall on Dun\nBy the Associated Press\n\nBorland shelled the town.", "Associated Press"),
        ("Shells fall on Dun\nAFP\nBorland shelled the town.", "Agence France-Presse"),
        ("Borland shelled the town.\n\n— AFP", "Agence France-Presse"),
        ("Borland shelled the town. Source: Interfax", "Interfax"),
        ("Borland shelled the town. (Interfax-Ukraine)", "Interfax-Ukraine"),
    ],
)
def test_a_credit_line_names_the_agency(text: str, found: str) -> None:
    assert agency(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The minister told Reuters that Borland shelled the town.",
        "Borland shelled the town, the minister told Reuters.",
        "Borland shelled the town, Reuters reported.",
        "Officials (AP was there) said Borland shelled the town.",
        "DUN (Arland Times) - Borland shelled the town.",
        "Borland shelled the town.\n" + "It went on. " * 60 + "\nBy the Associated Press\n" + "It went on. " * 60,
        "The Associated Press was told that Borland shelled the town.",
    ],
)
def test_an_agency_that_is_only_quoted_is_no_credit(text: str) -> None:
    assert agency(text) is None


def test_every_name_of_an_agency_is_found_and_leads_to_one() -> None:
    agencies = tomllib.loads((resources.seeds() / "agencies.toml").read_text("utf-8"))["agencies"]
    names = [alias for aliases in agencies.values() for alias in aliases]
    assert len(names) == len({name.casefold() for name in names})
    for name, aliases in agencies.items():
        for alias in aliases:
            assert agency(f"DUN ({alias}) - Borland shelled the town.") == name


def test_a_hostile_head_takes_no_time() -> None:
    for text in ("A" * 100_000, "By " * 50_000, "A. " * 50_000 + "(", "|" * 100_000, "\n" * 100_000):
        assert agency(text) is None
