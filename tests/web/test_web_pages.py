"""What the pages and their twins show is what the commands print."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from cli.running import ok, rows
from payloads import PAYLOADS
from web.visits import Asking

from tracker.report.escape import html_text


def all_of(desk: Asking, path: str) -> list[dict[str, Any]]:
    """The items of all pages of a twin."""
    found, after, mark = [], None, "&" if "?" in path else "?"
    while True:
        page = desk.json(path if after is None else f"{path}{mark}after={after}")
        found += page["items"]
        after = page["after"]
        if after is None:
            assert len(found) == page["total"]
            return found


def plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in {"why", "denials", "unverified"}}


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", ("--unverified",)),
        ("show=all", ()),
        ("show=all&sort=mentions", ("--sort", "mentions")),
        ("status=denied", ("--unverified", "--status", "denied")),
        ("status=none_provided&show=all", ("--status", "none_provided")),
        ("accused=Russia", ("--unverified", "--accused", "Russia")),
        ("speaker=united+states", ("--unverified", "--speaker", "united states")),
        ("outlet=Tarnwire", ("--unverified", "--outlet", "Tarnwire")),
        ("topic=false_flag", ("--unverified", "--topic", "false_flag")),
        ("since=2022-02-10", ("--unverified", "--since", "2022-02-10")),
        ("until=2022-02-05", ("--unverified", "--until", "2022-02-05")),
        ("since=2022-01-25&until=2022-02-05", ("--unverified", "--since", "2022-01-25", "--until", "2022-02-05")),
    ],
)
def test_the_queue_is_the_list(desk: Asking, query: str, options: tuple[str, ...]) -> None:
    listed = rows("list", *options, "--json", db=str(desk.tracker.store.engine.url.database))
    shown = [plain(row) for row in all_of(desk, f"/queue.json?{query}")]
    assert sorted(shown, key=lambda row: row["id"]) == sorted(listed, key=lambda row: row["id"])
    key = "mentions" if "sort" in query else "last_seen"
    assert [row[key] for row in shown] == [row[key] for row in listed]
    assert shown


def test_the_page_has_the_rows_of_its_twin(desk: Asking) -> None:
    for query in ("", "?words=russia+pretext", "?sort=origins&show=all"):
        twin, text = desk.json(f"/queue.json{query}"), desk.text(f"/queue{query}")
        assert re.findall(r'href="/allegations/(A-\d+)"', text) == [row["id"] for row in twin["items"]]
        assert f"{twin['total']} allegation" in text


def test_words_narrow_the_list_to_claims_and_names_that_hold_all_of_them(desk: Asking) -> None:
    found = all_of(desk, "/queue.json?words=RUSSIA+pretex")
    assert found
    for row in found:
        told = " ".join((row["claim"], row["accused"] or "", *row["speakers"], *row["outlets"])).casefold()
        assert "russia" in told
        assert "pretex" in told
    assert [row["id"] for row in desk.json("/queue.json?words=a-6")["items"]] == ["A-6"]
    assert desk.json("/queue.json?words=100%25")["items"] == []


def test_an_allegation_is_told_as_show_tells_it(desk: Asking) -> None:
    db = str(desk.tracker.store.engine.url.database)
    for id_ in ("A-6", "A-3"):
        (shown,) = rows("show", id_, "--json", db=db)
        told = desk.json(f"/allegations/{id_}.json")
        assert told["allegation"]["why"] == shown["why"]
        assert plain(told["allegation"]) == {key: shown[key] for key in plain(told["allegation"])}
        mentions = all_mentions(desk, id_)
        assert {m["id"] for m in mentions} == {m["id"] for m in shown["mentions_detail"]}
        assert told["links"] == shown["links"]
        text = desk.text(f"/allegations/{id_}")
        assert all(f'id="{m["id"]}"' in text for m in told["mentions"]["items"])
        assert all(html_text(why).partition("“")[0] in text for why in shown["why"].values())


def all_mentions(desk: Asking, id_: str) -> list[dict[str, Any]]:
    found, after = [], ""
    while after is not None:
        page = desk.json(f"/allegations/{id_}.json" + (f"?after={after}" if after else ""))["mentions"]
        found += page["items"]
        after = page["after"]
    assert len(found) == page["total"]
    return found


def test_an_id_in_small_letters_leads_to_the_allegation(desk: Asking) -> None:
    assert "A-6" in desk.text("/allegations/a-6")
    assert "A-6" in desk.text("/allegations/6")


def test_an_article_is_shown_verbatim_with_its_mentions_marked(desk: Asking) -> None:
    whole = next(row for row in rows("export", "articles", db=str(desk.tracker.store.engine.url.database)))
    part = desk.json("/articles/1.json")
    assert part["text"] == whole["text"][: part["end"]]
    text = desk.text("/articles/1")
    for m in part["mentions"]:
        assert part["text"][m["start"] : m["end"]] == m["quote"]
        assert f'id="{m["id"]}"' in text
    assert text.count("<mark") >= len({(m["start"], m["end"]) for m in part["mentions"]})


def test_a_long_article_is_read_in_parts_that_make_it_up(desk: Asking) -> None:
    whole = next(iter(rows("export", "articles", db=str(desk.tracker.store.engine.url.database))))["text"]
    text, start, found = "", 0, set()
    while start < len(whole):
        part = desk.tracker.article(1, start=start, length=300)
        assert 0 < len(part.text) <= 300
        found |= {m.mention.id for m in part.mentions}
        text, start = text + part.text, part.end
    assert text == whole
    assert found == {m["id"] for m in desk.json("/articles/1.json")["mentions"]}
    assert desk.get(f"/articles/1?start={len(whole) + 5}").status_code == 404
    later = desk.text("/articles/1?start=400")
    assert "From the beginning" in later


def test_an_actor_shows_what_it_said_and_what_it_is_accused_of(desk: Asking) -> None:
    db = str(desk.tracker.store.engine.url.database)
    (known,) = [row for row in rows("actors", "list", "--json", db=db) if row["name"] == "Russia"]
    told = desk.json("/actor.json?name=russia")
    assert {key: told[key] for key in known} == known
    assert told["said"]["total"] == len(rows("list", "--speaker", "Russia", "--json", db=db))
    assert told["accused_of"]["total"] == len(rows("list", "--accused", "Russia", "--json", db=db))
    assert "United States" in desk.get("/actor?name=Unitd+States").text


@pytest.mark.parametrize("form", ["md", "html", "json", "csv"])
def test_the_week_is_exported_as_report_writes_it(desk: Asking, form: str) -> None:
    answer = desk.get(f"/weeks/2022-W07/report.{form}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.content.decode() == ok(
        "report", "--week", "2022-W07", "--format", form, db=str(desk.tracker.store.engine.url.database)
    )


def test_the_week_is_the_report_in_short(desk: Asking) -> None:
    made = desk.json("/weeks/2022-W07.json")
    text = desk.text("/weeks/2022-W07")
    assert made["week"] == "2022-W07"
    for line in made["new"][:8]:
        assert f'href="/allegations/{line["id"]}"' in text
    assert f"The first 8 of {made['denied_unlinked_of']}." in text
    assert made["denied_unlinked"][7]["id"] in text
    assert made["denied_unlinked"][8]["id"] not in text
    assert desk.get("/week").headers["location"] == "/weeks/2022-W07"
    assert desk.get("/week.json").headers["location"] == "/weeks/2022-W07.json"
    assert 'href="/weeks/2022-W06"' in text


def test_the_review_asks_what_review_asks(desk: Asking) -> None:
    asked = rows("review", "--json", db=str(desk.tracker.store.engine.url.database))
    shown = all_of(desk, "/review.json")
    assert [(p["one"]["id"], p["other"]["id"], p["score"]) for p in shown] == [
        (p["one"]["id"], p["other"]["id"], p["score"]) for p in asked
    ]
    assert [p["one"]["mention_id"] for p in shown] == [p["one"]["mention_id"] for p in asked]
    first = shown[0]
    assert first["one"]["id"] in desk.text("/review")
    assert first["one"]["id"] in desk.text(f"/review?one={first['other']['id']}&other={first['one']['id']}")


@pytest.mark.parametrize(
    "path",
    ["/allegations/A-9999", "/articles/9999", "/actor?name=Nobody+At+All", "/nothing", "/review?one=A-1&other=A-2", "/weeks/x",
     "/weeks/2022-W99", "/queue?after=x", "/queue?after=2022-02-17~", "/allegations/A-6?after=x", "/review?after=x"],
)  # fmt: skip
def test_what_is_not_there_is_not_found_in_words(desk: Asking, path: str) -> None:
    answer = desk.get(path)
    assert answer.status_code == 404
    assert "<h1>Not found</h1>" in answer.text
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    "path",
    ["/queue?since=soon", "/queue?sort=best", "/articles/0", "/log?before=0", "/allegations/abc", "/articles/1?start=-1"],
)
def test_what_makes_no_sense_is_told_in_words(desk: Asking, path: str) -> None:
    answer = desk.get(path)
    assert answer.status_code == 422
    assert "<h1>That makes no sense</h1>" in answer.text


def test_what_we_say_of_a_wrong_date_is_told_as_we_say_it(desk: Asking) -> None:
    assert desk.get("/queue.json?since=soon").json() == {"detail": "since: write it as 2022-02-17"}


def test_nothing_that_an_article_says_is_live_on_a_page(desk: Asking) -> None:
    said = "".join(f"<p>Arland said that {payload} had shelled the town of Dun.</p>\n" for payload in PAYLOADS)
    record = {"id": PAYLOADS[0], "title": " ".join(PAYLOADS), "text": said, "publisher": PAYLOADS[1], "published": "2022-02-01"}
    desk.post("/ingest.json", files={"files": ("x.jsonl", json.dumps(record).encode())})
    number = desk.json("/articles.json")["items"][0]["id"]
    for path in ("/articles", f"/articles/{number}", "/queue?show=all"):
        text = desk.text(path)
        assert text.count("<script") == 2
        assert not re.search(r"<(img|iframe|svg[^>]*onload|a href=\"javascript)", text, re.IGNORECASE)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]", text)
