"""Databases to decide on: allegations with a mention or more in articles of their own, in the hands of one analyst."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from factories import AT, document, mention
from store.filling import ACTORS, add, event, open_case

from tracker.core import Tracker
from tracker.settings import Settings
from tracker.types import Decision

SAME, DIFFERENT, UNSURE = Decision.POSITIVE, Decision.NEGATIVE, Decision.UNSURE


def opened(path: Path) -> Tracker:
    return Tracker(path, settings=Settings(user="anna"), now=lambda: AT)


def ids(name: str) -> str:
    return f"m{name * 15}"


def filled(tracker: Tracker, *names: str, each: int = 1) -> list[int]:
    """One allegation for each name, with `each` mentions in as many articles, and an event on each mention."""
    found = []
    for name in names:
        made = []
        for number in range(each):
            text = f"{name}{number}. " + document().text
            one = mention(
                text=text, id=ids(name) if number == 0 else ids(name)[:-1] + str(number), claim=f"Borland shelled {name}."
            )
            add(tracker.store, document(text=text, url=None, ref=f"{name}{number}"), one, actors=ACTORS)
            made.append(one)
        found.append(open_case(tracker.store, *made, claim=made[0].claim))
        with tracker.store.write() as writer:
            for one in made:
                writer.add_event(found[-1], event(mention_id=one.id, value="asserted"), None)
    return found


def state(tracker: Tracker) -> Any:
    """All that readers see of allegations."""
    return [
        (c.id, c.claim, [m.mention.id for m in c.mentions], [(e.value, e.mention_id) for e in c.events], c.links)
        for c in sorted(tracker.store.cases(), key=lambda c: c.id)
    ]
