"""The facade from Python, on real files and with a clock of our own."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from cli.running import DEMO, REPO

import tracker as package
from tracker import Tracker, extract, similarity
from tracker.errors import NotFoundError, UsageError
from tracker.ids import parse_id
from tracker.types import Kind, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = dt.datetime(2022, 3, 2, 12, tzinfo=dt.UTC)  # a Wednesday
ACCUSATION = "Arland accused Borland of shelling the border town of Dun."
DENIAL = "Borland denied that it had shelled the border town of Dun."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Tracker]:
    with Tracker(tmp_path / "desk.db", now=lambda: NOW) as tracker:
        yield tracker


def take(desk: Tracker, *articles: dict[str, Any]) -> Any:
    """Ingest articles given as the keys of the contract."""
    return desk.ingest("-", stdin=io.BytesIO("".join(json.dumps(article) + "\n" for article in articles).encode()))


def current(desk: Tracker) -> list[dict[str, Any]]:
    return list(desk.export("articles"))


# ------------------------------------------------------------------------------------------------ the public names


@pytest.mark.parametrize(
    "first", ["", "import tracker.extract.pipeline; ", "from tracker.extract import lexicon; ", "import tracker.core; "]
)
def test_the_public_names_are_there_whatever_was_imported_before(first: str) -> None:
    code = (
        f"{first}from tracker import Tracker, extract, similarity; import tracker; "
        "print(Tracker.__name__, extract.__name__, similarity.__name__, tracker.extract is extract)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=REPO, capture_output=True, encoding="utf-8", check=True)
    assert result.stdout == "Tracker extract similarity True\n"


def test_all_public_names_can_be_had_and_no_others() -> None:
    assert all(getattr(package, name) for name in package.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        assert package.nonsense


def test_extract_finds_mentions_without_any_database() -> None:
    (mention,) = (m for m in extract(ACCUSATION, published=NOW.date()) if m.kind is Kind.ALLEGATION)
    assert (mention.speaker, mention.accused, mention.asserted_on) == ("Arland", "Borland", NOW.date())
    assert ACCUSATION[mention.start : mention.end] == mention.quote
    assert extract("Green leaves.") == []


def test_similarity_never_takes_a_mirror_image_for_the_same() -> None:
    found = similarity("Arland attacked Borland", "Borland attacked Arland")
    assert found.guards == ("direction",)
    assert found.band != "same"
    assert similarity("Arland attacked Borland", "Arland attacked Borland.").band == "same"
    assert similarity("Arland attacked Borland", "Wheat is cheap").band == "different"


def test_similarity_is_symmetric() -> None:
    claims = [
        "Arland attacked Borland",
        "Borland attacked Arland",
        "Arland killed 3 people",
        "Arland did not attack Borland",
        "",
    ]
    for a in claims:
        for b in claims:
            assert similarity(a, b) == similarity(b, a)


# ------------------------------------------------------------------------------------------------ opening


def test_a_path_and_its_address_open_the_same_database(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Tracker(path, now=lambda: NOW) as tracker:
        take(tracker, {"text": ACCUSATION})
    for url in (path, str(path), f"sqlite:///{path}"):
        with Tracker(url) as tracker:
            assert len(current(tracker)) == 1


def test_the_end_of_the_block_closes_even_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError), Tracker(tmp_path / "x.db") as tracker:
        tracker.allegation(1)
    assert [path.name for path in tmp_path.iterdir()] == ["x.db"]  # no log beside it: nobody holds it open


# ------------------------------------------------------------------------------------------------ ingesting


def test_ingest_counts_what_came_of_it(desk: Tracker, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ACCUSATION)
    (tmp_path / "b.txt").write_bytes(b"\xff")
    seen: list[str] = []
    result = desk.ingest(tmp_path, tmp_path / "missing.txt", progress=seen.append)
    assert (result.articles, result.new, result.known, result.revised, result.unread) == (1, 1, 0, 0, 0)
    assert [(type(item), item.missing) for item in result.refused] == [(Refusal, False), (Refusal, True)]
    assert result.mentions[Kind.ALLEGATION] == result.new_allegations == 1
    assert seen == ["a.txt", f"{tmp_path}/b.txt", f"{tmp_path}/missing.txt"]


def test_the_same_text_under_another_name_is_known(desk: Tracker, tmp_path: Path) -> None:
    for name, text in (("a.txt", ACCUSATION), ("b.txt", ACCUSATION), ("c.txt", f"\r\n{ACCUSATION}  \r\n")):
        (tmp_path / name).write_text(text)
    result = desk.ingest(tmp_path)
    assert (result.new, result.known) == (1, 2)
    assert [row["id"] for row in current(desk)] == ["a.txt"]
    assert desk.ingest(tmp_path).known == 3


def test_another_text_under_the_same_address_supersedes(desk: Tracker) -> None:
    url = "https://arland.example/1"
    assert take(desk, {"url": url, "text": ACCUSATION}).new == 1
    result = take(desk, {"url": url, "text": f"Correction. {DENIAL}"})
    assert (result.new, result.revised, result.known) == (0, 1, 0)
    assert [row["text"] for row in current(desk)] == [f"Correction. {DENIAL}"]
    assert {row["kind"] for row in desk.export("mentions")} == {"denial"}
    assert desk.allegations() == []
    assert desk.store.counts()["article"] == 2  # the earlier text is kept


def test_a_text_that_was_superseded_stays_so(desk: Tracker) -> None:
    url = "https://arland.example/1"
    for text in (ACCUSATION, "No accusation here.", ACCUSATION):
        take(desk, {"url": url, "text": text})
    assert [row["text"] for row in current(desk)] == ["No accusation here."]


@pytest.mark.parametrize("language", ["de", "de-AT", "ru", "zh"])
def test_an_article_in_another_language_is_stored_counted_and_not_extracted(desk: Tracker, language: str) -> None:
    result = take(desk, {"text": ACCUSATION, "language": language, "id": "d"})
    assert (result.new, result.unread, sum(result.mentions.values())) == (1, 1, 0)
    assert list(desk.export("mentions")) == []
    assert [(row["text"], row["language"]) for row in current(desk)] == [(ACCUSATION, language)]
    assert [hit.kind for hit in desk.search("Borland")] == ["article"]


def test_a_dry_run_counts_and_writes_nothing(desk: Tracker, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ACCUSATION)
    before = desk.store.counts()
    dry = desk.ingest(tmp_path, dry_run=True)
    assert desk.store.counts() == before
    wet = desk.ingest(tmp_path)
    assert (dry.new, dry.mentions) == (wet.new, wet.mentions)


def test_the_order_of_articles_changes_neither_articles_nor_mentions(demo: Path, desk: Tracker) -> None:
    for path in sorted(DEMO.iterdir(), reverse=True):
        if path.suffix in {".md", ".html", ".jsonl"}:
            desk.ingest(path)
    with Tracker(demo) as tracker:
        assert {row["id"]: row["text"] for row in current(tracker)} == {row["id"]: row["text"] for row in current(desk)}
        there, here = ({row["id"]: row for row in t.export("mentions")} for t in (tracker, desk))
    assert set(there) == set(here)
    for id_, row in there.items():
        assert row | {"allegation_id": None} == here[id_] | {"allegation_id": None}


@pytest.mark.parametrize("newest_first", [False, True])
def test_an_accusation_in_return_is_seen_whichever_article_comes_in_first(desk: Tracker, newest_first: bool) -> None:
    articles = [
        {"id": "a", "published": "2022-02-01", "text": "Ukraine accused Russia of shelling the town of Dun."},
        {"id": "b", "published": "2022-02-02", "text": "Russia accused Ukraine of shelling the town of Dun."},
    ]
    take(desk, *sorted(articles, key=lambda article: article["id"], reverse=newest_first))
    against = {allegation.accused: allegation for allegation in desk.allegations()}
    assert (against["Russia"].status.headline, against["Ukraine"].status.headline) == ("countered", "unverified")
    assert [link.other_id for link in against["Russia"].links] == [against["Ukraine"].id]


def test_what_two_articles_say_of_the_same_is_one_allegation(desk: Tracker) -> None:
    first = {"id": "a", "publisher": "Arland Times", "published": "2022-02-17", "text": ACCUSATION}
    second = {"id": "b", "publisher": "Dun Post", "published": "2022-02-18", "text": f"It went on. {ACCUSATION}"}
    result = take(desk, first, second)
    assert (result.new_allegations, result.repeats) == (1, 1)
    (allegation,) = desk.allegations()
    assert allegation.outlets == ("Arland Times", "Dun Post")
    assert allegation.origins == 1


# ------------------------------------------------------------------------------------------------ asking


@pytest.mark.parametrize("given", [3, "3", "A-3", "a-3", " A-3\n", "003"])
def test_an_id_may_be_given_in_many_ways(given: int | str) -> None:
    assert parse_id(given) == 3


@pytest.mark.parametrize("given", ["", "A", "A-", "x", "-3", "A--3", "3.0", "³", "٣", "A-3 A-4", "1e3", -3, "A-A-3"])
def test_what_is_no_id_is_a_usage_error(given: int | str) -> None:
    with pytest.raises(UsageError, match="is not an id"):
        parse_id(given)


def test_an_unknown_allegation_is_not_found(desk: Tracker) -> None:
    for id_ in (1, "A-1", 10**30):
        with pytest.raises(NotFoundError, match="no allegation"):
            desk.allegation(id_)
        with pytest.raises(NotFoundError):
            desk.trajectory(id_)


def test_the_calls_of_the_contract_work_on_the_demo(demo: Path) -> None:
    with Tracker(f"sqlite:///{demo}") as t:
        first = t.allegations(unverified=True)[0]
        assert t.trajectory(first.public_id).n == t.trajectory(first.id).n == len(first.alleging)
        assert t.report(week="2022-W07").label == "2022-W07"
        assert len(t.search("flag", limit=2)) == 2
        assert Counter(row["kind"] for row in t.export("mentions")).keys() == {"allegation", "denial", "statement"}


# ------------------------------------------------------------------------------------------------ the clock


def test_the_clock_dates_what_has_no_date(desk: Tracker) -> None:
    take(desk, {"text": ACCUSATION})
    (allegation,) = desk.allegations()
    assert allegation.first_seen == NOW.date()
    assert allegation.mentions[0].article.ingested_at == NOW
    assert {judgement.made_at for judgement in allegation.judgements} == {NOW}


@pytest.mark.parametrize(
    ("today", "week"),
    [
        (dt.date(2022, 2, 13), "2022-W05"),  # Sunday: its week is not over
        (dt.date(2022, 2, 14), "2022-W06"),
        (dt.date(2022, 2, 20), "2022-W06"),
        (dt.date(2022, 2, 21), "2022-W07"),
        (dt.date(2026, 1, 1), "2022-W07"),
        (dt.date(2022, 1, 16), "2022-W07"),  # every article is of this week or later: the latest that has one
    ],
)
def test_a_report_on_no_week_is_on_the_last_full_week_with_articles(demo: Path, today: dt.date, week: str) -> None:
    with Tracker(demo, now=lambda: dt.datetime.combine(today, dt.time(12), dt.UTC)) as tracker:
        assert tracker.report().label == week


def test_a_report_without_articles_is_on_the_last_week_that_is_over(desk: Tracker) -> None:
    report = desk.report()
    assert (report.label, report.articles) == ("2022-W08", 0)


# ------------------------------------------------------------------------------------------------ as of


@pytest.fixture(params=["2022-W02", "2022-W04", "2022-W05", "2022-W06"])
def early(request: pytest.FixtureRequest, demo: Path) -> Iterator[tuple[Tracker, Any]]:
    """The demo and the report on an early week of it."""
    with Tracker(demo) as tracker:
        yield tracker, tracker.report(request.param)


def test_an_early_report_cites_nothing_that_was_published_later(early: tuple[Tracker, Any]) -> None:
    _, report = early
    assert report.notes
    assert all(note.published <= report.end for note in report.notes)


def test_an_early_report_has_no_allegation_that_was_first_seen_later(early: tuple[Tracker, Any]) -> None:
    tracker, report = early
    seen = {allegation.public_id: allegation.first_seen for allegation in tracker.allegations()}
    assert all(seen[line.id] <= report.end for section in report.sections for line in section.lines)


def test_an_early_report_knows_nothing_of_later_events(tmp_path: Path) -> None:
    with Tracker(tmp_path / "x.db") as tracker:
        take(tracker, {"id": "a", "published": "2022-02-01", "text": ACCUSATION})
        before = tracker.report("2022-W05")
        take(tracker, {"id": "b", "published": "2022-02-09", "text": f"{DENIAL} {ACCUSATION}"})
        assert [a.status.headline for a in tracker.allegations()] == ["denied"]
        assert tracker.report("2022-W05") == before
        assert tracker.report("2022-W06") != before


def test_an_early_report_words_a_claim_as_it_was_worded_then(demo: Path) -> None:
    with Tracker(demo) as tracker:
        allegations = {allegation.public_id: allegation for allegation in tracker.allegations()}
        report = tracker.report("2022-W02")
        for line in (line for section in report.sections for line in section.lines):
            then = [m.mention.claim for m in allegations[line.id].mentions if m.seen_on <= report.end]
            assert line.claim in then
