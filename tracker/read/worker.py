"""A process that parses what people send: web pages, mails, PDFs. One that never ends, or eats all memory, can be ended.

One worker serves many inputs, because importing the parser takes a second. Several threads get a worker each.
"""

from __future__ import annotations

import importlib
import json
import logging
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import TYPE_CHECKING, Any

from tracker.errors import TrackerError
from tracker.read.refusals import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from tracker.settings import Settings

START_SECONDS = 60.0
READY = b"ready"
NO_COMPLAINT = "unknown error"  # lxml's, where libxml2 could not even allocate the words for what went wrong
KINDS = {  # of inputs: who parses them, and what people call that
    "page": ("tracker.read.page", "the HTML parser"),
    "mail": ("tracker.read.message", "the mail parser"),
    "pdf": ("tracker.read.pdf_text", "the PDF parser"),
}

_idle: list[Worker] = []
_starting = threading.Lock()


def parse(data: bytes, settings: Settings, kind: str = "page") -> dict[str, str | None]:
    """Return the fields of an input, as `parsed` of the module of its kind has them (see `tracker.read.page.parsed`).

    Raises UnreadableError where it takes longer than `settings.html_seconds` or more memory than `settings.max_parser_bytes`,
    or the parser fails; TrackerError where no worker can be started.
    """
    worker = _hired()
    try:
        answer = worker.ask(data, settings.html_seconds, kind, settings.max_parser_bytes)
    except BaseException:  # whatever it is goes on; the worker is still busy with this input, or dead
        worker.end()
        raise
    _idle.append(worker)
    if answer.get("error") == RecursionError.__name__:
        raise UnreadableError("nested too deep to parse: save its text as .txt")
    if "error" in answer:
        raise UnreadableError(f"{KINDS[kind][1]} fails on it ({answer['error']}): save its text as .txt")
    if answer.get("refused"):
        raise UnreadableError(answer["refused"])
    return answer


class Worker:
    """One process and the pipe to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.owner = os.getpid()
        self.pipe, far_end = context.Pipe()
        self.process = context.Process(target=serve, args=(far_end,), daemon=True)
        try:
            with _no_main_module():
                self.process.start()
        except (AssertionError, OSError) as error:  # the first is multiprocessing's word to a daemonic process
            raise TrackerError(f"the HTML parser does not start: {error}") from error
        far_end.close()
        greeting = b"no answer"
        with suppress(EOFError, OSError):
            if self.pipe.poll(START_SECONDS):
                greeting = self.pipe.recv_bytes()
        if greeting != READY:
            self.end()
            raise TrackerError(f"the HTML parser does not start: {greeting.decode()}")

    def usable(self) -> bool:
        """Whether it lives, and is ours: a fork of this process inherits the list but must not share the pipe."""
        return self.owner == os.getpid() and self.process.is_alive()

    def ask(self, data: bytes, seconds: float, kind: str, memory: int) -> dict[str, Any]:
        """Return the answer to one input. Raises UnreadableError; the worker is of no more use then."""
        try:
            self.pipe.send_bytes(json.dumps([kind, memory]).encode() + b"\n" + data)
            if not self.pipe.poll(seconds):
                raise UnreadableError(f"took longer than {seconds:g} s to parse: save its text as .txt")
            answer: dict[str, Any] = json.loads(self.pipe.recv_bytes())
            if answer.get("error") == MemoryError.__name__:  # what it holds now it might never give back
                raise UnreadableError(f"takes more than {memory / 1e6:,.0f} MB of memory to parse: save its text as .txt")
        except (EOFError, OSError):
            raise UnreadableError(f"{KINDS[kind][1]} crashes on it: save its text as .txt") from None
        return answer

    def end(self) -> None:
        """Kill the process, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def serve(pipe: Connection) -> None:
    """Answer input after input, until the other end of `pipe` is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    threading.Thread(target=_end_with_parent, daemon=True).start()
    warnings.simplefilter("ignore")
    logging.basicConfig(handlers=[Unlogged()], level=logging.ERROR)
    with suppress(EOFError, OSError):
        try:
            importlib.import_module("trafilatura")  # before the first page, which should not pay for it
        except ImportError as error:
            pipe.send_bytes(str(error).encode())
            return
        pipe.send_bytes(READY)
        while True:
            order, _, data = pipe.recv_bytes().partition(b"\n")
            kind, memory = json.loads(order)
            try:
                _hold_to(memory)
                answer: dict[str, Any] = dict(importlib.import_module(KINDS[kind][0]).parsed(data))
            except Exception as error:  # noqa: BLE001  # a hostile input may raise anything
                answer = {"error": (MemoryError if _out_of_memory(error) else type(error)).__name__}
            pipe.send_bytes(json.dumps(answer).encode())


class Unlogged(logging.Handler):
    """Says nothing of what parsers log. They also log that memory ran out, and go on as without a text: then it raises."""

    def emit(self, record: logging.LogRecord) -> None:
        """Raise MemoryError where `record` tells of one."""
        if any(map(_out_of_memory, record.args if isinstance(record.args, tuple) else ())):
            raise MemoryError


def _out_of_memory(error: object) -> bool:
    return isinstance(error, MemoryError) or (isinstance(error, Exception) and NO_COMPLAINT in str(error))


def _hold_to(memory: int) -> None:
    """Let this process hold no more bytes of data, where the system can see to it: not on Windows."""
    with suppress(ImportError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def _end_with_parent() -> None:
    """End when the parent ends: one that was killed could not kill its worker, which would parse on."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _hired() -> Worker:
    while True:
        try:
            worker = _idle.pop()
        except IndexError:
            return Worker()
        if worker.usable():
            return worker


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Keep `spawn` from importing the caller's script in the worker: that would run it again where it has no guard."""
    with _starting:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
