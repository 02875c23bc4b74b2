"""Every payload in every text of the log, of a sealed week and of what the terminal is told: it is data, and not live."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
from pathlib import Path

import pytest
from cli.running import ok, run
from core import logged
from factories import AT, document, mention, stored
from payloads import PAYLOADS
from report.test_report_payloads import SEEN_FIRST, SIGNS, assert_quiet, of_the_week
from report_factories import article, on
from sqlalchemy import text
from store.filling import ACTORS, add, open_case

from tracker import sealed
from tracker.chain import Fault, State, follow, following
from tracker.report import decisions, escape, seal
from tracker.report.terminal import layout
from tracker.report.terminal.log import log_table
from tracker.types import Action, Decision


def told(payload: str) -> Action:
    """A decision with the payload in all its texts."""
    pairs = [{"left": payload, "right": payload}]
    given = {"merged": {"2": 1}, "into": 1, "pairs": pairs, "accused": [payload, payload], "claims": {"1": [payload, payload]}}
    return Action(id=1, kind="merge", arguments=given, because=payload, made_by=payload, made_at=AT)


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_an_entry_of_the_log(payload: str) -> None:
    entry = following(
        None, AT, payload.replace("\n", " ") or "x", {"rows": {"action": [told(payload).as_json()]}, "by": payload}
    )
    assert entry.payload.isascii()
    assert "\n" not in entry.payload
    assert_quiet(entry.payload)
    assert json.loads(entry.payload)["by"] == payload
    state: State = {}
    assert list(follow([entry], state)) == []
    assert json.loads(state[("action", 1)].text)["because"] == payload


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_line_of_the_log_and_a_fault(payload: str) -> None:
    action = told(payload)
    assert_quiet(escape.terminal(decisions.told(action)))
    assert_quiet(escape.terminal(str(Fault(payload, payload))))
    assert "\n" not in escape.terminal(decisions.told(action))
    for width in (40, 100):
        shown = log_table(("Who", "What"), [(payload, decisions.told(action))], ("decision", "decisions"), width)
        assert_quiet(layout.text(shown, width))


def test_a_sealed_week_with_all_of_them() -> None:
    quotes, texts, rows = [], [], []
    for number, payload in enumerate(PAYLOADS, 1):
        quote = payload or "x"
        texts.append(f"a {quote} b".encode("utf-8", "replace").decode())  # no database holds half a surrogate pair
        where = article(on(2, 8), payload, title=payload, url=payload, ref=payload, id=number)
        fields = {"claim": payload, "speakers": (payload,), "accused": payload}
        quotes.append(stored(article=where, id=f"m{number}", quote=quote, start=2, end=2 + len(quote), **fields))
        rows.append({"id": number, "sha256": hashlib.sha256(texts[-1].encode()).hexdigest(), "title": payload})
    mentions = [{"id": quote.mention.id, "sha256": "0"} for quote in quotes]
    entry = following(None, AT, "article", {"rows": {"article": rows, "mention": mentions}, "by": PAYLOADS[0]})
    about = [(quote.article, text) for quote, text in zip(quotes, texts, strict=True)]
    found = seal.contents(of_the_week(PAYLOADS[0]), quotes, about, [entry])
    assert sealed.check(found) == []
    for name, data in found.items():
        if name not in {"report.html", "verify.py"}:
            assert_quiet(data.decode("utf-8"))
    said = [json.loads(line) for line in found[sealed.QUOTES].splitlines()]
    told_ = [json.loads(line) for line in found[sealed.ARTICLES].splitlines()]
    assert [(row["claim"], row["accused"], row["speakers"]) for row in said] == [(p, p, [p]) for p in PAYLOADS]
    assert [(row["title"], row["url"], row["ref"], row["outlet"]) for row in told_] == [(p, p, p, p) for p in PAYLOADS]


def test_names_of_files_that_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    made = 0
    for payload in PAYLOADS:
        name = payload.replace("/", "_").replace("\0", "_").encode("utf-8", "surrogatepass")[:200]
        path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name + b".txt"))
        made += not path.exists()
        path.write_bytes(b"\0")
    assert made >= 200
    result = run("ingest", folder, db=tmp_path / "t.db")
    assert result.exit_code == 3
    assert_quiet(result.output)
    assert result.stderr.count("refused ") >= made


def test_the_commands_print_all_of_them_quietly(tmp_path: Path) -> None:
    can = [payload for payload in PAYLOADS if "\0" not in payload and not re.search("[\ud800-\udfff]", payload)]
    db = tmp_path / "t.db"
    with logged.tracker(db) as opened:
        made = []
        for name in "ab":
            words = f"{name}. {document().text}"
            one = mention(text=words, id=f"m{name * 15}")
            add(opened.store, document(text=words, url=None, ref=name), one, actors=ACTORS)
            made.append(open_case(opened.store, one))
        for payload in can:
            opened.judge(made[0], made[1], Decision.UNSURE, payload)
        with opened.store.engine.begin() as connection:
            connection.execute(text("UPDATE judgement SET reason = :all WHERE id = 1"), {"all": "".join(can)})
    for command in (
        ["log"],
        ["log", "--json"],
        ["log", "--all"],
        ["log", "--all", "--json"],
        ["log", "A-1"],
        ["log", "verify"],
    ):
        result = run(*command, db=db)
        assert_quiet(result.output.replace("\t", ""))
        assert result.stdout.count("\n") >= (1 if command[-1] == "verify" else len(can))
    read = list(csv.reader(io.StringIO(ok("log", "--csv", db=db), newline="")))
    assert len(read) == len(can) + 1
    assert not [cell for row in read for cell in row if (first := SEEN_FIRST.match(cell)) and first[1] in SIGNS]
