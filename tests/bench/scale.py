"""Finding a claim among a million, and ingest into a million mentions: `make bench`. Ratios and limits in one run.

The claims are sentences of the corpus, varied: near half of the words of each copy are drawn anew, as often as the corpus has
them, so that common words get common postings. The peer is `rapidfuzz.process.extractOne` over the same texts in memory. Where
`TRACKER_BENCH_POSTGRES` names a server (and psycopg is installed), the look-up is measured there, too.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import re
import statistics
import sys
import tempfile
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process
from scipy.sparse import csr_matrix
from speed import report
from sqlalchemy import Engine, create_engine, delete, text
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from tests.crowd import JUDGED, SAID, Row, load
from tracker.core import Tracker
from tracker.match.score import similarity
from tracker.match.words import default_words
from tracker.store import postings
from tracker.store import tables as t
from training.corpus import articles
from training.splits import CORPUS

MANY, FEW = 1_000_000, 10_000
QUERIES, BRUTE = 200, 12
LIMIT = 200
TOLD = 5  # stems of a question: what says less ("It did not say by whom") has too many equals
PER_ARTICLE = 20
SIDES = ("Russia", "Ukraine", "United States", "United Kingdom", "NATO", *(f"State {n}" for n in range(45)))
WORDS = default_words()


def claims(count: int) -> list[str]:
    """So many claims, the same in every run."""
    rng = random.Random(7)
    texts = [article.text for article in articles(CORPUS)]
    base = [s for body in texts for s in re.split(r"(?<=[.!?”])\s+", body) if 6 <= len(s.split()) <= 30]
    seen = Counter(w for body in texts for w in re.findall(r"[A-Za-z]{3,}", body))
    rare = [
        f"{a}{b}{n}" for a in ("ba", "ko", "du", "mer", "sta") for b in ("ral", "ton", "zek", "lis", "mo") for n in range(800)
    ]
    drawn = endless(rng, [*seen, *rare], [*seen.values(), *([1] * len(rare))])
    found = base[:count]
    for number in range(len(base), count):
        said = base[number % len(base)].split()
        found.append(" ".join(next(drawn) if rng.random() < 0.45 else word for word in said))
    return found


def endless(rng: random.Random, words: Sequence[str], weights: Sequence[int]) -> Iterator[str]:
    """Words as often as their weights say."""
    while True:
        yield from rng.choices(words, weights, k=100_000)


def reworded(claim: str, rng: random.Random) -> str:
    """The claim as somebody else has it: a fifth of its words left out, the order of two parts turned."""
    said = [w for w in claim.split() if rng.random() > 0.2]
    half = len(said) // 2
    return " ".join(said[half:] + said[:half])


def fill(engine: Engine, texts: Sequence[str]) -> None:
    """Load claims with their postings, sorted, as a bulk load does."""
    pairs: dict[str, list[int]] = {}
    for number, claim in enumerate(texts, 1):
        for token in set(WORDS.stems(claim)):
            pairs.setdefault(token, []).append(number)
    with engine.begin() as connection:
        for table in (t.ClaimToken, t.TokenCount, t.Claim):
            connection.execute(delete(table))
        load(connection, t.Claim, ({"id": n, "hash": f"{n:064x}"} for n in range(1, len(texts) + 1)))
        load(connection, t.ClaimToken, ({"token": w, "claim_id": n} for w in sorted(pairs) for n in pairs[w]))
        load(connection, t.TokenCount, ({"token": w, "claims": len(pairs[w])} for w in sorted(pairs)))
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))


def best(engine: Engine, texts: Sequence[str], question: str) -> tuple[float, list[int]]:
    """Seconds to find the best match of a question: postings, then the candidates compared; and the candidates."""
    start = time.perf_counter()
    with Session(engine) as session:
        ids = list(postings.alike(session, WORDS.stems(question), LIMIT))
    max((similarity(question, texts[n - 1], WORDS).score for n in ids), default=0.0)
    return time.perf_counter() - start, ids


def everything(texts: Sequence[str]) -> Callable[[str], int]:
    """Make a search by brute force: the index of the text most alike by the tracker's own score, guards left out."""
    ordered, place = [], {}
    rows, columns, values = array("l"), array("l"), array("d")
    for row, claim in enumerate(texts):
        wording = WORDS.read(claim)
        ordered.append(wording.ordered)
        for stem, weight in wording.weights.items():
            rows.append(row)
            columns.append(place.setdefault(stem, len(place)))
            values.append(weight**0.5 / wording.length)
    shape = (len(texts), len(place))
    table = csr_matrix((np.frombuffer(values), (np.frombuffer(rows, "l"), np.frombuffer(columns, "l"))), shape=shape)

    def nearest(question: str) -> int:
        asked = WORDS.read(question)
        vector = np.zeros(len(place))
        for stem, weight in asked.weights.items():
            if stem in place:
                vector[place[stem]] = weight**0.5 / asked.length
        ratios = process.cdist([asked.ordered], ordered, scorer=fuzz.ratio, dtype=np.float32)[0] / 100
        return int(np.argmax(ratios + table @ vector))

    return nearest


def look_up(name: str, engine: Engine, texts: list[str]) -> list[bool]:
    """Cost and recall of the best match among a million, and what it costs among ten thousand."""
    rng = random.Random(11)
    asked, questions = [], []
    while len(asked) < QUERIES:
        number = rng.randrange(FEW)
        question = reworded(texts[number], rng)
        if len(set(WORDS.stems(question))) >= TOLD:
            asked.append(number)
            questions.append(question)
    medians = []
    found: list[list[int]] = []
    for size in (FEW, MANY):
        fill(engine, texts[:size])
        for question in questions[:20]:
            best(engine, texts, question)  # the pages that every question reads
        WORDS.read.cache_clear()
        answers = [best(engine, texts, question) for question in questions]
        times = sorted(seconds for seconds, _ in answers)
        found = [ids for _, ids in answers]
        medians.append(statistics.median(times))
        print(f"{name}: best match among {size:,}: median {medians[-1] * 1000:.1f} ms, p95 {times[-10] * 1000:.1f} ms")
    brute = []
    for question in questions[:BRUTE]:
        start = time.perf_counter()
        process.extractOne(question, texts, scorer=fuzz.token_sort_ratio)
        brute.append(time.perf_counter() - start)
    print(f"{name}: extractOne (token_sort_ratio) over {MANY:,}: median {statistics.median(brute) * 1000:.0f} ms", flush=True)
    nearest = everything(texts)
    right = [nearest(question) + 1 in ids for question, ids in zip(questions, found, strict=True)]
    planted = [n + 1 in ids for n, ids in zip(asked, found, strict=True)]
    return [
        report(f"{name}: extractOne / best match, among a million", statistics.median(brute) / medians[1], low=25.0),
        report(f"{name}: recall@{LIMIT} of the best match by brute force", statistics.mean(right), low=0.99),
        report(f"{name}: recall@{LIMIT} of the claim that was reworded", statistics.mean(planted), low=0.99),
        report(f"{name}: cost among a million / among {FEW:,}", medians[1] / medians[0], high=6.0),
    ]


def mentions(engine: Engine, texts: Sequence[str]) -> None:
    """A million mentions in fifty thousand articles over ten years, a fifth of them against one side, each judged."""
    rng = random.Random(3)
    now, first = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.date(2016, 1, 1)
    count = len(texts) // PER_ARTICLE
    days = [first + dt.timedelta(days=n * 3650 // count) for n in range(count)]
    sides = [1 if rng.random() < 0.2 else rng.randrange(2, len(SIDES) + 1) for _ in texts]
    body = "Somebody said it. " * PER_ARTICLE
    alike: Row = SAID | {"kind": "allegation", "certainty": "asserted"}
    judged = JUDGED | {"made_at": now}

    def article(n: int) -> Row:
        return {
            "id": n + 1, "run_id": 1, "ref": f"a{n}", "hash": f"h{n}", "text": body, "extra": {}, "published": days[n],
            "ingested_at": now,
        }  # fmt: skip

    def mention(n: int) -> Row:
        start = n % PER_ARTICLE
        where = {"article_id": n // PER_ARTICLE + 1, "start": start, "end": start + 9, "quote": body[start : start + 9]}
        what = {"claim": texts[n], "claim_id": n + 1, "accused_id": sides[n], "asserted_on": days[n // PER_ARTICLE]}
        return {"id": f"b{n:015x}"} | alike | where | what

    def allegation(n: int) -> Row:
        return {"id": n + 1, "claim": texts[n], "accused_id": sides[n], "topics": ["attack"], "created_at": now}

    every = range(len(texts))
    with engine.begin() as connection:
        load(connection, t.IngestRun, [{"id": 1, "started_at": now, "version": "0"}])
        load(connection, t.Actor, ({"id": n, "name": name, "kind": "state"} for n, name in enumerate(SIDES, 1)))
        load(connection, t.Article, map(article, range(count)))
        load(connection, t.Allegation, map(allegation, every[::3]))
        load(connection, t.Mention, map(mention, every))
        load(connection, t.Judgement, ({"mention_id": f"b{n:015x}", "allegation_id": n - n % 3 + 1} | judged for n in every))
        connection.execute(text("ANALYZE"))


def ingest(path: Path, documents: Path) -> float:
    """Seconds to ingest the documents into a database."""
    with Tracker(path) as tracker:
        start = time.perf_counter()
        tracker.ingest(documents)
        return time.perf_counter() - start


def into_a_million(folder: Path, full: Path) -> bool:
    """Time of ingest into a database with a million mentions over that into an empty one.

    The texts are those of the corpus, their states renamed to those that most mentions of the full database accuse.
    """
    documents = folder / "documents.jsonl"
    rng = random.Random(5)
    with documents.open("w", encoding="utf-8") as out:
        for number, article in enumerate(articles(CORPUS)[:60]):
            said = article.text
            for place in sorted(set(re.findall(r"\b[A-Z][a-z]+(?:ia|land|stan)\b", said))):
                said = re.sub(rf"\b{place}\b", rng.choice(SIDES[:3]), said)
            day = f"20{17 + number % 8}-03-{number % 28 + 1:02}"
            out.write(json.dumps({"id": str(number), "text": said, "publisher": "Bench", "published": day}) + "\n")
    ingest(folder / "warm.db", documents)
    empty = min(ingest(folder / f"empty{n}.db", documents) for n in range(2))
    loaded = ingest(full, documents)
    print(f"ingest of 60 articles: {empty:.1f} s into an empty database, {loaded:.1f} s into one with {MANY:,} mentions")
    return report("SQLite: ingest into a million mentions / into none", loaded / empty, high=1.5)


def main() -> int:
    """Run all; 0 where every figure holds."""
    texts = claims(MANY)
    good = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "million.db"
        with Tracker(path) as tracker:
            good += look_up("SQLite", tracker.store.engine, texts)
            mentions(tracker.store.engine, texts)
        good.append(into_a_million(folder, path))
    if server := os.environ.get("TRACKER_BENCH_POSTGRES"):
        engine = create_engine(server)
        tables = [SQLModel.metadata.tables[n] for n in ("claim", "claim_token", "token_count")]
        SQLModel.metadata.create_all(engine, tables=tables)
        good += look_up("PostgreSQL", engine, texts)
        SQLModel.metadata.drop_all(engine, tables=tables)
    else:
        print("PostgreSQL: not measured; TRACKER_BENCH_POSTGRES names no server")
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main())
