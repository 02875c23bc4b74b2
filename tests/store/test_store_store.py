from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from factories import AT, DAY, TEXT, document, mention
from filling import accuse, add, event, judgement, open_case
from sqlalchemy import event as sql_event

from tracker.errors import NotFoundError
from tracker.store.rows import chunks
from tracker.store.selection import Hit, Selection
from tracker.types import Axis, Decision, Kind

if TYPE_CHECKING:
    from tracker.store.store import Store

DENIAL = "Borland denied the shelling"


def listed(store: Store, **selection: Any) -> list[int]:
    return [case.id for case in store.cases(Selection(**selection))]


def test_a_new_store_is_empty(store: Store) -> None:
    assert store.cases() == []
    assert list(store.mentions()) == list(store.articles()) == list(store.events()) == store.search("x") == []
    assert set(store.counts().values()) == {0}
    assert len(store.counts()) == 25


def test_cases_are_the_last_seen_first(store: Store) -> None:
    old = accuse(store, "old", published=dt.date(2022, 1, 1))
    one = accuse(store, "one")
    two = accuse(store, "two")
    undated = accuse(store, "undated", published=None)
    assert listed(store) == [undated, two, one, old]


def test_a_case_is_whole(store: Store) -> None:
    denial = mention(quote=DENIAL, kind=Kind.DENIAL, asserted_on=None)
    later = mention(quote="shelled", asserted_on=dt.date(2022, 2, 18))
    add(store, document(), mention(), denial, later)
    allegation_id = open_case(store, later, mention(), denial, claim="A claim.", topics=("attack", "threat"))
    case = store.case(allegation_id)
    assert (case.claim, case.accused, case.topics) == ("A claim.", "Borland", ("attack", "threat"))
    assert [m.mention for m in case.mentions] == [*sorted((mention(), denial), key=lambda m: m.id), later]
    assert {m.allegation_id for m in case.mentions} == {allegation_id}
    assert case.mentions[0].article.outlet == "Arland Times"
    assert case.mentions[0].article.ingested_at == AT
    assert len(case.judgements) == 3
    assert store.cases() == [case]


@pytest.mark.parametrize("number", [7, 0, -1, 10**30])
def test_an_allegation_that_is_not_there(store: Store, number: int) -> None:
    with pytest.raises(NotFoundError, match=f"no allegation A-{number}: tracker list shows what there is"):
        store.case(number)


def test_superseded_articles_are_not_shown(store: Store) -> None:
    gone = accuse(store, "a", url="https://news.example/x")
    (one,) = store.mentions()
    with store.write() as writer:
        writer.add_event(gone, event(mention_id=one.mention.id), None)
        writer.add_event(gone, event(axis=Axis.VERDICT, value="refuted", article=one.article), None)
    add(store, document(url="https://news.example/x", text="Withdrawn."))
    assert store.cases() == []
    assert list(store.mentions()) == list(store.events()) == store.search("shelled") == []
    case = store.case(gone)
    assert (case.mentions, case.judgements) == ((), ())
    assert [found.value for found in case.events] == ["refuted"], "what an analyst found does not go with a mention"
    with store.write() as writer:
        assert writer.near("Borland", DAY, days=7) == []


def test_mentions_are_in_the_order_of_the_texts(store: Store) -> None:
    statement = mention(quote="forty craters", kind=Kind.STATEMENT, accused=None)
    add(store, document(), statement, mention())
    text = f"Again. {TEXT}"
    add(store, document(text=text, url=None), mention(text=text))
    assert [(m.article.id, m.mention.start) for m in store.mentions()] == [
        (1, mention().start),
        (1, statement.start),
        (2, mention(text=text).start),
    ]


@pytest.mark.parametrize(
    ("selection", "names"),
    [
        ({}, "abc"),
        ({"accused": "borland"}, "ab"),
        ({"accused": "Élysée"}, "c"),
        ({"accused": "élYSÉE"}, "c"),
        ({"accused": "the palace"}, "c"),
        ({"accused": "Bor"}, ""),
        ({"accused": ""}, ""),
        ({"speaker": "minister OF arland"}, "a"),
        ({"speaker": "Arland"}, "a"),
        ({"speaker": "Celand"}, "bc"),
        ({"outlet": "arland times"}, "ab"),
        ({"outlet": "TASS"}, ""),
        ({"topic": "ATTACK"}, "ab"),
        ({"topic": "att"}, ""),
        ({"topic": "%"}, ""),
        ({"topic": 'a", "b'}, ""),
        ({"since": dt.date(2022, 2, 17)}, "ac"),
        ({"until": dt.date(2022, 2, 16)}, "b"),
        ({"since": dt.date(2022, 2, 18)}, "c"),
        ({"since": dt.date(2022, 2, 17), "until": dt.date(2022, 2, 17)}, "a"),
        ({"accused": "Borland", "speaker": "Celand", "until": DAY}, "b"),
        ({"accused": "Borland", "outlet": "Other Post"}, ""),
    ],
)
def test_selections(store: Store, selection: dict[str, object], names: str) -> None:
    accuse(store, "a")
    accuse(store, "b", published=dt.date(2022, 2, 16), speakers=("Celand",))
    accuse(
        store,
        "c",
        published=None,
        publisher="Other Post",
        speakers=("Celand", "Doland"),
        accused="Élysée",
        accused_text="the Palace",
        acts=("threat",),
    )
    chosen = Selection(**selection)
    assert "".join(sorted(case.mentions[0].article.ref for case in store.cases(chosen))) == names
    assert "".join(m.article.ref for m in store.mentions(chosen)) == names
    assert "".join(article["id"] for article in store.articles(chosen)) == names


def test_one_mention_must_fit_speaker_outlet_and_dates(store: Store) -> None:
    allegation_id = accuse(store, "a", publisher="Post", speakers=("A",), published=dt.date(2022, 2, 1))
    text = f"Again. {TEXT}"
    again = mention(text=text, speakers=("B",))
    denial = mention(text=text, quote=DENIAL, kind=Kind.DENIAL, speakers=("C",))
    add(store, document(text=text, url=None, publisher="Times"), again, denial)
    with store.write() as writer:
        writer.judge(judgement(again.id, allegation_id))
        writer.judge(judgement(denial.id, allegation_id))
    assert listed(store, speaker="A", outlet="Post") == listed(store, speaker="B", since=DAY) == [allegation_id]
    assert listed(store, speaker="A", outlet="Times") == listed(store, speaker="A", since=DAY) == []
    assert listed(store, speaker="C") == [], "a denial does not make the allegation"
    assert len(store.cases(Selection(speaker="A"))[0].mentions) == 3


def test_articles_are_exported_as_they_came(store: Store) -> None:
    came = {"final_url": "https://news.example/dun?a=1", "retrieved_at": AT, "raw_hash": "0f"}
    doc = document(extra={"section": "world", "tags": ["ü"]}, **came)
    add(store, doc)
    add(store, document(text="Bare.", url=None, title=None, publisher=None, published=None, language=None))
    first, second = store.articles()
    assert first == {
        "id": doc.ref,
        "title": doc.title,
        "url": doc.url,
        "publisher": "Arland Times",
        "published": "2022-02-17",
        "language": "en",
        "text": TEXT,
        "extra": {"section": "world", "tags": ["ü"]},
        "author": None,
        "echo_of": None,
        "final_url": "https://news.example/dun?a=1",
        "retrieved_at": AT.isoformat(),
        "raw_hash": "0f",
    }
    assert list(second.values()) == ["dun.txt", None, None, None, None, None, "Bare.", {}, *[None] * 5]


def test_reading_may_stop_halfway(store: Store) -> None:
    for name in "abc":
        accuse(store, name)
    assert next(store.mentions()).article.ref == "a"
    assert next(store.articles())["id"] == "a"
    with store.write() as writer:
        writer.new_allegation("x", None, [], AT)


def test_search_finds_claims_quotes_and_articles(store: Store) -> None:
    accuse(store, "a")
    (one,) = store.mentions()
    hits = store.search("SHELLED dun")
    assert hits == [
        Hit(kind="allegation", id="A-1", text="Borland shelled Dun."),
        Hit(kind="mention", id=one.mention.id, text=one.mention.quote, article="a", published=DAY),
        Hit(
            kind="article",
            id="1",
            text=TEXT.split(". ")[1] + ".",
            article="a",
            published=DAY,
        ),
    ]
    assert store.search("SHELLED dun", limit=2) == hits[:2]
    assert store.search("shelled dun", limit=0) == []


def test_search_wants_all_words_and_takes_them_literally(store: Store) -> None:
    add(store, document(text="It cost 100% of x_y and ÜBER.", title="A heading"))
    found = [
        words for words in ("100%", "x_y", "über", "HEADING cost", "x%y", "100_", "cost missing", " ") if store.search(words)
    ]
    assert found == ["100%", "x_y", "über", "HEADING cost"]
    assert store.search("heading")[0].text == "A heading"


def test_search_shows_the_newest_first(store: Store) -> None:
    for name, day in (("a", DAY), ("b", None), ("c", DAY + dt.timedelta(days=1))):
        accuse(store, name, published=day)
    assert [hit.article for hit in store.search("shelled") if hit.kind == "article"] == ["c", "a", "b"]
    assert [hit.id for hit in store.search("shelled") if hit.kind == "allegation"] == ["A-3", "A-2", "A-1"]


def test_many_cases_take_as_many_queries_as_few(store: Store) -> None:
    statements: list[str] = []
    sql_event.listen(store.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    def queries() -> int:
        statements.clear()
        store.cases()
        return len(statements)

    accuse(store, "a")
    few = queries()
    for number in range(30):
        accuse(store, f"n{number}")
    assert queries() == few <= 13


def test_more_than_one_chunk(store: Store) -> None:
    run = store.run_started("0.1.0", AT)
    with store.write() as writer:
        for number in range(503):
            text = f"{number} {TEXT}"
            one = mention(text=text)
            writer.add_article(document(text=text, url=None), [one], run, AT, actors={})
            writer.judge(judgement(one.id, writer.new_allegation(str(number), "Borland", [], AT)))
    assert [case.claim for case in store.cases()] == [str(number) for number in range(502, -1, -1)]
    assert all(len(case.mentions) == 1 for case in store.cases())
    assert [case.claim for case in store.each_case()] == [str(number) for number in range(502, -1, -1)]
    assert len(list(store.mentions())) == len(list(store.articles())) == 503


def test_one_by_one_they_come_in_the_same_order(store: Store) -> None:
    days = [DAY + dt.timedelta(days=shift) for shift in (3, -2, 0, 3, 1)]
    for number, day in enumerate(days):
        accuse(store, f"n{number}", published=day, publisher="Dun Post" if number else "Arland Times")
    for selection in (Selection(), Selection(outlet="Dun Post"), Selection(until=DAY), Selection(accused="Borland", since=DAY)):
        assert list(store.each_case(selection)) == store.cases(selection) != []
    assert [case.id for case in store.each_case()] == [4, 1, 5, 3, 2]


def test_the_first_comes_before_all_are_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.store.cases.chunks", partial(chunks, size=1))
    accuse(store, "a")
    accuse(store, "b")
    statements: list[str] = []
    sql_event.listen(store.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    read = store.each_case()
    next(read)
    first = len(statements)
    next(read)
    assert len(statements) > first
    read.close()


def test_judgements_that_do_not_give_a_mention_show_no_case(store: Store) -> None:
    add(store, document(), mention())
    with store.write() as writer:
        allegation_id = writer.new_allegation("x", "Borland", [], AT)
        writer.judge(judgement(mention().id, allegation_id, decision=Decision.UNSURE))
    assert store.cases() == []
    assert len(store.case(allegation_id).judgements) == 1
