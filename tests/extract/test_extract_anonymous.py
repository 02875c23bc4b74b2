"""Whoever speaks without a name stays without one: the tracker never guesses who it was."""

from __future__ import annotations

import pytest

from tracker import extract, resources

PERSONS = {actor["name"] for actor in resources.load("actors.toml")["actor"] if actor.get("kind") == "person"}
NAMELESS = (
    "A senior official",
    "A senior administration official",
    "A US official who asked not to be named",
    "A person familiar with the intelligence",
    "An adviser to the president",
    "A Western diplomat",
    "Three people briefed on the matter",
    "A spokesman",
    "One minister",
    "A former general",
)


@pytest.mark.parametrize("who", NAMELESS)
@pytest.mark.parametrize(
    "before", ["", "Antony Blinken met Jens Stoltenberg in Munich on Thursday. "], ids=["alone", "beside names"]
)
def test_who_is_not_named_is_no_person(who: str, before: str) -> None:
    found = extract(f"{before}{who} said that Russia had staged a false attack in Donetsk.")
    assert found
    for mention in found:
        assert not PERSONS & {*mention.speakers, mention.reported_by}, f"{who} is taken for {mention.speakers}"
        assert not {"Antony Blinken", "Jens Stoltenberg"} & {*mention.speakers, mention.reported_by}
