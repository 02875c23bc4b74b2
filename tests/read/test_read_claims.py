from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import resources
from tracker.errors import TrackerError
from tracker.read.claims import ClaimRow, Terms, claims
from tracker.settings import Settings
from tracker.types import Refusal, Verdict

TERMS = Terms.parse(resources.load("import.en.toml"))
REVIEW = {
    "@type": "ClaimReview",
    "claimReviewed": "Borland poisoned the wells of Dun.",
    "datePublished": "2022-03-01",
    "url": "https://facts.example/9",
    "author": {"name": "The Fact Desk"},
    "itemReviewed": {"author": {"name": "Anna Berg"}, "datePublished": "2022-02-20"},
    "reviewRating": {"alternateName": "False. No sign of it"},
}


def read(data: str | bytes) -> list[ClaimRow | Refusal]:
    return list(claims(data.encode() if isinstance(data, str) else data, "file", TERMS, Settings()))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_spreadsheet_is_read_by_the_names_of_its_columns(separator: str) -> None:
    head = ["Claim", "Claimant", "Target", "Claim date", "Rating", "Fact-checker", "Fact check URL", "Colour"]
    row = [
        "Borland shelled Dun.",
        "Anna Berg",
        "Borland",
        "2022-02-17",
        "Mostly false",
        "The Fact Desk",
        "https://f.example/1",
        "red",
    ]
    (found,) = read(separator.join(head) + "\n" + separator.join(row) + "\n")
    assert isinstance(found, ClaimRow)
    assert (found.document.text, found.document.published) == ("Borland shelled Dun.", dt.date(2022, 2, 17))
    assert (found.speaker, found.accused, found.verdict) == ("Anna Berg", "Borland", Verdict.REFUTED)
    assert (found.rater, found.review, found.reviewed) == ("The Fact Desk", "https://f.example/1", None)


def feeds() -> list[Any]:
    searched = {
        "text": REVIEW["claimReviewed"],
        "claimant": "Anna Berg",
        "claimDate": "2022-02-20T00:00:00Z",
        "claimReview": [
            {
                "publisher": {"name": "The Fact Desk"},
                "url": REVIEW["url"],
                "reviewDate": "2022-03-01",
                "textualRating": "False",
            }
        ],
    }
    return [
        REVIEW,
        [REVIEW],
        {"@graph": [{"@type": "WebPage"}, REVIEW]},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]},
        {"claims": [searched]},
    ]


@pytest.mark.parametrize("feed", feeds(), ids=["alone", "list", "graph", "feed", "search"])
def test_a_fact_check_is_read_wherever_a_feed_puts_it(feed: Any) -> None:
    (found,) = read(json.dumps(feed))
    assert isinstance(found, ClaimRow)
    assert (found.document.text, found.speaker, found.verdict) == (REVIEW["claimReviewed"], "Anna Berg", Verdict.REFUTED)
    assert found.document.published == dt.date(2022, 2, 20)
    assert (found.rater, found.review, found.reviewed) == ("The Fact Desk", REVIEW["url"], dt.date(2022, 3, 1))


def test_fact_checks_may_stand_one_a_line() -> None:
    assert len(read(json.dumps(REVIEW) + "\n" + json.dumps(REVIEW | {"claimReviewed": "Another."}) + "\n")) == 2


@pytest.mark.parametrize(
    ("rating", "verdict"),
    [
        ("Pants on Fire!", Verdict.REFUTED),
        ("FALSE", Verdict.REFUTED),
        ("True", Verdict.SUPPORTED),
        ("Half-true", Verdict.CONFLICTING),
        ("Unproven: nobody knows", Verdict.NOT_ENOUGH_EVIDENCE),
        ("Not true", Verdict.REFUTED),
        ("Three Pinocchios", None),
        ("", None),
        (None, None),
    ],
)
def test_a_rating_in_words_is_a_verdict_or_none(rating: str | None, verdict: Verdict | None) -> None:
    assert TERMS.verdict(rating) is verdict


def test_a_row_without_a_claim_or_with_no_date_is_refused_by_its_line() -> None:
    found = read("claim,date\n,2022-01-01\nBorland shelled Dun.,31 February\nBorland fled.,\n")
    assert [type(row) for row in found] == [Refusal, Refusal, ClaimRow]
    assert [row.ref for row in found[:2] if isinstance(row, Refusal)] == ["file:2", "file:3"]
    assert [row.reason.split(":")[0] for row in found[:2] if isinstance(row, Refusal)] == [
        "no claim in it",
        "the date '31 February' is not a date",
    ]


@pytest.mark.parametrize(
    ("outlet", "url", "expected"),
    [("The Wire", "https://www.w.example/1", "The Wire"), ("", "https://www.w.example/1", "w.example"), ("", "", "file")],
)
def test_who_carried_a_claim_is_the_outlet_or_the_host_of_its_address_or_the_file(outlet: str, url: str, expected: str) -> None:
    (found,) = read(f"claim,outlet,url\nBorland fled.,{outlet},{url}\n")
    assert isinstance(found, ClaimRow)
    assert found.document.publisher == expected


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no column 'claim'"),
        (b"a,b\n1,2\n", "its columns: a, b"),
        (b"claim\n", "no claim in it"),
        (b"{}", "no claim in it"),
        (b"[1, 2]", "no claim in it"),
        (b'{"claimReviewed": ', "not JSON"),
        (b"\xff\xfe\x00", "not valid UTF-8"),
    ],
)
def test_what_is_neither_is_refused_whole(data: bytes, reason: str) -> None:
    with pytest.raises(TrackerError, match=reason):
        read(data)


keys = st.sampled_from(["claims", "item", "claimReviewed", "claimReview", "text", "author", "reviewRating"])
leaves = st.none() | st.booleans() | st.text(max_size=5)
feeds_of_all_sorts = st.recursive(
    leaves, lambda x: st.lists(x, max_size=3) | st.dictionaries(keys, x, max_size=4), max_leaves=12
)


@given(feeds_of_all_sorts)
def test_no_feed_whatever_makes_it_fall_over(feed: Any) -> None:
    try:
        found = read(json.dumps(feed))
    except TrackerError:
        return
    assert all(isinstance(row, ClaimRow | Refusal) for row in found)
