from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tracker.read import read, worker
from tracker.settings import Settings
from tracker.types import Document, Refusal

GOOD = "<html><body><article><p>Russia has repeatedly denied any plans to invade.</p></article></body></html>"
# libxml2 compares each attribute with all others of its tag: minutes, in C, that no exception can interrupt.
ENDLESS = f"<html><body><p {' '.join(f'a{n}=x' for n in range(200_000))}>{'Words. ' * 50}</p></body></html>"
ROOT = Path(__file__).parents[2]


def one(path: Path, html: str, seconds: float = 10) -> Document | Refusal:
    path.write_text(html)
    (found,) = read(str(path), Settings(html_seconds=seconds))
    return found


def idle_pid() -> int:
    return worker._idle[-1].process.pid or 0


def alive(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def gone(pid: int, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not alive(pid)


def test_one_worker_serves_many_pages(tmp_path: Path) -> None:
    pids = set()
    for number in range(5):
        assert isinstance(one(tmp_path / f"{number}.html", GOOD), Document)
        pids.add(idle_pid())
    assert len(pids) == 1
    assert os.getpid() not in pids


def test_a_page_that_does_not_end_is_ended(tmp_path: Path) -> None:
    assert isinstance(one(tmp_path / "warm.html", GOOD), Document)
    pid = idle_pid()
    start = time.monotonic()
    refused = one(tmp_path / "a.html", ENDLESS, seconds=1)
    assert time.monotonic() - start < 5
    assert isinstance(refused, Refusal)
    assert refused.reason == "took longer than 1 s to parse: save its text as .txt"
    assert refused.size == len(ENDLESS)
    assert not alive(pid)
    assert isinstance(one(tmp_path / "b.html", GOOD), Document)
    assert idle_pid() != pid


def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    assert isinstance(one(tmp_path / "a.html", GOOD), Document)
    worker._idle[-1].process.kill()
    worker._idle[-1].process.join()
    assert isinstance(one(tmp_path / "a.html", GOOD), Document)


def test_a_worker_that_dies_on_a_page_is_a_refusal(tmp_path: Path) -> None:
    assert isinstance(one(tmp_path / "a.html", GOOD), Document)
    pid = idle_pid()
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(one, tmp_path / "b.html", ENDLESS)
        time.sleep(0.5)
        os.kill(pid, signal.SIGKILL)
        refused = answer.result()
    assert isinstance(refused, Refusal)
    assert refused.reason == "the HTML parser crashes on it: save its text as .txt"


def test_threads_do_not_share_a_worker(tmp_path: Path) -> None:
    main = sys.modules["__main__"]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: one(tmp_path / f"{n}.html", GOOD.replace("Russia", f"Actor {n}")), range(20)))
    for number, item in enumerate(found):
        assert isinstance(item, Document)
        assert item.text.startswith(f"Actor {number} has")
    assert sys.modules["__main__"] is main


def script(path: Path, page: Path, seconds: int) -> list[str]:
    """A script without the `if __name__ == "__main__"` that multiprocessing asks for."""
    path.write_text(
        textwrap.dedent(f"""
            from tracker.read import read, worker
            from tracker.settings import Settings
            print("started", flush=True)
            hired = worker.Worker()
            print(hired.process.pid, flush=True)
            worker._idle.append(hired)
            print(*read({str(page)!r}, Settings(html_seconds={seconds})), flush=True)
        """)
    )
    return [sys.executable, str(path)]


@pytest.mark.parametrize("flags", [[], ["-W", "error"]])
def test_a_script_without_a_guard_runs_once_and_leaves_nothing_behind(tmp_path: Path, flags: list[str]) -> None:
    (tmp_path / "a.html").write_text(GOOD)
    command = script(tmp_path / "script.py", tmp_path / "a.html", 10)
    done = subprocess.run(
        [command[0], *flags, command[1]], capture_output=True, text=True, check=True, cwd=tmp_path, env=environment()
    )
    started, pid, document = done.stdout.splitlines()
    assert started == "started"
    assert "Russia has repeatedly denied" in document
    assert done.stderr == ""
    assert gone(int(pid))


@pytest.mark.skipif(os.name != "posix", reason="needs kill -9")
def test_a_worker_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(ENDLESS)
    command = script(tmp_path / "script.py", tmp_path / "a.html", 600)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=environment()) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "started\n"
        pid = int(parent.stdout.readline())
        time.sleep(1)
        assert alive(pid)
        parent.kill()
        parent.wait()
        assert gone(pid)


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts a process's data")
@pytest.mark.parametrize("megabytes", [60, 110, 130, 150, 170, 190, 210, 230, 250])  # it runs out at another step of the parser
def test_what_would_take_too_much_memory_is_refused_and_ends_its_worker(tmp_path: Path, megabytes: int) -> None:
    path = tmp_path / "a.html"
    assert isinstance(one(path, GOOD), Document)
    pid = idle_pid()
    path.write_text(f"<html><body><article>{'<p>Russia denied it.</p>' * 200_000}</article></body></html>")
    (refused,) = read(str(path), Settings(max_parser_bytes=megabytes * 1_000_000))
    assert isinstance(refused, Refusal)
    assert refused.reason == f"takes more than {megabytes} MB of memory to parse: save its text as .txt"
    assert not alive(pid)
    assert isinstance(one(path, GOOD), Document)
