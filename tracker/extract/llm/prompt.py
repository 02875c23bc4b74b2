"""What a model is asked about a window of an article, and what it may answer: from `seeds/llm`."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.extract.llm.windows import Window

EDGE = 40  # characters that show where the part begins and ends that is asked about


@dataclass(frozen=True, slots=True)
class Question:
    """One request: what is said once and for all, and the article."""

    system: str
    user: str


class Prompt:
    """The texts of `seeds/llm/prompt.en.toml` and the schema of an answer.

    `version` names both, to the letter: whoever edits them is never given answers to what they were before.
    """

    def __init__(self, table: Mapping[str, Any], schema: Mapping[str, Any]) -> None:
        self.table, self.schema = table, dict(schema)
        self.turning = frozenset(table["turning"])
        self.helping = frozenset(table["helping"])
        self.orders: tuple[str, ...] = tuple(table["orders"])
        digest = hashlib.sha256(json.dumps([table, schema], sort_keys=True, default=str).encode()).hexdigest()
        self.version = f"{table['version']}-{digest[:8]}"
        self._system = "".join([table["system"], *map(self._example, table["example"])]).strip()

    @property
    def fields(self) -> Mapping[str, Any]:
        """The schema of each field of a mention, by name."""
        found: Mapping[str, Any] = self.schema["properties"]["mentions"]["items"]["properties"]
        return found

    def question(self, article: str, window: Window, published: dt.date | None, *, told: bool) -> Question:
        """What to ask about a window; `told` says that the model is given the schema in another way.

        The lines around the text carry a hash of it: nothing in an article can look like its end.
        """
        text = window.text(article)
        start, end = window.core
        whole = window.shown == window.core
        part = (
            ""
            if whole
            else self.table["part"].format(first=_edge(article[start:end]), last=_edge(article[start:end], last=True))
        )
        user = self.table["user"].format(
            published=published or "unknown",
            part=part,
            fence=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
            text=text,
        )
        answer = "" if told else self.table["answer"].format(schema=json.dumps(self.schema, ensure_ascii=False))
        return Question(f"{self._system}\n{answer}".strip(), user.replace("lines. \n", "lines.\n", 1).strip())

    def examples(self) -> list[tuple[str, str, list[dict[str, Any]]]]:
        """The examples: where in the corpus each stands, its text, and the answer to it."""
        return [(e["source"], e["text"], [self._filled(m) for m in e["mentions"]]) for e in self.table["example"]]

    def _example(self, example: Mapping[str, Any]) -> str:
        answer = json.dumps({"mentions": [self._filled(m) for m in example["mentions"]]}, ensure_ascii=False)
        text: str = self.table["shown"].format(text=example["text"].strip(), answer=answer)
        return text

    def _filled(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """A mention with all its fields, in the order of the schema."""
        return {name: given.get(name, default(name)) for name in self.fields}


def default(name: str) -> Any:
    """What a field says where nothing is said."""
    return {"negated": False, "certainty": "asserted", "evidence": "unassessed", "contest": "none"}.get(name)


def _edge(text: str, *, last: bool = False) -> str:
    words = " ".join(text.split())
    return words[-EDGE:] if last else words[:EDGE]
