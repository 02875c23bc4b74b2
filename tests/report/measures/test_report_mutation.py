from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from report.report_factories import on, said

from tracker.report.measures.mutation import Edit, SlotChange, mutation
from tracker.types import Certainty

WORDS = st.lists(st.sampled_from(["Borland", "borland", "shelled", "2", "3", "bridges", "at", "Dun"]), max_size=8)


def test_a_change_is_told_slot_by_slot_and_word_by_word() -> None:
    first = said(
        on(2, 1),
        "Anna Berg",
        quote="could blow up 2 bridges near Dun",
        certainty=Certainty.POSSIBLE,
        acts=("sabotage",),
        objects=("Dun",),
        id="first",
    )
    second = said(
        on(2, 3),
        None,
        speaker_text="an official",
        quote="has blown up 12 bridges near Dun",
        acts=("attack", "sabotage"),
        objects=("Lund",),
        accused="Corland",
        id="second",
    )
    found = mutation([first, second])
    (change,) = found.changes
    assert (found.n, found.wordings, found.left_out) == (2, 2, 0)
    assert (change.before.mention_id, change.after.mention_id) == ("first", "second")
    assert change.slots == (
        SlotChange(slot="certainty", gone=("possible",), new=("asserted",)),
        SlotChange(slot="acts", gone=(), new=("attack",)),
        SlotChange(slot="objects", gone=("Dun",), new=("Lund",)),
        SlotChange(slot="accused", gone=("Borland",), new=("Corland",)),
        SlotChange(slot="speaker", gone=("Anna Berg",), new=("an official",)),
        SlotChange(slot="numbers", gone=("2",), new=("12",)),
        SlotChange(slot="words", gone=("could", "blow"), new=("blown",)),
    )
    assert change.diff == (
        Edit(kind="gone", words="could blow"),
        Edit(kind="new", words="has blown"),
        Edit(kind="same", words="up"),
        Edit(kind="gone", words="2"),
        Edit(kind="new", words="12"),
        Edit(kind="same", words="bridges near Dun"),
    )


def test_a_wording_counts_where_it_is_first_said_and_not_when_it_comes_back() -> None:
    quotes = ["saboteurs", "a video", "Saboteurs", "a  video", "the shelling"]
    found = mutation([said(on(2, day), quote=quote) for day, quote in enumerate(quotes, 1)])
    assert (found.n, found.wordings) == (5, 3)
    assert [(each.before.quote, each.after.quote) for each in found.changes] == [
        ("saboteurs", "a video"),
        ("a video", "the shelling"),
    ]


def test_a_number_keeps_its_points_and_is_no_word() -> None:
    found = mutation([said(on(2, 1), quote="killed 1,200 people"), said(on(2, 2), quote="killed 1,300 people")])
    assert found.changes[0].slots == (SlotChange(slot="numbers", gone=("1,200",), new=("1,300",)),)


def test_of_many_changes_the_first_and_the_last_are_listed_and_the_others_counted() -> None:
    def listed(wordings: int) -> tuple[list[str], int]:
        found = mutation([said(on(2, 1), quote=f"quote {n}") for n in range(wordings)])
        return [each.after.quote for each in found.changes], found.left_out

    assert listed(41) == ([f"quote {n}" for n in range(1, 41)], 0)
    assert listed(44) == ([f"quote {n}" for n in [*range(1, 21), *range(24, 44)]], 3)
    assert listed(25) == ([f"quote {n}" for n in range(1, 25)], 0)


def test_a_quote_is_compared_up_to_its_200th_word() -> None:
    old, new = (said(on(2, day), quote=f"{'word ' * 199}{last} beyond") for day, last in ((1, "old"), (2, "new")))
    assert mutation([old, new]).changes[0].diff == (
        Edit(kind="same", words=" ".join(["word"] * 199)),
        Edit(kind="gone", words="old"),
        Edit(kind="new", words="new"),
    )


def test_fewer_than_two_wordings_do_not_change() -> None:
    assert (mutation([]).wordings, mutation([]).changes) == (0, ())
    same = mutation([said(on(2, 1)), said(on(2, 2))])
    assert (same.n, same.wordings, same.changes) == (2, 1, ())


@given(WORDS, WORDS)
def test_the_diff_without_the_new_is_the_earlier_quote_and_without_the_gone_the_later(old: list[str], new: list[str]) -> None:
    for change in mutation([said(on(2, 1), quote=" ".join(old)), said(on(2, 2), quote=" ".join(new))]).changes:
        kept = [word for edit in change.diff if edit.kind != "new" for word in edit.words.split()]
        came = [word for edit in change.diff if edit.kind != "gone" for word in edit.words.split()]
        assert kept == old
        assert [word.casefold() for word in came] == [word.casefold() for word in new]
