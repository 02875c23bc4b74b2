"""What each job is done to, and what a kill may leave of it: what stood before a step or after it, never between."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any

from jobs import AT, opened
from killing import REPO, Killer, ailments, exports
from servers import postgres
from sqlalchemy import NullPool, create_engine, text
from store.stored import release, rows

from tracker.store.copying import copy, number_on
from tracker.store.engine import open_engine
from tracker.store.keeping import backup, damage
from tracker.store.schema import current, ensure

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = "2022-02-17-radio-ormsvale-kindergarten-two-versions.md"
REVISED = """\
{"url": "https://ledger.example/plot", "published": "2022-02-18", "text": "The minister said that Russia had shelled the town."}
this is not an article
{"url": "https://ledger.example/plot", "published": "2022-02-18", "text": "The minister said Russia may have shelled the town."}
"""


class Scene:
    """A job and the state that it is done to: a folder with the database `t.db`. Made once, copied for every kill.

    `steps` are the states that an undisturbed run goes through, each with the number of acknowledgements by then.
    """

    job = ""

    def __init__(self, folder: Path, killer: Killer) -> None:
        self.folder, self.killer = folder, killer
        self.before = folder / "before"
        self.before.mkdir(parents=True)
        self.set()
        there = self._fresh("warm")
        warm = {"url": self.url(there), "folder": str(self.needs(there))}
        self._do(self._fresh("calm"), seen=str(folder / "seen"), warm=warm)
        done = self._do(self._fresh("calm"))
        self.points, self.seconds = done["points"], done["seconds"]
        self.steps = [(0, self.state(self._fresh("first")))]
        self.steps += [(n, self.seen(folder / "seen" / str(n))) for n in range(1, len(done["said"]) + 1)]

    def kill(self, **how: Any) -> bool:
        """Kill the job on the way, judge what it leaves, finish it, and judge that; return whether it died."""
        there = self._fresh("killed")
        done = self._do(there, **how)
        said = len(done["said"])
        left = self.state(there)
        assert left in [state for count, state in self.steps if said <= count <= said + 1], f"{self.job} {how}: {said} said"
        assert self.ails(there) <= {"schema"}
        if left != self.steps[-1][1]:
            assert not self._do(there)["killed"]
        assert self.state(there) == self.steps[-1][1], f"{self.job} {how}: a resume ends otherwise"
        assert self.ails(there) == set()
        return bool(done["killed"])

    def set(self) -> None:
        """Make the state before the job, in `self.before`."""

    def url(self, there: Path) -> str:
        """The database of a copy."""
        return f"sqlite:///{there / 't.db'}"

    def state(self, there: Path) -> Any:
        """What must be as it was before a step, or after it."""
        return exports(self.url(there))

    def seen(self, kept: Path) -> Any:
        """The state that was kept after an acknowledgement."""
        return self.state(kept)

    def ails(self, there: Path) -> set[str]:
        """The checks of the doctor that found something."""
        return {name for name, _ in ailments(self.url(there))}

    def close(self) -> None:
        """Leave nothing that outlives the folder."""

    def needs(self, there: Path) -> Path:
        """The folder with what the job needs."""
        return there

    def _fresh(self, name: str) -> Path:
        there = self.folder / name
        shutil.rmtree(there, ignore_errors=True)
        shutil.copytree(self.before, there)
        return there

    def _do(self, there: Path, **how: Any) -> dict[str, Any]:
        return self.killer.do(self.job, self.url(there), self.needs(there), **how)


class FirstIngest(Scene):
    """Articles go into a database that is made for them: one, one that is revised, an input that is refused."""

    job = "ingest"

    def set(self) -> None:
        articles = self.needs(self.before)
        articles.mkdir()
        shutil.copy(REPO / "seeds" / "demo" / ARTICLE, articles)
        (articles / "revised.jsonl").write_text(REVISED)

    def needs(self, _: Path) -> Path:
        return self.folder / "articles"


class Ingest(FirstIngest):
    """The same, with a database that is there."""

    def set(self) -> None:
        super().set()
        opened(self.url(self.before)).close()


class Merge(Scene):
    """Ten decisions, one after the other, on the articles of a stored database."""

    job = "merge"

    def set(self) -> None:
        release("0003", self.before / "t.db")
        opened(Scene.url(self, self.before)).close()


class Upgrade(Scene):
    """From the first schema to the newest."""

    job = "upgrade"

    def set(self) -> None:
        release("0001", self.before / "t.db")

    def state(self, there: Path) -> Any:
        found = rows(there / "t.db")
        entries = found.pop("log_entry", None)  # tells when the upgrade was
        return found, len(entries[1]) if entries else None


class Backup(Scene):
    """A copy, of a database that must stay as it is."""

    job = "backup"

    def set(self) -> None:
        release("0007", self.before / "t.db")
        opened(self.url(self.before)).close()

    def state(self, there: Path) -> Any:
        kept = there / "kept.db"
        return rows(there / "t.db"), rows(kept) if kept.exists() else None


class Restore(Backup):
    """A backup is put back over a database that has changed since, and is kept."""

    job = "restore"

    def set(self) -> None:
        super().set()
        engine = open_engine(self.url(self.before))
        backup(engine, self.before / "kept.db")
        engine.dispose()
        with opened(self.url(self.before)) as tracker:
            tracker.merge([2], 1)

    def __init__(self, folder: Path, killer: Killer) -> None:
        super().__init__(folder, killer)
        (_, (was, _)), (_, (_, kept)) = self.steps
        self.steps.insert(1, (0, (was, kept)))  # kept already, not yet restored

    def state(self, there: Path) -> Any:
        kept = there / f"t.db.before-restore-{AT:%Y%m%dT%H%M%SZ}"
        return rows(there / "t.db"), rows(kept) if kept.exists() else None


class RestoreDamaged(Restore):
    """A backup is put back over a database that is damaged, and is set aside as it is."""

    def set(self) -> None:
        super().set()
        with (self.before / "t.db").open("r+b") as opened_file:
            opened_file.seek(4096 * 3)
            opened_file.write(b"\xff" * 4096)

    def state(self, there: Path) -> Any:
        kept = there / f"t.db.before-restore-{AT:%Y%m%dT%H%M%SZ}"
        return self._content(there / "t.db"), self._content(kept) if kept.exists() else None

    def ails(self, there: Path) -> set[str]:
        return super().ails(there) - (set() if isinstance(self._content(there / "t.db"), dict) else {"pages"})

    def _content(self, file: Path) -> Any:
        """The rows of a database; its bytes where it is damaged."""
        with closing(sqlite3.connect(file)) as connection:
            if damage(connection):
                return file.read_bytes()
        return rows(file)


class OnServer(Scene):
    """The same on a PostgreSQL server: each copy is a database of its own, made from a first one."""

    def __init__(self, folder: Path, killer: Killer) -> None:
        self.copies: dict[str, tuple[ExitStack, str]] = {}
        super().__init__(folder, killer)

    def url(self, there: Path) -> str:
        if there.name not in self.copies:
            template = None if there == self.before else self.url(self.before)
            stack = ExitStack()
            self.copies[there.name] = stack, stack.enter_context(postgres(template))
        return self.copies[there.name][1]

    def seen(self, kept: Path) -> Any:
        return json.loads(kept.read_text())

    def close(self) -> None:
        for name in list(self.copies):
            self._drop(name)

    def _drop(self, name: str) -> None:
        if name in self.copies:
            self.copies.pop(name)[0].close()

    def _fresh(self, name: str) -> Path:
        self._drop(name)
        return super()._fresh(name)

    def _do(self, there: Path, **how: Any) -> dict[str, Any]:
        done = super()._do(there, **how)
        others = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        engine = create_engine(self.url(there), poolclass=NullPool, isolation_level="AUTOCOMMIT")  # each look is a new one
        with engine.connect() as connection:
            while connection.scalar(others):  # the server ends what it was sent before its client died
                time.sleep(0.005)
            if current(engine):
                number_on(connection)  # a number that was given in vain is not given again: that is no difference here
        return done


class FirstIngestOnServer(OnServer, FirstIngest):
    """Articles go into an empty database of a server."""


class IngestOnServer(OnServer, Ingest):
    """Articles go into a database of a server that is there."""


class MergeOnServer(OnServer, Merge):
    """Ten decisions in a database of a server."""

    def set(self) -> None:
        super().set()
        source, target = open_engine(Scene.url(self, self.before)), open_engine(self.url(self.before))
        ensure(target)
        copy(source, target)
        source.dispose()
        target.dispose()


SCENES = {
    "ingest": Ingest,
    "first ingest": FirstIngest,
    "merge": Merge,
    "upgrade": Upgrade,
    "backup": Backup,
    "restore": Restore,
    "restore damaged": RestoreDamaged,
    "ingest on a server": IngestOnServer,
    "first ingest on a server": FirstIngestOnServer,
    "merge on a server": MergeOnServer,
}
SHARE = {
    "ingest": 0.25,
    "first ingest": 0.1,
    "merge": 0.15,
    "upgrade": 0.15,
    "backup": 0.1,
    "restore": 0.05,
    "restore damaged": 0.05,
    "ingest on a server": 0.05,
    "first ingest on a server": 0.05,
    "merge on a server": 0.05,
}
"""How the kills at random times are shared among them."""
