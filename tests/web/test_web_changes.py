"""What is decided at the desk is decided as the commands decide it: under a name, in the log, and it can be taken back."""

from __future__ import annotations

import io
from typing import Any

import pytest
from cli.running import contents
from web.visits import Asking


def pair(desk: Asking) -> tuple[str, str]:
    first = desk.json("/review.json")["items"][0]
    return first["one"]["id"], first["other"]["id"]


@pytest.mark.parametrize(("said", "kind"), [("same", "merge"), ("different", "judge"), ("unsure", "judge")])
def test_a_judgement_is_one_decision_under_the_name_of_who_made_it(desk: Asking, said: str, kind: str) -> None:
    one, other = pair(desk)
    waiting = desk.json("/review.json")["total"]
    answer = desk.post("/judge", {"one": one, "other": other, "said": said, "because": "as read", "then": "/review"})
    assert answer.status_code == 303, answer.text
    (action,) = desk.tracker.log()
    assert (action.kind, action.made_by, action.because) == (kind, "Ada", "as read")
    assert answer.headers["location"] == f"/review?done={action.id}"
    assert desk.json("/review.json")["total"] < waiting
    assert f"Decision {action.id}" in desk.text(answer.headers["location"])
    assert desk.json("/log.json")["items"][0]["because"] == "as read"


def test_what_was_merged_is_found_under_its_heir_at_once(desk: Asking) -> None:
    one, other = pair(desk)
    before = desk.json("/queue.json?show=all")["total"]
    decided = desk.post("/judge.json", {"one": one, "other": other, "said": "same"}).json()
    (merged,) = decided["arguments"]["merged"]
    assert desk.json("/queue.json?show=all")["total"] == before - 1
    heir = desk.get(f"/allegations/A-{merged}").headers["location"]
    assert heir == f"/allegations/A-{decided['arguments']['into']}"


def test_undo_takes_the_last_decision_back_without_a_trace_but_in_the_log(desk: Asking) -> None:
    file = desk.tracker.store.engine.url.database
    desk.tracker.refresh()
    before = contents(file, without=("action",))
    listed = desk.json("/queue.json?show=all")
    one, other = pair(desk)
    made = desk.post("/judge.json", {"one": one, "other": other, "said": "same"}).json()
    undone = desk.post("/undo", {"last": str(made["id"]), "then": "/review"})
    assert undone.status_code == 303
    assert [action.kind for action in desk.tracker.log()] == ["merge", "undo"]
    assert desk.json("/queue.json?show=all") == listed
    after = contents(file, without=("action",))
    for table in ("allegation", "article", "mention"):
        assert after[table] == before[table]


def test_undo_is_refused_where_somebody_has_decided_since(desk: Asking) -> None:
    first = desk.post("/allegations/A-1/verdict.json", {"verdict": "refuted"}).json()
    desk.post("/allegations/A-2/verdict.json", {"verdict": "refuted"})
    answer = desk.post("/undo.json", {"last": str(first["id"])})
    assert answer.status_code == 409
    assert len(desk.tracker.log()) == 2


def test_a_finding_with_its_evidence_settles_an_allegation(desk: Asking) -> None:
    form = {
        "verdict": "refuted",
        "url": "https://facts.example/17",
        "by": "The Example Fact Desk",
        "on": "2022-03-01",
        "because": "seen",
    }
    answer = desk.post("/allegations/A-6/verdict", form)
    assert answer.headers["location"] == "/allegations/A-6?done=1"
    found = desk.tracker.allegation("A-6")
    event = next(event for event in found.events if event.axis == "verdict")
    assert (event.value, event.voice, event.url, str(event.happened_on)) == (
        "refuted", "The Example Fact Desk", "https://facts.example/17", "2022-03-01",
    )  # fmt: skip
    assert "A-6" not in {row["id"] for row in desk.json("/queue.json")["items"]}
    assert desk.json("/allegations/A-6.json")["allegation"]["headline"] == "refuted"


@pytest.mark.parametrize(
    "form", [{"url": "javascript:alert(1)"}, {"url": "facts.example"}, {"on": "soon"}, {"verdict": "true"}]
)
def test_a_finding_that_makes_no_sense_is_refused(desk: Asking, form: dict[str, str]) -> None:
    assert desk.post("/allegations/A-6/verdict", {"verdict": "refuted"} | form).status_code == 422
    assert desk.tracker.log() == []


def test_a_mention_can_be_taken_out_of_an_allegation(desk: Asking) -> None:
    told = desk.json("/allegations/A-6.json")
    mention = next(m for m in told["mentions"]["items"] if m["kind"] == "allegation")
    made = desk.post("/judge.json", {"one": mention["id"], "other": "A-6", "said": "different"}).json()
    assert made["kind"] == "split"
    assert desk.json("/allegations/A-6.json")["mentions"]["total"] == told["mentions"]["total"] - 1
    assert desk.json(f"/allegations/A-{made['arguments']['new']}.json")["mentions"]["total"] == 1


@pytest.mark.parametrize("then", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x"])
def test_a_form_leads_to_no_other_site(desk: Asking, then: str) -> None:
    answer = desk.post("/judge", {"one": "A-1", "other": "A-2", "said": "different", "then": then})
    assert answer.headers["location"] == "/log?done=1"


def hand_in(desk: Asking, form: dict[str, str] | None = None, **files: Any) -> Any:
    answer = desk.post("/ingest.json", form, **({"files": files} if files else {}))
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_file_is_taken_in_once(desk: Asking) -> None:
    text = b"Arland said on Monday that Borland had shelled the border town of Dun."
    first = hand_in(desk, files=("../../etc/dun.txt", io.BytesIO(text)))
    assert (first["new"], first["new_allegations"]) == (1, 1)
    assert hand_in(desk, files=("dun.txt", io.BytesIO(text)))["known"] == 1
    assert desk.json("/articles.json")["items"][0]["ref"].endswith("dun.txt")
    assert "tmp" not in desk.json("/articles.json")["items"][0]["ref"]


def test_a_text_is_taken_in_with_what_is_known_of_it(desk: Asking) -> None:
    text = "Arland said on Monday that Borland had shelled the border town of Dun."
    form = {
        "text": text,
        "title": "Shelling of Dun",
        "publisher": "Example Wire",
        "published": "2022-02-18",
        "url": "https://wire.example/dun",
    }
    assert hand_in(desk, form)["new"] == 1
    newest = desk.json("/articles.json")["items"][0]
    assert (newest["title"], newest["outlet"], newest["published"], newest["url"]) == (
        "Shelling of Dun", "Example Wire", "2022-02-18", "https://wire.example/dun",
    )  # fmt: skip
    assert desk.json(f"/articles/{newest['id']}.json")["text"] == text


@pytest.mark.parametrize("address", ["/etc/passwd", "file:///etc/passwd", "-", "seeds/demo"])
def test_an_address_is_never_a_path_of_this_machine(desk: Asking, address: str) -> None:
    assert desk.post("/ingest.json", {"address": address}).status_code == 422
    assert desk.tracker.articles().total == 21


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "http://169.254.169.254/latest", "http://[::1]/"])
def test_an_address_within_is_refused_as_ingest_refuses_it(desk: Asking, address: str) -> None:
    (refusal,) = hand_in(desk, {"address": address})["refused"]
    assert refusal["ref"] == address


def test_what_cannot_be_read_is_named_with_its_reason(desk: Asking) -> None:
    answer = desk.post("/ingest", files={"files": ("picture.png", io.BytesIO(b"\x89PNG"))})
    assert answer.status_code == 200
    assert "1 refused" in answer.text
    assert "picture.png" in answer.text


def test_nothing_handed_in_is_said_so(desk: Asking) -> None:
    assert desk.post("/ingest", {"text": "  "}).status_code == 422
