"""The one facade that a command, a web handler or a notebook calls, and the only place that knows the way between stations.

An article goes read → extract → match → assess → store. It is extracted before its transaction opens; matching and writing
happen inside, so that an article is in with everything that follows from it, or not at all.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Self

from tracker import __version__, resources
from tracker.errors import UsageError
from tracker.facade.browsing import Browsing
from tracker.facade.deciding import Deciding
from tracker.facade.naming import Naming
from tracker.facade.proving import Proving
from tracker.facade.reporting import Reporting
from tracker.facade.watching import Watching
from tracker.files import contents
from tracker.ids import parse_id, public_id
from tracker.jobs.extracting import extraction_of, read, readable
from tracker.jobs.extractors import UNTAKEN, ahead, tried, waits
from tracker.jobs.extractors import default_extractor as default_extractor
from tracker.settings import Settings, database_url
from tracker.types import Allegation, Attribution, Case, Document, Mention, Refusal, Similarity, StoredMention
from tracker.types.articles import IngestResult, refused

if TYPE_CHECKING:
    from types import TracebackType

    from tracker.extract.pipeline import Extraction
    from tracker.jobs.importing import Imported
    from tracker.jobs.placing import Placed
    from tracker.read.claims import ClaimRow
    from tracker.store import Hit, Selection, Store, Writer

Progress = Callable[[str], None]
Clock = Callable[[], dt.datetime]


def extract(text: str, *, published: dt.date | None = None, article_ref: str = "text") -> list[Mention]:
    """The mentions of one text, without any database: who says that somebody did, does or will do something."""
    settings = Settings.from_environment()
    return default_extractor(settings.model).mentions(text, article_ref=article_ref, published=published).mentions


def similarity(a: str, b: str) -> Similarity:
    """How alike two claims are: score 0 to 1, the guards that forbid merging them, and the band."""
    from tracker.match.score import similarity as compare
    from tracker.match.words import default_words

    return compare(a, b, default_words())


def attributions(text: str) -> list[Attribution]:
    """Who says, thinks, wants or supports what in one text: every attribution, before any meaning is read."""
    return default_extractor(Settings.from_environment().model).attributions(text)


class Tracker(Deciding, Naming, Reporting, Watching, Proving, Browsing):
    """A claim tracker on one database. A context manager; `url` is a database URL or the path of a SQLite file.

    `now` is the clock, by default the database's; tests hand in their own. The database is created and migrated on first use.
    """

    version = __version__

    def __init__(self, url: str | Path | None = None, *, settings: Settings | None = None, now: Clock | None = None) -> None:
        from tracker.store import Store

        super().__init__()
        settings = settings or Settings.from_environment()
        self.settings = replace(settings, database=database_url(str(url) if url is not None else None, settings))
        self.store: Store = Store.open(self.settings.database, now)
        self.now = self.store.now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self.store.close()

    # ------------------------------------------------------------------------------------------------ writing

    def ingest(
        self,
        *sources: str | Path,
        stdin: BinaryIO | None = None,
        dry_run: bool = False,
        precise: bool = False,
        keep: str | Path | None = None,
        dask: str | None = None,
        progress: Progress = lambda _: None,
    ) -> IngestResult:
        """Read articles, extract and match their mentions, and store them: each article in one transaction.

        Doing it twice changes nothing. An input that cannot be read, and an article whose mentions cannot be traced to it or
        that a language model fails on, is kept in quarantine with its reason, and the rest goes in; a source that does not
        exist is only reported. `dry_run` extracts and counts, and writes nothing. `precise` takes in only mentions that rules
        and model agree on. `keep` is a folder for the pages of addresses, as they came (default: `Settings.record_folder`).
        `dask` names a cluster that extracts (see `tracker.jobs.cluster`), with the same result. `progress` is called with the
        name of each input that is done. Raises TrackerError where a page cannot be kept, or the cluster cannot be reached or
        is lost: what was done until then stays.
        """
        result = IngestResult()
        run: int | None = None
        folder = "" if dry_run else str(keep or self.settings.record_folder)
        items = read([str(s) for s in sources], replace(self.settings, record_folder=folder), stdin)
        with closing(self._extracted(items, dask, precise=precise)) as extracted:
            for item, extraction in extracted:
                missing = isinstance(item, Refusal) and item.missing
                if run is None and not dry_run and not missing:
                    run = self.store.run_started(__version__, self.now())
                refusal = item if isinstance(item, Refusal) else self._take(item, run, result, extraction, precise=precise)
                if refusal is not None:
                    result.refused.append(refusal)
                    if run is not None and not missing:
                        with self.store.write() as writer:
                            writer.quarantine(refusal, run, self.now())
                progress(item.ref)
        if run is not None:
            self.store.run_finished(
                run, self.now(), new=result.new, revised=result.revised, known=result.known, refused=len(result.refused)
            )
        return result

    def _extracted(
        self, items: Iterator[Document | Refusal], dask: str | None, *, precise: bool
    ) -> Generator[tuple[Document | Refusal, Extraction | Refusal | None]]:
        """The items, each with what a cluster extracted from it; None without a cluster, and where there is nothing to do."""

        def asked(item: Document | Refusal) -> Document | None:
            if isinstance(item, Refusal) or not readable(item) or self.store.known(item) == "known":
                return None
            return item

        if dask is None:
            yield from ((item, None) for item in ahead(items, self.settings, lambda item: asked(item) is not None))
            return
        if waits(self.settings):
            raise UsageError("--dask with an extractor that waits for answers makes nothing faster: leave out --dask")
        from tracker.jobs.cluster import cluster
        from tracker.jobs.parallel import in_order

        settings = replace(self.settings, database="")  # its password is no business of the workers
        work = functools.partial(tried, work=functools.partial(extraction_of, settings=settings, precise=precise))
        with cluster(dask) as hands:
            yield from in_order(work, items, hands, asked)

    def _take(
        self,
        document: Document,
        run: int | None,
        result: IngestResult,
        extraction: Extraction | Refusal | None = None,
        *,
        precise: bool,
    ) -> Refusal | None:
        """One article, or why it is not taken: see `_enter`. `extraction` is what came of it already, if it was extracted."""
        if isinstance(extraction, Refusal):
            return extraction
        try:
            self._enter(document, run, result, extraction, precise=precise)
        except UNTAKEN as error:
            return refused(document, error)
        return None

    def _enter(
        self, document: Document, run: int | None, result: IngestResult, extraction: Extraction | None, *, precise: bool
    ) -> None:
        """One article: extracted, unless it is, then matched and written in one transaction; without a run only counted."""
        state = self.store.known(document)
        if state == "known":
            result.known += 1
            return
        mentions: list[Mention] = []
        actors: Mapping[str, Any] = {}
        if readable(document):
            extraction = extraction or extraction_of(document, self.settings, precise=precise)
            mentions, actors = extraction.mentions, extraction.actors
            result.told.update((t.fate, t.why) for t in extraction.told)
        if run is not None:
            from tracker.jobs.placing import Placing, sides
            from tracker.match import prints
            from tracker.match.words import default_words

            printed = prints.shingles(document.text)
            sketch, copied = prints.sketch(printed), functools.partial(prints.prints_again, printed)

            def put(writer: Writer) -> Placed | None:
                article = writer.add_article(document, mentions, run, self.now(), actors=actors)
                if article is None:  # another process was faster
                    return None
                stored = writer.mentions_of(article)
                writer.hold(sides(stored), sketch)
                writer.trace(article, sketch, least=prints.SHARED, copied=copied)
                return Placing(writer, default_words(), self.now()).place(stored)

            placed = self.store.together(put)
            if placed is None:
                result.known += 1
                return
            result.new_allegations += placed.new
            result.repeats += placed.repeats
            result.to_review += placed.to_review
        result.unread += not readable(document)
        result.undated += document.published is None
        result.revised += state == "revised"
        result.new += state == "new"
        for mention in mentions:
            result.mentions[mention.kind] += 1

    def import_file(self, path: str | Path, stdin: BinaryIO | None = None) -> Imported:
        """Take in claims that people have already (CSV, ClaimReviews) or decisions of `log --json`; `-` reads `stdin`.

        A claim becomes an article with one mention, matched as any other, but joined only to what is worded alike. A fact-check
        becomes a verdict with its rater and address. Claims and decisions that are known change nothing.
        Raises NotFoundError, and TrackerError where the file is none of these.
        """
        from tracker.jobs.importing import Imported, is_decisions
        from tracker.read.claims import Terms, claims

        data, result = contents(path, stdin), Imported()
        if is_decisions(data):
            result.of_decisions = True
            self._decide_again(data, str(path), result)
            return result
        run: int | None = None
        for row in claims(data, str(path), Terms.parse(resources.load("import.en.toml")), self.settings):
            if isinstance(row, Refusal):
                result.refused.append(row)
                continue
            run = run or self.store.run_started(__version__, self.now())
            try:
                self._take_claim(row, run, result)
            except UNTAKEN as error:
                result.refused.append(refused(row.document, error))
        if run is not None:
            self.store.run_finished(run, self.now(), new=result.new, known=result.known, refused=len(result.refused))
        return result

    def _take_claim(self, row: ClaimRow, run: int, result: Imported) -> None:
        from tracker.jobs.importing import mention
        from tracker.jobs.placing import Placing
        from tracker.match.words import default_words

        if self.store.known(row.document) == "known":
            result.known += 1
            return
        extraction = extraction_of(row.document, self.settings)
        said = mention(row, extraction.mentions)
        with self.store.write() as writer:
            article = writer.add_article(row.document, [said], run, self.now(), actors=extraction.actors)
            if article is None:  # another process was faster
                result.known += 1
                return
            Placing(writer, default_words(), self.now(), strict=True).place(writer.mentions_of(article))
            result.new += 1
            allegation = writer.decisions.belongs_to(said.id)
            if row.verdict is not None and allegation is not None:
                self._judge(writer).verdict(allegation, row.verdict, row.review, row.reviewed, row.rater, row.rating)
                result.verdicts += 1
        if row.rating and row.verdict is None:
            result.unrated[row.rating] += 1

    # ------------------------------------------------------------------------------------------------ reading

    def allegations(self, *, unverified: bool = False, status: str | None = None, **filters: Any) -> list[Allegation]:
        """All allegations that fit, the last seen first.

        `status` is a headline ("disputed") or a value of any axis ("none_provided"). `filters` are those of
        `tracker.store.Selection`: accused, speaker, outlet, topic, since, until.
        """
        return list(_fitting(self.store.cases(_selection(filters)), unverified, status))

    def allegation(self, allegation_id: int | str) -> Allegation:
        """One allegation by its id, `3` or `"A-3"`. Raises NotFoundError, or UsageError where it is no id."""
        from tracker.assess.status import assess

        return assess(self.store.case(parse_id(allegation_id)))

    def mention(self, mention_id: str) -> StoredMention:
        """One mention by its id (`"m77720b8e8638647"`), of an allegation or not. Raises NotFoundError."""
        return self.store.mention(mention_id)

    def export(
        self,
        what: Literal["mentions", "allegations", "articles", "events"],
        *,
        form: Literal["rows", "claimreview", "stix"] = "rows",
        unverified: bool = False,
        status: str | None = None,
        unrated: Callable[[str], None] = lambda _: None,
        **filters: Any,
    ) -> Iterator[dict[str, Any]]:
        """Everything of one kind, one by one: rows in the form of the contract; filters as in `allegations`.

        As `claimreview` or `stix`, which are for allegations only, they are objects of schema.org or STIX (see
        `tracker.report`); `unrated` is called with the id of each whose verdict makes no ClaimReview, for no fact-checker's own
        rating is recorded. With `unverified` or `status`, mentions and events are those of the allegations that fit, articles
        those that carry them. Raises UsageError.
        """
        if form != "rows" and what != "allegations":
            raise UsageError(f"{form} is a format of allegations: export allegations, or {what} as jsonl or csv")
        selection = _selection(filters)
        fitting = _fitting(self.store.each_case(selection), unverified, status)
        if what == "allegations":
            return self._formed(fitting, form, unrated)
        fit = fitting if unverified or status is not None else None
        if what == "articles":
            carrying = None if fit is None else {m.article.ref for a in fit for m in a.mentions}
            return (row for row in self.store.articles(selection) if carrying is None or row["id"] in carrying)
        chosen = None if fit is None else {a.id for a in fit}
        if what == "mentions":
            return (
                stored.mention.as_json() | {"allegation_id": public_id(stored.allegation_id)}
                for stored in self.store.mentions(selection)
                if chosen is None or stored.allegation_id in chosen
            )
        return (
            {"allegation_id": public_id(id_)} | event.as_json()
            for id_, event in self.store.events(selection)
            if chosen is None or id_ in chosen
        )

    def _formed(self, found: Iterable[Allegation], form: str, unrated: Callable[[str], None]) -> Iterator[dict[str, Any]]:
        if form == "rows":
            return (allegation.as_json() for allegation in found)
        kinds = {actor.name: actor.kind for actor in self.store.actors()}
        if form == "claimreview":
            from tracker.report import claimreview

            return claimreview.objects(found, kinds, unrated)
        from tracker.report import stix

        return stix.objects(found, kinds)

    def search(self, words: str, limit: int | None = None) -> list[Hit]:
        """What holds all of the words: claims, then quotes, then articles, the newest first."""
        return self.store.search(words, limit)


def _selection(filters: Mapping[str, Any]) -> Selection:
    from tracker.store import Selection

    return Selection(**filters)


def _fitting(cases: Iterable[Case], unverified: bool, status: str | None) -> Iterator[Allegation]:
    """The cases, assessed, that fit: one by one."""
    from tracker.assess.status import assess

    for found in map(assess, cases):
        if (found.status.unverified or not unverified) and (status is None or _has_status(found, status)):
            yield found


def _has_status(allegation: Allegation, wanted: str) -> bool:
    status, wanted = allegation.status, wanted.lower()
    values = {status.evidence.value, status.contest.value, status.corroboration.value, status.verdict.value}
    return wanted.replace(" ", "_") in values or wanted in {status.headline, *status.headline.split("; ")}
