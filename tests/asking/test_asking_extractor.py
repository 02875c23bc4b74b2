"""From the command to the database, with a model that answers by hand: what goes in, and what becomes of one that fails."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from asking.models import Asked, Scripted, known, mentions, serving, streamed
from asking.proposing import proposal
from cli.running import ok, rows, run
from werkzeug import Response

from tracker.asking import extractor as asking
from tracker.asking.extractor import make_extractor
from tracker.settings import DEFAULTS

SAID = "Borland had shelled the border town of Dun"
TEXT = (
    f"The minister of Arland said that {SAID}, but he provided no evidence. Borland denied the shelling.\n\nIt rained in Lund."
)
RIGHT = (
    proposal(
        kind="allegation", quote=SAID, speaker="The minister of Arland", speaker_text="The minister of Arland", cue="said",
        accused="Borland", accused_text="Borland", evidence="none_provided", evidence_quote="he provided no evidence",
        contest="denied", contest_quote="Borland denied the shelling", contest_by="Borland",
        claim="Borland had shelled the border town of Dun.",
    ),
    proposal(
        kind="denial", quote="Borland denied the shelling", speaker="Borland", speaker_text="Borland", cue="denied",
        accused="Borland", accused_text="Borland", claim="Borland denied the shelling.",
    ),
)  # fmt: skip
WRONG = proposal(kind="allegation", quote="Borland had bombed the harbour of Lund", speaker="Borland", claim="x y")
LLM = ("--extractor", "llm:scripted")


@pytest.fixture(autouse=True)
def anew(impatient: None) -> Iterator[None]:
    """No model that an earlier test made is known."""
    make_extractor.cache_clear()
    yield
    make_extractor.cache_clear()


@contextmanager
def model(folder: Path, script: Callable[[Asked], str | Response] = lambda _: mentions(*RIGHT, WRONG)) -> Iterator[Scripted]:
    with serving(script, folder) as scripted:
        yield scripted


def articles(folder: Path, *texts: str) -> Path:
    path = folder / "in.jsonl"
    lines = [json.dumps({"id": f"a{n}", "text": text, "published": "2022-02-17"}) for n, text in enumerate(texts)]
    path.write_text("\n".join(lines))
    return path


def counts(db: Path) -> dict[str, int]:
    with closing(sqlite3.connect(db)) as connection:
        return {t: connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("article", "mention", "response")}


def test_what_a_model_proposes_goes_the_way_of_every_mention_and_the_command_says_what_is_sent_where(tmp_path: Path) -> None:
    with model(tmp_path) as scripted:
        done = run("ingest", articles(tmp_path, TEXT), *LLM, db=tmp_path / "x.db")
    assert done.exit_code == 0
    told = done.stderr.split("\n")
    assert told[0] == (
        f"the text and the day of each article go to {scripted.url}, for the model scripted to read; nothing else is sent"
    )
    assert "model: 2 of 3 proposals taken; 1 refusal (quote: not in the text 1)" in told
    of_model = [line for line in told if line.startswith(("model: ", "built-in extractor: "))]
    assert len(of_model) == 2
    with model(tmp_path):
        alone = run("extract", articles(tmp_path, TEXT), *LLM, TRACKER_DATABASE_URL="")
    assert alone.stderr.splitlines()[1:] == of_model
    found = rows("export", "mentions", db=tmp_path / "x.db")
    assert [(m["kind"], m["quote"], m["accused"], m["evidence"], m["contest"]) for m in found] == [
        ("allegation", SAID, "Borland", "none_provided", "denied"),
        ("denial", "Borland denied the shelling", "Borland", "unassessed", "none"),
    ]
    assert {m["extractor"].split("/")[0] for m in found} == {"llm:scripted"}
    assert [a["evidence"] for a in rows("list", "--json", db=tmp_path / "x.db")] == ["none_provided"]
    assert "title" not in scripted.asked[0].user.lower()
    assert scripted.asked[0].article == TEXT
    assert scripted.asked[0].body["response_format"]["type"] == "json_schema"


def test_the_doctor_says_what_would_be_sent_where(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    ok("--db", db, "db", "upgrade")
    with model(tmp_path) as scripted:
        told = run("doctor", db=db, TRACKER_EXTRACTOR="llm:scripted")
        unknown = run("doctor", db=db, TRACKER_EXTRACTOR="llm:nobody")
    assert (told.exit_code, unknown.exit_code) == (0, 0)
    assert told.stderr.startswith(f"the text and the day of each article go to {scripted.url}, for the model scripted to read")
    assert unknown.stderr.startswith("articles cannot be read: llm knows no model 'nobody'")
    assert not scripted.asked


def test_a_second_run_is_the_same_to_the_byte_from_what_was_kept_with_the_model_out_of_reach(tmp_path: Path) -> None:
    source, db = articles(tmp_path, TEXT, f"{TEXT} Again."), tmp_path / "x.db"
    with model(tmp_path) as scripted:
        first = ok("--db", db, "extract", source, *LLM)
        asked = len(scripted.asked)
    make_extractor.cache_clear()
    with known(tmp_path, "http://127.0.0.1:9/v1"):  # nobody listens there
        again = ok("--db", db, "extract", source, *LLM)
        assert ok("--db", db, "ingest", source, *LLM) == ""
    assert again == first
    assert asked == 2
    assert counts(db) == {"article": 2, "mention": 4, "response": 2}


def test_extract_without_a_database_keeps_nothing_and_asks_again(tmp_path: Path) -> None:
    source = articles(tmp_path, TEXT)
    with model(tmp_path) as scripted:
        first = ok("extract", source, *LLM, TRACKER_DATABASE_URL="")
        make_extractor.cache_clear()
        assert ok("extract", source, *LLM, TRACKER_DATABASE_URL="") == first
        assert len(scripted.asked) == 2


@pytest.mark.parametrize(
    ("answer", "asked", "reason"),
    [
        (Response("slow down", 429, {"Retry-After": "0"}), 3, "Error code: 429"),
        (Response("broken", 500), 3, "Error code: 500"),
        (Response("no such model", 404), 1, "Error code: 404"),
        (Response('{"error": {"message": "who are you?"}}', 401, content_type="application/json"), 1, "who are you?"),
        ("I am sorry, but I cannot do that.", 3, "its answer holds no mentions: 'I am sorry"),
        ("", 3, "its answer holds no mentions"),
        (Response("data: {broken\n\n", content_type="text/event-stream"), 1, "gave no answer"),
    ],
)
def test_an_article_that_a_model_fails_on_is_left_and_the_others_go_in(
    answer: str | Response, asked: int, reason: str, tmp_path: Path
) -> None:
    def script(question: Asked) -> str | Response:
        return answer if "zebra" in question.article else mentions(*RIGHT)

    source, db = articles(tmp_path, "A zebra said that Arland had lied.", TEXT), tmp_path / "x.db"
    with model(tmp_path, script) as scripted:
        done = run("ingest", source, *LLM, db=db)
        assert len(scripted.asked) == asked + 1
    assert done.exit_code == 3
    assert "refused a0: the model scripted gave no answer" in done.stderr
    assert reason in done.stderr
    assert counts(db) == {"article": 1, "mention": 2, "response": 1}
    make_extractor.cache_clear()
    with model(tmp_path, lambda _: mentions()):
        assert run("ingest", source, *LLM, db=db).exit_code == 0
    assert counts(db)["article"] == 2, "it went in when the model was well again"


def test_a_dry_run_keeps_nothing_but_the_answers_and_says_so(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    with model(tmp_path):
        done = run("ingest", articles(tmp_path, TEXT), *LLM, "--dry-run", db=db)
    assert done.stderr.endswith("nothing was written but the answers of the model, which need not be asked again (--dry-run)\n")
    assert counts(db) == {"article": 0, "mention": 0, "response": 1}


def test_what_failed_once_and_comes_then_is_taken(tmp_path: Path) -> None:
    answers = iter([Response("wait", 429, {"Retry-After": "0"}), Response("oops", 503), mentions(*RIGHT)])
    with model(tmp_path, lambda _: next(answers)) as scripted:
        ok("ingest", articles(tmp_path, TEXT), *LLM, db=tmp_path / "x.db")
        assert len(scripted.asked) == 3


def test_a_stream_that_is_too_slow_is_given_up(tmp_path: Path) -> None:
    with model(tmp_path, lambda _: streamed(mentions(*RIGHT), pause=0.4, pieces=20)):
        done = run("ingest", articles(tmp_path, TEXT), *LLM, db=tmp_path / "x.db", TRACKER_LLM_SECONDS="0.5")
    assert done.exit_code == 3
    assert "in 0.5 seconds" in done.stderr
    assert counts(tmp_path / "x.db") == {"article": 0, "mention": 0, "response": 0}


def test_a_model_that_fails_for_three_articles_in_a_row_is_not_asked_for_the_others(tmp_path: Path) -> None:
    with model(tmp_path, lambda _: Response("down", 500)) as scripted:
        source = articles(tmp_path, *(f"Text {n}. {TEXT}" for n in range(12)))
        done = run("ingest", source, *LLM, db=tmp_path / "x.db", TRACKER_LLM_THREADS="1")
        assert 9 <= len(scripted.asked) < 36
    assert done.exit_code == 3
    assert done.stderr.count("refused a") == 12
    assert "it failed for 3 articles in a row" in done.stderr


def test_a_budget_ends_the_asking_and_not_what_is_known(tmp_path: Path) -> None:
    source, db = articles(tmp_path, TEXT, f"{TEXT} Again.", f"{TEXT} And again."), tmp_path / "x.db"
    with model(tmp_path) as scripted:
        done = run("ingest", source, *LLM, "--max-requests", 2, db=db)
        assert (done.exit_code, len(scripted.asked)) == (3, 2)
        assert "all 2 requests of --max-requests are made: run it again to go on" in done.stderr
        assert run("ingest", source, *LLM, "--max-requests", 2, db=db).exit_code == 0
        assert len(scripted.asked) == 3
    assert counts(db)["article"] == 3


def test_a_sum_is_spent_by_the_prices_that_are_told(tmp_path: Path) -> None:
    source, db = articles(tmp_path, *(f"Text {n}. {TEXT}" for n in range(4))), tmp_path / "x.db"
    prices = {"TRACKER_LLM_PRICE_IN": "10", "TRACKER_LLM_PRICE_OUT": "100", "TRACKER_LLM_THREADS": "1"}
    with model(tmp_path) as scripted:  # 1,000 and 100 tokens: 0.02 a request
        assert run("ingest", source, *LLM, "--max-cost", "0.03", db=db).exit_code == 2
        done = run("ingest", source, *LLM, "--max-cost", "0.03", db=db, **prices)
        assert (done.exit_code, len(scripted.asked)) == (3, 2)
    assert "--max-cost 0.03 is spent" in done.stderr


def test_a_long_article_is_asked_for_in_parts_and_an_answer_that_breaks_off_in_smaller_ones(tmp_path: Path) -> None:
    filler = "\n\n".join(
        f"Paragraph {n} tells of the harvest in the valley of Lund, at some length, and of nothing else." for n in range(20)
    )
    text = f"{filler}\n\n{TEXT}\n\n{filler}"

    def script(question: Asked) -> str:
        whole = mentions(*RIGHT)
        return whole if question.part else whole[: len(whole) // 2]

    with model(tmp_path, script) as scripted:
        found = [
            json.loads(line) for line in ok("extract", articles(tmp_path, text), *LLM, TRACKER_DATABASE_URL="").splitlines()
        ]
        assert len(scripted.asked) == 3
    assert [m["quote"] for m in found] == [SAID, "Borland denied the shelling"]
    assert all(text[m["start"] : m["end"]] == m["quote"] for m in found)


def test_where_the_built_in_extractor_reads_the_same_a_mention_is_surer_and_else_it_says_what_differs(tmp_path: Path) -> None:
    turned = RIGHT[1] | {"kind": "allegation", "accused": "Arland", "accused_text": None}
    with model(tmp_path, lambda _: mentions(RIGHT[0], turned)):
        lines = ok("extract", articles(tmp_path, TEXT), *LLM, "--explain", TRACKER_DATABASE_URL="").splitlines()
    one, other = (json.loads(line) for line in lines)
    said: list[dict[str, Any]] = [
        reason
        for m in (one, other)
        for reason in m["reasons"]
        if "agreement" in reason["decision"] or "disagreement" in reason["decision"]
    ]
    assert [reason["decision"] for reason in said] == ["agreement", "disagreement"]
    assert one["confidence"] > 0.6 > other["confidence"]
    assert "kind: denial" in said[1]["why"]


def test_an_extractor_that_cannot_be_is_told_in_a_sentence(tmp_path: Path) -> None:
    source = articles(tmp_path, TEXT)
    with model(tmp_path):
        for name, told in (
            ("llm", "names no model: write llm:MODEL"),
            ("llm:nobody", "llm knows no model 'nobody'"),
            ("oracle", "there is no extractor 'oracle' (there: default, llm, rules)"),
        ):
            done = run("ingest", source, "--extractor", name, db=tmp_path / "x.db")
            assert done.exit_code == 2
            assert told in done.stderr
        assert run("extract", source, *LLM, "--jobs", 2).exit_code == 2


def test_without_a_model_nothing_is_said_of_sending() -> None:
    assert asking.notice(DEFAULTS) is None


def test_the_rules_alone_are_an_extractor_of_their_own(tmp_path: Path) -> None:
    source = articles(tmp_path, TEXT)
    found = [json.loads(line) for line in ok("extract", source, "--extractor", "rules").splitlines()]
    assert {m["kind"] for m in found} >= {"allegation", "denial"}
    assert {m["extractor"] for m in found} != {json.loads(line)["extractor"] for line in ok("extract", source).splitlines()}


def test_articles_are_asked_for_while_others_wait_and_come_in_their_order(tmp_path: Path) -> None:
    together = threading.Barrier(3, timeout=20)

    def script(_: Asked) -> str:
        together.wait()  # none is answered before three are asked for
        return mentions(*RIGHT)

    source = articles(tmp_path, *(f"{TEXT} Number {n}." for n in range(3)))
    with model(tmp_path, script):
        lines = ok("extract", source, *LLM, TRACKER_DATABASE_URL="", TRACKER_LLM_THREADS="3").splitlines()
    assert [json.loads(line)["article_ref"] for line in lines] == ["a0", "a0", "a1", "a1", "a2", "a2"]


def test_a_cluster_for_a_model_that_waits_is_refused_in_one_sentence_and_nothing_is_asked(tmp_path: Path) -> None:
    with model(tmp_path) as scripted:
        result = run("--quiet", "ingest", articles(tmp_path, TEXT), "--dask", "local:2", *LLM, db=tmp_path / "x.db")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            "tracker: --dask with an extractor that waits for answers makes nothing faster: leave out --dask\n"
        )
        assert scripted.asked == []
        assert rows("export", "articles", db=tmp_path / "x.db") == []
