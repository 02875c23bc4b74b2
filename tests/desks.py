"""The desk as a server of its own, and a database that is large enough to try it: for its tests and its benchmark."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import random
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import Engine, text

from tests.crowd import fill, load
from tracker.store import tables as t

REPO = Path(__file__).resolve().parents[1]
DOUBTS = 1_000


def crowd(engine: Engine, mentions: int, doubts: int = DOUBTS) -> None:
    """Fill a database: the crowd, with allegations that the matcher is not sure of, and decisions that somebody made."""
    fill(engine, mentions)
    rng = random.Random(9)
    with engine.begin() as connection:
        highest = connection.scalar(text("SELECT max(id) FROM allegation")) or 1
        at = dt.datetime(2022, 1, 10, tzinfo=dt.UTC)
        chosen = rng.sample(range(mentions), doubts)
        told = {"decision": "unsure", "band": "review", "reason": "same accused, act and week", "made_by": "matcher/1"}
        load(
            connection,
            t.Judgement,
            (
                {"mention_id": f"b{n:015x}", "allegation_id": rng.randrange(1, highest + 1), "score": 0.4, "made_at": at} | told
                for n in chosen
            ),
        )
        actions = (
            {"kind": "rematch", "arguments": {"mentions": n}, "made_by": "an analyst", "made_at": at} for n in range(doubts)
        )
        load(connection, t.Action, actions)


@contextmanager
def serving(db: Path | str, *options: str, **environ: str) -> Iterator[str]:
    """The address of a desk that serves a database."""
    command = [sys.executable, "-m", "tracker", "--quiet", "--db", str(db), "serve", *options, "--port"]
    with running(command, **environ) as address:
        yield address


@contextmanager
def running(command: Sequence[str], *, core: int | None = None, **environ: str) -> Iterator[str]:
    """The address of a server that this command starts on the port that comes last; `core` is its one processor."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    on_one = ["taskset", "-c", str(core)] if core is not None else []
    known = os.environ | {"PYTHONPATH": str(REPO)} | environ
    with subprocess.Popen([*on_one, *command, str(port)], env=known, stderr=subprocess.PIPE, text=True) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, server)
            yield address
        finally:
            server.terminate()


def _wait(address: str, server: subprocess.Popen[str], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            httpx2.get(f"{address}/static/desk.css", timeout=5)
        except httpx2.TransportError:
            if server.poll() is not None:
                raise AssertionError(f"the desk ended: {server.stderr.read() if server.stderr else ''}") from None
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the desk did not begin")


async def crowded(address: str, paths: Sequence[str], seconds: float, *, readers: int = 50) -> Counter[str]:
    """Let many read and two write for some seconds; counts what came of it: "read", "judged", "took in", else what went wrong.

    One writer records findings and takes them back, the other hands in articles.
    """
    told: Counter[str] = Counter()
    until = time.monotonic() + seconds
    limits = httpx2.Limits(max_connections=readers + 4, max_keepalive_connections=readers + 4)
    async with httpx2.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        key = await _key(client)
        reading = (_read(client, paths, until, told, n) for n in range(readers))
        await asyncio.gather(*reading, _judge(client, key, until, told), _hand_in(client, key, until, told))
    return told


async def _key(client: httpx2.AsyncClient) -> str:
    """The key of a session that the client has from now on."""
    form = (await client.get("/name")).text
    found = re.search(r'name="key" value="([0-9a-f]+)"', form)
    assert found is not None, form[:500]
    return found[1]


async def _read(client: httpx2.AsyncClient, paths: Sequence[str], until: float, told: Counter[str], seed: int) -> None:
    rng = random.Random(seed)
    while time.monotonic() < until:
        path = rng.choice(paths)
        await _count(client, "GET", path, told, "read")


async def _judge(client: httpx2.AsyncClient, key: str, until: float, told: Counter[str]) -> None:
    while time.monotonic() < until:
        finding = {"key": key, "verdict": "refuted", "url": "https://facts.example/1"}
        made = await _count(client, "POST", "/allegations/A-2/verdict.json", told, "judged", finding)
        if made is not None:
            await _count(client, "POST", "/undo.json", told, "judged", {"key": key, "last": str(made["id"])})


async def _hand_in(client: httpx2.AsyncClient, key: str, until: float, told: Counter[str]) -> None:
    number = 0
    while time.monotonic() < until:
        number += 1
        text = f"Arland said on Monday that State {number % 40 + 1} had shelled the border town {number}."
        form = {"key": key, "text": text, "title": f"Shelling {number}", "publisher": "Example Wire", "published": "2022-01-03"}
        await _count(client, "POST", "/ingest.json", told, "took in", form)


async def _count(
    client: httpx2.AsyncClient, method: str, path: str, told: Counter[str], name: str, form: dict[str, str] | None = None
) -> dict[str, Any] | None:
    try:
        answer = await client.request(method, path, data=form)
    except httpx2.HTTPError as error:
        told[f"{method} {path.partition('?')[0]}: {type(error).__name__} {error}"] += 1
        return None
    good = answer.status_code in {200, 307}
    told[name if good else f"{method} {path.partition('?')[0]}: {answer.status_code} {answer.text[:200]}"] += 1
    return answer.json() if good and method == "POST" else None
