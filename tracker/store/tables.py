"""The tables. Rows only: no behaviour, no validation beyond what the database itself can hold.

Names are the words of `tracker.types`; a table row is what of such a record is kept. Text offsets count code points.
`alembic/` must produce exactly this schema (`make check` compares).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from tracker.store import stale

METADATA = SQLModel.metadata
METADATA.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Outlet(SQLModel, table=True):
    """Who publishes. `reliability` is the analyst's letter of the Admiralty scale: F, "cannot be judged", unless set."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    country: str | None = None
    circle: str | None = None
    reliability: str = Field(default="F", sa_column_kwargs={"server_default": "F"})


class OutletDomain(SQLModel, table=True):
    """A domain whose pages an outlet publishes, those of its subdomains included."""

    __tablename__ = "outlet_domain"

    domain: str = Field(primary_key=True)
    outlet_id: int = Field(foreign_key="outlet.id", index=True)


class Feed(SQLModel, table=True):
    """A feed that `watch` polls. `etag` and `modified` are what the server gave, to be asked with again; `failures` in a row.

    One that was removed stays, with the day, so that its entries are known when it is added again.
    """

    id: int | None = Field(default=None, primary_key=True)
    url: str = Field(unique=True)
    title: str | None = None
    interval_minutes: int
    etag: str | None = None
    modified: str | None = None
    polled_at: dt.datetime | None = None
    next_at: dt.datetime = Field(index=True)
    failures: int = 0
    problem: str | None = None
    added_at: dt.datetime
    removed_at: dt.datetime | None = None


class FeedEntry(SQLModel, table=True):
    """An entry of a feed that was taken in; it is asked for again only where it is edited: `digest` is what it said."""

    __tablename__ = "feed_entry"

    feed_id: int = Field(foreign_key="feed.id", primary_key=True)
    key: str = Field(primary_key=True)
    seen_at: dt.datetime
    digest: str | None = None


class IngestRun(SQLModel, table=True):
    """One call of `ingest`: when, with which version, and what came of it."""

    __tablename__ = "ingest_run"

    id: int | None = Field(default=None, primary_key=True)
    started_at: dt.datetime
    finished_at: dt.datetime | None = None
    version: str
    articles_new: int = 0
    articles_revised: int = 0
    articles_known: int = 0
    refused: int = 0


class Quarantine(SQLModel, table=True):
    """An input that was refused, with the reason. The same input refused again is the same row."""

    __table_args__ = (UniqueConstraint("ref", "sha256"),)

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="ingest_run.id")
    ref: str
    sha256: str
    size: int
    reason: str
    excerpt: str
    refused_at: dt.datetime


class Response(SQLModel, table=True):
    """An answer of a language model; `key` is a hash of what it depends on: text, version of the prompt, model, parameters."""

    key: str = Field(primary_key=True)
    text_hash: str
    prompt: str
    model: str
    parameters: str
    answer: str
    tokens_in: int
    tokens_out: int


class Article(SQLModel, table=True):
    """One published text, verbatim. A changed text under a known URL is a new row that supersedes the earlier one."""

    __table_args__ = (Index("ix_article_taken_in", "superseded_by", "published", "ingested_at", "alleging"),)

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="ingest_run.id")
    ref: str
    hash: str = Field(unique=True)
    url: str | None = Field(default=None, index=True)
    title: str | None = None
    outlet_id: int | None = Field(default=None, foreign_key="outlet.id", index=True)
    published: dt.date | None = Field(default=None, index=True)
    language: str | None = None
    text: str
    extra: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    ingested_at: dt.datetime
    superseded_by: int | None = Field(default=None, foreign_key="article.id", index=True)
    agency: str | None = None
    author: str | None = None
    raw_hash: str | None = None
    final_url: str | None = None
    retrieved_at: dt.datetime | None = None
    echo_of: int | None = Field(default=None, foreign_key="article.id", index=True)
    alleging: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class ArticlePrint(SQLModel, table=True):
    """One of the hashes that a text has in common with its near-duplicates: what finds them among many."""

    __tablename__ = "article_print"
    __table_args__ = {"sqlite_with_rowid": False}

    print: int = Field(primary_key=True, sa_type=BigInteger)
    article_id: int = Field(primary_key=True, foreign_key="article.id")


class Actor(SQLModel, table=True):
    """A person, organisation or state; `side_id` is the actor whose side it is on by office.

    One that was merged refers to the actor that it is now, which may have been merged itself: readers follow to the end
    (see `merges`). Nothing that refers to it changes, so that a split loses nothing.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    kind: str
    side_id: int | None = Field(default=None, foreign_key="actor.id")
    merged_into_id: int | None = Field(default=None, foreign_key="actor.id", index=True)
    merged_at: dt.datetime | None = None


class ActorAlias(SQLModel, table=True):
    """Another name of an actor, as it was met in a text."""

    __tablename__ = "actor_alias"
    __table_args__ = (UniqueConstraint("actor_id", "alias"),)

    id: int | None = Field(default=None, primary_key=True)
    actor_id: int = Field(foreign_key="actor.id")
    alias: str = Field(index=True)


class Action(SQLModel, table=True):
    """Something that a person decided, or the matcher did anew: what one `undo` takes back. Never deleted.

    `arguments` are those of the command. `undone_at` is null while it stands; undoing and doing again are actions, too, with
    the `target_id` of what they take back or restore.
    """

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    arguments: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    because: str | None = None
    made_by: str
    made_at: dt.datetime
    target_id: int | None = Field(default=None, foreign_key="action.id")
    undone_at: dt.datetime | None = None


class Allegation(SQLModel, table=True):
    """The accusation behind one or many mentions.

    One that was merged names its heir, which may have been merged itself; its id goes on leading there.
    """

    id: int | None = Field(default=None, primary_key=True)
    claim: str
    accused_id: int | None = Field(default=None, foreign_key="actor.id", index=True)
    topics: list[str] = Field(default_factory=list, sa_type=JSON)
    created_at: dt.datetime
    merged_into_id: int | None = Field(default=None, foreign_key="allegation.id", index=True)


class Claim(SQLModel, table=True):
    """One wording of a claim, by the hash of its folded text; mentions in the same words share it."""

    id: int | None = Field(default=None, primary_key=True)
    hash: str = Field(unique=True)


class ClaimToken(SQLModel, table=True):
    """A posting: this claim holds this stem."""

    __tablename__ = "claim_token"
    __table_args__ = {"sqlite_with_rowid": False}

    token: str = Field(primary_key=True)
    claim_id: int = Field(primary_key=True, foreign_key="claim.id")


class TokenCount(SQLModel, table=True):
    """How many claims hold a stem: what is rare is asked for first."""

    __tablename__ = "token_count"
    __table_args__ = {"sqlite_with_rowid": False}

    token: str = Field(primary_key=True)
    claims: int


UNINDEXED = text("claim_id IS NULL AND kind <> 'statement'")
DENIAL = text("kind = 'denial'")


class Mention(SQLModel, table=True):
    """One attributed proposition in one article. `spans` holds the parts of the contract's key of that name.

    `claim_id` is null until the matcher has indexed the claim's words, and for statements.
    """

    __table_args__ = (
        Index("ix_mention_accused_id_asserted_on", "accused_id", "asserted_on"),
        Index("ix_mention_denial", "accused_id", sqlite_where=DENIAL, postgresql_where=DENIAL),
        Index("ix_mention_unindexed", "id", sqlite_where=UNINDEXED, postgresql_where=UNINDEXED),
    )

    id: str = Field(primary_key=True)
    article_id: int = Field(foreign_key="article.id", index=True)
    kind: str
    start: int
    end: int
    quote: str
    spans: dict[str, Any] = Field(sa_type=JSON)
    speaker_text: str | None = None
    accused_id: int | None = Field(default=None, foreign_key="actor.id")
    accused_text: str | None = None
    certainty: str
    negated: bool
    evidence: str
    evidence_start: int | None = None
    evidence_end: int | None = None
    evidence_voice: str | None = None
    contest: str
    contest_start: int | None = None
    contest_end: int | None = None
    contest_voice: str | None = None
    claim: str
    asserted_on: dt.date | None = Field(default=None, index=True)
    asserted_precision: str
    reported_by: str | None = None
    acts: list[str] = Field(sa_type=JSON)
    objects: list[str] = Field(sa_type=JSON)
    extractor: str
    rule: str
    confidence: float
    reasons: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"})
    claim_id: int | None = Field(default=None, foreign_key="claim.id", index=True)


class MentionSpeaker(SQLModel, table=True):
    """Who says it: one row a speaker, in the order of the text."""

    __tablename__ = "mention_speaker"

    mention_id: str = Field(foreign_key="mention.id", primary_key=True)
    actor_id: int = Field(foreign_key="actor.id", primary_key=True, index=True)
    position: int


LIVE_POSITIVE = text("decision = 'positive' AND superseded_at IS NULL")
DOUBTED = text("decision = 'unsure' AND superseded_at IS NULL")


class Judgement(SQLModel, table=True):
    """A decision that a mention belongs to an allegation, or not. Superseded, never deleted.

    A partial unique index keeps one live positive judgement a mention: a mention belongs to one allegation. `action_id` is what
    made it, where that was no ingest; `ended_by` what superseded it, so that undoing that restores it.
    """

    __table_args__ = (
        Index(
            "uq_judgement_live_positive",
            "mention_id",
            unique=True,
            sqlite_where=LIVE_POSITIVE,
            postgresql_where=LIVE_POSITIVE,
        ),
        Index("ix_judgement_doubted", "id", sqlite_where=DOUBTED, postgresql_where=DOUBTED),
    )

    id: int | None = Field(default=None, primary_key=True)
    mention_id: str = Field(foreign_key="mention.id", index=True)
    allegation_id: int = Field(foreign_key="allegation.id", index=True)
    decision: str
    score: float
    band: str
    reason: str
    made_by: str
    made_at: dt.datetime
    superseded_at: dt.datetime | None = None
    action_id: int | None = Field(default=None, foreign_key="action.id", index=True)
    ended_by: int | None = Field(default=None, foreign_key="action.id", index=True)


class PairJudgement(SQLModel, table=True):
    """A person's decision on two allegations: one, not one, or not sure. Superseded, never deleted."""

    __tablename__ = "pair_judgement"

    id: int | None = Field(default=None, primary_key=True)
    one_id: int = Field(foreign_key="allegation.id", index=True)
    other_id: int = Field(foreign_key="allegation.id", index=True)
    decision: str
    score: float
    reason: str | None = None
    made_by: str
    made_at: dt.datetime
    superseded_at: dt.datetime | None = None
    action_id: int | None = Field(default=None, foreign_key="action.id", index=True)
    ended_by: int | None = Field(default=None, foreign_key="action.id", index=True)


class StatusEvent(SQLModel, table=True):
    """A dated change on one axis of an allegation. Superseded where its mention moves to another, never deleted."""

    __tablename__ = "status_event"

    id: int | None = Field(default=None, primary_key=True)
    allegation_id: int = Field(foreign_key="allegation.id", index=True)
    axis: str
    value: str
    voice: str | None = None
    mention_id: str | None = Field(default=None, foreign_key="mention.id", index=True)
    article_id: int | None = Field(default=None, foreign_key="article.id")
    start: int | None = None
    end: int | None = None
    happened_on: dt.date | None = None
    recorded_at: dt.datetime
    made_by: str
    url: str | None = None
    superseded_at: dt.datetime | None = None
    action_id: int | None = Field(default=None, foreign_key="action.id", index=True)
    ended_by: int | None = Field(default=None, foreign_key="action.id", index=True)


class AllegationLink(SQLModel, table=True):
    """A relation between two allegations that are not the same: `counters`."""

    __tablename__ = "allegation_link"

    allegation_id: int = Field(foreign_key="allegation.id", primary_key=True)
    other_id: int = Field(foreign_key="allegation.id", primary_key=True, index=True)
    kind: str = Field(primary_key=True)
    superseded_at: dt.datetime | None = None
    action_id: int | None = Field(default=None, foreign_key="action.id", index=True)
    ended_by: int | None = Field(default=None, foreign_key="action.id", index=True)


class LogEntry(SQLModel, table=True):
    """One entry of the log, which triggers keep from being changed: see `tracker.chain`. Times are text, as they are hashed."""

    __tablename__ = "log_entry"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: str
    kind: str
    payload: str
    previous: str
    hash: str = Field(unique=True)


class Digest(SQLModel, table=True):
    """What a listing says of an allegation: `row` as the contract has it, `why` each axis stands, columns to sort by.

    Derived: it is written anew from what it is derived from whenever that changes (see `Stale`). `shown` is false where
    readers see nothing of the allegation. `words` are those that a search looks at, folded; `topics` are joined by spaces.
    Days that are not known stand at the first of all. `edition` grows with every writing.
    """

    __table_args__ = (
        Index("ix_digest_last_seen", "last_seen", "allegation_id", "shown", "unverified"),
        Index("ix_digest_first_asserted", "first_asserted", "allegation_id"),
        Index("ix_digest_mentions", "mentions", "allegation_id"),
        Index("ix_digest_origins", "origins", "allegation_id"),
    )

    allegation_id: int = Field(primary_key=True, foreign_key="allegation.id")
    shown: bool
    unverified: bool
    headline: str
    evidence: str
    contest: str
    corroboration: str
    verdict: str
    first_asserted: dt.date
    first_seen: dt.date
    last_seen: dt.date
    mentions: int
    denials: int
    origins: int
    topics: str
    words: str
    row: dict[str, Any] = Field(sa_type=JSON)
    why: dict[str, str] = Field(sa_type=JSON)
    edition: int = Field(index=True)


class Stale(SQLModel, table=True):
    """A note that something changed: `ref` is the id of an `allegation`, an `article` or an `actor`, as `kind` says.

    Triggers write it (see `stale`); it goes when the digests that it bears on are written.
    """

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    ref: int


stale.attach(METADATA)
