from __future__ import annotations

from report.report_factories import on, said

from tracker.report.measures.jumps import Jump, jumps

GROUPS = {"Arland Times": "Arland", "Arland Post": "Arland", "Borland Daily": "Borland", "Corland News": "Corland"}


def test_a_jump_is_the_first_mention_in_another_group() -> None:
    path = ["Arland Times", "Nowhere Wire", "Arland Post", "Borland Daily", "Arland Times", "Corland News", "Borland Daily"]
    found = jumps([said(on(2, day), outlet=outlet, id=f"m{day}") for day, outlet in enumerate(path, 1)], GROUPS)
    assert (found.n, found.why) == (6, None)
    assert found.found == (
        Jump(on=on(2, 4), before="Arland", after="Borland", outlet="Borland Daily", mention_id="m4"),
        Jump(on=on(2, 6), before="Arland", after="Corland", outlet="Corland News", mention_id="m6"),
    )


def test_one_group_has_no_jumps() -> None:
    assert jumps([said(on(2, 1)), said(on(2, 2), outlet="Arland Post")], GROUPS).found == ()


def test_without_groups_it_is_not_known() -> None:
    found = jumps([said(on(2, 1)), said(on(2, 2))], {})
    assert (found.n, found.found, found.why) == (0, None, "the groups of its outlets are not known")
