"""Every payload in every text of a record, in every format of an export: it is there as data, and nothing of it is live."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
import stix2
from markdown_it import MarkdownIt
from payloads import PAYLOADS
from report_factories import allegation, article, denial, event, on, revision, said, status, story, week

from tracker.report import claimreview, export, markdown, stix
from tracker.report.escape import csv_cell
from tracker.report.terminal.chart import chart
from tracker.report.terminal.layout import text
from tracker.report.terminal.listing import allegation_table
from tracker.report.terminal.show import allegation_page
from tracker.report.terminal.week import week_page
from tracker.report.trajectory import measure
from tracker.report.weekly import COLUMNS, WeeklyReport
from tracker.types import Allegation, Axis, Verdict

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = {"h1", "h2", "p", "em", "strong", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "a"}
WEB = re.compile(r"https?://[!-~]+", re.IGNORECASE)
DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
# What a program may drop before it looks at a cell, and the signs that it then takes for a formula.
SEEN_FIRST = re.compile(r"[\s\u200b\ufeff]*(.?)", re.DOTALL)
SIGNS = set("=+-@\uff1d\uff0b\uff0d\uff20")


def records(payload: str) -> Iterator[Allegation]:
    """Two allegations with the payload in each of their texts: one open, one with a verdict and a denial."""
    where = article(on(2, 8), payload, title=payload, url=payload, ref=payload)
    unaddressed = article(on(2, 9), None, title=payload, url=None, ref=payload)
    fields: dict[str, Any] = {"quote": payload, "reported_by": payload, "accused": payload, "claim": payload}
    mentions = (
        said(on(2, 8), payload, article=where, **fields),
        said(on(2, 9), None, article=unaddressed, speaker_text=payload, **fields),
        denial(on(2, 10), payload, article=where, **fields),
    )
    events = (
        event(Axis.EVIDENCE, "asserted", on(2, 8), voice=payload, quote=payload, article=where),
        event(Axis.CONTEST, "denied", on(2, 10), voice=payload, quote=payload, article=where),
        event(Axis.VERDICT, "refuted", on(3, 1), voice=payload, quote=payload, article=None, url=payload, rating=payload),
    )
    yield allegation(*mentions, id=1, claim=payload, accused=payload)
    found = status("refuted", verdict=Verdict.REFUTED)
    yield allegation(*mentions, id=2, claim=payload, accused=payload, events=events, status=found)


def strings(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """All texts in parsed JSON, each with the name of its property."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, name)
    elif isinstance(value, str):
        yield name, value


def rows(payload: str) -> list[dict[str, Any]]:
    first, second = records(payload)
    mentions = [stored.mention.as_json() | {"allegation_id": "A-1"} for stored in first.mentions]
    return [first.as_json(), *mentions, *(happened.as_json() for happened in second.events)]


def assert_quiet(text: str) -> None:
    """Nothing in it moves a cursor or turns the direction of what is read; lines end in LF."""
    assert not [c for c in text if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} and c != "\n"]
    assert not [c for c in text if unicodedata.bidirectional(c) in DIRECTIONS]
    text.encode("utf-8")


def test_there_are_at_least_two_hundred_and_each_is_another() -> None:
    assert len(PAYLOADS) == len(set(PAYLOADS)) >= 200


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_claimreview(payload: str) -> None:
    text = "".join(claimreview.lines(claimreview.objects(records(payload), {})))
    assert_quiet(text)
    assert not set("<>&") & set(text)
    claim, review = map(json.loads, text.splitlines())
    assert (claim["@type"], review["@type"], review["@context"]) == ("Claim", "ClaimReview", "https://schema.org")
    assert claim == {"@context": "https://schema.org"} | review["itemReviewed"] | {"identifier": "A-1"}
    places = (claim["text"], claim["about"]["name"], claim["author"][0]["name"], review["author"]["name"], claim["appearance"])
    assert places[:4] == (payload,) * 4
    for work in claim["appearance"]:
        assert (work["headline"], work["hasPart"][0]["text"]) == (payload, payload)
        assert work.get("url", work.get("identifier")) == payload
    assert review["reviewRating"]["alternateName"] == payload
    assert all(WEB.fullmatch(value) for name, value in strings([claim, review]) if name == "url")


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_stix(payload: str) -> None:
    text = "".join(stix.lines(stix.objects(records(payload), {})))
    assert_quiet(text)
    parsed = json.loads(text)
    assert len(stix2.parse(text, allow_custom=False).objects) == len(parsed["objects"])
    by_kind = {kind: [item for item in parsed["objects"] if item["type"] == kind] for kind in ("report", "note", "opinion")}
    assert [item["name"] for item in by_kind["report"]] == [payload, payload]
    assert [item["content"] for item in by_kind["note"]] == [payload] * 7
    assert [item["authors"] for item in by_kind["opinion"]] == [[payload]] * 2
    references = [reference for item in by_kind["note"] for reference in item["external_references"]]
    assert {reference.get("url", reference.get("external_id")) for reference in references} == {payload}
    assert all(WEB.fullmatch(value) for name, value in strings(parsed) if name == "url")


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_csv(payload: str) -> None:
    for row in rows(payload):
        text = "".join(export.csv([row]))
        header, cells = csv.reader(io.StringIO(text, newline=""))
        found = dict(zip(header, cells, strict=True))
        for name, value in row.items():
            if isinstance(value, str):
                encoded = csv_cell(value).encode("utf-8", "backslashreplace").decode()
                assert found[name] == encoded
                assert found[name].removeprefix("'") == encoded.removeprefix("'")
        first = [SEEN_FIRST.match(cell) for name, cell in found.items() if isinstance(row[name], (str, list))]
        assert not [match for match in first if match and match[1] in SIGNS]
        assert not [cell for cell in cells if cell.startswith(("\t", "\r", "\n"))]


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_jsonl(payload: str) -> None:
    written = rows(payload)
    text = "".join(export.jsonl(written))
    assert_quiet(text)
    assert [json.loads(line) for line in text.splitlines()] == written


def of_the_week(payload: str) -> WeeklyReport:
    return week(*story(payload, claim=payload), scope=payload, revisions=[revision(payload)])


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_the_week_as_markdown(payload: str) -> None:
    text = markdown.render(of_the_week(payload))
    assert_quiet(text)
    page = READER.render(text)
    assert set(re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)", page)) <= OURS
    own = {payload} if re.fullmatch(r"https?://[\w.-]+", payload) else set()  # an article's own address is a link
    links = set(re.findall(r'href="([^"]*)"', page)) - own
    assert all(link.startswith("https://news.example/") for link in links)


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_the_week_as_csv(payload: str) -> None:
    text = "".join(export.csv(of_the_week(payload).rows(), COLUMNS))
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert len({len(row) for row in read}) == 1
    assert not [cell for row in read for cell in row if (first := SEEN_FIRST.match(cell)) and first[1] in SIGNS]


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_terminal(payload: str) -> None:
    first, second = records(payload)
    drawn = [
        week_page(of_the_week(payload), 80),
        chart(measure(first, "week"), 80),
        allegation_page(second, 80, everything=True),
        allegation_table([first, second], 2, payload, 80),
    ]
    for each in drawn:
        assert_quiet(text(each, 80))
