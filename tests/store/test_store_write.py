from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from factories import AT, DAY, TEXT, document, mention
from filling import ACTORS, accuse, add, event, judgement, open_case
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.errors import DatabaseBusyError, DatabaseError, SpanError
from tracker.store.selection import Selection
from tracker.types import Actor, Certainty, Contest, Decision, Evidence, Kind, Precision, Refusal, Remark, Spans

if TYPE_CHECKING:
    from tracker.store.store import Store

EVIDENCE = Remark(value=Evidence.NONE_PROVIDED, span=(0, 0), quote="provided no evidence")
LATER = AT + dt.timedelta(hours=1)


def remark(quote: str, value: Evidence | Contest = Evidence.NONE_PROVIDED, voice: str | None = None) -> Remark:
    start = TEXT.index(quote)
    return Remark(value=value, span=(start, start + len(quote)), quote=quote, voice=voice)


def test_a_mention_comes_back_as_it_went_in(store: Store) -> None:
    one = mention(
        spans=Spans(speaker=((26, 48),), cue=((49, 53),), content=((59, 66), (80, 90))),
        speakers=("Minister of Arland", "Arland", "Celand"),
        evidence=remark("provided no evidence"),
        contest=remark("Borland denied the shelling", Contest.DENIED, "Borland"),
        certainty=Certainty.LIKELY,
        negated=True,
        asserted_on=dt.date(2022, 1, 1),
        asserted_precision=Precision.MONTH,
        reported_by="Arland Times",
        acts=("attack", "war_crime"),
        objects=(),
    )
    add(store, document(), one)
    (found,) = store.mentions()
    assert found.mention == one
    assert (found.before, found.after) == ("The minister of Arland said that ", ", but he provided no evidence.")
    assert found.sides == {"Minister of Arland": "Arland", "Arland": "Arland", "Celand": "Celand"}
    assert found.allegation_id is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.data())
def test_any_text_and_span_come_back(store: Store, data: st.DataObject) -> None:
    text = data.draw(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    one = mention(text=text, quote=text[start:end], start=start, article_ref="x")
    doc = document(text=text, ref="x", url=None)
    if store.known(doc) == "known":
        return
    article_id = add(store, doc, one)
    with store.write() as writer:
        (found,) = writer.mentions_of(article_id)
    assert found.mention == one
    assert text[:start].endswith(found.before)
    assert text[end:].startswith(found.after)


@pytest.mark.parametrize(
    "changes",
    [
        {"quote": "Borland had shelled Dun", "start": 59},
        {"start": 60},
        {"start": -10, "end": -2, "quote": TEXT[-10:-2]},
        {"start": 5, "end": 5, "quote": ""},
        {"start": 0, "end": 10_000, "quote": TEXT},
        {"evidence": EVIDENCE},
        {"contest": Remark(value=Contest.DENIED, span=(1, 4), quote="denied")},
    ],
)
def test_a_quote_that_is_not_in_its_place_leaves_nothing(store: Store, changes: dict[str, object]) -> None:
    before = store.counts()
    with pytest.raises(SpanError, match="it was not stored"), store.write() as writer:
        writer.add_article(document(), [mention(), mention(**changes)], 1, AT, actors=ACTORS)
    assert store.counts() == before


@pytest.mark.parametrize("text", ["a\0b", "half \ud83d a pair"])
def test_a_text_that_no_database_keeps_is_refused(store: Store, text: str) -> None:
    run = store.run_started("0.1.0", AT)
    with pytest.raises(DatabaseError), store.write() as writer:
        writer.add_article(document(text=text), [], run, AT, actors={})
    assert store.counts()["article"] == 0


def test_a_naive_time_is_refused(store: Store) -> None:
    with pytest.raises(DatabaseError, match="timezone"):
        store.run_started("0.1.0", dt.datetime(2022, 1, 1))  # noqa: DTZ001  (that is the fault)


def test_an_exception_rolls_all_back(store: Store) -> None:
    run = store.run_started("0.1.0", AT)
    before = store.counts()

    def fail_late() -> None:
        with store.write() as writer:
            writer.add_article(document(), [mention()], run, AT, actors=ACTORS)
            allegation_id = writer.new_allegation("x", "Borland", ["attack"], AT)
            writer.judge(judgement(mention().id, allegation_id))
            raise KeyError

    with pytest.raises(KeyError):
        fail_late()
    assert store.counts() == before
    assert store.known(document()) == "new"


def test_the_same_text_is_stored_once(store: Store) -> None:
    assert store.known(document()) == "new"
    run = store.run_started("0.1.0", AT)
    with store.write() as writer:
        assert writer.add_article(document(), [mention()], run, AT, actors=ACTORS) is not None
    before = store.counts()
    for same in (document(), document(text=f"  {TEXT} \n"), document(url=None), document(ref="x", title=None)):
        assert store.known(same) == "known"
        with store.write() as writer:
            assert writer.add_article(same, [], run, AT, actors=ACTORS) is None
    assert store.counts() == before


def test_another_text_under_a_url_supersedes_the_earlier(store: Store) -> None:
    old, new = document(), document(text=f"Corrected. {TEXT}")
    add(store, old, mention())
    assert store.known(new) == "revised"
    assert store.known(document(text=new.text, url=None)) == "new"
    revised = add(store, new, mention(text=new.text))
    assert [m.article.id for m in store.mentions()] == [revised]
    assert [article["text"] for article in store.articles()] == [new.text]
    assert store.known(old) == "known"
    assert store.counts()["article"] == 2
    with store.write() as writer:
        assert writer.mentions_of(1) == []


def test_texts_without_a_url_supersede_nothing(store: Store) -> None:
    add(store, document(url=None))
    other = document(url=None, text="Another text.")
    assert store.known(other) == "new"
    add(store, other)
    assert len(list(store.articles())) == 2


def test_actors_are_made_once_and_described_when_known(store: Store) -> None:
    add(store, document(), mention(), actors={})
    (found,) = store.mentions()
    assert found.sides == {"Minister of Arland": "Minister of Arland"}
    text = f"Again: {TEXT}"
    add(store, document(text=text, url="https://news.example/2"), mention(text=text))
    assert {side for m in store.mentions() for side in m.sides.values()} == {"Arland"}
    assert store.counts()["actor"] == 3  # the minister, Borland, and Arland for whom the minister speaks
    assert [m.article.id for m in store.mentions(Selection(speaker="arland"))] == [1, 2]


def test_what_is_not_known_takes_nothing_away(store: Store) -> None:
    add(store, document(), mention())
    text = f"Again: {TEXT}"
    add(store, document(text=text, url=None), mention(text=text), actors={})
    assert {side for m in store.mentions() for side in m.sides.values()} == {"Arland"}


def test_two_who_speak_for_each_other(store: Store) -> None:
    both = {"A": Actor(name="A", kind="x", speaks_for="B"), "B": Actor(name="B", kind="x", speaks_for="A")}
    add(store, document(), mention(speakers=("A", "B")), actors=both)
    (found,) = store.mentions()
    assert found.sides == {"A": "B", "B": "A"}


def test_words_that_name_an_actor_become_aliases_once(store: Store) -> None:
    add(
        store,
        document(),
        mention(accused_text="Borland's army"),
        mention(quote="Borland denied the shelling", accused_text="Borland's army", speaker_text=None),
        mention(quote="shelling", speakers=("A", "B"), speaker_text="A and B"),
    )
    assert store.counts()["actor_alias"] == 2  # "The minister of Arland", "Borland's army"
    assert len(list(store.mentions(Selection(accused="BORLAND'S ARMY")))) == 3
    assert list(store.mentions(Selection(speaker="a and b"))) == []


def test_a_mention_belongs_to_one_allegation(store: Store) -> None:
    first = accuse(store, "a")
    (one,) = store.mentions()
    with store.write() as writer:
        second = writer.new_allegation("Another claim.", "Borland", ["attack"], AT)
        writer.judge(judgement(one.mention.id, second, made_at=LATER, made_by="analyst"))
    assert [m.allegation_id for m in store.mentions()] == [second]
    assert store.case(first).mentions == ()
    assert store.case(first).judgements == ()
    assert [j.made_by for j in store.case(second).judgements] == ["analyst"]
    assert store.counts()["judgement"] == 2


def test_a_judgement_supersedes_the_one_on_the_same_pair(store: Store) -> None:
    allegation_id = accuse(store, "a")
    (one,) = store.mentions()
    no = judgement(one.mention.id, allegation_id, decision=Decision.NEGATIVE, made_at=LATER)
    with store.write() as writer:
        writer.judge(no)
    assert store.case(allegation_id).mentions == ()
    assert store.case(allegation_id).judgements == (no,)


def test_a_negative_judgement_leaves_other_allegations_alone(store: Store) -> None:
    first, second = accuse(store, "a"), accuse(store, "b")
    one = store.case(first).mentions[0].mention
    with store.write() as writer:
        writer.judge(judgement(one.id, second, decision=Decision.UNSURE))
    assert len(store.case(first).mentions) == 1
    assert [j.decision for j in store.case(second).judgements] == [Decision.POSITIVE, Decision.UNSURE]


def test_a_judgement_on_nothing_is_refused(store: Store) -> None:
    with pytest.raises(DatabaseError, match=r"(?i)foreign key"), store.write() as writer:
        writer.judge(judgement("m-0", 7))


def test_candidates_have_the_accused_and_the_days(store: Store) -> None:
    near = accuse(store, "near", asserted_on=dt.date(2022, 2, 10))
    accuse(store, "far", asserted_on=dt.date(2022, 1, 10))
    accuse(store, "undated", asserted_on=None)
    other = accuse(store, "other", accused="Arland")
    nobody = accuse(store, "nobody", accused=None, accused_text=None)
    with store.write() as writer:

        def ids(*question: Any) -> list[int]:
            side, seen_on, days = question
            return [m.allegation_id for m in writer.near(side, seen_on, days=days)]

        assert ids("Borland", DAY, 7) == [near]
        assert ids("Borland", DAY, 6) == []
        assert ids("Borland", dt.date(2022, 2, 3), 7) == [near]
        assert ids("Borland", None, 7) == []
        assert ids("Arland", DAY, 0) == [other]
        assert ids(None, DAY, 7) == [nobody]
        assert ids("Celand", DAY, 7) == []


def test_candidates_see_what_the_transaction_wrote(store: Store) -> None:
    run = store.run_started("0.1.0", AT)
    with store.write() as writer:
        writer.add_article(document(published=None), [mention()], run, AT, actors=ACTORS)
        allegation_id = writer.new_allegation("x", "Borland", [], AT)
        assert writer.near("Borland", DAY, days=0) == []
        writer.judge(judgement(mention().id, allegation_id))
        found = writer.near("Borland", DAY, days=0)
    assert found == list(store.case(allegation_id).mentions)


def test_denials_wait_for_an_allegation(store: Store) -> None:
    denial = mention(quote="Borland denied the shelling", kind=Kind.DENIAL)
    nameless = mention(quote="denied", kind=Kind.DENIAL, accused=None, accused_text=None)
    add(store, document(), mention(), denial, nameless)

    def waiting(side: str) -> list[str]:
        with store.write() as writer:
            return [m.mention.id for m in writer.unlinked_denials(side, DAY, days=7)]

    assert waiting("Borland") == [denial.id]
    assert waiting("Celand") == []
    assert [m.mention.id for m in store.unlinked_denials()] == [denial.id, nameless.id]
    assert [m.mention.id for m in store.unlinked_denials(Selection(accused="Borland"))] == [denial.id]
    open_case(store, mention(), denial)
    assert waiting("Borland") == []
    assert [m.mention.id for m in store.unlinked_denials()] == [nameless.id]


def test_events_keep_the_span_that_shows_them(store: Store) -> None:
    allegation_id = accuse(store, "a")
    (one,) = store.mentions()
    start = len("a. ") + TEXT.index("provided no evidence")
    span = (start, start + len("provided no evidence"))
    with store.write() as writer:
        writer.add_event(allegation_id, event(mention_id=one.mention.id, quote="provided no evidence"), span)
        writer.add_event(allegation_id, event(article=one.article, recorded_at=LATER), span)
        writer.add_event(allegation_id, event(happened_on=None, voice="Arland"), None)
    first, second, third = store.case(allegation_id).events
    assert first == event(mention_id=one.mention.id, quote="provided no evidence", article=one.article)
    assert second == event(quote="provided no evidence", article=one.article, recorded_at=LATER)
    assert third == event(happened_on=None, voice="Arland")
    assert list(store.events()) == [(allegation_id, first), (allegation_id, second), (allegation_id, third)]


@pytest.mark.parametrize(
    ("quote", "span", "with_article"),
    [("Arland", (0, 6), True), ("Arland", None, True), (None, (0, 6), False), (None, (0, 9999), True)],
)
def test_an_event_without_its_words_is_refused(
    store: Store, quote: str | None, span: tuple[int, int] | None, with_article: bool
) -> None:
    allegation_id = accuse(store, "a")
    (one,) = store.mentions()
    wrong = event(quote=quote, article=one.article if with_article else None)
    with pytest.raises(SpanError), store.write() as writer:
        writer.add_event(allegation_id, wrong, span)
    assert store.case(allegation_id).events == ()


def test_linking_twice_is_linking_once(store: Store) -> None:
    first, second = accuse(store, "a"), accuse(store, "b")
    for _ in range(2):
        with store.write() as writer:
            writer.link(second, first, "counters")
    (link,) = store.case(second).links
    assert (link.kind, link.other_id, link.other_claim) == ("counters", first, store.case(first).claim)
    assert store.case(first).links == ()


def test_the_same_input_is_quarantined_once(store: Store) -> None:
    refusal = Refusal(ref="x.html", reason="too large", sha256="00", size=9, excerpt="<html")
    for _ in range(2):
        run = store.run_started("0.1.0", AT)
        with store.write() as writer:
            writer.quarantine(refusal, run, AT)
    assert store.counts()["quarantine"] == 1
    with store.write() as writer:
        writer.quarantine(Refusal(ref="x.html", reason="too large", sha256="01"), run, AT)
    assert store.counts()["quarantine"] == 2


def test_runs_are_counted(store: Store) -> None:
    run = store.run_started("0.1.0", AT)
    store.run_finished(run, LATER, new=3, revised=2, known=1, refused=4)
    assert store.counts()["ingest_run"] == 1
    with pytest.raises(DatabaseError):
        store.run_finished(run + 1, LATER)


def test_a_writer_of_little_patience_does_not_wait(store: Store) -> None:
    with store.write() as one:
        one.digests.overdue()
        with pytest.raises(DatabaseBusyError), store.write(patience=0.1) as other:
            other.digests.overdue()
