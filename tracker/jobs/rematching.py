"""Matches anew what only the matcher has decided, article by article, as if it came in today. What people touched stays.

The same articles in the same order give the same allegations, so a second run changes nothing; after a change of the matcher it
shows what that changes. For what people have touched it only asks: a question for `review`.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.jobs.placing import Placing
from tracker.match import prints
from tracker.store.decisions import REMATCH

if TYPE_CHECKING:
    from tracker.match.words import Words
    from tracker.store import Writer


@dataclass(frozen=True, slots=True)
class Rematched:
    """What came of it: how many mentions were matched anew, which belong elsewhere now, questions about what people touched.

    `traced` counts the articles whose text was looked for in others. `moved` has for each such mention its id, the allegation
    that it was of and that it is of now, None for none.
    """

    mentions: int
    moved: tuple[tuple[str, int | None, int | None], ...]
    asked: int
    traced: int = 0


def retrace(writer: Writer, besides: str) -> int:
    """Find again which article prints the text of which, where some have no prints yet; return how many were looked at.

    Those stored before prints were kept have none. From the first of them on all is found anew, in the order in which they came
    in, for what came later may print what could not be found then. Articles with a mention by the extractor `besides` are left
    out.
    """
    gaps = (id_ for id_, text in writer.unprinted(besides) if prints.sketch(prints.shingles(text)))
    first = next(gaps, None)
    traced = 0
    for id_, text in writer.forget_prints(first, besides) if first is not None else ():
        printed = prints.shingles(text)
        copied = functools.partial(prints.prints_again, printed)
        writer.trace(id_, prints.sketch(printed), least=prints.SHARED, copied=copied)
        traced += 1
    return traced


def rematch(writer: Writer, words: Words, made_by: str, at: dt.datetime) -> Rematched:
    """Match anew inside the transaction of `writer`. One action, which `undo` takes back."""
    decisions = writer.decisions
    before, touched = decisions.partition(), decisions.touched()
    free = {mention for mention, allegation in before.items() if allegation not in touched}
    action = decisions.begin(REMATCH, {"mentions": len(free)}, None, made_by, at)
    founders = decisions.founders()
    decisions.release(free, touched, action)
    writer.action_id = action.id
    asked = 0
    for article_id in decisions.articles():
        mentions = writer.mentions_of(article_id)
        placing = Placing(writer, words, at, founders)
        placing.place([m for m in mentions if m.allegation_id is None], until=article_id)
        asked += sum(placing.ask(m) for m in mentions if m.allegation_id in touched)
    decisions.keep_claims(action.id, writer.reworded)
    after = decisions.partition()
    moved = [(m, before.get(m), after.get(m)) for m in {**before, **after} if before.get(m) != after.get(m)]
    return Rematched(mentions=len(free), moved=tuple(moved), asked=asked)
