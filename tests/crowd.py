"""A database of many made-up mentions: what the tests of query plans and the benchmarks of reports run on.

A year of articles of twenty mentions each; allegations as unequal in size as in the news (the biggest has a tenth of all
mentions), their mentions clustered in time; a denial for every tenth, an event for every twentieth.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Engine, insert, text
from sqlmodel import SQLModel

from tracker.store import tables as t
from tracker.store.copying import number_on

FIRST, DAYS = dt.date(2021, 1, 4), 364
LAST_WEEK = "2021-W52"
PER_ARTICLE = 20
OUTLETS, SPEAKERS, STATES = 60, 300, 40
Row = dict[str, object]
SAID: Row = {
    "negated": False, "evidence": "unassessed", "contest": "none", "acts": ["attack"], "objects": [], "reasons": [],
    "spans": {"speaker": [], "cue": [[0, 7]], "content": []}, "asserted_precision": "day", "confidence": 0.6,
    "extractor": "bench", "rule": "bench",
}  # fmt: skip
JUDGED: Row = {"decision": "positive", "score": 0.5, "band": "same", "reason": "bench", "made_by": "matcher/1"}


def fill(engine: Engine, count: int) -> None:
    """Make `count` mentions, each in an allegation."""
    rng = random.Random(5)
    now = dt.datetime(2022, 1, 10, tzinfo=dt.UTC)
    quote = "had shelled the border town and meant to blame somebody else for it"
    body = f"It said that Arland {quote}. " * PER_ARTICLE
    days = [FIRST + dt.timedelta(days=n * DAYS // (count // PER_ARTICLE)) for n in range(count // PER_ARTICLE)]
    place = list(placed(rng, count))
    found = sorted(set(place))
    number = {allegation: n for n, allegation in enumerate(found, 1)}
    place = [number[p] for p in place]
    judged = JUDGED | {"made_at": now}

    def article(n: int) -> Row:
        where = {
            "id": n + 1,
            "run_id": 1,
            "ref": f"a{n}",
            "hash": f"h{n}",
            "text": f"{n} {body}",
            "extra": {},
            "ingested_at": now,
        }
        return where | {
            "url": f"https://news.example/{n}",
            "outlet_id": n % OUTLETS + 1,
            "published": days[n],
            "language": "en",
            "alleging": sum(m % 10 != 9 for m in range(n * PER_ARTICLE, (n + 1) * PER_ARTICLE)),
        }

    def mention(n: int) -> Row:
        start = 21 + len(f"{n // PER_ARTICLE} ")
        where = {
            "id": f"b{n:015x}",
            "article_id": n // PER_ARTICLE + 1,
            "start": start,
            "end": start + len(quote),
            "quote": quote,
        }
        what = {"claim": f"Arland had shelled town {place[n]}.", "accused_id": place[n] % STATES + 1}
        how = {"kind": "denial" if n % 10 == 9 else "allegation", "certainty": ("possible", "planned", "asserted")[n % 3]}
        return where | what | how | SAID | {"asserted_on": days[n // PER_ARTICLE]}

    def event(n: int) -> Row:
        value = ("evidence", "none_provided") if n % 40 else ("contest", "denied")
        shown = {"mention_id": f"b{n:015x}", "article_id": n // PER_ARTICLE + 1, "start": 3, "end": 20, "made_by": "assess/1"}
        dated = {"happened_on": days[n // PER_ARTICLE], "recorded_at": now, "voice": None}
        return {"allegation_id": place[n], "axis": value[0], "value": value[1]} | shown | dated

    def allegation(n: int) -> Row:
        return {
            "id": n,
            "claim": f"Arland had shelled town {n}.",
            "accused_id": n % STATES + 1,
            "topics": ["attack"],
            "created_at": now,
        }

    every = range(count)
    states = [{"id": n, "name": f"State {n}", "kind": "state"} for n in range(1, STATES + 1)]
    people = [
        {"id": STATES + n, "name": f"Speaker {n}", "kind": "person", "side_id": n % STATES + 1} for n in range(1, SPEAKERS + 1)
    ]
    with engine.begin() as connection:
        load(connection, t.IngestRun, [{"id": 1, "started_at": now, "version": "0"}])
        load(connection, t.Outlet, ({"id": n, "name": f"Outlet {n}"} for n in range(1, OUTLETS + 1)))
        load(connection, t.Actor, [row | {"side_id": row.get("side_id")} for row in (*states, *people)])
        load(connection, t.Article, map(article, range(count // PER_ARTICLE)))
        load(connection, t.Allegation, map(allegation, range(1, len(found) + 1)))
        load(connection, t.Mention, map(mention, every))
        said = ({"mention_id": f"b{n:015x}", "actor_id": STATES + 1 + rng.randrange(SPEAKERS), "position": 0} for n in every)
        load(connection, t.MentionSpeaker, said)
        load(connection, t.Judgement, ({"mention_id": f"b{n:015x}", "allegation_id": place[n]} | judged for n in every))
        load(connection, t.StatusEvent, map(event, every[::20]))
        number_on(connection)
        connection.execute(text("ANALYZE"))


def placed(rng: random.Random, count: int) -> Iterator[int]:
    """The allegation of each mention in order of time: the biggest gets a tenth; most live for some weeks."""
    live = count // 300
    for n in range(count):
        if rng.random() < 0.1:
            yield 0
        else:
            youngest = 1 + n // 6
            yield max(1, youngest - int(rng.paretovariate(1.0) * live / 10) % (live + 1))


def load(connection: Connection, table: type[SQLModel], rows: Iterable[Row], size: int = 50_000) -> None:
    """Insert rows, some thousands at a time."""
    some: list[Row] = []
    for row in rows:
        some.append(row)
        if len(some) == size:
            connection.execute(insert(table), some)
            some = []
    if some:
        connection.execute(insert(table), some)
