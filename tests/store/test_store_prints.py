from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from factories import AT, document
from filling import ACTORS
from sqlalchemy import event

from tracker.match import prints
from tracker.store.prints import EARLIEST
from tracker.store.selection import Selection

if TYPE_CHECKING:
    from tracker.store.store import Store

LATER = AT + dt.timedelta(hours=1)
WORDS = [f"word{n}" for n in range(120)]
FULL = " ".join(WORDS)
CUT = " ".join(WORDS[:70])
OTHER = " ".join(f"other{n}" for n in range(120))


def take(
    store: Store, text: str, outlet: str | None, url: str | None = None, *, ref: str = "a.txt", at: dt.datetime = AT
) -> tuple[int, int | None]:
    """Store an article as `ingest` does: its id, and that of the article whose text it prints."""
    run = store.run_started("0.1.0", at)
    printed = prints.shingles(text)
    doc = document(text=text, publisher=outlet, url=url, ref=ref)
    with store.write() as writer:
        article = writer.add_article(doc, [], run, at, actors=ACTORS)
        assert article is not None
        copied = partial(prints.prints_again, printed)
        return article, writer.trace(article, prints.sketch(printed), least=prints.SHARED, copied=copied)


def test_the_same_text_in_another_outlet_echoes_the_first(store: Store) -> None:
    first, of_first = take(store, FULL, "Arland Times")
    _, of_second = take(store, FULL, "Dun Post")
    assert (of_first, of_second) == (None, first)


def test_a_cut_text_echoes_the_whole_and_the_whole_a_cut_one(store: Store) -> None:
    first, _ = take(store, CUT, "Arland Times")
    assert take(store, FULL, "Dun Post")[1] == first


def test_another_text_echoes_nothing(store: Store) -> None:
    take(store, FULL, "Arland Times")
    assert take(store, OTHER, "Dun Post")[1] is None


def test_an_echo_of_an_echo_leads_to_the_first(store: Store) -> None:
    first, _ = take(store, " ".join(WORDS[:60]), "Arland Times")
    second, of_second = take(store, FULL, "Dun Post")
    third, of_third = take(store, " ".join(WORDS[60:]), "Lund Post")  # nothing of the first is in it
    assert (of_second, of_third) == (first, first)
    assert {info.id: info.echo_of for info in store.article_infos()} == {first: None, second: first, third: first}


def test_an_outlet_does_not_echo_itself(store: Store) -> None:
    take(store, FULL, "Arland Times", "https://arland.example/1")
    assert take(store, CUT, "Arland Times", "https://arland.example/2")[1] is None


def test_two_articles_of_whom_nobody_knows_who_published_them_are_two(store: Store) -> None:
    first, _ = take(store, FULL, None, ref="a.txt")
    assert take(store, CUT, None, ref="b.txt")[1] == first


def test_a_new_text_under_the_same_address_is_a_revision_and_no_echo(store: Store) -> None:
    take(store, FULL, "Arland Times", "https://arland.example/1")
    assert take(store, CUT, "Arland Wire", "https://arland.example/1")[1] is None


def test_a_revised_article_does_not_echo_its_own_echo(store: Store) -> None:
    first, _ = take(store, FULL, "Arland Times", "https://arland.example/1")
    assert take(store, FULL, "Dun Post", "https://dun.example/1")[1] == first
    assert take(store, CUT, "Arland Times", "https://arland.example/1")[1] is None


def test_after_a_revision_the_echo_leads_to_what_stands_there_now_and_as_of_then_to_what_stood(store: Store) -> None:
    first, _ = take(store, FULL, "Arland Times", "https://arland.example/1")
    echo, _ = take(store, CUT, "Dun Post", "https://dun.example/1")
    revised, _ = take(store, OTHER, "Arland Times", "https://arland.example/1", at=LATER)
    from tracker.store.articles import infos

    with store._read() as session:
        assert infos(session, {echo})[echo].echo_of == revised
        assert infos(session, {echo}, AT)[echo].echo_of == first
        assert infos(session, {echo}, LATER)[echo].echo_of == revised


def test_an_export_names_the_first_by_its_ref(store: Store) -> None:
    take(store, FULL, "Arland Times", ref="arland-1")
    take(store, CUT, "Dun Post", ref="dun-1")
    assert {row["id"]: row["echo_of"] for row in store.articles()} == {"arland-1": None, "dun-1": "arland-1"}


def test_a_text_too_short_to_tell_is_nobodys_echo(store: Store) -> None:
    take(store, "Borland shelled the border town of Dun.", "Arland Times")
    assert take(store, "Borland shelled the border town of Dun.", "Dun Post")[1] is None
    assert store.counts()["article_print"] == 0


def test_the_hundredth_copy_costs_no_more_questions_than_the_third(store: Store) -> None:
    first, _ = take(store, FULL, "Outlet 0")

    def copy(n: int) -> int:
        asked = 0

        def note(*_: object) -> None:
            nonlocal asked
            asked += 1

        event.listen(store.engine, "before_cursor_execute", note)
        try:
            assert take(store, f"{CUT} {n}", f"Outlet {n}")[1] == first
        finally:
            event.remove(store.engine, "before_cursor_execute", note)
        return asked

    costs = [copy(n) for n in range(1, EARLIEST + 50)]
    assert costs[-1] == costs[2]
    assert len(store.article_infos(Selection(outlet="Outlet 99"))) == 1
