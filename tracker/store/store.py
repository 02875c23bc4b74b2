"""The door of the station: opens a database, hands out transactions, answers readers."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.errors import DatabaseError, NotFoundError, TogetherError
from tracker.store import (
    articles,
    cases,
    events,
    journal,
    lives,
    log,
    mentions,
    outlets,
    questions,
    revisions,
    roster,
    schema,
    server,
    texts,
)
from tracker.store import search as searching
from tracker.store import tables as t
from tracker.store.actors import UNKNOWN
from tracker.store.decisions import Decisions
from tracker.store.engine import impatient, open_engine, place, reader
from tracker.store.faults import translated
from tracker.store.feeds import Feeds
from tracker.store.filters import UNLINKED_DENIAL, of_article, of_mention
from tracker.store.journal import LoggedSession
from tracker.store.merges import Merges
from tracker.store.pages import Pages
from tracker.store.rows import LARGEST_ID, added, chunks
from tracker.store.selection import EVERYTHING, Hit, Selection
from tracker.store.write import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

    from tracker.chain import Entry, Fault
    from tracker.store.questions import Question
    from tracker.types import Action, ArticleInfo, Case, Document, Life, StatusEvent, StoredActor, StoredMention
    from tracker.types.outlets import StoredOutlet
    from tracker.types.responses import Response
    from tracker.types.versions import Versions

__all__ = ["Hit", "Selection", "Store", "Writer"]

T = TypeVar("T")
COUNTED = 25  # additions from one look at how the tables have grown to the next
AGAIN: Mapping[str, Any] = {"attempts": 20, "timeout": None, "wait_initial": 0.01, "wait_max": 1.0}

logging.getLogger("stamina").addHandler(logging.NullHandler())  # a second try is no news for people


class Store:
    """One database. A context manager; may be used by several threads.

    Readers see one moment of the database, and of it only what stands in current articles: a text that another of the
    same URL has superseded is kept, but not shown. All methods raise DatabaseError and DatabaseBusyError.
    """

    def __init__(self, engine: Engine, now: Callable[[], dt.datetime] | None = None) -> None:
        self.engine = engine
        self._reader = reader(engine)
        self._place = place(engine)
        self.now = now or self._clock()
        self._added = 0

    @classmethod
    def open(cls, url: str, now: Callable[[], dt.datetime] | None = None) -> Self:
        """Open the database of `url`; it is created, or brought to the newest schema, where it must be.

        `now` is the clock, by default the database's. Raises DatabaseTooNewError where a newer version wrote it.
        """
        engine = open_engine(url)
        try:
            schema.ensure(engine)
        except BaseException:  # whatever it is goes on, and leaves no connection behind
            engine.dispose()
            raise
        return cls(engine, now)

    @property
    def path(self) -> Path | None:
        """The file of the database; None where a server has it."""
        return None if server.is_server(self.engine) else Path(str(self.engine.url.database))

    def _clock(self) -> Callable[[], dt.datetime]:
        """Return the clock of the database: that of the server, by which all who share it go, else that of this machine."""
        if not server.is_server(self.engine):
            return lambda: dt.datetime.now(dt.UTC)
        with self._read() as session:
            ahead: dt.timedelta = session.execute(select(func.clock_timestamp())).scalar_one() - dt.datetime.now(dt.UTC)
        return lambda: dt.datetime.now(dt.UTC) + ahead

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def write(self, *, dry_run: bool = False, by: str | None = None, patience: float | None = None) -> Iterator[Writer]:
        """Open a transaction, which keeps out other writers: committed at the end, rolled back on any exception.

        What it did is entered into the log, in this same transaction; `by` is who did it, where no row says so. With `dry_run`,
        or where the writer was told to `discard`, it is rolled back in any case. It waits `patience` seconds for other writers
        where that is given, else as long as any.
        """
        engine = self.engine if patience is None else impatient(self.engine, patience)
        with self._writing(engine, server.alone, by) as writer:
            yield writer
            if dry_run:
                writer.discard()

    def together(self, work: Callable[[Writer], T]) -> T:
        """Return what `work` returns, done in a transaction beside those of others who add articles.

        `work` tells by `Writer.hold` what others must leave alone meanwhile. Where they get in its way all the same, it is
        taken back and done again; it may change nothing but the store. Raises DatabaseBusyError where that goes on and on.
        """
        import stamina

        for attempt in stamina.retry_context(on=TogetherError, **AGAIN):
            with attempt, self._writing(self.engine, server.beside) as writer:
                done = work(writer)
        self._added += 1
        if self._added % COUNTED == 0:
            with suppress(DatabaseError), translated(self._place):  # what was added is stored, whatever becomes of this
                server.count_anew(self.engine)
        return done

    @contextmanager
    def _writing(self, engine: Engine, lock: Callable[[Session], None], by: str | None = None) -> Iterator[Writer]:
        with translated(self._place), LoggedSession(engine) as session, session.begin() as transaction:
            lock(session)
            writer = Writer(session)
            yield writer
            if writer.discarded:
                transaction.rollback()
            else:
                journal.append(session, self.now(), by)

    @contextmanager
    def feeds(self) -> Iterator[Feeds]:
        """Look at the feeds that are followed; what is to be kept of them goes through `Writer.feeds`."""
        with self._read() as session:
            yield Feeds(session)

    @contextmanager
    def pages(self) -> Iterator[Pages]:
        """Look at long lists page by page, all at one moment."""
        with self._read() as session:
            yield Pages(session)

    def known(self, document: Document) -> Literal["new", "known", "revised"]:
        """Tell whether the store has this text, has another text under its URL, or neither.

        A text that was superseded is still known.
        """
        with self._read() as session:
            return texts.state(session, document)

    def cases(self, selection: Selection = EVERYTHING) -> list[Case]:
        """Return the allegations that fit, whole: the last seen first, then the newest.

        Speaker, outlet and dates must all be those of one mention that makes the allegation.
        """
        with self._read() as session:
            found = list(cases.load(session, cases.find(session, selection), at=selection.as_of))
        return sorted(found, key=lambda case: (case.last_seen or dt.date.min, case.id), reverse=True)

    def each_case(self, selection: Selection = EVERYTHING) -> Iterator[Case]:
        """Yield what `cases` returns, some hundreds at a time: the database must look first when each was last seen."""
        with self._read() as session:
            dated = replace(selection, until=None)  # a case is whole, whatever selected it
            seen = {life.id: life.last_seen for life in lives.lives(session, dated)}
            found = cases.find(session, selection)
            newest = sorted(found, key=lambda id_: (seen.get(id_, dt.date.min), id_), reverse=True)
            yield from cases.load(session, newest, at=selection.as_of)

    def case(self, allegation_id: int, *, as_of: dt.datetime | None = None, brief: bool = False) -> Case:
        """Return one allegation, even one without a mention that readers see; what was merged is what it is now.

        `as_of` is the moment that the reader looks from; where `brief`, its mentions are (see `briefs`). Raises NotFoundError.
        """
        with self._read() as session:
            id_ = cases.merged(session).get(allegation_id, allegation_id)
            for case in cases.load(session, [id_] if abs(id_) <= LARGEST_ID else [], at=as_of, brief=brief):
                return case
        raise NotFoundError(f"no allegation A-{allegation_id}: tracker list shows what there is")

    def lives(self, selection: Selection = EVERYTHING) -> list[Life]:
        """Return when each allegation that fits was first and last seen, by id; see `lives` for what counts of a selection."""
        with self._read() as session:
            return lives.lives(session, selection)

    def volume(self, selection: Selection = EVERYTHING) -> dict[dt.date, tuple[int, int]]:
        """Return how many mentions that allege, and that deny, were published on each day that has any."""
        with self._read() as session:
            return lives.volume(session, selection)

    def taken_in(self, selection: Selection = EVERYTHING) -> dict[dt.date, int]:
        """Return how many mentions that allege were taken in with the articles of each day that has articles, in order."""
        with self._read() as session:
            return lives.taken_in(session, selection)

    def briefs(self, ids: Iterable[int], selection: Selection = EVERYTHING) -> list[Case]:
        """Return the allegations with these ids, with what a report needs of their mentions (see `briefs`)."""
        with self._read() as session:
            return list(cases.load(session, sorted(ids), at=selection.as_of, brief=True))

    def article_days(self, selection: Selection = EVERYTHING) -> list[dt.date]:
        """Return the days on which articles were published, in order."""
        with self._read() as session:
            return lives.article_days(session, selection)

    def moved(self, selection: Selection, since: dt.date) -> set[int]:
        """Return the ids of allegations that somebody denied, or whose status moved, from a day on."""
        with self._read() as session:
            return lives.moved(session, selection, since)

    def decided(self, selection: Selection = EVERYTHING) -> set[int]:
        """Return the ids of allegations on whose verdict or corroboration somebody has decided."""
        with self._read() as session:
            return set(lives.decided(session, selection))

    def mentions(self, selection: Selection = EVERYTHING) -> Iterator[StoredMention]:
        """Yield the mentions that fit, statements included, ordered by article, start, id."""
        with self._read() as session:
            conditions = of_article(selection) + of_mention(session, selection)
            yield from mentions.load(session, mentions.find(session, *conditions), Merges(session))

    def mention(self, mention_id: str) -> StoredMention:
        """Return one mention, whether or not it belongs to an allegation. Raises NotFoundError."""
        with self._read() as session:
            for found in mentions.load(session, [mention_id], Merges(session)):
                return found
        raise NotFoundError(f"no mention {mention_id} in a current article: tracker search WORDS names those that say it")

    def unlinked_denials(self, selection: Selection = EVERYTHING) -> list[StoredMention]:
        """Return the denials that fit and that no judgement gives to an allegation, ordered by article, start, id."""
        with self._read() as session:
            conditions = of_article(selection) + of_mention(session, selection)
            found = mentions.find(session, UNLINKED_DENIAL, *conditions, at=selection.as_of)
            return list(mentions.load(session, found, Merges(session), selection.as_of))

    def articles(self, selection: Selection = EVERYTHING) -> Iterator[dict[str, Any]]:
        """Yield the articles that fit, oldest first, as the contract has them, with `extra`.

        An article fits a speaker, an accused or a topic if one of its mentions fits them all.
        """
        with self._read() as session:
            yield from articles.exported(session, selection)

    def article_infos(self, selection: Selection = EVERYTHING) -> list[ArticleInfo]:
        """Return what there is to say about the current articles of a selection's outlet and days, without their texts."""
        with self._read() as session:
            return list(articles.infos(session, articles.standing(session, selection)).values())

    def actions(self, allegation_id: int | None = None) -> list[Action]:
        """Return all decisions, the oldest first; those that touch one allegation. Raises NotFoundError."""
        with self._read() as session:
            decisions = Decisions(session)
            actions = decisions.load()
            if allegation_id is None:
                return actions
            wanted = decisions.heir(allegation_id)
            touching = {a.id for a in actions if wanted in {decisions.heir(n) for n in a.allegations}}
        return [a for a in actions if a.id in touching or a.target_id in touching]

    def log(self) -> Iterator[Entry]:
        """Yield the entries of the log, the newest first."""
        with self._read() as session:
            yield from log.entries(session, newest_first=True)

    def log_head(self) -> Entry | None:
        """Return the last entry of the log; None where it is empty."""
        with self._read() as session:
            return log.head(session)

    def log_faults(self, saved: str | None = None) -> list[Fault]:
        """Return what in the log, or in the tables that it tells of, is not as it was written: see `log.faults`."""
        with self._read() as session:
            return list(log.faults(session, saved))

    def texts(self, ids: Iterable[int]) -> dict[int, str]:
        """Return the texts of the articles with these ids."""
        with self._read() as session:
            return texts.of(session, sorted(ids))

    def questions(self) -> list[tuple[Question, Case, Case]]:
        """Return what the matcher was not sure of and nobody has decided, each with its two allegations."""
        with self._read() as session:
            asked = questions.asked(session)
            ids = sorted({id_ for question in asked for id_ in (question.own, question.other)})
            found = {case.id: case for case in cases.load(session, ids)}
        return [(question, found[question.own], found[question.other]) for question in asked]

    def events(self, selection: Selection = EVERYTHING) -> Iterator[tuple[int, StatusEvent]]:
        """Yield the status events of the allegations that fit, each with the allegation's id, in order of both."""
        with self._read() as session:
            merges = Merges(session)
            for some in chunks(cases.find(session, selection)):
                dated = events.load(session, some, merges)
                yield from ((id_, event) for id_ in some for event in dated[id_])

    def outlets(self, words: str = "") -> list[StoredOutlet]:
        """Return the outlets of which all words are a part, by name, domain, circle or country: the most articles first."""
        with self._read() as session:
            return [outlet for outlet in outlets.read(session) if outlets.fits(outlet, words)]

    def circles(self) -> dict[str, str]:
        """Return the group of outlets that each outlet belongs to, by the outlet's name, where that is known."""
        with self._read() as session:
            return outlets.circles(session)

    def revised(self, since: dt.date | None = None, selection: Selection = EVERYTHING) -> list[Versions]:
        """Return the articles that were revised, the latest revision first; `since` is the first day that counts.

        Of the selection, `accused`, `topic`, `until` and `as_of` count; see `revisions`.
        """
        with self._read() as session:
            return revisions.read(session, since, selection)

    def search(self, words: str, limit: int | None = None) -> list[Hit]:
        """Return what holds all words: claims of allegations, then quotes, then articles, the newest first in each.

        Case does not count. At most `limit` hits; None for all.
        """
        with self._read() as session:
            return searching.search(session, words, limit)

    def actors(self, words: str = "", *, unknown: bool = False) -> list[StoredActor]:
        """Return the actors one of whose names holds all words, the most mentioned first, then by name.

        What was merged is a part of what it is now. `unknown` keeps those of whom nothing but the name is known.
        """
        with self._read() as session:
            found = roster.read(session)
        return [a for a in found if roster.fits(a, words) and not (unknown and a.kind != UNKNOWN)]

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each table, superseded articles and their mentions included."""
        with self._read() as session:
            tables = t.METADATA.sorted_tables
            return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}

    def response(self, key: str) -> str | None:
        """Return the answer of a language model that is kept under a key."""
        with self._read() as session:
            row = session.get(t.Response, key)
            return row.answer if row else None

    def keep_response(self, response: Response) -> None:
        """Keep an answer of a language model; the first one under its key stays."""
        self.together(lambda writer: writer.keep_response(response))

    def run_started(self, version: str, at: dt.datetime) -> int:
        """Record that an ingest begins, and return its id."""
        with translated(self._place), Session(self.engine) as session, session.begin():
            return added(session, t.IngestRun(started_at=at, version=version))

    def run_finished(
        self, run_id: int, at: dt.datetime, *, new: int = 0, revised: int = 0, known: int = 0, refused: int = 0
    ) -> None:
        """Record that an ingest ended, and what came of its articles."""
        with translated(self._place), Session(self.engine) as session, session.begin():
            row = session.scalars(select(t.IngestRun).where(col(t.IngestRun.id) == run_id)).one()
            row.finished_at = at
            row.articles_new, row.articles_revised, row.articles_known, row.refused = new, revised, known, refused

    @contextmanager
    def _read(self) -> Iterator[Session]:
        with translated(self._place), Session(self._reader) as session:
            yield session
