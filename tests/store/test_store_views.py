"""The views that people read with other programs: they tell what `tracker` itself tells, and of nothing else."""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib.util
import json
import sqlite3
import warnings
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import sqlite_utils
from alembic.migration import MigrationContext
from alembic.operations import Operations
from cli.running import ok, rows
from crowd import fill
from servers import postgres
from sqlalchemy import create_engine, inspect
from sqlmodel import SQLModel

from tracker import Tracker
from tracker.resources import migrations
from tracker.store import Store, schema
from tracker.types import Decision, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import ModuleType


VIEWS = {"actors", "articles", "mentions", "events", "allegations", "speakers", "decisions"}


def migration() -> ModuleType:
    spec = importlib.util.spec_from_file_location("views", migrations() / "versions" / "0007_views.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(file: Path, view: str) -> list[dict[str, Any]]:
    with closing(sqlite_utils.Database(file)) as database:
        return list(database[view].rows)


def agree_with_the_lists(db: Path) -> None:
    """Every view against what the commands print."""
    plain = ("id", "claim", "accused", "evidence", "contest", "corroboration", "verdict")
    counted = ("first_asserted", "first_seen", "last_seen", "mentions", "articles")

    def of_list(row: Mapping[str, Any]) -> dict[str, Any]:
        numbers = {"outlets": len(row["outlets"]), "speakers": len(row["speakers"])}
        return {key: row[key] for key in (*plain, *counted)} | numbers | {"topics": "; ".join(row["topics"]) or None}

    listed = {row["id"]: of_list(row) for row in rows("list", "--json", db=db)}
    found = {row["id"]: {key: row[key] for key in listed[row["id"]]} for row in read(db, "allegations")}
    assert found == listed
    assert found

    articles = {row["id"]: row for row in rows("export", "articles", db=db)}
    for article in read(db, "articles"):
        row = articles.pop(article["ref"])
        own_words = (article["title"], article["outlet"], article["published"], article["url"], article["text"])
        assert own_words == (row["title"], row["publisher"], row["published"], row["url"], row["text"])
        assert article["ingested_at"].endswith("Z")
    assert articles == {}

    mentions = {row["id"]: row for row in rows("export", "mentions", db=db)}
    same = ("kind", "reported_by", "accused", "claim", "quote", "certainty", "negated", "evidence", "contest", "asserted_on")
    for mention in read(db, "mentions"):
        row = mentions.pop(mention["id"])
        assert {key: mention[key] for key in same} == {key: row[key] for key in same}
        assert (mention["allegation"], mention["article"]) == (row["allegation_id"], row["article_ref"])
        assert mention["speakers"] == ("; ".join(row["speakers"]) or None)
    assert mentions == {}

    keys = ("axis", "value", "voice", "quote", "happened_on", "made_by", "outlet", "url")
    events = [(row["allegation_id"], row["mention_id"], *(row[key] for key in keys)) for row in rows("export", "events", db=db)]
    viewed = [(row["allegation"], row["mention"], *(row[key] for key in keys)) for row in read(db, "events")]
    assert sorted(viewed, key=repr) == sorted(events, key=repr)

    actors = {row["name"]: row for row in rows("actors", "--json", db=db)}
    speaking = {name: row["speaker"] for name, row in actors.items() if row["speaker"]}
    speakers = read(db, "speakers")
    assert {row["name"]: row["mentions"] for row in speakers} == speaking
    assert all((row["kind"], row["side"]) == (actors[row["name"]]["kind"], actors[row["name"]]["side"]) for row in speakers)
    assert {row["name"] for row in read(db, "actors")} == set(actors)

    decided = [(row["id"], row["kind"], row["made_by"], row["because"]) for row in rows("log", "--json", db=db)]
    assert [(row["id"], row["kind"], row["made_by"], row["because"]) for row in read(db, "decisions")] == sorted(decided)


def test_the_views_agree_with_the_lists(demo: Path) -> None:
    agree_with_the_lists(demo)


def test_they_still_agree_after_merges_verdicts_and_a_revised_article(own: Path, tmp_path: Path) -> None:
    revised = tmp_path / "revised.jsonl"
    with Tracker(own) as tracker:
        first, second, third = (a.id for a in tracker.allegations()[:3])
        tracker.merge([second], first, "one story")
        tracker.set_verdict(third, Verdict.REFUTED, by="Anna Berg", on=dt.date(2022, 3, 1), url="https://check.example/1")
        tracker.set_verdict(third, Verdict.OPEN, by="Anna Berg", on=dt.date(2022, 3, 2))
        tracker.set_verdict(first, Verdict.SUPPORTED, by="Anna Berg", on=dt.date(2022, 3, 1))
        tracker.undo()
        tracker.judge(first, third, Decision.NEGATIVE)
        tracker.merge_actors("Antony Blinken", "John Kirby")
        tracker.merge_actors("John Kirby", "Boris Johnson")
        article = next(tracker.export("articles"))
        revised.write_text(json.dumps({"url": article["url"], "text": "Nothing is left of it."}), encoding="utf-8")
        assert tracker.ingest(revised).revised == 1
    agree_with_the_lists(own)
    shown = {row["id"]: row for row in read(own, "allegations")}
    assert f"A-{second}" not in shown
    assert shown[f"A-{third}"]["verdict"] == "open"
    assert {"Antony Blinken", "John Kirby"}.isdisjoint(row["name"] for row in read(own, "speakers"))
    assert [row["kind"] for row in read(own, "decisions")] == ["merge", "status", "status", "status", "undo", "judge"]


def test_sqlite_utils_finds_the_views_and_no_other(demo: Path) -> None:
    with closing(sqlite_utils.Database(demo)) as database:
        assert set(database.view_names()) == VIEWS
        assert VIEWS.isdisjoint(database.table_names())


def test_datasette_opens_every_view(demo: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of datasette and what it stands on
        from datasette.app import Datasette

        async def pages() -> dict[str, tuple[int, Any]]:
            site = Datasette([str(demo)])
            await site.invoke_startup()
            found = {}
            for view in VIEWS:
                answer = await site.client.get(f"/{demo.stem}/{view}.json?_shape=array&_size=max")
                page = await site.client.get(f"/{demo.stem}/{view}")
                assert page.status_code == 200
                found[view] = (answer.status_code, answer.json())
            return found

        got = asyncio.run(pages())
    for view, (status, found) in got.items():
        assert status == 200
        assert found == read(demo, view)[:1000]
    assert {view for view, (_, found) in got.items() if not found} == {"decisions"}


def test_times_are_iso_dates_and_quotes_are_the_words_of_the_article(demo: Path) -> None:
    texts = {row["ref"]: row["text"] for row in read(demo, "articles")}
    for event in read(demo, "events"):
        assert event["quote"] in texts[event["article"]]
        assert dt.date.fromisoformat(event["happened_on"]) < dt.datetime.fromisoformat(event["recorded_at"]).date()


def test_the_way_down_drops_the_views_and_loses_nothing(own: Path) -> None:
    before = rows("list", "--json", db=own)
    ok("db", "downgrade", "0006", "--yes", db=own)
    with closing(sqlite3.connect(own)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall() == []
    ok("db", "upgrade", db=own)
    ok("db", "check", db=own)
    assert rows("list", "--json", db=own) == before
    ok("db", "downgrade", "0001", "--yes", db=own)


def test_both_databases_show_the_same(url: str, file: Path) -> None:
    with Store.open(url) as store:
        assert schema.check(store.engine) == []
        fill(store.engine, 400)
    views = migration()
    with postgres() as server:
        engine = create_engine(server)
        SQLModel.metadata.create_all(engine)
        fill(engine, 400)
        with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
            views.upgrade()
        with engine.connect() as connection:
            assert set(inspect(connection).get_view_names()) == VIEWS
            for view in VIEWS:
                there = [dict(row._mapping) for row in connection.exec_driver_sql(f"SELECT * FROM {view}")]
                assert sorted(map(plain, there)) == sorted(map(plain, read(file, view)))
        with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
            views.downgrade()
        assert inspect(engine).get_view_names() == []
        engine.dispose()


def plain(row: Mapping[str, Any]) -> str:
    """A row in one form: a driver may give dates and truth values as text and numbers, or as what they are."""
    days = {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in row.items()}
    return repr({key: int(value) if isinstance(value, bool) else value for key, value in days.items()})


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_a_view_only_refers_to_earlier_ones(view: str) -> None:
    made = migration().VIEWS
    later = list(made)[list(made).index(view) :]
    words = made[view].replace("\n", " ").split()
    referred = {after for before, after in pairwise(words) if before in {"FROM", "JOIN"}}
    assert referred.isdisjoint(later)
