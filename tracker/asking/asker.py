"""Gets the answers for an article: those that are kept, else from the model, asking again where that may help."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from tracker.asking.client import Client, again
from tracker.asking.limits import Limits
from tracker.errors import ModelFailedError, TrackerError
from tracker.extract.llm.answer import Answer, parse
from tracker.extract.llm.prompt import Prompt, Question
from tracker.extract.llm.windows import Window, halves, windows
from tracker.text import squash
from tracker.types.responses import Response

Answers = list[tuple[Window, Answer]]
ATTEMPTS = 5


class Kept(Protocol):
    """Where answers are kept."""

    def response(self, key: str) -> str | None:
        """The answer that is kept under a key."""

    def keep_response(self, response: Response) -> None:
        """Keep an answer; once is enough."""


class Memory:
    """Keeps answers for as long as it lives: for runs without a database."""

    def __init__(self) -> None:
        self.kept: dict[str, Response] = {}

    def response(self, key: str) -> str | None:
        """See `Kept`."""
        found = self.kept.get(key)
        return found.answer if found else None

    def keep_response(self, response: Response) -> None:
        """See `Kept`."""
        self.kept.setdefault(response.key, response)


class _UnreadableError(OSError):
    """An answer in which there are no proposals: it is asked for again, as after a broken connection."""


class Asker:
    """Asks one model with one prompt. May be used by several threads."""

    def __init__(self, client: Client, prompt: Prompt, kept: Kept, limits: Limits, threads: int) -> None:
        self.client, self.prompt, self.kept, self.limits = client, prompt, kept, limits
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="model")
        self._ahead: dict[str, list[Future[Answers]]] = {}
        self._lock = threading.Lock()

    def begin(self, text: str, published: dt.date | None) -> None:
        """Ask for an article in the background; `answers` then has less to wait for."""
        with self._lock:
            if text not in self._ahead:
                self._ahead[text] = [self._pool.submit(self._window, text, w, published) for w in windows(text)]

    def answers(self, text: str, published: dt.date | None) -> Answers:
        """The answers for all windows of an article, in order. Raises ModelFailedError where one is not to be had."""
        self.begin(text, published)
        with self._lock:
            waiting = self._ahead.pop(text)
        try:
            found = [pair for future in waiting for pair in future.result()]
        except ModelFailedError as error:
            for future in waiting:
                future.cancel()
            self.limits.answered(str(error))
            raise
        self.limits.answered(None)
        return found

    def end(self) -> None:
        """Give up what was begun and nobody waits for."""
        self.limits.end()
        with self._lock:
            for waiting in self._ahead.values():
                for future in waiting:
                    future.cancel()
            self._ahead.clear()

    def _window(self, text: str, window: Window, published: dt.date | None) -> Answers:
        """The answer for a window; where it breaks off, those for its halves."""
        question = self.prompt.question(text, window, published, told=self.client.told_schema)
        found = self._answer(question)
        smaller = [] if found.whole else halves(text, window)
        return [pair for half in smaller for pair in self._window(text, half, published)] or [(window, found)]

    def _answer(self, question: Question) -> Answer:
        response = Response(
            text_hash=hashlib.sha256(f"{question.system}\n{question.user}".encode("utf-8", "surrogatepass")).hexdigest(),
            prompt=self.prompt.version,
            model=self.client.name,
            parameters=json.dumps({**self.client.options, "schema": self.client.told_schema}, sort_keys=True),
        )
        kept = self.kept.response(response.key)
        if kept is not None and (found := parse(kept)) is not None:
            return found
        try:
            return self._asked(question, response)
        except TrackerError:  # of a limit, or of the database
            raise
        except Exception as error:  # whatever the library of a provider may raise
            said = squash(str(error))[:200] or type(error).__name__
            raise ModelFailedError(f"the model {self.client.name} gave no answer ({said}): run it again later") from error

    def _asked(self, question: Question, response: Response) -> Answer:
        import stamina

        for attempt in stamina.retry_context(on=_again, attempts=ATTEMPTS, timeout=None, wait_initial=0.5, wait_max=30.0):
            with attempt:
                self.limits.request()
                reply = self.client.ask(question, self.prompt.schema, self.limits.gone)
                self.limits.spent(reply)
                said = reply.text.replace("\0", "")
                found = parse(said)
                if found is None:
                    raise _UnreadableError(f"its answer holds no mentions: {squash(said)[:80]!r}")
                self.kept.keep_response(response.answered(said, reply.tokens_in, reply.tokens_out))
                return found
        raise AssertionError("stamina raises the last error")  # and mypy cannot know


def _again(error: Exception) -> bool | float:
    return False if isinstance(error, ModelFailedError) else again(error)
