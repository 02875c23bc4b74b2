from __future__ import annotations

import signal
import socket
import time
from pathlib import Path

from cli.running import process, start
from desks import serving

from tracker.core import Tracker


def test_a_port_that_is_taken_is_told_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = process("serve", "--port", taken.getsockname()[1], db=tmp_path / "x.db")
    assert done.returncode == 1
    assert "give another with --port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_token_that_can_be_guessed_is_refused(tmp_path: Path) -> None:
    done = process("serve", db=tmp_path / "x.db", env={"TRACKER_TOKEN": "secret"})
    assert done.returncode == 2
    assert "TRACKER_TOKEN" in done.stderr


def test_it_ends_when_it_is_interrupted(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with start("serve", "--port", port, db=tmp_path / "x.db") as server:
        assert f"http://127.0.0.1:{port}/" in server.stderr.readline()
        for _ in range(200):
            with socket.socket() as asking:
                if asking.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        server.send_signal(signal.SIGINT)
        _, err = server.communicate(timeout=30)
    assert server.returncode == 130
    assert "Traceback" not in err


def test_two_desks_serve_one_database(tmp_path: Path) -> None:
    import httpx2

    path = tmp_path / "x.db"
    Tracker(path).close()
    with serving(path) as one, serving(path, "--read-only") as other:
        for address in (one, other):
            assert httpx2.get(f"{address}/queue.json").json() == {"total": 0, "after": None, "items": []}
        assert httpx2.post(f"{other}/undo.json", data={"last": "1"}).status_code == 403
