from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from factories import AT, DAY, TEXT, document, mention
from filling import ACTORS, accuse, add, event, judgement, open_case
from sqlalchemy import event as sql_event
from sqlalchemy import text

from tracker.errors import NotFoundError, UsageError
from tracker.store import schema
from tracker.store.selection import Selection
from tracker.store.store import Store
from tracker.types import Actor, Contest, Evidence, Kind, Remark

if TYPE_CHECKING:
    from tracker.types import Merge, StoredActor

LATER = AT + dt.timedelta(days=1)
WORLD = ACTORS | {
    "Republic of Borland": Actor(name="Republic of Borland", kind="state"),
    "Borland's general": Actor(name="Borland's general", kind="person", speaks_for="Republic of Borland"),
}


def merge(store: Store, name: str, into: str, **options: Any) -> Merge:
    with store.write(**options) as writer:
        return writer.merge_actors(name, into, LATER)


def split(store: Store, name: str) -> Merge:
    with store.write() as writer:
        return writer.split_actor(name)


def everything(store: Store) -> tuple[Any, ...]:
    """All that readers are told."""
    return store.cases(), list(store.mentions()), list(store.articles()), list(store.events()), store.actors()


def found(store: Store, **selection: Any) -> list[str]:
    return sorted(case.mentions[0].article.ref for case in store.cases(Selection(**selection)))


def actor(store: Store, name: str) -> StoredActor:
    return next(a for a in store.actors() if a.name == name)


@pytest.fixture
def two(store: Store) -> Store:
    """One accusation against Borland, one against the Republic of Borland, whose general makes a third against Arland."""
    accuse(store, "a")
    for name, changes in (
        ("b", {"accused": "Republic of Borland", "accused_text": "the Republic"}),
        (
            "c",
            {"accused": "Arland", "accused_text": "Arland", "speakers": ("Borland's general",), "speaker_text": "The General"},
        ),
    ):
        one = mention(text=f"{name}. {TEXT}", article_ref=name, **changes)
        doc = document(text=f"{name}. {TEXT}", ref=name, url=None)
        add(store, doc, one, actors=WORLD)
        open_case(store, one)
    return store


def test_a_merged_actor_is_the_other_one_for_all_who_read(two: Store) -> None:
    merge(two, "Republic of Borland", "Borland")
    assert [case.accused for case in two.cases()].count("Borland") == 2
    assert {m.mention.accused for m in two.mentions()} == {"Borland", "Arland"}
    assert {m.accused_side for m in two.mentions()} == {"Borland", "Arland"}
    assert [m.sides for m in two.mentions()][2] == {"Borland's general": "Borland"}


@pytest.mark.parametrize("name", ["Borland", "republic OF borland", "the republic"])
def test_each_name_of_either_filters_for_both(two: Store, name: str) -> None:
    merge(two, "Republic of Borland", "Borland")
    assert found(two, accused=name) == ["a", "b"]
    assert found(two, speaker=name) == ["c"]
    assert [m.article.ref for m in two.mentions(Selection(accused=name))] == ["a", "b"]


def test_a_merged_official_is_on_the_side_of_what_it_is_now(two: Store) -> None:
    merge(two, "Borland's general", "Minister of Arland")
    assert found(two, speaker="Republic of Borland") == []
    assert found(two, speaker="Arland") == ["a", "b", "c"]


def test_two_speakers_that_are_one_are_named_once(store: Store) -> None:
    accuse(store, "a", speakers=("Arland", "Land of Ar", "Doland"))
    merge(store, "Land of Ar", "Arland")
    assert [m.mention.speakers for m in store.mentions()] == [("Arland", "Doland")]
    assert actor(store, "Arland").speaker == 1


def test_names_in_remarks_objects_reports_and_events_are_followed_too(store: Store) -> None:
    quote = "he provided no evidence"
    at = TEXT.index(quote)
    remark = Remark(value=Evidence.NONE_PROVIDED, span=(at, at + len(quote)), quote=quote, voice="Borland")
    contested = Remark(value=Contest.DISPUTED, span=(at, at + len(quote)), quote=quote, voice="Borland")
    one = mention(evidence=remark, contest=contested, objects=("Dun", "Borland"), reported_by="Borland")
    add(store, document(), one)
    allegation_id = open_case(store, one)
    with store.write() as writer:
        writer.add_event(allegation_id, event(voice="Borland"), None)
    add(store, document(text="x", url=None), mention(text="x", quote="x", accused="Borduria"), actors={})
    merge(store, "Borland", "Borduria")
    case = store.case(allegation_id)
    read = case.mentions[0].mention
    assert read.evidence is not None
    assert read.contest is not None
    assert (read.evidence.voice, read.contest.voice, read.reported_by) == ("Borduria", "Borduria", "Borduria")
    assert read.objects == ("Dun", "Borduria")
    assert [e.voice for e in case.events] == ["Borduria"]
    assert [e.voice for _, e in store.events()] == ["Borduria"]


def test_a_split_gives_everything_back(two: Store) -> None:
    before = everything(two)
    merge(two, "Republic of Borland", "Borland")
    merge(two, "Borland's general", "Minister of Arland")
    assert everything(two) != before
    split(two, "Republic of Borland")
    split(two, "Borland's general")
    assert everything(two) == before


def test_a_chain_is_followed_to_its_end_and_split_link_by_link(two: Store) -> None:
    before = everything(two)
    merge(two, "Republic of Borland", "Borland")
    merge(two, "Borland", "Arland")
    assert {case.accused for case in two.cases()} == {"Arland"}
    assert found(two, accused="Republic of Borland") == found(two, accused="Arland") == ["a", "b", "c"]
    assert [(m.name, m.into, m.end, m.at) for m in actor(two, "Arland").merged] == [
        ("Borland", "Arland", "Arland", LATER),
        ("Republic of Borland", "Borland", "Arland", LATER),
    ]
    split(two, "Borland")
    assert sorted(case.accused or "" for case in two.cases()) == ["Arland", "Borland", "Borland"]
    split(two, "Republic of Borland")
    assert everything(two) == before


def test_a_merge_into_a_merged_actor_says_where_it_ends(two: Store) -> None:
    merge(two, "Borland", "Arland")
    done = merge(two, "Republic of Borland", "Borland")
    assert (done.name, done.into, done.end, done.at) == ("Republic of Borland", "Borland", "Arland", LATER)
    assert (done.speaker, done.accused) == (0, 1)


def test_a_merge_twice_is_one_merge(two: Store) -> None:
    merge(two, "Republic of Borland", "Borland")
    once = everything(two)
    with two.write() as writer:
        assert writer.merge_actors("Republic of Borland", "Borland", LATER + dt.timedelta(days=9)).at == LATER
    assert everything(two) == once


@pytest.mark.parametrize(
    ("earlier", "name", "into", "message"),
    [
        ([], "Borland", "borland", "Borland cannot be merged into itself"),
        ([("Borland", "Arland")], "Arland", "Borland", "Borland is Arland already: tracker actors split 'Borland' comes first"),
        (
            [("Republic of Borland", "Borland"), ("Borland", "Arland")],
            "Arland",
            "Republic of Borland",
            "Republic of Borland is Arland already",
        ),
        ([("Borland", "Arland")], "Borland", "Republic of Borland", "Borland is Arland already"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    two: Store, earlier: list[tuple[str, str]], name: str, into: str, message: str
) -> None:
    for pair in earlier:
        merge(two, *pair)
    before = everything(two)
    with pytest.raises(UsageError, match=message):
        merge(two, name, into)
    assert everything(two) == before


def test_only_what_was_merged_can_be_split(two: Store) -> None:
    with pytest.raises(UsageError, match="Borland was not merged into another actor"):
        split(two, "Borland")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Bortland", "did you mean Borland"),
        ("The General", r"did you mean Borland's general\?"),
        ("zzz", "tracker actors shows what there is"),
        ("", "tracker actors shows what there is"),
    ],
)
def test_an_unknown_name_is_answered_with_those_that_come_closest(two: Store, name: str, hint: str) -> None:
    for attempt in (lambda: merge(two, name, "Arland"), lambda: merge(two, "Arland", name), lambda: split(two, name)):
        with pytest.raises(NotFoundError, match=hint):
            attempt()


def test_of_two_names_that_differ_by_case_the_exact_one_counts(store: Store) -> None:
    accuse(store, "a", accused="ARLAND PARTY")
    accuse(store, "b", accused="Arland Party")
    assert merge(store, "Arland Party", "ARLAND PARTY").name == "Arland Party"
    with pytest.raises(NotFoundError, match="did you mean ARLAND PARTY or Arland Party"):
        split(store, "arland party")


def test_a_dry_run_tells_and_changes_nothing(two: Store) -> None:
    before = everything(two)
    assert merge(two, "Republic of Borland", "Borland", dry_run=True).accused == 1
    assert everything(two) == before


def test_what_is_stored_later_under_the_merged_name_is_the_other_one_until_a_split(two: Store) -> None:
    merge(two, "Republic of Borland", "Borland")
    doc = document(text=f"Later. {TEXT}", ref="later", url=None)
    one = mention(text=doc.text, article_ref="later", accused="Republic of Borland", speakers=("Borland's general",))
    add(two, doc, one, actors=WORLD)
    with two.write() as writer:
        (read,) = writer.mentions_of(4)
        assert (read.mention.accused, read.accused_side, read.sides) == ("Borland", "Borland", {"Borland's general": "Borland"})
        assert {m.allegation_id for m in writer.near("Borland", DAY, days=7)} == {1, 2}
        new = writer.new_allegation("x", read.mention.accused, ["attack"], AT, mention_id=one.id)
        writer.judge(judgement(one.id, new))
        writer.add_event(new, event(voice="Borland", mention_id=one.id), None)
    assert two.case(new).accused == "Borland"
    split(two, "Republic of Borland")
    case = two.case(new)
    assert (case.accused, case.mentions[0].mention.accused) == ("Republic of Borland", "Republic of Borland")
    assert [e.voice for e in case.events] == ["Republic of Borland"]


def test_denials_for_either_are_open_to_allegations_against_both(two: Store) -> None:
    text_ = f"d. {TEXT}"
    denial = mention(text=text_, quote="Borland denied the shelling", kind=Kind.DENIAL, accused="Republic of Borland")
    add(two, document(text=text_, url=None), denial, actors=WORLD)
    merge(two, "Republic of Borland", "Borland")
    with two.write() as writer:
        assert [m.mention.id for m in writer.unlinked_denials("Borland", DAY, days=7)] == [denial.id]
        assert writer.near("Arland", DAY, days=7) != []


def test_a_voice_that_was_not_merged_is_stored_as_it_is(two: Store) -> None:
    merge(two, "Republic of Borland", "Borland")
    with two.write() as writer:
        (read,) = writer.mentions_of(1)
        writer.add_event(1, event(voice="Minister of Arland", mention_id=read.mention.id), None)
        writer.add_event(1, event(voice="Borland", mention_id=read.mention.id), None)
    split(two, "Republic of Borland")
    assert [e.voice for e in two.case(1).events] == ["Minister of Arland", "Borland"]


# ------------------------------------------------------------------------------------------------ the list of actors


def test_actors_are_listed_the_most_mentioned_first(two: Store) -> None:
    assert [(a.name, a.kind, a.side, a.names, a.speaker, a.accused) for a in two.actors()] == [
        ("Minister of Arland", "person", "Arland", ("The minister of Arland",), 2, 0),
        ("Arland", "state", "Arland", (), 0, 1),
        ("Borland", "state", "Borland", (), 0, 1),
        ("Borland's general", "person", "Republic of Borland", ("The General",), 1, 0),
        ("Republic of Borland", "state", "Republic of Borland", ("the Republic",), 0, 1),
    ]


def test_a_merged_actor_is_a_part_of_what_it_is_now(two: Store) -> None:
    merge(two, "Republic of Borland", "Borland")
    borland = actor(two, "Borland")
    assert "Republic of Borland" not in [a.name for a in two.actors()]
    assert borland.names == ("Republic of Borland", "the Republic")
    assert (borland.speaker, borland.accused) == (0, 2)
    assert actor(two, "Borland's general").side == "Borland"


@pytest.mark.parametrize(
    ("words", "names"),
    [("BÖRL", ["Borland", "Borland's general", "Republic of Borland"]), ("general borland", ["Borland's general"]), ("zz", [])],
)
def test_words_are_parts_of_any_name(two: Store, words: str, names: list[str]) -> None:
    assert sorted(a.name for a in two.actors(words)) == names


def test_unknown_are_those_of_whom_nothing_is_known(store: Store) -> None:
    accuse(store, "a", accused="Nobody's Army")
    assert [a.name for a in store.actors(unknown=True)] == ["Nobody's Army"]


def test_mentions_of_superseded_articles_do_not_count(store: Store) -> None:
    accuse(store, "a", url="https://news.example/x")
    add(store, document(url="https://news.example/x", text="Withdrawn."))
    assert {(a.speaker, a.accused) for a in store.actors()} == {(0, 0)}


def test_without_merges_reading_takes_one_query_more_at_most(two: Store) -> None:
    statements: list[str] = []
    sql_event.listen(two.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    two.cases()
    assert len([s for s in statements if "actor.merged_into_id IS NOT NULL" in s]) == 1


# ------------------------------------------------------------------------------------------------ the migration


def test_the_way_up_keeps_what_is_there_and_the_way_down_forgets_merges_only(url: str) -> None:
    with Store.open(url) as store:
        accuse(store, "a")
        before = everything(store)
        merge(store, "Borland", "Arland")
        schema.downgrade(store.engine, "0001")
        with store.engine.connect() as connection:
            rows = connection.execute(text("SELECT name, kind FROM actor ORDER BY id")).all()
    assert ("Borland", "state") in [tuple(row) for row in rows]
    with Store.open(url) as store:
        assert everything(store) == before
        assert schema.check(store.engine) == []
