"""Many at one desk, and programs that ask it anything: no error."""

from __future__ import annotations

import asyncio
import warnings
from pathlib import Path

import pytest
import schemathesis
from desks import crowd, crowded, serving
from hypothesis import HealthCheck, settings
from web.asking import Asking

from tracker.core import Tracker
from tracker.settings import Settings
from tracker.web.rules import Rules

TOKEN = "a token that nobody can guess"  # noqa: S105
GOOD = {"read", "judged", "took in"}


def test_fifty_read_while_two_write_without_an_error(tmp_path: Path) -> None:
    path = tmp_path / "crowd.db"
    with Tracker(path) as tracker:
        crowd(tracker.store.engine, 2_000, doubts=20)
    paths = [f"/{page}" for page in ("queue", "queue?words=town", "allegations/A-1", "articles/1", "articles", "review", "log")]
    with serving(path) as address:
        told = asyncio.run(crowded(address, paths, 5.0))
    assert set(told) == GOOD, told
    assert told["read"] > 50


schema = schemathesis.pytest.from_fixture("api")


@pytest.fixture(scope="module")
def api(read: Path, tmp_path_factory: pytest.TempPathFactory) -> object:
    import shutil

    own = Path(shutil.copy(read, tmp_path_factory.mktemp("api") / "own.db"))
    tracker = Tracker(own, settings=Settings(user="nobody"))
    rules = Rules.of("192.0.2.7", token=TOKEN, analyst="nobody")
    return schemathesis.openapi.from_asgi(
        "/openapi.json", Asking(tracker, rules).client.app, headers={"authorization": f"Bearer {TOKEN}", "host": "localhost"}
    )


@schema.parametrize()
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_api_keeps_what_its_document_says(case: schemathesis.Case) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        case.call_and_validate(headers={"authorization": f"Bearer {TOKEN}", "host": "localhost"})
