"""Writes: everything that one transaction may do to the store."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select, update
from sqlmodel import col

from tracker.store import candidates, cases, merging, outlets, postings, prints, server, texts
from tracker.store import mentions as stored
from tracker.store import tables as t
from tracker.store.actors import Cast
from tracker.store.convert import judgement_row
from tracker.store.decisions import Decisions
from tracker.store.digests import Digests
from tracker.store.feeds import Feeds
from tracker.store.filters import LIVE, UNLINKED_DENIAL, Condition
from tracker.store.merges import Merges
from tracker.store.rows import added
from tracker.store.verify import verify, verify_event
from tracker.types import (
    Actor,
    Case,
    Decision,
    Document,
    Judgement,
    Kind,
    Mention,
    Merge,
    Refusal,
    Span,
    StatusEvent,
    StoredMention,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from tracker.types.responses import Response

KNOWN = 5_000  # mentions that one transaction keeps at hand


class Writer:
    """One open transaction; `Store.write` makes it, commits it and rolls it back.

    Its reads see its own writes. What the database refuses, for example an id that names nothing, becomes a
    DatabaseError at the door, `Store.write`.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._cast = Cast(session)
        self.decisions = Decisions(session)
        self.feeds = Feeds(session)
        self.digests = Digests(session)
        self._sides: dict[str, candidates.Side] = {}
        self._known: dict[str, StoredMention] = {}
        self.discarded = False
        self.reworded: dict[int, tuple[str, str]] = {}
        """The claims of allegations that this transaction has reworded: before and after."""
        self.action_id: int | None = None
        """The action that judgements and events of this transaction belong to, where that is one that can be undone."""

    def hold(self, sides: Iterable[str | None], prints: Iterable[int] = ()) -> None:
        """Keep what these sides say and are blamed for, and what is found by these prints, to this transaction until its end.

        Called once in it, before what it decides is read.
        """
        server.hold(self._session, {*(f"side {side}" for side in sides), *(f"print {number}" for number in prints)})

    def discard(self) -> None:
        """Let nothing of this transaction be kept."""
        self.discarded = True

    def add_article(
        self,
        document: Document,
        mentions: Sequence[Mention],
        run_id: int,
        at: dt.datetime,
        *,
        actors: Mapping[str, Actor],
    ) -> int | None:
        """Store an article with its mentions and return its id; None, and nothing is stored, where its text is known.

        `Store.known` may have called it new a moment ago: until this transaction began, another process could store it.
        A current article of the same URL is superseded. `actors` gives kind and side of those it knows. Raises
        SpanError, and nothing is stored, where a quote is not what stands at its span.
        """
        verify(document, mentions)
        if texts.is_known(self._session, document):
            return None
        alleging = sum(mention.kind is Kind.ALLEGATION for mention in mentions)
        article_id = texts.add_text(self._session, document, run_id, at, alleging=alleging)
        for mention in mentions:
            texts.add_mention(self._session, self._cast, mention, article_id, actors)
        self._session.flush()
        return article_id

    def trace(self, article_id: int, sketch: Sequence[int], *, least: int, copied: Callable[[str], bool]) -> int | None:
        """Keep what an article is found by, and return the article whose text it prints: see `prints.trace`."""
        return prints.trace(self._session, article_id, sketch, least, copied)

    def unprinted(self, besides: str) -> Iterator[tuple[int, str]]:
        """Yield the articles without prints, with their texts: see `prints.unprinted`."""
        return prints.unprinted(self._session, besides)

    def forget_prints(self, since: int, besides: str) -> Iterator[tuple[int, str]]:
        """Forget what articles are found by, from an id on, and yield them with their texts: see `prints.forget`."""
        return prints.forget(self._session, since, besides)

    def describe_outlet(
        self, name: str, country: str | None, circle: str | None, reliability: str | None, domains: Sequence[str]
    ) -> str:
        """Keep what the analyst says of an outlet: see `outlets.describe`. Raises NotFoundError, UsageError."""
        return outlets.describe(self._session, name, country=country, circle=circle, reliability=reliability, domains=domains)

    def case(self, allegation_id: int) -> Case:
        """Return an allegation as it lies in the store now, this transaction's own writes included."""
        self._session.flush()
        return next(cases.load(self._session, [allegation_id]))

    def mentions_of(self, article_id: int) -> list[StoredMention]:
        """Return the mentions of a current article, in order of the text."""
        return self._mentions(col(t.Mention.article_id) == article_id)

    def unlinked_denials(self, side: str, on: dt.date | None, *, days: int, until: int | None = None) -> list[StoredMention]:
        """Return the denials for an actor or whoever speaks for it that no judgement in force gives to an allegation.

        Only those made at most `days` from a day, where that is given. `until` leaves out articles with a higher id.
        """
        of = self._side(side)
        if of is None:
            return []
        reach = dt.timedelta(days=days)
        return self._mentions(
            UNLINKED_DENIAL,
            col(t.Mention.accused_id).in_(of),
            *([col(t.Mention.article_id) <= until] if until is not None else []),
            *([col(t.Mention.asserted_on).between(on - reach, on + reach)] if on is not None else []),
        )

    def index(self, stems: Callable[[str], Iterable[str]]) -> None:
        """Make every mention that accuses or denies findable by the words of its claim; cheap where all of them are.

        `stems` makes of a claim the stems that it is found by: the same for every call.
        """
        self._session.flush()
        postings.index(self._session, stems)

    def near(self, side: str | None, on: dt.date | None, *, days: int, until: int | None = None) -> list[StoredMention]:
        """Return the accusations against a side nearest to a day, at most `days` from it, that belong to an allegation.

        None as `side` asks for those without accused; without a day there are none. `until` leaves out articles with higher
        ids.
        """
        of = self._side(side)
        return self._loaded(candidates.near(self._session, of, on, days, until)) if of is not None else []

    def alike(self, side: str | None, stems: Iterable[str], *, until: int | None = None) -> list[StoredMention]:
        """Return the accusations against a side whose claims share the rarest stems, and that belong to an allegation."""
        of = self._side(side)
        return self._loaded(candidates.alike(self._session, of, stems, until)) if of is not None else []

    def new_allegation(
        self, claim: str, accused: str | None, topics: Sequence[str], at: dt.datetime, *, mention_id: str | None = None
    ) -> int:
        """Open an allegation and return its id. Readers see it once a mention is judged to belong to it.

        `mention_id` is the mention that makes it, if there is one: where the accused was merged, a split then gives the
        allegation back with the mention.
        """
        accused_id = self._cast.enter(self._as_met(accused, mention_id), {}) if accused is not None else None
        row = t.Allegation(claim=claim, accused_id=accused_id, topics=list(topics), created_at=at)
        return added(self._session, row)

    def reword(self, allegation_id: int, claim: str) -> None:
        """Give an allegation another claim sentence; the wordings of its mentions stay as they are."""
        row = self._session.get_one(t.Allegation, allegation_id)
        self.reworded[allegation_id] = (self.reworded.get(allegation_id, (row.claim, ""))[0], claim)
        row.claim = claim

    def judge(self, judgement: Judgement) -> None:
        """Add a judgement.

        It supersedes the one in force on the same mention and allegation; a positive one also supersedes the positive
        one that gave the mention to another allegation.
        """
        replaced: Condition = col(t.Judgement.allegation_id) == judgement.allegation_id
        if judgement.decision is Decision.POSITIVE:
            replaced = or_(replaced, col(t.Judgement.decision) == Decision.POSITIVE.value)
        self._session.execute(
            update(t.Judgement)
            .where(and_(LIVE, col(t.Judgement.mention_id) == judgement.mention_id, replaced))
            .values(superseded_at=judgement.made_at, ended_by=self.action_id)
        )
        row = judgement_row(judgement)
        row.action_id = self.action_id
        self._session.add(row)
        self._session.flush()

    def add_event(self, allegation_id: int, event: StatusEvent, span: Span | None, *, action_id: int | None = None) -> None:
        """Add an event. `span` shows it in `event.article`, else in the article of its mention; `action_id` made it.

        Raises SpanError where the span has no article, or the event's quote is not what stands there.
        """
        article_id = event.article.id if event.article else self._article_of(event.mention_id)
        text = self._session.scalar(select(col(t.Article.text)).where(col(t.Article.id) == article_id))
        verify_event(event, span, text)
        self._session.add(
            t.StatusEvent(
                allegation_id=allegation_id,
                axis=event.axis.value,
                value=event.value,
                voice=self._as_met(event.voice, event.mention_id) if event.voice else None,
                mention_id=event.mention_id,
                article_id=article_id,
                start=span[0] if span else None,
                end=span[1] if span else None,
                happened_on=event.happened_on,
                recorded_at=event.recorded_at,
                made_by=event.made_by,
                url=event.url,
                action_id=action_id or self.action_id,
            )
        )
        self._session.flush()

    def has_event(self, allegation_id: int, event: StatusEvent) -> bool:
        """Tell whether an allegation has an event that says the same and rests on the same mention."""
        same = (col(t.StatusEvent.axis) == event.axis.value, col(t.StatusEvent.value) == event.value)
        of = (col(t.StatusEvent.allegation_id) == allegation_id, col(t.StatusEvent.mention_id) == event.mention_id)
        live = col(t.StatusEvent.superseded_at).is_(None)
        return self._session.scalar(select(col(t.StatusEvent.id)).where(live, *of, *same).limit(1)) is not None

    def link(self, allegation_id: int, other_id: int, kind: str) -> None:
        """Relate an allegation to another one; once is enough."""
        row = self._session.get(t.AllegationLink, (allegation_id, other_id, kind))
        if row is None:
            row = t.AllegationLink(allegation_id=allegation_id, other_id=other_id, kind=kind, action_id=self.action_id)
            self._session.add(row)
        elif row.superseded_at is not None:
            row.superseded_at, row.action_id = None, self.action_id
        self._session.flush()

    def quarantine(self, refusal: Refusal, run_id: int, at: dt.datetime) -> None:
        """Keep an input that was refused, and why. The same input refused again replaces what was kept of it."""
        same = (col(t.Quarantine.ref) == refusal.ref, col(t.Quarantine.sha256) == refusal.sha256)
        kept = self._session.scalar(select(t.Quarantine).where(*same))
        row = t.Quarantine(
            id=kept.id if kept else None,
            run_id=run_id,
            ref=refusal.ref,
            sha256=refusal.sha256,
            size=refusal.size,
            reason=refusal.reason,
            excerpt=refusal.excerpt,
            refused_at=at,
        )
        self._session.merge(row)
        self._session.flush()

    def keep_response(self, response: Response) -> None:
        """Keep an answer of a language model; the first one under its key stays."""
        if self._session.get(t.Response, response.key) is None:
            self._session.add(t.Response(key=response.key, **asdict(response)))
            self._session.flush()

    def merge_actors(self, name: str, into: str, at: dt.datetime) -> Merge:
        """Make one actor another one. Raises NotFoundError, and UsageError where that makes no sense (see `merging`)."""
        return merging.merge(self._session, name, into, at)

    def split_actor(self, name: str) -> Merge:
        """Take the merge of an actor back. Raises NotFoundError, and UsageError where it was not merged."""
        return merging.split(self._session, name)

    def _as_met(self, name: str, mention_id: str | None) -> str:
        """Return the name that a mention was stored with for an actor that readers know by `name`.

        Readers hear what a merged actor is now; what is stored must go on saying what it was, or a split would lose it.
        """
        names = Merges(self._session).names
        mention = self._session.get(t.Mention, mention_id) if names and mention_id is not None else None
        if mention is None:
            return name
        said = (col(t.Actor.id) == col(t.MentionSpeaker.actor_id), col(t.MentionSpeaker.mention_id) == mention_id)
        speakers = self._session.scalars(select(col(t.Actor.name)).join(t.MentionSpeaker, and_(*said)))
        accused = self._session.get(t.Actor, mention.accused_id) if mention.accused_id is not None else None
        met = [mention.evidence_voice, mention.contest_voice, *speakers, accused.name if accused else None]
        return name if name in met else next((m for m in met if m is not None and names.get(m) == name), name)

    def _side(self, side: str | None) -> candidates.Side | None:
        """The ids of an actor and of all who speak for it, read once; empty for nobody, None where there is no such actor."""
        if side is None:
            return ()
        if side not in self._sides:
            actor_id = self._cast.find(side)
            if actor_id is None:
                return None
            self._sides[side] = candidates.side(self._session, actor_id)
        return self._sides[side]

    def _loaded(self, ids: Sequence[str]) -> list[StoredMention]:
        """Load mentions that belong to an allegation, in this order; what was loaded before is not read again."""
        if len(self._known) > KNOWN:
            self._known.clear()
        fresh = [id_ for id_ in ids if id_ not in self._known]
        self._known |= {m.mention.id: m for m in stored.load(self._session, fresh, Merges(self._session))}
        return [self._known[id_] for id_ in ids if id_ in self._known]

    def _mentions(self, *conditions: Condition) -> list[StoredMention]:
        return list(stored.load(self._session, stored.find(self._session, *conditions), Merges(self._session)))

    def _article_of(self, mention_id: str | None) -> int | None:
        return self._session.scalar(select(col(t.Mention.article_id)).where(col(t.Mention.id) == mention_id))
