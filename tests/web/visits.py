"""Asks the desk in this process, as a browser would: it keeps the session and fills the key into forms."""

from __future__ import annotations

import re
import warnings
from typing import Any, Self

from tracker.core import Tracker
from tracker.web.app import desk
from tracker.web.rules import Rules

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of the httpx that it may use
    from starlette.testclient import TestClient


class Asking:
    """A browser at a desk."""

    def __init__(self, tracker: Tracker, rules: Rules) -> None:
        self.tracker, self.rules = tracker, rules
        self.client = TestClient(desk(tracker, rules), base_url="http://localhost", follow_redirects=False)
        self.client.headers["accept"] = "text/html"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def get(self, path: str, **options: Any) -> Any:
        return self.client.get(path, **options)

    def text(self, path: str) -> str:
        """A page that must be there."""
        answer = self.get(path, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return str(answer.text)

    def json(self, path: str) -> Any:
        """A twin that must be there."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def key(self) -> str:
        found = re.search(r'name="key" value="([0-9a-f]+)"', self.get("/enter").text)
        assert found
        return found[1]

    def post(self, path: str, form: dict[str, str] | None = None, **options: Any) -> Any:
        """Send a form of this desk."""
        return self.client.post(path, data={"key": self.key()} | (form or {}), **options)
