"""The JSON twins of the pages, as the OpenAPI document has them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Problem(BaseModel):
    """What went wrong, and what to do."""

    detail: str


class Allegation(BaseModel):
    """An allegation in the form of `tracker list --json`, with the why of each axis; `denials` are not among its mentions."""

    id: str
    claim: str
    accused: str | None
    headline: str
    evidence: str
    contest: str
    corroboration: str
    verdict: str
    topics: list[str]
    first_asserted: str | None
    first_seen: str | None
    last_seen: str | None
    mentions: int
    articles: int
    outlets: list[str]
    origins: int
    speakers: list[str]
    denials: int
    unverified: bool
    why: dict[str, str]


class Listing(BaseModel):
    """A page of allegations out of `total`; `after` is where the next one begins, null on the last."""

    total: int
    after: str | None
    items: list[Allegation]


class Mention(BaseModel):
    """A mention in the form of `tracker export mentions`, with where it stands and the words around it."""

    model_config = ConfigDict(extra="allow")

    id: str
    kind: str
    quote: str
    speaker: str | None
    accused: str | None
    claim: str
    allegation_id: str | None
    article: int
    outlet: str | None
    published: str | None
    before: str
    after: str


class Mentions(BaseModel):
    """A page of mentions out of `total`; `after` is where the next one begins, null on the last."""

    total: int
    after: str | None
    items: list[Mention]


class Link(BaseModel):
    """Another allegation, and what it is to this one."""

    kind: str
    id: str
    claim: str


class WholeAllegation(BaseModel):
    """An allegation, how it moved, and a page of its mentions in the order in which they were said."""

    allegation: Allegation
    story: dict[str, Any]
    links: list[Link]
    mentions: Mentions


class Article(BaseModel):
    """What there is to say about an article apart from its text."""

    id: int
    ref: str
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    ingested_at: str
    language: str | None


class CountedArticle(Article):
    """An article, and how many mentions are in it."""

    mentions: int


class Articles(BaseModel):
    """A page of articles, the last ingested first."""

    total: int
    after: str | None
    items: list[CountedArticle]


class ArticlePart(BaseModel):
    """A part of an article: its text from `start` to `end` of `length` characters, and the mentions that touch it."""

    article: Article
    superseded_by: int | None
    start: int
    end: int
    length: int
    text: str
    mentions: list[Mention]


class Actor(BaseModel):
    """An actor in the form of `tracker actors --json`, and the first allegations that it makes and that accuse it."""

    name: str
    kind: str
    side: str
    names: list[str]
    speaker: int
    accused: int
    merged: list[dict[str, Any]]
    said: Listing
    accused_of: Listing


class Proposals(BaseModel):
    """Pairs of allegations that may be one, in the form of `tracker review --json`."""

    total: int
    after: str | None
    items: list[dict[str, Any]]


class Decision(BaseModel):
    """A decision in the form of `tracker log --json`, and in words."""

    id: int
    kind: str
    arguments: dict[str, Any]
    because: str | None
    made_by: str
    made_at: str
    target_id: int | None
    undone_at: str | None
    told: str


class Decisions(BaseModel):
    """A page of decisions, the last first."""

    total: int
    after: str | None
    items: list[Decision]


class Ingested(BaseModel):
    """What came of articles that were handed in; what was refused is named."""

    new: int
    revised: int
    known: int
    unread: int
    mentions: dict[str, int]
    new_allegations: int
    repeats: int
    to_review: int
    refused: list[dict[str, str]]
