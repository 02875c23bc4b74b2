"""A server that speaks as OpenAI's does, and answers what it is told: real HTTP, for the `llm` library as it is installed.

    with serving(answer, folder) as model: …   # `answer` is given what was asked, and returns words, or a werkzeug Response

The library finds the model under the name `scripted`, for its folder of settings is `folder`.
"""

from __future__ import annotations

import json
import logging
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

PATH = "/v1/chat/completions"
_ARTICLE = re.compile(r"=== article (\w+)\n(.*)\n=== end \1$", re.DOTALL)


@dataclass(slots=True)
class Asked:
    """One request: what the model is told once and for all, the article as it is shown, and the whole body."""

    system: str
    user: str
    body: dict[str, Any]

    @property
    def article(self) -> str:
        found = _ARTICLE.search(self.user)
        assert found is not None, "the article stands between its lines"
        return found[2]

    @property
    def part(self) -> bool:
        """True where only a part of what is shown is asked about."""
        return "What stands before" in self.user


Script = Callable[[Asked], "str | Response"]


@dataclass(slots=True)
class Scripted:
    """The server, with all that it was asked."""

    url: str
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def serving(script: Script, folder: Path, *, schema: bool = True) -> Iterator[Scripted]:
    """Run the server, and tell the `llm` library of it. `schema` says that the model takes one."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with HTTPServer(threaded=True) as server:
        scripted = Scripted(server.url_for("/v1"))
        lock = threading.Lock()

        def handle(request: Request) -> Response:
            body = json.loads(request.data)
            said = {message["role"]: message["content"] for message in body["messages"]}
            asked = Asked(said["system"], said["user"], body)
            with lock:
                scripted.asked.append(asked)
            answer = script(asked)
            return answer if isinstance(answer, Response) else streamed(answer)

        server.expect_request(PATH, method="POST").respond_with_handler(handle)
        with known(folder, scripted.url, schema=schema):
            yield scripted


@contextmanager
def known(folder: Path, url: str, *, schema: bool = True) -> Iterator[None]:
    """Tell the `llm` library of a server under the name `scripted`."""
    model = {"model_id": "scripted", "model_name": "scripted-1", "api_base": url, "supports_schema": schema}
    (folder / "extra-openai-models.yaml").write_text(json.dumps([model]))  # JSON is YAML
    with patch.dict(os.environ, {"LLM_USER_PATH": str(folder), "NO_PROXY": "*", "no_proxy": "*"}):
        yield


def streamed(text: str, *, pause: float = 0.0, pieces: int = 4) -> Response:
    """An answer as server-sent events, in so many pieces, with the tokens that it took."""
    size = max(len(text) // pieces, 1)

    def events() -> Iterator[str]:
        for at in range(0, len(text), size):
            time.sleep(pause)
            yield event(text[at : at + size])
        usage = {"prompt_tokens": 1_000, "completion_tokens": 100, "total_tokens": 1_100}
        yield _event({"choices": [], "usage": usage})
        yield "data: [DONE]\n\n"

    return Response(events(), content_type="text/event-stream")


def event(text: str) -> str:
    """A piece of an answer as a server-sent event."""
    return _event({"choices": [{"index": 0, "delta": {"role": "assistant", "content": text}}]})


def _event(more: dict[str, Any]) -> str:
    return (
        f"data: {json.dumps({'id': 'c1', 'object': 'chat.completion.chunk', 'created': 1, 'model': 'scripted-1', **more})}\n\n"
    )


def mentions(*proposals: Any) -> str:
    """The words of an answer with these proposals."""
    return json.dumps({"mentions": list(proposals)})
