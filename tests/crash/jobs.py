"""What is killed: each job is one call of the public interface, and says what it has acknowledged as soon as it has.

A job is called with the URL of the database, a folder with what it needs, and `say`. Called again after a kill, it goes on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import make_url

from tracker import Tracker
from tracker.settings import Settings
from tracker.store import keeping, schema
from tracker.store.engine import open_engine
from tracker.types import Decision, Verdict

AT = dt.datetime(2022, 2, 21, 9, 30, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(hours=1)
Say = Callable[[str], None]


def opened(url: str, at: dt.datetime = AT) -> Tracker:
    return Tracker(url, settings=Settings(user="anna"), now=lambda: at)


def ingest(url: str, folder: Path, say: Say) -> None:
    """Take in the articles of the folder; each is acknowledged by its reference."""
    with opened(url) as tracker:
        tracker.ingest(folder, progress=say)


STEPS: tuple[Callable[[Tracker], object], ...] = (
    lambda t: t.merge([2, 3], 1, "one plot"),
    lambda t: t.judge(4, 5, Decision.NEGATIVE, "another town"),
    lambda t: t.set_verdict(6, Verdict.SUPPORTED, url="https://facts.example/6"),
    lambda t: t.merge([7], 8),
    lambda t: t.undo(),
    lambda t: t.redo(),
    lambda t: t.split(1, [t.allegation(1).mentions[0].mention.id]),
    lambda t: t.move(t.allegation(8).mentions[0].mention.id, 9),
    lambda t: t.undo(),
    lambda t: t.merge([10, 11], 12),
)


def merge(url: str, folder: Path, say: Say) -> None:
    """Make the decisions that are not made yet, one action each; each is acknowledged by its number."""
    with opened(url) as tracker:
        for number in range(len(tracker.log()), len(STEPS)):
            STEPS[number](tracker)
            say(str(number + 1))


def upgrade(url: str, folder: Path, say: Say) -> None:
    engine = open_engine(url)
    schema.ensure(engine)
    engine.dispose()
    say("upgraded")


def backup(url: str, folder: Path, say: Say) -> None:
    """Copy the database into the folder."""
    engine = open_engine(url)
    keeping.backup(engine, folder / "kept.db")
    engine.dispose()
    say("backed up")


def restore(url: str, folder: Path, say: Say) -> None:
    """Put the copy of the folder back; what was there is kept under one name the first time, another one later."""
    engine = open_engine(url)
    file = Path(str(make_url(url).database))
    there = any(file.parent.glob(f"{file.name}.before-restore-*"))
    keeping.restore(engine, folder / "kept.db", LATER if there else AT)
    say("restored")


JOBS = {job.__name__: job for job in (ingest, merge, upgrade, backup, restore)}
