"""Who is turned away, and what every answer carries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from web.visits import Asking

from tracker.core import Tracker
from tracker.web.rules import Rules

TOKEN = "a token that nobody can guess"
FINDING = {"verdict": "refuted"}
PAGES = (
    "/queue", "/allegations/A-6", "/articles/1", "/articles", "/actor?name=Russia", "/weeks/2022-W07", "/review", "/log",
)  # fmt: skip
FOREIGN = ({"origin": "https://evil.example"}, {"origin": "null"}, {"origin": "http://["}, {"sec-fetch-site": "cross-site"})
CHANGES = {
    "/judge": {"one": "A-1", "other": "A-2", "said": "different"},
    "/allegations/A-1/verdict": FINDING,
    "/undo": {"last": "1"},
    "/ingest": {"text": "Arland said that Borland had shelled the town."},
}


def test_another_name_than_its_own_is_not_served(desk: Asking) -> None:
    answer = desk.get("/queue.json", headers={"host": "evil.example"})
    assert answer.status_code == 421
    assert "--name" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/queue", "/queue.json", "/static/desk.css", "/nothing", "/articles/999999"])
def test_every_answer_forbids_what_is_not_ours(desk: Asking, path: str) -> None:
    headers = desk.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def test_no_page_has_a_script_or_a_style_in_it(desk: Asking) -> None:
    for path in (
        "/queue",
        "/allegations/A-6",
        "/articles/1",
        "/articles",
        "/actor?name=Russia",
        "/weeks/2022-W07",
        "/review",
        "/log",
    ):
        text = desk.text(path)
        assert "<style" not in text
        assert " style=" not in text
        assert text.count("<script") == text.count("<script src=") == 2
        assert " onclick" not in text


def test_the_session_is_a_cookie_that_other_sites_cannot_use(desk: Asking) -> None:
    cookie = desk.get("/queue").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


@pytest.mark.parametrize(("path", "form"), CHANGES.items())
@pytest.mark.parametrize("ending", ["", ".json"])
def test_nothing_is_changed_without_the_key_of_the_session(desk: Asking, path: str, form: dict[str, str], ending: str) -> None:
    assert desk.client.post(path + ending, data=form).status_code == 403
    assert desk.client.post(path + ending, data=form | {"key": "0" * 64}).status_code == 403
    assert desk.tracker.log() == []
    assert desk.tracker.articles().total == 21


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_form_of_another_site_is_refused_even_with_the_key(desk: Asking, headers: dict[str, str]) -> None:
    assert desk.post("/allegations/A-1/verdict", FINDING, headers=headers).status_code == 403
    assert desk.tracker.log() == []


def test_a_form_of_ours_is_taken(desk: Asking) -> None:
    assert desk.post("/allegations/A-1/verdict", FINDING, headers={"origin": "http://localhost"}).status_code == 303


def test_what_is_too_large_is_refused_before_it_is_read(desk: Asking) -> None:
    assert desk.post("/judge", {"because": "x" * 70_000}).status_code == 413
    head = {"content-length": str(10**9), "content-type": "application/x-www-form-urlencoded"}
    assert desk.client.post("/ingest.json", content=b"", headers=head).status_code == 413


@pytest.fixture
def closed(own: Path) -> Any:
    """A desk that needs a token."""
    with Tracker(own) as tracker, Asking(tracker, Rules.of("192.0.2.7", token=TOKEN, analyst="Ada")) as asking:
        yield asking


def test_without_the_token_nothing_is_shown(closed: Asking) -> None:
    assert closed.get("/queue").headers["location"] == "/enter?then=/queue"
    assert closed.get("/queue.json").status_code == 401
    assert closed.get("/openapi.json").status_code == 401
    assert closed.client.post("/judge.json", data=CHANGES["/judge"]).status_code == 401
    assert closed.get("/queue.json", headers={"authorization": "Bearer wrong"}).status_code == 401


def test_the_token_opens_the_desk_for_a_program(closed: Asking) -> None:
    bearing = {"authorization": f"Bearer {TOKEN}"}
    assert closed.get("/queue.json", headers=bearing).json()["total"] == 74
    form = FINDING | {"analyst": "A program"}
    assert closed.client.post("/allegations/A-1/verdict.json", data=form, headers=bearing).json()["made_by"] == "A program"


def test_the_token_opens_the_desk_for_a_browser_that_then_says_who_decides(closed: Asking) -> None:
    assert closed.post("/enter", {"token": "wrong"}).status_code == 403
    assert closed.post("/enter", {"token": TOKEN, "then": "//evil.example"}).headers["location"] == "/queue"
    assert "say who decides" in closed.text("/queue")
    assert closed.post("/allegations/A-1/verdict", FINDING).status_code == 403
    assert closed.post("/name", {"analyst": "Grace Ø", "then": "/log"}).headers["location"] == "/log"
    assert closed.post("/allegations/A-1/verdict", FINDING).status_code == 303
    assert closed.tracker.log()[0].made_by == "Grace Ø"


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\u202eb"])
def test_what_is_no_name_is_refused(desk: Asking, name: str) -> None:
    assert desk.post("/name", {"analyst": name}).status_code == 422


def test_a_desk_for_reading_changes_nothing_and_shows_no_form_for_it(own: Path) -> None:
    with Tracker(own) as tracker, Asking(tracker, Rules(read_only=True, analyst="Ada")) as asking:
        for path, form in CHANGES.items():
            assert asking.post(path, form).status_code == 403
        for path in ("/queue", "/allegations/A-6", "/articles", "/review", "/log"):
            assert 'method="post"' not in asking.text(path)
        assert tracker.log() == []
        assert tracker.articles().total == 21
