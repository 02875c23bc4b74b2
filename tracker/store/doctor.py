"""Examines a database: whether what is in it can be trusted, and how to mend what cannot. Reads only.

Each check is a question to the database that has no answers where all is well; an answer is a line for a person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from tracker.errors import DatabaseError
from tracker.store import log, schema
from tracker.store.engine import reader
from tracker.store.faults import translated
from tracker.store.keeping import BESIDE, damage
from tracker.store.server import is_server
from tracker.text import content_hash, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Engine

SHOWN = 5
"""How many of its findings a check names; the rest are counted."""

RESTORE = "put back the last sound backup: tracker db restore FILE"


@dataclass(frozen=True, slots=True)
class Check:
    """What one check came to: how many things it found, some of them in words, and how to mend them; nothing is well."""

    name: str
    found: int
    examples: tuple[str, ...]
    mend: str

    def as_json(self) -> dict[str, Any]:
        """The check as a JSON object; `mend` is null where nothing was found."""
        return {
            "check": self.name,
            "ok": not self.found,
            "found": self.found,
            "examples": list(self.examples),
            "mend": self.mend if self.found else None,
        }


def examine(engine: Engine) -> Iterator[Check]:
    """Make every check, one after the other. Where the file or the schema is wrong, what rests on them is not asked.

    Raises DatabaseTooNewError, DatabaseError where the database cannot be read at all.
    """
    file = Path(str(engine.url.database))
    for check in _examined(engine, file):
        yield replace(check, mend=check.mend.replace("DATABASE", str(file)))


def _examined(engine: Engine, file: Path) -> Iterator[Check]:
    in_file = not is_server(engine)
    if in_file:
        yield _check("files", _open_to_others(file), "let nobody else read them: chmod 600 DATABASE")
    with translated(str(file)), reader(engine).connect() as connection:
        if in_file:
            pages = _check("pages", damage(connection.connection.driver_connection), RESTORE)
            yield pages
            if pages.found:
                return
            yield _check("references", _loose(connection), RESTORE)
        schema.refuse_newer(engine)
        differs = schema.check(engine)
        yield _check("schema", differs, "tracker db upgrade; where that does not help, " + RESTORE)
        if schema.current(engine) != schema.head():
            return
        for name, ask, mend in (*CHECKS, *(IN_FILE if in_file else ())):
            yield _check(name, ask(connection), mend)


def _check(name: str, found: Iterable[str], mend: str) -> Check:
    lines = iter(found)
    examples = tuple(islice(lines, SHOWN))
    return Check(name, len(examples) + sum(1 for _ in lines), examples, mend)


def _open_to_others(file: Path) -> Iterator[str]:
    for path in (file, *(Path(f"{file}{end}") for end in BESIDE)):
        if path.exists() and (mode := path.stat().st_mode & 0o777) & 0o077:
            yield f"{path} can be read or written by others (mode {mode:o})"


def _loose(connection: Connection) -> Iterator[str]:
    for table, row, other, _ in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"row {row} of {table} refers to nothing in {other}"


def _behind_the_log(connection: Connection) -> Iterator[str]:
    """What is not as the log tells, and what is wrong with the log."""
    with Session(connection) as session:
        yield from map(str, log.faults(session))


def _asked(query: str) -> Callable[[Connection], Iterator[str]]:
    """A check that one query answers: its first column is what to say."""

    def ask(connection: Connection) -> Iterator[str]:
        return (str(line) for (line,) in connection.execute(text(query)))

    return ask


def _claims(connection: Connection) -> Iterator[str]:
    """Claims that are found by other words than their mentions have."""
    rows = connection.execute(text("SELECT m.id, m.claim, c.hash FROM mention m JOIN claim c ON c.id = m.claim_id"))
    return (
        f"mention {id_} is found by the words of another claim" for id_, claim, key in rows if key != content_hash(fold(claim))
    )


LIVE = "decision = 'positive' AND superseded_at IS NULL"
SPANS = """
SELECT 'mention ' || m.id || ' quotes what does not stand at its place' FROM mention m JOIN article a ON a.id = m.article_id
WHERE m.start < 0 OR m."end" <= m.start OR substr(a.text, m.start + 1, m."end" - m.start) <> m.quote
UNION ALL
SELECT 'mention ' || m.id || ' shows its ' || r.what || ' at a place that the text does not have'
FROM mention m JOIN article a ON a.id = m.article_id JOIN (
    SELECT id, 'evidence' AS what, evidence_start AS first, evidence_end AS last FROM mention WHERE evidence <> 'unassessed'
    UNION ALL SELECT id, 'contest', contest_start, contest_end FROM mention WHERE contest <> 'none'
) r ON r.id = m.id WHERE r.first IS NULL OR r.last IS NULL OR r.first < 0 OR r.last <= r.first OR r.last > length(a.text)
UNION ALL
SELECT 'event ' || e.id || ' shows its words at a place that the text does not have' FROM status_event e
LEFT JOIN article a ON a.id = e.article_id
WHERE e.start IS NOT NULL AND (a.id IS NULL OR e.start < 0 OR e."end" <= e.start OR e."end" > length(a.text))
"""
ORPHANS = """
SELECT 'allegation A-' || a.id || ' never had a mention' FROM allegation a
WHERE NOT EXISTS (SELECT 1 FROM judgement j WHERE j.allegation_id = a.id)
UNION ALL
SELECT 'actor ' || c.id || ' was merged into ' || c.merged_into_id || ', which leads back to it' FROM actor c
WHERE c.id IN (WITH RECURSIVE up(id, at) AS (
    SELECT id, merged_into_id FROM actor WHERE merged_into_id IS NOT NULL
    UNION SELECT up.id, n.merged_into_id FROM up JOIN actor n ON n.id = up.at WHERE n.merged_into_id IS NOT NULL
) SELECT id FROM up WHERE at = id)
UNION ALL
SELECT 'allegation A-' || c.id || ' was merged into A-' || c.merged_into_id || ', which leads back to it' FROM allegation c
WHERE c.id IN (WITH RECURSIVE up(id, at) AS (
    SELECT id, merged_into_id FROM allegation WHERE merged_into_id IS NOT NULL
    UNION SELECT up.id, n.merged_into_id FROM up JOIN allegation n ON n.id = up.at WHERE n.merged_into_id IS NOT NULL
) SELECT id FROM up WHERE at = id)
UNION ALL
SELECT 'article ' || a.id || ' of ' || a.ref || ' has followed itself' FROM article a WHERE a.superseded_by <= a.id
"""
ONCE = f"""
SELECT 'mention ' || mention_id || ' belongs to ' || count(*) || ' allegations' FROM judgement WHERE {LIVE}
GROUP BY mention_id HAVING count(*) > 1
UNION ALL
SELECT 'the place ' || min(start) || ' to ' || min("end") || ' of article ' || article_id || ' is kept as ' || count(*)
    || ' mentions of one kind, speaker and accused'
FROM mention GROUP BY article_id, kind, quote, start, "end", CAST(spans AS text), accused_id HAVING count(*) > 1
UNION ALL
SELECT 'the address ' || url || ' has ' || count(*) || ' texts that all stand' FROM article
WHERE url IS NOT NULL AND superseded_by IS NULL GROUP BY url HAVING count(*) > 1
UNION ALL
SELECT 'mention ' || mention_id || ' says ' || count(*) || ' times of A-' || allegation_id || ': ' || axis || ' ' || value
FROM status_event WHERE superseded_at IS NULL AND mention_id IS NOT NULL
GROUP BY mention_id, allegation_id, axis, value, voice, article_id, start HAVING count(*) > 1
"""  # noqa: S608  # two constants
CLUSTERS = f"""
SELECT 'mention ' || m.id || ' accuses, and belongs to no allegation' FROM mention m JOIN article a ON a.id = m.article_id
WHERE m.kind = 'allegation' AND a.superseded_by IS NULL
AND NOT EXISTS (SELECT 1 FROM judgement j WHERE j.mention_id = m.id AND {LIVE})
UNION ALL
SELECT 'mention ' || j.mention_id || ' belongs to A-' || j.allegation_id || ', which was merged into A-' || a.merged_into_id
FROM judgement j JOIN allegation a ON a.id = j.allegation_id WHERE a.merged_into_id IS NOT NULL AND {LIVE}
UNION ALL
SELECT 'mention ' || j.mention_id || ' belongs to A-' || j.allegation_id || ', of which somebody judged that it is not'
FROM judgement j JOIN judgement n ON n.mention_id = j.mention_id AND n.allegation_id = j.allegation_id
WHERE j.decision = 'positive' AND j.superseded_at IS NULL AND n.decision = 'negative' AND n.superseded_at IS NULL
"""  # noqa: S608  # two constants
POSTINGS = """
SELECT 'the word ' || c.token || ' is counted ' || c.claims || ' times, and stands in ' || count(k.claim_id) || ' claims'
FROM token_count c LEFT JOIN claim_token k ON k.token = c.token GROUP BY c.token, c.claims HAVING count(k.claim_id) <> c.claims
UNION ALL
SELECT 'the word ' || k.token || ' stands in claims, and is not counted' FROM claim_token k
WHERE NOT EXISTS (SELECT 1 FROM token_count c WHERE c.token = k.token) GROUP BY k.token
UNION ALL
SELECT 'claim ' || c.id || ' has no mention' FROM claim c WHERE NOT EXISTS (SELECT 1 FROM mention m WHERE m.claim_id = c.id)
"""
INDEX_ANEW = (
    'empty it, the next rematch fills it: sqlite3 DATABASE "UPDATE mention SET claim_id = NULL; DELETE FROM claim_token; '
    'DELETE FROM token_count; DELETE FROM claim", then tracker rematch'
)

# PostgreSQL computes what words are found by from the row itself, and cannot differ. FTS5 keeps a row of its own for each.
WORDS = """
SELECT 'article ' || id || ' is not found by its words' FROM article WHERE id NOT IN (SELECT id FROM article_words_docsize)
UNION ALL
SELECT 'allegation A-' || id || ' is not found by its words' FROM allegation
WHERE id NOT IN (SELECT id FROM allegation_words_docsize)
UNION ALL
SELECT 'mention ' || id || ' is not found by its words'
FROM (SELECT id, quote FROM mention EXCEPT SELECT id, quote FROM mention_words)
UNION ALL
SELECT 'article ' || id || ' is not there, and found by its words' FROM article_words_docsize
WHERE id NOT IN (SELECT id FROM article)
UNION ALL
SELECT 'allegation A-' || id || ' is not there, and found by its words' FROM allegation_words_docsize
WHERE id NOT IN (SELECT id FROM allegation)
UNION ALL
SELECT 'mention ' || id || ' is found by other words than its own'
FROM (SELECT id, quote FROM mention_words EXCEPT SELECT id, quote FROM mention)
"""
WORDS_ANEW = (
    "fill it anew: sqlite3 DATABASE \"INSERT INTO article_words(article_words) VALUES ('rebuild'); INSERT INTO "
    "allegation_words(allegation_words) VALUES ('rebuild'); DELETE FROM mention_words; "
    'INSERT INTO mention_words(id, quote) SELECT id, quote FROM mention"'
)

Checks = tuple[tuple[str, "Callable[[Connection], Iterator[str]]", str], ...]
CHECKS: Checks = (
    ("quotes", _asked(SPANS), RESTORE),
    ("orphans", _asked(ORPHANS), RESTORE),
    ("counted once", _asked(ONCE), RESTORE),
    ("clusters", _asked(CLUSTERS), "tracker rematch places what has no allegation; for the rest, " + RESTORE),
    ("index", _asked(POSTINGS), INDEX_ANEW),
    ("indexed claims", _claims, INDEX_ANEW),
    ("log", _behind_the_log, "tracker log verify tells all of it; " + RESTORE),
)
"""The checks of what is in the tables: name, question, how to mend what it finds."""
IN_FILE: Checks = (("words", _asked(WORDS), WORDS_ANEW),)
"""Those of what only SQLite keeps."""


def raise_for(checks: Iterable[Check]) -> None:
    """Raise DatabaseError where any check found something."""
    if found := [check.name for check in checks if check.found]:
        raise DatabaseError(f"not all is well ({', '.join(found)}): see how to mend each, above")
