"""Digests say what `assess` says, whatever has changed; pages made of them lose and repeat nothing."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from crowds import filled
from sqlalchemy import text
from store.test_store_plans import asked, scanned

from tracker.core import Tracker
from tracker.errors import NotFoundError
from tracker.store import Selection, Store
from tracker.types import Decision, Verdict
from tracker.types.paging import Sort


def listed(tracker: Tracker) -> dict[int, dict[str, Any]]:
    """What a listing says of each allegation."""
    found, after = {}, None
    while True:
        page = tracker.listed(after=after, limit=7)
        found |= {digest.id: dict(digest.row) for digest in page.items}
        after = page.after
        if after is None:
            assert len(found) == page.total
            return found


def agrees(tracker: Tracker) -> None:
    """Every digest against the allegation itself."""
    assert listed(tracker) == {allegation.id: allegation.as_json() for allegation in tracker.allegations()}


def test_a_digest_follows_every_change(own: Path, tmp_path: Path) -> None:
    with Tracker(own) as tracker:
        agrees(tracker)
        proposal = tracker.review()[0]
        for change in (
            lambda: tracker.judge(proposal.one_id, proposal.other_id, Decision.POSITIVE),
            lambda: tracker.undo(),
            lambda: tracker.redo(),
            lambda: tracker.set_verdict("A-1", Verdict.REFUTED),
            lambda: tracker.merge_actors("Vladimir Putin", "Russia"),
            lambda: tracker.split_actor("Vladimir Putin"),
        ):
            change()
            agrees(tracker)
        text = "Arland said on Monday that Borland had shelled the border town of Dun."
        for n, more in enumerate(("", " It gave no evidence.")):
            file = tmp_path / f"{n}.jsonl"
            article = {"text": text + more, "url": "https://wire.example/dun", "publisher": "Example Wire"}
            file.write_text(json.dumps(article), "utf-8")
            assert not tracker.ingest(file).refused
            agrees(tracker)


def test_nothing_is_written_where_nothing_has_changed(own: Path) -> None:
    with Tracker(own) as tracker:
        tracker.refresh()
        with tracker.store.pages() as pages:
            before = pages.edition()
        tracker.refresh()
        with tracker.store.pages() as pages:
            assert pages.edition() == before


@pytest.fixture(params=["sqlite", "postgresql"])
def crowd(request: pytest.FixtureRequest, url: str) -> Iterator[Store]:
    with filled(request.param, url, 2_000) as store:
        yield store


def digest_all(store: Store) -> None:
    from tracker.assess.status import assess
    from tracker.facade.browsing import digest

    while True:
        with store.write() as writer:
            if not writer.digests.overdue():
                return
            writer.digests.keep([digest(assess(case)) for case in writer.digests.due()])


def test_both_databases_note_what_changes(crowd: Store) -> None:
    digest_all(crowd)
    with crowd.engine.begin() as connection:
        connection.execute(text("UPDATE article SET superseded_by = 2 WHERE id = 1"))
        connection.execute(text("UPDATE actor SET kind = 'city' WHERE id = 1"))  # tells nothing about an allegation
    with crowd.write() as writer:
        due = {case.id for case in writer.digests.due()}
        writer.discard()
    with crowd.engine.connect() as connection:
        wanted = set(connection.scalars(text(
            "SELECT allegation_id FROM judgement JOIN mention ON mention.id = mention_id WHERE article_id = 1"
        )))  # fmt: skip
    assert due == wanted


def test_pages_in_every_order_hold_everything_once(crowd: Store) -> None:
    digest_all(crowd)
    with crowd.pages() as pages:
        for sort in Sort:
            ids, after = [], None
            while True:
                page = pages.allegations(sort=sort, after=after, limit=23)
                ids += [digest.id for digest in page.items]
                after = page.after
                if after is None:
                    break
            assert len(ids) == len(set(ids)) == page.total
            whole = pages.allegations(sort=sort, limit=None)
            assert ([digest.id for digest in whole.items], whole.total, whole.after) == (ids, len(ids), None)
        chosen = Selection(since=dt.date(2021, 3, 1), until=dt.date(2021, 4, 1))
        heard = {case.id for case in crowd.cases(chosen)}
        assert pages.allegations(chosen, limit=1000).total == len(heard)
        assert {d.id for d in pages.allegations(chosen, limit=1000).items} == heard
        assert pages.allegations(Selection(speaker="Speaker 3"), limit=1).total == len(
            crowd.cases(Selection(speaker="Speaker 3"))
        )


def test_an_act_is_found_by_capital_letters_too(crowd: Store) -> None:
    digest_all(crowd)
    with crowd.pages() as pages:
        topic = pages.allegations(limit=1).items[0].row["topics"][0]
        found = [pages.allegations(Selection(topic=name), limit=1).total for name in (topic, topic.upper())]
    assert found[0] == found[1] > 0


def test_what_nobody_alleges_any_more_was_seen_on_no_day(own: Path) -> None:
    with Tracker(own) as tracker:
        denied = next(a for a in tracker.allegations() if len(a.mentions) > len(a.alleging))
        (denial, *_) = {m.mention.id for m in denied.mentions} - {m.mention.id for m in denied.alleging}
        left = tracker.split(denied.id, [denial]).arguments["new"]
        for days in ({"until": dt.date(2022, 1, 1)}, {"until": dt.date(2023, 1, 1)}, {"since": dt.date(2022, 1, 1)}):
            assert {d.id for d in tracker.listed(**days, limit=None).items} == {a.id for a in tracker.allegations(**days)}
        kept = {sort: tracker.listed_now(sort=sort) for sort in Sort}
        assert all(left in {digest.id for digest in page.items} for page in kept.values())
        with closing(sqlite3.connect(own, isolation_level=None)) as other:
            other.execute("INSERT INTO stale (kind, ref) VALUES ('allegation', 1)")
            other.execute("BEGIN IMMEDIATE")  # nothing can be written, and all is worked out anew
            for sort, page in kept.items():
                rows = [digest.row for digest in tracker.listed_now(sort=sort).items]
                assert rows == [digest.row for digest in page.items]


def test_a_whole_page_counts_itself(crowd: Store) -> None:
    digest_all(crowd)
    with crowd.pages() as pages:
        total = pages.allegations(limit=1).total
        for limit in (total - 1, total, total + 1):
            page = pages.allegations(limit=limit)
            assert (page.total, len(page.items), page.after is None) == (total, min(limit, total), limit >= total)
        assert [case.id for case in pages.brief([9, 3, 10**9, 5])] == [9, 3, 5]


def test_a_page_is_read_by_an_index(crowd: Store) -> None:
    digest_all(crowd)
    with crowd.engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    with asked(crowd.engine) as statements, crowd.pages() as pages:
        pages.articles(after=50)
        pages.article(7, length=1000)
        pages.actions()
    assert not any(tables & {"mention", "judgement", "status_event"} for tables in scanned(crowd.engine, statements))


def test_what_is_not_there_is_not_found(crowd: Store) -> None:
    with crowd.pages() as pages:
        for id_ in (10**6, 10**30):
            with pytest.raises(NotFoundError):
                pages.digest(id_)
            with pytest.raises(NotFoundError):
                pages.article(id_, length=10)
        with pytest.raises(NotFoundError):
            pages.actor("nobody at all")
