from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ingesting import OWN, SHARED, TOPICS

from tracker.store import schema
from tracker.store.store import Store

HERE = Path(__file__).parent
PROCESSES = 4


def test_processes_that_ingest_at_once_lose_and_double_nothing(either_url: str) -> None:
    path = os.pathsep.join(map(str, (HERE.parents[1], HERE.parent, HERE)))
    running = [
        subprocess.Popen(
            [sys.executable, HERE / "ingesting.py", either_url, str(process)],
            stderr=subprocess.PIPE,
            text=True,
            env=dict(os.environ) | {"PYTHONPATH": path},
        )
        for process in range(PROCESSES)
    ]
    told = [process.communicate(timeout=250)[1] for process in running]
    assert ([process.returncode for process in running], "".join(told)) == ([0] * PROCESSES, "")
    with Store.open(either_url) as store:
        counts = store.counts()
        assert counts["article"] == counts["mention"] == counts["judgement"] == SHARED + PROCESSES * OWN
        assert counts["allegation"] == TOPICS
        assert (counts["actor"], counts["outlet"], counts["actor_alias"]) == (3, 1, 1)
        assert sum(len(case.mentions) for case in store.cases()) == counts["mention"]
        assert schema.check(store.engine) == []
