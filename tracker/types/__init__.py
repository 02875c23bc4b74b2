"""The words of the tracker: what passes between its stations.

Frozen records only. Here are those of mentions and allegations; those of one other thing (actors, articles, feeds) stand in
modules of their own, as do the enumerations that all use (`scales`). Actors, articles, decisions and enumerations are at hand
here, too. Nothing here reads, stores or prints. A `Mention` is one attributed proposition in one article; an `Allegation` is
the accusation behind one or many mentions; a `StatusEvent` moves one axis of its status. All spans are half-open
`(start, end)` pairs that count Unicode code points in the article's verbatim text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.types.actors import Actor as Actor
from tracker.types.actors import Merge as Merge
from tracker.types.actors import Office as Office
from tracker.types.actors import StoredActor as StoredActor
from tracker.types.articles import ArticleInfo as ArticleInfo
from tracker.types.articles import Document as Document
from tracker.types.articles import Refusal as Refusal
from tracker.types.decisions import Action as Action
from tracker.types.decisions import Judgement as Judgement
from tracker.types.scales import Axis as Axis
from tracker.types.scales import Band as Band
from tracker.types.scales import Certainty as Certainty
from tracker.types.scales import Contest as Contest
from tracker.types.scales import Corroboration as Corroboration
from tracker.types.scales import Decision as Decision
from tracker.types.scales import Evidence as Evidence
from tracker.types.scales import Kind as Kind
from tracker.types.scales import Precision as Precision
from tracker.types.scales import Scale as Scale
from tracker.types.scales import Verdict as Verdict

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A passage that moves the evidence or contest axis of one mention.

    `voice` is the canonical name of whoever makes the remark; None is the reporter's own voice.
    """

    value: Evidence | Contest
    span: Span
    quote: str
    voice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a mention says what it says in one respect: what decided, how sure, by what, and on which words.

    `decision` is `kind`, `speaker`, `accused`, `certainty`, `evidence`, `contest` or `date`; of what a language model proposed
    also `repair`, what was mended, and `agreement` or `disagreement` with the built-in extractor. `by` names the rule or model
    with its version; `sure` is a probability, 0 to 1, where a model decided; `span` the words that show it, if any do.
    """

    decision: str
    by: str
    why: str
    sure: float | None = None
    span: Span | None = None

    def as_json(self) -> dict[str, Any]:
        """The reason in a fixed order of keys."""
        sure = round(self.sure, 3) if self.sure is not None else None
        return {
            "decision": self.decision,
            "by": self.by,
            "why": self.why,
            "sure": sure,
            "span": list(self.span) if self.span else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Where the text says who speaks, by which cue, and what. Each may be discontinuous, or empty where implied."""

    speaker: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Somebody says, thinks, wants or supports something: where the text says who, by which cue, and what.

    Wider than a `Mention`, and before any meaning is read. `nested` is true inside of what somebody else says; `found_by` names
    the part of the extractor that found it, `confidence` is 0 to 1.
    """

    spans: Spans
    nested: bool
    found_by: str
    confidence: float

    def as_json(self, text: str) -> dict[str, Any]:
        """Spans and the words at them, in a fixed order of keys; `text` is the article's."""
        parts = {"source": self.spans.speaker, "cue": self.spans.cue, "content": self.spans.content}
        return {
            **{name: [list(span) for span in spans] for name, spans in parts.items()},
            **{f"{name}_text": " … ".join(text[s:e] for s, e in spans) for name, spans in parts.items()},
            "nested": self.nested,
            "found_by": self.found_by,
            "confidence": round(self.confidence, 3),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One attributed proposition in one article: somebody says that somebody did, does or will do something.

    `start`, `end` and `quote` are the hull of the content. `speakers` are canonical names: more than one where several
    say the same thing ("the US, UK and NATO"). `acts` are the act classes of the content, the main one first;
    `objects` the names of those the act is aimed at. `rule` names what found the mention. `confidence` (0 to 1) is how
    probable it is that kind, speaker and accused are right; for a statement, how sure its reading is. `reasons` has one for
    each decision.
    """

    id: str
    article_ref: str
    kind: Kind
    start: int
    end: int
    quote: str
    spans: Spans
    speakers: tuple[str, ...]
    speaker_text: str | None
    accused: str | None
    accused_text: str | None
    certainty: Certainty
    negated: bool
    evidence: Remark | None
    contest: Remark | None
    claim: str
    asserted_on: dt.date | None
    asserted_precision: Precision
    reported_by: str | None
    acts: tuple[str, ...]
    objects: tuple[str, ...]
    extractor: str
    rule: str
    confidence: float
    reasons: tuple[Reason, ...] = ()

    @property
    def speaker(self) -> str | None:
        """The speakers as one name: "A", "A and B", "A, B and C"; None where nobody is named."""
        if len(self.speakers) < 2:
            return next(iter(self.speakers), None)
        return f"{', '.join(self.speakers[:-1])} and {self.speakers[-1]}"

    @property
    def disagreement(self) -> str | None:
        """What the built-in extractor reads otherwise in what a language model proposed; None where nothing is."""
        return next((reason.why for reason in self.reasons if reason.decision == "disagreement"), None)

    def as_json(self) -> dict[str, Any]:
        """The mention in the form of the contract (`extract`, `export mentions`), in a fixed order of keys."""
        return {
            "id": self.id,
            "article_ref": self.article_ref,
            "kind": self.kind.value,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "spans": {part: [list(span) for span in getattr(self.spans, part)] for part in ("speaker", "cue", "content")},
            "speaker": self.speaker,
            "speakers": list(self.speakers),
            "speaker_text": self.speaker_text,
            "accused": self.accused,
            "accused_text": self.accused_text,
            "certainty": self.certainty.value,
            "negated": self.negated,
            "evidence": (self.evidence.value if self.evidence else Evidence.UNASSESSED).value,
            "evidence_quote": self.evidence.quote if self.evidence else None,
            "contest": (self.contest.value if self.contest else Contest.NONE).value,
            "contest_quote": self.contest.quote if self.contest else None,
            "claim": self.claim,
            "asserted_on": self.asserted_on.isoformat() if self.asserted_on else None,
            "asserted_precision": self.asserted_precision.value,
            "reported_by": self.reported_by,
            "acts": list(self.acts),
            "objects": list(self.objects),
            "extractor": self.extractor,
            "rule": self.rule,
            "confidence": round(self.confidence, 3),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMention:
    """A mention with the article it stands in, the allegation it was judged to belong to, and the words around it.

    `before` and `after` are verbatim context, at most one sentence each. `sides` maps each speaker to the actor it
    speaks for (itself where it speaks for nobody else); `accused_side` is the same for the accused.
    """

    mention: Mention
    article: ArticleInfo
    allegation_id: int | None
    before: str = ""
    after: str = ""
    sides: Mapping[str, str] = field(default_factory=dict)
    accused_side: str | None = None

    @property
    def asserted_on(self) -> dt.date | None:
        """When it was said, as far as the text tells, else when it was published."""
        return self.mention.asserted_on or self.article.published

    @property
    def seen_on(self) -> dt.date:
        """When it was published; the day of ingestion where the article has no date."""
        return self.article.published or self.article.ingested_at.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEvent:
    """A dated change on one axis, with the voice that makes it and the span that shows it.

    `voice` None is the reporter of `article`. `made_by` names the rule or the analyst. `rating` is what a fact-checker, who is
    the voice then, rated it in their own words; None where that was not recorded.
    """

    axis: Axis
    value: str
    voice: str | None
    quote: str | None
    happened_on: dt.date | None
    recorded_at: dt.datetime
    made_by: str
    mention_id: str | None = None
    article: ArticleInfo | None = None
    url: str | None = None
    rating: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The event as a row of `export events`."""
        return {
            "axis": self.axis.value,
            "value": self.value,
            "voice": self.voice,
            "quote": self.quote,
            "happened_on": _iso(self.happened_on),
            "recorded_at": self.recorded_at.isoformat(),
            "made_by": self.made_by,
            "mention_id": self.mention_id,
            "article_ref": self.article.ref if self.article else None,
            "outlet": self.article.outlet if self.article else None,
            "url": self.url,
            "rating": self.rating,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A relation between two allegations that are not the same, e.g. `counters`."""

    kind: str
    other_id: int
    other_claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Two allegations that may be one: a mention of each, the most alike, with the matcher's score and reason.

    `value` orders a review: how alike they are, times how many mentions would come together.
    """

    one_id: int
    other_id: int
    one: StoredMention
    other: StoredMention
    score: float
    reason: str
    value: float

    @property
    def disputed(self) -> bool:
        """True where extractors read one of the mentions in two ways."""
        return bool(self.one.mention.disagreement or self.other.mention.disagreement)

    def as_json(self) -> dict[str, Any]:
        """The proposal as a row of `review --json`."""

        def told(id_: int, stored: StoredMention) -> dict[str, Any]:
            mention, article = stored.mention, stored.article
            return {
                "id": f"A-{id_}",
                "mention_id": mention.id,
                "claim": mention.claim,
                "quote": mention.quote,
                "before": stored.before,
                "after": stored.after,
                "speaker": mention.speaker,
                "outlet": article.outlet,
                "published": _iso(article.published),
                "disagreement": mention.disagreement,
            }

        return {
            "score": self.score,
            "reason": self.reason,
            "value": round(self.value, 4),
            "one": told(self.one_id, self.one),
            "other": told(self.other_id, self.other),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where an allegation stands: four axes, the headline that follows, and why each axis stands where it does."""

    evidence: Evidence
    contest: Contest
    corroboration: Corroboration
    verdict: Verdict
    headline: str
    why: Mapping[Axis, str]

    @property
    def unverified(self) -> bool:
        """True while no check has settled it and no independent origin backs it (what `list --unverified` shows)."""
        undecided = self.verdict in {Verdict.OPEN, Verdict.NOT_ENOUGH_EVIDENCE, Verdict.CONFLICTING}
        return undecided and self.corroboration is not Corroboration.INDEPENDENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An allegation as it lies in the store: what was gathered, not yet assessed.

    `mentions` (the allegations and the denials of them) are ordered by date asserted, date seen, then id; `events` by date
    and record. `topics` are act classes, the main one first.
    """

    id: int
    claim: str
    accused: str | None
    topics: tuple[str, ...]
    mentions: tuple[StoredMention, ...]
    events: tuple[StatusEvent, ...]
    links: tuple[Link, ...]
    judgements: tuple[Judgement, ...]

    @property
    def public_id(self) -> str:
        """The id that people read and type: `A-3`."""
        return f"A-{self.id}"

    @property
    def alleging(self) -> tuple[StoredMention, ...]:
        """The mentions that make the allegation, without the denials of it."""
        return tuple(m for m in self.mentions if m.mention.kind is not Kind.DENIAL)

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who has made the allegation, in order of first appearance."""
        return tuple(dict.fromkeys(name for m in self.alleging for name in m.mention.speakers))

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who has carried it, in order of first appearance."""
        return tuple(dict.fromkeys(m.article.outlet or m.article.ref for m in self.alleging))

    @property
    def first_asserted(self) -> dt.date | None:
        """The earliest day on which anybody is said to have said it."""
        return min((m.asserted_on for m in self.alleging if m.asserted_on), default=None)

    @property
    def first_seen(self) -> dt.date | None:
        """The day of the earliest article here that carries it."""
        return min((m.seen_on for m in self.alleging), default=None)

    @property
    def last_seen(self) -> dt.date | None:
        """The day of the latest article here that carries it."""
        return max((m.seen_on for m in self.alleging), default=None)


@dataclass(frozen=True, slots=True)
class Life:
    """When an allegation was first and last seen here, and in how many mentions; denials are not among them."""

    id: int
    first_seen: dt.date
    last_seen: dt.date
    mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Allegation(Case):
    """A case with its assessment: where it stands, why, and how many independent origins it has.

    `origin_of` leads from the id of a mention to the origin it comes from: a name for it, one for all that share it. `echoes`
    are the mentions that repeat an earlier one's text in another article: id of the echo → id of the first.
    """

    status: Status
    origins: int
    origin_of: Mapping[str, str]
    echoes: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """The allegation in the form of the contract (`list --json`, `export allegations`)."""
        return {
            "id": self.public_id,
            "claim": self.claim,
            "accused": self.accused,
            "headline": self.status.headline,
            "evidence": self.status.evidence.value,
            "contest": self.status.contest.value,
            "corroboration": self.status.corroboration.value,
            "verdict": self.status.verdict.value,
            "topics": list(self.topics),
            "first_asserted": _iso(self.first_asserted),
            "first_seen": _iso(self.first_seen),
            "last_seen": _iso(self.last_seen),
            "mentions": len(self.alleging),
            "articles": len({m.article.id for m in self.alleging}),
            "outlets": list(self.outlets),
            "origins": self.origins,
            "speakers": list(self.speakers),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Similarity:
    """How alike two claims are: 0 to 1, the guards that forbid merging them, and the band that follows."""

    score: float
    guards: tuple[str, ...]
    band: Band
    reason: str = ""


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
