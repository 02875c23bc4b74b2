"""Whatever a reader, the extractor, the command line or an import is given, it ends in a result or in a reason for people."""

from __future__ import annotations

import copy
import json
import shutil
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typer.main
from cli.running import run
from core.logged import opened, whole
from hostile import fuzzing
from hostile.fuzzing import FEEDS, TEXTS, VALID, examples, hostile
from hypothesis import given
from hypothesis import strategies as st
from payloads import PAYLOADS

from tracker.cli.app import app
from tracker.core import Tracker, extract
from tracker.errors import TrackerError
from tracker.read import read
from tracker.read.feed import read_feed
from tracker.read.opml import outlines
from tracker.settings import Settings
from tracker.types import Document, Refusal

__all__ = ["opened", "whole"]

LIMITS = Settings(html_seconds=5.0)
SLOW = {".html", ".eml", ".mbox", ".warc", ".warc.gz", ".wacz", ".pdf"}  # each example goes to a parser of its own


@pytest.mark.parametrize("suffix", [*VALID, ".pdf"])
def test_no_file_breaks_a_reader(suffix: str, tmp_path: Path) -> None:
    valid = fuzzing.pdf() if suffix == ".pdf" else VALID[suffix]
    path = tmp_path / f"a{suffix}"
    path.write_bytes(valid)
    assert all(isinstance(item, Document) for item in read(str(path), LIMITS)), "what is spoilt should be valid first"

    @examples(15 if suffix in SLOW else 60)
    @given(hostile(valid))
    def spoil(data: bytes) -> None:
        path.write_bytes(data)
        for item in read(str(path), LIMITS):
            assert isinstance(item, (Document, Refusal))
            if isinstance(item, Document):
                assert "\0" not in item.text
                item.text.encode()
            else:
                assert item.reason

    spoil()


@examples(150)
@given(hostile(*FEEDS), st.sampled_from([None, "utf-8", "latin-1", "utf-16", "nonsense", ""]))
def test_no_feed_breaks_its_reader(data: bytes, charset: str | None) -> None:
    with suppress(TrackerError):
        for entry in read_feed(data, "https://news.example/feed", charset).entries:
            repr(entry)


@examples(100)
@given(hostile(fuzzing.OPML))
def test_no_list_of_feeds_breaks_its_reader(data: bytes) -> None:
    with suppress(TrackerError):
        outlines(data)


@examples(30)
@given(TEXTS)
def test_no_text_breaks_the_extractor(text: str) -> None:
    for mention in extract(text):
        assert text[mention.start : mention.end] == mention.quote
        assert mention.quote


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.sampled_from(PAYLOADS) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["left", "right", "mention", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def decisions(draw: st.DrawFn, rows: list[dict[str, Any]]) -> bytes:
    """Decisions of a log, some of whose values are something else."""
    found = copy.deepcopy(rows)
    for _ in range(draw(st.integers(1, 4))):
        row = draw(st.sampled_from(found))
        inside = row["arguments"] if isinstance(row.get("arguments"), dict) and draw(st.booleans()) else row
        if inside:
            key = draw(st.sampled_from(sorted(inside)))
            if draw(st.booleans()):
                inside[key] = draw(st.one_of(JSON, st.sampled_from([f"m{n:015x}" for n in range(4)])))
            else:
                del inside[key]
    return "\n".join(json.dumps(row) for row in found).encode()


def test_no_decisions_break_an_import(opened: Tracker) -> None:
    rows = [action.as_json() for action in opened.log()]

    @examples(60)
    @given(st.one_of(decisions(rows), fuzzing.spoilt("\n".join(map(json.dumps, rows)).encode())))
    def carry(data: bytes) -> None:
        with suppress(TrackerError):
            for refused in opened.import_file("-", BytesIO(data)).refused:
                assert refused.reason

    carry()
    assert opened.verify_log() == []


DECISION = b'{"id": 1, "kind": "judge", "made_by": "anna", "made_at": "2022-02-18", "arguments": '


@pytest.mark.parametrize("before", [b"", DECISION, DECISION + b"{}}\n" + DECISION])
def test_no_depth_breaks_an_import(opened: Tracker, before: bytes) -> None:
    for depth in (500, 980, 1_000, 100_000):
        for data in (before + b"[" * depth, before + b"[" * depth + b"]" * depth + b"}"):
            with suppress(TrackerError):
                assert all(refused.reason for refused in opened.import_file("-", BytesIO(data)).refused)


@examples(40)
@given(hostile(*fuzzing.CLAIMS))
def test_no_claims_break_an_import(opened: Tracker, data: bytes) -> None:
    with suppress(TrackerError):
        opened.import_file("-", BytesIO(data))


# ------------------------------------------------------------------------------------------------ the command line


NOWHERE = {"feeds", "watch"}  # these ask the network
ENDLESS = {"serve"}
FILES = {("db", "backup"), ("db", "copy")}  # these make the file that they are given
WRITING = {"--output", "-o", "--keep", "--db"}  # these name a file to write to


def parsers(group: Any, *path: str) -> dict[tuple[str, ...], Any]:
    found: dict[tuple[str, ...], Any] = {}
    for name, command in group.commands.items():
        found |= parsers(command, *path, name) if hasattr(command, "commands") else {(*path, name): command}
    return {words: command for words, command in found.items() if words[0] not in NOWHERE | ENDLESS and words not in FILES}


COMMANDS = parsers(typer.main.get_command(app))
VALUES = st.one_of(
    st.sampled_from([p for p in PAYLOADS if "//" not in p]),  # no address is asked for
    st.sampled_from(
        [
            "A-1",
            "A-2",
            "A-4",
            "A-99",
            "m000000000000001",
            "0",
            "1",
            "-1",
            "2022-W07",
            "2022-02-17",
            "7d",
            "same",
            "refuted",
            "-",
            "*",
        ]
    ),
    st.text(max_size=8).filter(lambda text: "//" not in text),
)


@st.composite
def calls(draw: st.DrawFn) -> list[str]:
    """A command with some of its options, and some values of anything."""
    words, command = draw(st.sampled_from(sorted(COMMANDS.items(), key=lambda item: item[0])))
    args = [*words]
    options = [option for param in command.params for option in param.opts if option.startswith("-") and option not in WRITING]
    for _ in range(draw(st.integers(0, 4))):
        if options and draw(st.booleans()):
            args.append(draw(st.sampled_from(options)))
        else:
            args.append(draw(VALUES))
    return args


def test_no_arguments_break_the_command_line(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = Path(shutil.copy(whole, tmp_path / "t.db"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    @examples(50)
    @given(calls(), st.one_of(st.just(b""), st.binary(max_size=50)))
    def call(args: list[str], stdin: bytes) -> None:
        if any("\0" in arg or (not arg.isprintable() and "\ud800" <= max(arg, default="") <= "\udfff") for arg in args):
            return  # no shell can pass it
        result = run(*args, db=db, stdin=stdin)
        assert result.exit_code in {0, 1, 2, 3, 4}, result.output
        assert "please report it" not in result.stderr, (args, result.stderr)
        assert "Traceback" not in result.output, args

    call()
    assert {path.name for path in (tmp_path / "here").iterdir()} <= {"demo.db"}  # tracker demo makes that, and nothing else
