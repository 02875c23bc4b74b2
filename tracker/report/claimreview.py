"""Allegations in the words of schema.org, for search engines and other fact-checkers: one JSON-LD object each.

A `ClaimReview` stands only where a fact-checker's own rating is recorded: their words, name and address as they were given. It
never has a `ratingValue`, for a number would be invented. All else is a `Claim`: what is alleged, who has said it, and where it
appeared; also where there are verdicts and none has such a rating, for their word is the tracker's, not the fact-checker's.
Who speaks is a `Person` or an `Organization` where the kind of the actor is known; else a `Thing`, for nobody here knows.
Source: schema.org, version 29, types `Claim`, `ClaimReview`, `Rating`, `CreativeWork` and `Quotation`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from tracker.report import words
from tracker.report.escape import html_url, json_ld
from tracker.types import Allegation, Axis, StatusEvent, StoredMention, Verdict

CONTEXT = "https://schema.org"
_TYPES = {
    "person": "Person",
    "state": "Organization",
    "body": "Organization",
    "alliance": "Organization",
    "group": "Organization",
}


def objects(
    allegations: Iterable[Allegation], kinds: Mapping[str, str], unrated: Callable[[str], None] = lambda _: None
) -> Iterator[dict[str, Any]]:
    """Each allegation that has a verdict as a `ClaimReview` of the latest fact-check with a rating, else as a `Claim`.

    `kinds` gives the kind of each actor. `unrated` is called with the id of each that has a verdict, and no such rating.
    """
    for allegation in allegations:
        found, claimed = finding(allegation), _claim(allegation, kinds)
        rated = found and _latest(event for event in allegation.events if event.axis is Axis.VERDICT and event.rating)
        if found and not rated:
            unrated(allegation.public_id)
        yield {"@context": CONTEXT} | (_review(rated, rated.rating or "", claimed, kinds) if rated else claimed)


def lines(found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Each object as a line of JSON that may be put into a page as it is."""
    for item in found:
        yield json_ld(json.dumps(item, ensure_ascii=False)) + "\n"


def finding(allegation: Allegation) -> StatusEvent | None:
    """The verdict that stands: the latest; None where nobody has come to one, or it is open again."""
    if allegation.status.verdict is Verdict.OPEN:
        return None
    return _latest(event for event in allegation.events if event.axis is Axis.VERDICT)


def _latest(verdicts: Iterable[StatusEvent]) -> StatusEvent | None:
    return max(verdicts, key=lambda event: (event.happened_on or dt.date.min, event.recorded_at), default=None)


def _review(found: StatusEvent, rating: str, claimed: dict[str, Any], kinds: Mapping[str, str]) -> dict[str, Any]:
    review = {
        "@type": "ClaimReview",
        "claimReviewed": claimed["text"],
        "itemReviewed": claimed,
        "reviewRating": {"@type": "Rating", "alternateName": rating},
        "author": _actor(words.voice(found), kinds),
        "datePublished": found.happened_on.isoformat() if found.happened_on else None,
    }
    return _filled(review) | _address(found.url)


def _claim(allegation: Allegation, kinds: Mapping[str, str]) -> dict[str, Any]:
    appearances = _appearances(allegation.alleging, kinds)
    first = min(allegation.alleging, key=lambda stored: stored.seen_on, default=None)
    return _filled(
        {
            "@type": "Claim",
            "identifier": allegation.public_id,
            "text": allegation.claim,
            "about": _actor(allegation.accused, kinds) if allegation.accused else None,
            "author": [_actor(name, kinds) for name in allegation.speakers],
            "dateCreated": allegation.first_asserted.isoformat() if allegation.first_asserted else None,
            "firstAppearance": appearances[first.article.id] if first else None,
            "appearance": list(appearances.values()),
        }
    )


def _appearances(alleging: Iterable[StoredMention], kinds: Mapping[str, str]) -> dict[int, dict[str, Any]]:
    """The articles that carry it, by id, each once with all that it quotes."""
    found: dict[int, dict[str, Any]] = {}
    for stored in alleging:
        article = stored.article
        if article.id not in found:
            outlet = {"@type": "Organization", "name": article.outlet} if article.outlet else None
            published = article.published.isoformat() if article.published else None
            work = {"@type": "CreativeWork", "headline": article.title, "publisher": outlet, "datePublished": published}
            found[article.id] = _filled(work) | _address(article.url or article.ref) | {"hasPart": []}
        found[article.id]["hasPart"].append(_quotation(stored, kinds))
    return found


def _quotation(stored: StoredMention, kinds: Mapping[str, str]) -> dict[str, Any]:
    speakers = [_actor(name, kinds) for name in stored.mention.speakers]
    return _filled({"@type": "Quotation", "text": stored.mention.quote, "creator": speakers})


def _actor(name: str, kinds: Mapping[str, str]) -> dict[str, str]:
    return {"@type": _TYPES.get(kinds.get(name, ""), "Thing"), "name": name}


def _address(address: str | None) -> dict[str, str]:
    """A web address as `url`; whatever else names the work is an `identifier`, which nothing follows."""
    if address is None:
        return {}
    url = html_url(address)
    return {"url": url} if url else {"identifier": address}


def _filled(item: Mapping[str, Any]) -> dict[str, Any]:
    """The properties that have a value."""
    return {name: value for name, value in item.items() if value not in (None, [])}
