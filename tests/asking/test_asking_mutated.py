"""A thousand wrong answers over HTTP, and what of them is stored."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from asking.models import Asked, serving, streamed
from asking.mutating import UNUSABLE, mutated
from asking.proposing import Plain, asked
from factories import AT, document
from werkzeug import Response

from tracker.asking.asker import Asker, Memory
from tracker.asking.client import LlmClient
from tracker.asking.limits import Limits
from tracker.errors import ModelFailedError
from tracker.extract.llm.lead import Lead
from tracker.settings import DEFAULTS
from tracker.store import Store
from tracker.types import Mention
from tracker.types.proposals import Fate, Told

ANSWERS = 1_000
FIRST = dt.date(2001, 1, 1)
SPANS = """
SELECT m.quote, substr(a.text, m.start + 1, m."end" - m.start), m.evidence, m.evidence_start, m.evidence_end,
    m.contest, m.contest_start, m.contest_end, length(a.text)
FROM mention m JOIN article a ON a.id = m.article_id
"""


def _asked_about(n: int, client: LlmClient) -> tuple[str, str, list[Mention], list[Told]]:
    what, text, _, _ = mutated(n)
    on = FIRST + dt.timedelta(n)  # by which the server knows which answer is asked for
    settings = replace(DEFAULTS, llm_per_minute=10_000_000)
    asker = Asker(client, asked(), Memory(), Limits(settings), 1)
    lead = Lead(text, on, asked(), Plain(), "llm:scripted")
    try:
        for window, answer in asker.answers(text, on):
            lead.told += answer.told
            lead.take(answer.proposals, window)
    except ModelFailedError as error:
        return what, text, [], [Told(Fate.REFUSED, str(error))]
    return what, text, lead.mentions("x", str(n))[0], lead.told


@pytest.mark.usefixtures("impatient")
def test_of_1000_wrong_answers_no_unverified_span_is_stored_and_each_is_refused_or_mended_with_a_reason(tmp_path: Path) -> None:
    def script(question: Asked) -> Response:
        day = re.search(r"Published: (\S+)", question.user)
        assert day is not None
        _, _, wrong, right = mutated((dt.date.fromisoformat(day[1]) - FIRST).days)
        answer = right if question.part else wrong  # one that broke off is asked for again in parts
        return streamed(answer, pieces=1)

    with serving(script, tmp_path) as model:
        client = LlmClient("scripted", 20.0)
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda n: _asked_about(n, client), range(ANSWERS)))
        assert len(model.asked) >= ANSWERS
    silent = [what for what, *_, told in found if not any(t.fate in {Fate.REFUSED, Fate.REPAIRED} and t.why for t in told)]
    assert silent == []
    unusable = [what for what, _, mentions, _ in found if not mentions]
    assert set(unusable) <= UNUSABLE
    with Store.open(f"sqlite:///{tmp_path / 'x.db'}") as store, store.write() as writer:
        run = 1
        from tracker.store import tables as t

        writer._session.add(t.IngestRun(id=run, started_at=AT, version="0"))
        for n, (_, text, mentions, _) in enumerate(found):
            article = document(text=text, url=f"https://news.example/{n}", publisher=f"Paper {n}", published=FIRST)
            assert writer.add_article(article, mentions, run, AT, actors={}) is not None
    with closing(sqlite3.connect(tmp_path / "x.db")) as database:
        rows = database.execute(SPANS).fetchall()
    assert len(rows) > 4 * ANSWERS, "most of each answer is right, and is taken"
    for quote, there, evidence, evidence_start, evidence_end, contest, contest_start, contest_end, length in rows:
        assert quote == there
        assert (evidence == "unassessed") == (evidence_start is None)
        assert (contest == "none") == (contest_start is None)
        assert all(end is None or 0 < end <= length for end in (evidence_end, contest_end))


def test_the_answers_that_are_mutated_are_taken_as_they_are() -> None:
    from asking.proposing import answered, led

    for text, proposals in answered():
        lead = led(text, *proposals)
        assert len(lead.mentions("x", "x")[0]) == len(proposals) >= 3
        assert {t.fate for t in lead.told} == {Fate.TAKEN}


def test_what_is_mutated_is_always_the_same() -> None:
    assert [mutated(n) for n in range(60)] == [mutated(n) for n in range(60)]
