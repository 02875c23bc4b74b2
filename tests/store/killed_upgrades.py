"""Run as a script: upgrades one new database after another in child processes that kill themselves on the way.

Arguments: a folder, then the numbers of the statements before which to die (0: right before the commit). Each leaves
`N.db` in the folder. Children are forked, so that the libraries are imported once.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Engine, event

from tracker.store import schema
from tracker.store.engine import open_engine


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def set_trap(engine: Engine, number: int) -> None:
    if number == 0:
        event.listen(engine, "commit", lambda _: die())
        return
    left = iter(range(number - 1, -1, -1))
    event.listen(engine, "before_cursor_execute", lambda *_: None if next(left) else die())


def main(folder: Path, numbers: list[int]) -> None:
    schema.upgrade(open_engine(f"sqlite:///{folder}/warm.db"))
    for number in numbers:
        if not (child := os.fork()):
            engine = open_engine(f"sqlite:///{folder}/{number}.db")
            set_trap(engine, number)
            schema.upgrade(engine)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            sys.exit(f"the upgrade was over before statement {number}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(number) for number in sys.argv[2:]])
