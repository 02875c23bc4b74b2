from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from asking.models import Asked, event, mentions, serving, streamed
from werkzeug import Response

from tracker.asking.client import MOST_CHARS, LlmClient, again
from tracker.asking.limits import FAILURES, Limits, ModelFailedError
from tracker.errors import UsageError
from tracker.extract.llm.prompt import Question
from tracker.settings import Settings

QUESTION = Question("Read.", "=== article a\nx\n=== end a")


def error(status: int | None = None, **headers: str) -> Exception:
    made = Exception("x")
    if status is not None:
        made.response = SimpleNamespace(status_code=status, headers={k.replace("_", "-"): v for k, v in headers.items()})
    return made


@pytest.mark.parametrize(
    ("wrong", "answer"),
    [
        (error(429), True),
        (error(429, retry_after="7"), 7.0),
        (error(429, retry_after="9999"), 120.0),
        (error(503, retry_after="Wed, 21 Oct 2026 07:28:00 GMT"), True),
        (error(500), True),
        (error(408), True),
        (error(400), False),
        (error(401), False),
        (error(404), False),
        (error(), False),
        (TimeoutError("slow"), True),
        (ConnectionResetError("gone"), True),
        (ValueError("a fault of ours"), False),
    ],
)
def test_it_is_asked_again_where_that_may_help_and_when_the_server_says(wrong: Exception, answer: bool | float) -> None:
    assert again(wrong) == answer


def test_a_request_carries_the_wishes_that_a_model_has_and_its_answer_the_tokens(tmp_path: Path) -> None:
    with serving(lambda _: mentions(), tmp_path) as model:
        client = LlmClient("scripted", 5.0)
        reply = client.ask(QUESTION, {"type": "object"}, threading.Event())
        assert (reply.text, reply.tokens_in, reply.tokens_out) == (mentions(), 1_000, 100)
        body = model.asked[0].body
        assert (body["model"], body["temperature"], body["seed"]) == ("scripted-1", 0, 1)
        assert body["response_format"]["json_schema"]["schema"] == {"type": "object"}
        assert client.where == model.url


def test_a_model_that_takes_no_schema_is_sent_none(tmp_path: Path) -> None:
    with serving(lambda _: mentions(), tmp_path, schema=False) as model:
        client = LlmClient("scripted", 5.0)
        client.ask(QUESTION, {"type": "object"}, threading.Event())
        assert not client.told_schema
        assert "response_format" not in model.asked[0].body


def test_a_request_is_made_once_and_not_again_behind_our_back(tmp_path: Path) -> None:
    with serving(lambda _: Response("no", 500), tmp_path) as model:
        client = LlmClient("scripted", 5.0)
        with pytest.raises(Exception, match="500"):
            client.ask(QUESTION, {}, threading.Event())
        assert len(model.asked) == 1


def test_nobody_waits_for_a_model_that_is_silent_or_given_up(tmp_path: Path) -> None:
    hush = threading.Event()

    def script(_: Asked) -> Response:
        hush.wait(20)
        return streamed(mentions())

    with serving(script, tmp_path):
        client = LlmClient("scripted", 0.3)
        start = time.monotonic()
        with pytest.raises(Exception, match=r"0\.3 seconds|timed out"):
            client.ask(QUESTION, {}, threading.Event())
        patient, gone = LlmClient("scripted", 60.0), threading.Event()
        threading.Timer(0.2, gone.set).start()
        with pytest.raises(TimeoutError):
            patient.ask(QUESTION, {}, gone)
        assert time.monotonic() - start < 8
        hush.set()


class Endless:
    """An answer without an end, and whether somebody still takes it."""

    def __init__(self) -> None:
        self.left = threading.Event()

    def __call__(self, _: Asked) -> Response:
        return Response(self.events(), content_type="text/event-stream")

    def events(self) -> Iterator[str]:
        try:
            while not self.left.is_set():
                time.sleep(0.02)
                yield event("word " * 5_000)
        finally:
            self.left.set()


def test_an_answer_that_takes_too_long_is_broken_off_at_once_and_not_when_the_error_is_forgotten(tmp_path: Path) -> None:
    endless = Endless()
    with serving(endless, tmp_path):
        client = LlmClient("scripted", 0.3)
        with pytest.raises(TimeoutError, match=r"0\.3 seconds") as kept:
            client.ask(QUESTION, {}, threading.Event())
        assert endless.left.wait(5), "the connection is closed"
    assert kept.value.__traceback__ is not None


def test_an_answer_that_is_too_long_is_broken_off_and_not_asked_for_again(tmp_path: Path) -> None:
    endless = Endless()
    with serving(endless, tmp_path) as model:
        reply = LlmClient("scripted", 20.0).ask(QUESTION, {}, threading.Event())
        assert MOST_CHARS < len(reply.text) < MOST_CHARS + 50_000
        assert endless.left.wait(5), "the connection is closed"
        assert len(model.asked) == 1


def test_a_model_that_llm_does_not_know_is_a_usage_error(tmp_path: Path) -> None:
    with serving(lambda _: "", tmp_path), pytest.raises(UsageError, match="llm models lists them"):
        LlmClient("no-such-model", 5.0)


def test_requests_come_at_the_pace_that_is_set() -> None:
    limits = Limits(Settings(llm_per_minute=600))
    start = time.monotonic()
    for _ in range(4):
        limits.request()
    assert 0.29 < time.monotonic() - start < 3


def test_what_is_spent_ends_with_a_run_and_failures_end_with_a_success() -> None:
    limits = Limits(Settings(max_requests=2, llm_per_minute=100_000))
    limits.request()
    limits.request()
    with pytest.raises(ModelFailedError, match="all 2 requests"):
        limits.request()
    limits.begin()
    limits.request()
    for problem in ["x"] * (FAILURES - 1) + [None] + ["x"] * (FAILURES - 1):
        limits.answered(problem)
    limits.request()
    limits.begin()
    for _ in range(FAILURES):
        limits.answered("it is on fire")
    with pytest.raises(ModelFailedError, match="on fire"):
        limits.request()
