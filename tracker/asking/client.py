"""One model, through Simon Willison's `llm` library: keys, models and local servers are set up the way its users know."""

from __future__ import annotations

import queue
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from tracker.errors import TrackerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.extract.llm.prompt import Question

WISHES = {"temperature": 0, "seed": 1}  # of which a model has what it has: the same question is to have the same answer
_BUSY = frozenset([408, 409, 425, 429])
_TRANSPORT = frozenset(["APIConnectionError", "TransportError", "TimeoutException", "ConnectionError"])
LOOK = 0.2  # seconds after which a request is given up that nobody waits for
MOST_CHARS = 400_000  # of an answer
MOST_WAIT = 120.0  # seconds that a server may ask us to wait


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said, and how many tokens it counted, where it tells."""

    text: str
    tokens_in: int = 0
    tokens_out: int = 0


class Client(Protocol):
    """A model that can be asked. `options` are what it is told besides the question."""

    name: str
    options: Mapping[str, Any]

    @property
    def told_schema(self) -> bool:
        """Whether the model is given the schema beside the prompt."""

    def ask(self, question: Question, schema: Mapping[str, Any], gone: threading.Event) -> Reply:
        """Ask once. Raises whatever goes wrong; TimeoutError where it takes too long, or nobody waits any more."""


class LlmClient:
    """A model of the `llm` library. An answer may take `seconds`."""

    def __init__(self, name: str, seconds: float) -> None:
        """Find the model. Raises UsageError where there is no such library or model, TrackerError where a key is missing."""
        self.name, self.seconds = name, seconds
        try:
            import llm
        except ModuleNotFoundError:
            raise UsageError("--extractor llm:MODEL needs the library llm: pip install 'allegation-tracker[llm]'") from None
        try:
            self._model: Any = llm.get_model(name)
        except llm.UnknownModelError:
            raise UsageError(f"llm knows no model {name!r}: llm models lists them, its plugins add more") from None
        try:
            if self._model.needs_key:
                self._model.get_key()
        except llm.NeedsKeyException as error:
            raise TrackerError(f"the model {name} has no key: llm keys set {self._model.needs_key} ({error})") from None
        self._answered = _ask_once(self._model, seconds)
        has = self._model.Options.model_fields
        self.options: Mapping[str, Any] = {wish: value for wish, value in WISHES.items() if wish in has}

    @property
    def told_schema(self) -> bool:
        """See `Client`."""
        return bool(self._model.supports_schema)

    @property
    def where(self) -> str:
        """Whom the text of articles goes to, as far as the library tells."""
        if base := getattr(self._model, "api_base", None):
            return str(base)
        if type(self._model).__module__.startswith("llm.default_plugins.openai"):
            return "OpenAI (api.openai.com)"
        return f"the service that llm asks for {self.name} ({type(self._model).__module__.partition('.')[0]})"

    def ask(self, question: Question, schema: Mapping[str, Any], gone: threading.Event) -> Reply:
        """See `Client`."""
        end = time.monotonic() + self.seconds

        def work() -> Reply:
            with self._answered():
                return whole()

        def whole() -> Reply:
            given = {"schema": dict(schema)} if self.told_schema else {}
            response = self._model.prompt(
                question.user, system=question.system, stream=self._model.can_stream, **given, **self.options
            )
            said: list[str] = []
            for piece in response:
                said.append(piece)
                if time.monotonic() > end or gone.is_set():
                    raise TimeoutError(f"no whole answer in {self.seconds:g} seconds")
                if sum(map(len, said)) > MOST_CHARS:
                    return Reply("".join(said))  # to ask for the usage would be to ask for it all again
            usage = response.usage()
            return Reply("".join(said), usage.input or 0, usage.output or 0)

        return _within(self.seconds, work, gone)


def again(error: Exception) -> bool | float:
    """Whether to ask again after an error, or after how many seconds the server wants to be asked.

    Libraries of many providers have errors of their own: what they share is the status of HTTP, and names.
    """
    response = getattr(error, "response", None)
    status = getattr(error, "status_code", None) or getattr(response, "status_code", None)
    if isinstance(status, int):
        asked = _seconds(getattr(response, "headers", {}).get("retry-after"))
        return (asked or True) if status in _BUSY or status >= 500 else False
    return isinstance(error, OSError) or not _TRANSPORT.isdisjoint(c.__name__ for c in type(error).__mro__)


def _seconds(text: str | None) -> float:
    try:
        return min(max(float(text or 0), 0.0), MOST_WAIT)
    except ValueError:  # a date: the usual pause will do
        return 0.0


def _within(seconds: float, work: Callable[[], Reply], gone: threading.Event) -> Reply:
    """Return what a piece of work returns. Raises what it raises, TimeoutError where that takes longer or nobody waits.

    In a thread that ends with the process, for no library of a provider can be relied on to come back.
    """
    box: queue.SimpleQueue[Reply | BaseException] = queue.SimpleQueue()

    def run() -> None:
        try:
            box.put(work())
        except BaseException as error:  # noqa: BLE001  # it is raised where somebody waits
            box.put(error)

    threading.Thread(target=run, daemon=True, name="asking a model").start()
    end = time.monotonic() + seconds + LOOK
    while time.monotonic() < end and not gone.is_set():
        try:
            done = box.get(timeout=LOOK)
        except queue.Empty:
            continue
        if isinstance(done, BaseException):
            raise done
        return done
    raise TimeoutError(f"no answer in {seconds:g} seconds")


def _ask_once(model: Any, seconds: float) -> Callable[[], AbstractContextManager[None]]:
    """Keep OpenAI's client from asking again by itself, which no budget would know of, and from being made anew each time.

    Return what closes, at its end, the answers that its thread has got: one that is broken off would keep its connection open.
    """
    make = getattr(model, "get_client", None)
    if make is None:
        return nullcontext
    from openai import DefaultHttpxClient

    got = threading.local()
    http = DefaultHttpxClient(event_hooks={"response": [lambda answer: got.answers.append(answer)]})
    weakref.finalize(model, http.close)
    made: list[Any] = []
    lock = threading.Lock()

    def client(*given: Any, **options: Any) -> Any:
        with lock:
            if not made:
                made.append(make(*given, **options).with_options(max_retries=0, timeout=seconds, http_client=http))
        return made[0]

    @contextmanager
    def answered() -> Iterator[None]:
        got.answers = []
        try:
            yield
        finally:
            for answer in got.answers:
                answer.close()

    model.get_client = client
    return answered
