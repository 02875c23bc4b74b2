from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from report_factories import allegation, article, denial, event, on, said, status

from tracker.report import claimreview
from tracker.types import Allegation, Axis, Verdict

KINDS = {"Anna Berg": "person", "Arland": "state", "Borland": "state", "Dun Front": "group", "Council of Dun": "body"}
FOUND = on(3, 2)


def checked(verdict: Verdict, day: dt.date | None = FOUND, **changes: Any) -> Allegation:
    """An allegation with this verdict, found by the Dun Check, who rated it in these words."""
    where: dict[str, Any] = {"quote": None, "article": None, "url": "https://check.example/7"}
    fields = {"voice": "Dun Check", "rating": "Four Pinocchios"} | where
    found = event(Axis.VERDICT, verdict.value, day, **fields | changes)
    return allegation(said(on(2, 17), "Anna Berg"), events=(found,), status=status(verdict.value, verdict=verdict))


def one(item: Allegation) -> dict[str, Any]:
    (found,) = claimreview.objects([item], KINDS)
    return found


def keys(value: Any) -> set[str]:
    """All names of properties, however deep."""
    if isinstance(value, dict):
        return set(value).union(*map(keys, value.values()))
    return set().union(*map(keys, value)) if isinstance(value, list) else set()


def test_without_a_verdict_it_is_a_claim_with_all_that_is_known_of_it() -> None:
    first = said(on(2, 3), "Anna Berg", quote="Borland shelled Dun", asserted_on=on(1, 30))
    later = said(on(2, 17), "Arland", "Dun Post", quote="they shelled us")
    item = allegation(first, denial(on(2, 4)), later, id=7, claim="Borland shelled Dun.", accused="Borland")
    works = [
        {
            "@type": "CreativeWork",
            "headline": "Arland accuses Borland of shelling",
            "publisher": {"@type": "Organization", "name": outlet},
            "datePublished": published,
            "url": url,
            "hasPart": [{"@type": "Quotation", "text": quote, "creator": [{"@type": kind, "name": name}]}],
        }
        for outlet, published, url, quote, kind, name in [
            ("Arland Times", "2022-02-03", first.article.url, "Borland shelled Dun", "Person", "Anna Berg"),
            ("Dun Post", "2022-02-17", later.article.url, "they shelled us", "Organization", "Arland"),
        ]
    ]
    assert one(item) == {
        "@context": "https://schema.org",
        "@type": "Claim",
        "identifier": "A-7",
        "text": "Borland shelled Dun.",
        "about": {"@type": "Organization", "name": "Borland"},
        "author": [{"@type": "Person", "name": "Anna Berg"}, {"@type": "Organization", "name": "Arland"}],
        "dateCreated": "2022-01-30",
        "firstAppearance": works[0],
        "appearance": works,
    }


def test_the_first_appearance_is_the_first_article_not_what_is_said_to_have_been_said_first() -> None:
    early = said(on(2, 1), asserted_on=on(2, 1), quote="seen first")
    told = said(on(2, 20), asserted_on=on(1, 1), quote="said first")
    found = one(allegation(told, early))
    assert found["firstAppearance"]["hasPart"][0]["text"] == "seen first"
    assert found["dateCreated"] == "2022-01-01"


def test_an_article_that_quotes_twice_appears_once() -> None:
    where = article(on(2, 17))
    found = one(allegation(said(on(2, 17), quote="once", article=where), said(on(2, 17), quote="twice", article=where)))
    (work,) = found["appearance"]
    assert [part["text"] for part in work["hasPart"]] == ["once", "twice"]


def test_what_is_not_known_is_left_out() -> None:
    unknown = said(
        on(2, 17), None, article=article(None, None, title=None, url=None, ref="dun.txt"), quote="q", asserted_on=None
    )
    found = one(allegation(unknown, accused=None))
    work = {"@type": "CreativeWork", "identifier": "dun.txt", "hasPart": [{"@type": "Quotation", "text": "q"}]}
    assert (found["firstAppearance"], found["appearance"]) == (work, [work])
    assert {"about", "author"}.isdisjoint(found)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Anna Berg", "Person"), ("Borland", "Organization"), ("Dun Front", "Organization"), ("Nobody", "Thing")],
)
def test_what_an_actor_is_is_not_guessed(name: str, kind: str) -> None:
    assert one(allegation(said(on(2, 17), name)))["author"] == [{"@type": kind, "name": name}]


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.OPEN])
def test_a_review_has_the_rating_in_the_words_of_who_checked_it_and_no_number(verdict: Verdict) -> None:
    found = one(checked(verdict))
    assert found["@type"] == "ClaimReview"
    assert found["reviewRating"] == {"@type": "Rating", "alternateName": "Four Pinocchios"}
    assert {"ratingValue", "bestRating", "worstRating"}.isdisjoint(keys(found))


def test_a_verdict_without_a_rating_of_whoever_checked_it_is_told_and_makes_no_review() -> None:
    unrated: list[str] = []
    items = [checked(Verdict.REFUTED, rating=None), checked(Verdict.REFUTED), allegation(said(on(2, 17)), id=5)]
    found = list(claimreview.objects(items, KINDS, unrated.append))
    assert [item["@type"] for item in found] == ["Claim", "ClaimReview", "Claim"]
    assert unrated == [items[0].public_id]


def test_a_rating_stays_whoever_says_something_later() -> None:
    events = (
        event(Axis.VERDICT, "refuted", None, voice="Early Check", rating="False"),
        event(Axis.VERDICT, "refuted", on(3, 2), voice="anna"),
    )
    found = allegation(said(on(2, 17)), status=status("refuted", verdict=Verdict.REFUTED), events=events)
    (made,) = claimreview.objects([found], KINDS)
    assert (made["reviewRating"]["alternateName"], made["author"]["name"]) == ("False", "Early Check")


def test_a_review_says_whose_it_is_when_and_where_it_can_be_read() -> None:
    found = one(checked(Verdict.REFUTED))
    assert found["author"] == {"@type": "Thing", "name": "Dun Check"}
    assert (found["datePublished"], found["url"]) == ("2022-03-02", "https://check.example/7")
    assert (found["itemReviewed"]["@type"], found["claimReviewed"]) == ("Claim", found["itemReviewed"]["text"])
    assert "@context" not in found["itemReviewed"]


def test_what_is_not_recorded_of_a_review_is_left_out() -> None:
    found = one(checked(Verdict.REFUTED, None, url=None))
    assert {"datePublished", "url", "identifier"}.isdisjoint(found)


def test_only_the_latest_verdict_counts() -> None:
    events = (
        event(Axis.VERDICT, "supported", on(3, 2), voice="Late Check", rating="True"),
        event(Axis.VERDICT, "refuted", on(3, 1), voice="Early Check", rating="False"),
        event(Axis.CONTEST, "denied", on(3, 5), voice="Borland"),
    )
    item = allegation(said(on(2, 17)), events=events, status=status(verdict=Verdict.SUPPORTED))
    assert one(item)["author"]["name"] == "Late Check"


def test_what_is_open_again_is_a_claim() -> None:
    events = (event(Axis.VERDICT, "refuted", on(3, 1)), event(Axis.VERDICT, "open", on(3, 2)))
    assert one(allegation(said(on(2, 17)), events=events))["@type"] == "Claim"


def test_a_line_may_stand_in_a_page_and_means_the_same() -> None:
    item = {"text": "</script><!-- & \u2028 \u202e «Київ»"}
    (line,) = claimreview.lines([item])
    assert json.loads(line) == item
    assert line == '{"text": "\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028 \\u202e «Київ»"}\n'


def test_lines_are_written_one_at_a_time() -> None:
    def items() -> Any:
        yield {"a": 1}
        raise AssertionError("the second was asked for before the first was written")

    assert next(claimreview.lines(items())) == '{"a": 1}\n'
