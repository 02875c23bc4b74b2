"""The extractor `llm:MODEL`: a model proposes, the lead checks, and the built-in extractor says what it reads there."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from tracker import resources
from tracker.asking.asker import Asker, Memory
from tracker.asking.client import LlmClient
from tracker.asking.limits import Limits
from tracker.errors import UsageError
from tracker.extract.llm.agree import compared
from tracker.extract.llm.ground import Parsed
from tracker.extract.llm.lead import Lead
from tracker.extract.llm.prompt import Prompt
from tracker.settings import database_url
from tracker.types import Document

if TYPE_CHECKING:
    from tracker.asking.asker import Kept
    from tracker.extract.pipeline import Extraction, Extractor
    from tracker.settings import Settings

T = TypeVar("T")
AHEAD = 2  # articles for each thread that are asked for while others are worked on


class ModelExtractor:
    """Reads articles with a language model. `built_in` makes the extractor whose ground it stands on."""

    def __init__(self, asker: Asker, prompt: Prompt, built_in: Callable[[], Extractor], threads: int) -> None:
        self.asker, self.prompt, self._built_in, self._room = asker, prompt, built_in, threads * AHEAD
        self.by = f"llm:{asker.client.name}/{prompt.version}"

    def mentions(
        self,
        text: str,
        *,
        article_ref: str = "",
        published: dt.date | None = None,
        identity: str | None = None,
        precise: bool = False,
    ) -> Extraction:
        """All mentions that the model proposes and the text bears out; see `Extractor.mentions`.

        `precise` keeps only what the built-in extractor reads, too, and alike. Raises ModelFailedError.
        """
        from tracker.extract.pipeline import Extraction

        answers = self.asker.answers(text, published)
        identity = identity or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        extractor = self._built_in()
        with extractor.reading(text, published) as read:
            lead = Lead(text, published, self.prompt, Parsed(read, published), self.by)
            for window, answer in answers:
                lead.told += answer.told
                lead.take(answer.proposals, window)
            proposed, actors = lead.mentions(article_ref, identity)
            built_in = extractor.extraction(read, article_ref, published, identity)
        found, told = compared(proposed, built_in.mentions)
        if precise:
            found = [m for m in found if any(r.decision == "agreement" for r in m.reasons)]
        return Extraction(found, actors, [*lead.told, *told])

    def ahead(self, items: Iterable[T], wanted: Callable[[Document], bool]) -> Iterator[T]:
        """The items as they come, while those documents among the next ones that are wanted are asked for in the background."""
        self.asker.limits.begin()
        waiting: deque[T] = deque()
        try:
            for item in items:
                if isinstance(item, Document) and wanted(item):
                    self.asker.begin(item.text, item.published)
                waiting.append(item)
                if len(waiting) > self._room:
                    yield waiting.popleft()
            yield from waiting
        finally:
            self.asker.end()


def prompt() -> Prompt:
    """The prompt that ships with the tracker."""
    return Prompt(resources.load("llm/prompt.en.toml"), resources.load_json("llm/mentions.schema.json"))


def model_name(settings: Settings) -> str:
    """The model that an extractor `llm:MODEL` names. Raises UsageError where it names none, or a limit that nothing counts."""
    name = settings.extractor.partition(":")[2].strip()
    if not name:
        raise UsageError("--extractor llm names no model: write llm:MODEL; llm models lists them")
    return name


@functools.lru_cache(maxsize=8)
def make_extractor(settings: Settings) -> ModelExtractor:
    """The extractor of the model that the settings name; answers are kept in their database, if they name one.

    Raises UsageError where there is no such model, TrackerError where it has no key.
    """
    from tracker.plugins import extractor

    client = LlmClient(model_name(settings), settings.llm_seconds)
    asker = Asker(client, prompt(), _kept(settings), Limits(settings), settings.llm_threads)
    built_in = functools.partial(extractor, "default", replace(settings, extractor=""))
    return ModelExtractor(asker, asker.prompt, built_in, settings.llm_threads)


def notice(settings: Settings) -> str | None:
    """What is sent where, in a sentence, for whoever is about to start; None where nothing is sent."""
    if settings.extractor.partition(":")[0].lower() != "llm":
        return None
    client = make_extractor(settings).asker.client
    where = client.where if isinstance(client, LlmClient) else client.name
    return f"the text and the day of each article go to {where}, for the model {client.name} to read; nothing else is sent"


def _kept(settings: Settings) -> Kept:
    if not settings.database:
        return Memory()
    from tracker.store import Store

    return Store.open(database_url(None, settings))
