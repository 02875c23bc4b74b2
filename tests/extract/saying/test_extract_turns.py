from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.saying import turns

BRIEFING = "Briefing room.\n\nMS. BERG:  Good morning.\nThe bridge is open.\n\nQ    Is it safe?\n\nMS. BERG: It is.\n"


def said(text: str) -> list[tuple[str, str]]:
    return [(turn.name, text[slice(*turn.said)].strip()) for turn in turns.find(text)]


def test_each_turn_runs_from_its_tag_to_the_next() -> None:
    assert said(BRIEFING) == [
        ("MS. BERG", "Good morning.\nThe bridge is open."),
        ("Q", "Is it safe?"),
        ("MS. BERG", "It is."),
    ]


def test_the_tag_is_where_the_name_stands() -> None:
    assert [BRIEFING[slice(*turn.tag)] for turn in turns.find(BRIEFING)] == ["MS. BERG", "Q", "MS. BERG"]


@pytest.mark.parametrize(
    "text",
    [
        "MS. BERG: The bridge is open.\nNobody answered.",
        "Anna Berg: the bridge is open.\nPeter Holm: it is not.",
        "They read: MS. BERG: yes. MR. HOLM: no.",
    ],
    ids=["one tag", "small letters", "not at the start of a line"],
)
def test_what_makes_no_transcript(text: str) -> None:
    assert turns.find(text) == []


def test_a_remark_in_brackets_is_no_part_of_the_name() -> None:
    text = "MS. BERG (by phone): Yes.\nSECRETARY HOLM: No."
    assert said(text) == [("MS. BERG", "Yes."), ("SECRETARY HOLM", "No.")]


def test_names_may_hold_hyphens_and_apostrophes() -> None:
    assert [name for name, _ in said("MS. BERG-HOLM: Yes.\nMR. O’DELL: No.")] == ["MS. BERG-HOLM", "MR. O’DELL"]


@given(st.lists(st.sampled_from(["MS. BERG: ", "Q ", "\n", "\n\n", "It rained. ", "A: ", ":", " "]), max_size=30).map("".join))
def test_turns_lie_in_order_and_never_overlap(text: str) -> None:
    found = turns.find(text)
    edges = [edge for turn in found for edge in (*turn.tag, *turn.said)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
    assert len(found) != 1
