"""What each job is done to, and what a kill may leave of it: what stood before a step or after it, never between."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from jobs import AT, opened
from killing import REPO, Killer, ailments, exports
from store.stored import release, rows

from tracker.store.engine import open_engine
from tracker.store.keeping import backup, damage

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
        seen = folder / "seen"
        self._do(self._fresh("calm"), seen=str(seen), warm=True)
        done = self._do(self._fresh("calm"))
        self.points, self.seconds = done["points"], done["seconds"]
        self.steps = [(0, self.state(self._fresh("first")))]
        self.steps += [(n, self.state(seen / str(n))) for n in range(1, len(done["said"]) + 1)]

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

    def state(self, there: Path) -> Any:
        """What must be as it was before a step, or after it."""
        return exports(there / "t.db")

    def ails(self, there: Path) -> set[str]:
        """The checks of the doctor that found something."""
        return {name for name, _ in ailments(there / "t.db")}

    def needs(self, there: Path) -> Path:
        """The folder with what the job needs."""
        return there

    def _fresh(self, name: str) -> Path:
        there = self.folder / name
        shutil.rmtree(there, ignore_errors=True)
        shutil.copytree(self.before, there)
        return there

    def _do(self, there: Path, **how: Any) -> dict[str, Any]:
        return self.killer.do(self.job, there / "t.db", self.needs(there), **how)


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
        opened(self.before / "t.db").close()


class Merge(Scene):
    """Ten decisions, one after the other, on the articles of a stored database."""

    job = "merge"

    def set(self) -> None:
        release("0003", self.before / "t.db")
        opened(self.before / "t.db").close()


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
        opened(self.before / "t.db").close()

    def state(self, there: Path) -> Any:
        kept = there / "kept.db"
        return rows(there / "t.db"), rows(kept) if kept.exists() else None


class Restore(Backup):
    """A backup is put back over a database that has changed since, and is kept."""

    job = "restore"

    def set(self) -> None:
        super().set()
        engine = open_engine(f"sqlite:///{self.before / 't.db'}")
        backup(engine, self.before / "kept.db")
        engine.dispose()
        with opened(self.before / "t.db") as tracker:
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


SCENES = {
    "ingest": Ingest,
    "first ingest": FirstIngest,
    "merge": Merge,
    "upgrade": Upgrade,
    "backup": Backup,
    "restore": Restore,
    "restore damaged": RestoreDamaged,
}
SHARE = {
    "ingest": 0.3,
    "first ingest": 0.1,
    "merge": 0.2,
    "upgrade": 0.2,
    "backup": 0.1,
    "restore": 0.05,
    "restore damaged": 0.05,
}
"""How the kills at random times are shared among them."""
