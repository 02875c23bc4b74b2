"""Bad input: one sentence that names it and says what to do, the right exit status, and a database that stays as it was."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

import pytest
from cli.running import contents, rows, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LOG = ("ingest_run", "quarantine")  # these may grow
ADVICE = re.compile(r"\b(check|choose|correct|give|looked for|make room|remove|restore|save|split|swap|write)\b")
GOOD = b'{"text": "Arland accused Borland of shelling the border town of Dun."}\n'
MB = 1_000_000


class Bad(NamedTuple):
    """An input: the file name, what writes it, the exit status, and what the sentence has to say of it."""

    name: str
    write: Callable[[Path], object]
    status: int
    says: str


def binary(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)


def long_line(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b'{"text": "' + b"x" * (50 * MB) + b'"}\n')


BAD = {
    "missing file": Bad("missing.txt", lambda _: None, 4, "no such file or folder"),
    "folder without articles": Bad("folder", lambda path: path.mkdir(), 4, "no articles in it"),
    "pattern without articles": Bad("*.jsonl", lambda _: None, 4, "no articles match it"),
    "empty file": Bad("empty.txt", lambda path: path.touch(), 3, "no text in it: give its text, or leave it out"),
    "empty file of lines": Bad("empty.jsonl", lambda path: path.touch(), 3, "no text in it: give its text, or leave it out"),
    "invalid UTF-8": Bad("latin.txt", lambda path: path.write_bytes(b"Caf\xe9"), 3, "not valid UTF-8 (byte 3)"),
    "binary": Bad("picture.txt", binary, 3, "binary, not text"),
    "50 MB line": Bad("long.jsonl", long_line, 3, "line 1 has 50,000,012 bytes, the limit is 10,000,000"),
    "a date that is none": Bad(
        "date.jsonl", lambda path: path.write_bytes(b'{"text": "x", "published": "2022-02-30"}'), 3, "2022-02-30' is not a date"
    ),
    "a date that is none, in Markdown": Bad(
        "date.md", lambda path: path.write_text("---\npublished: soon\n---\nText."), 3, "'soon' is not a date"
    ),
    # and of our own:
    "another kind of file": Bad("article.docx", lambda path: path.write_bytes(b"PK\x03\x04"), 3, "of this kind are not read"),
    "a whole array as one line": Bad(
        "array.jsonl", lambda path: path.write_bytes(b"[" + GOOD.strip() + b"]"), 3, "JSON, but not an object"
    ),
    "a NUL in the text": Bad(
        "nul.jsonl", lambda path: path.write_bytes(b'{"text": "a\\u0000b"}'), 3, "NUL character (position 1)"
    ),
    "a key of the wrong type": Bad(
        "type.jsonl", lambda path: path.write_bytes(b'{"text": ["a", "b"]}'), 3, "'text' is a list"
    ),
    "a page without an article": Bad(
        "page.html", lambda path: path.write_text("<html><body></body></html>"), 3, "no article text found in the page"
    ),
    "a link that leads to itself": Bad("loop.txt", lambda path: path.symlink_to(path), 3, "too many levels of symbolic links"),
}  # fmt: skip


def refusals(stderr: str) -> list[str]:
    return [line for line in stderr.splitlines() if line.startswith("refused ")]


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_refused_in_one_sentence_that_names_it(own: Path, tmp_path: Path, case: str) -> None:
    name, write, status, says = BAD[case]
    path = tmp_path / name
    write(path)
    before = contents(own, without=LOG)
    result = run("ingest", path, db=own)
    refused = refusals(result.stderr)
    assert result.exit_code == status
    assert len(refused) == 1
    assert refused[0].startswith(f"refused {path}")
    assert says in refused[0]
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert "unexpected" not in result.stderr
    assert contents(own, without=LOG) == before


@pytest.mark.parametrize(
    "case",
    BAD,
)
def test_the_sentence_says_what_to_do(tmp_path: Path, case: str) -> None:
    path = tmp_path / BAD[case].name
    BAD[case].write(path)
    (refused,) = refusals(run("extract", path).stderr)
    assert ADVICE.search(refused.removeprefix(f"refused {path}"))


def test_what_is_refused_is_kept_with_its_reason_and_what_is_missing_is_not(own: Path, tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes(b"Caf\xe9")
    run("ingest", tmp_path / "latin.txt", tmp_path / "missing.txt", db=own)
    ((_, _, ref, _, size, reason, *_),) = contents(own)["quarantine"]
    assert (ref, size, reason) == (f"{tmp_path}/latin.txt", 4, "not valid UTF-8 (byte 3): save it as UTF-8")


def test_what_is_missing_next_to_what_is_read_is_refused(own: Path, tmp_path: Path) -> None:
    (tmp_path / "good.jsonl").write_bytes(GOOD)
    assert run("ingest", tmp_path / "missing.txt", tmp_path / "good.jsonl", db=own).exit_code == 3
    assert run("ingest", tmp_path / "missing.txt", tmp_path / "absent", db=own).exit_code == 4


@pytest.mark.parametrize("broken", [b"{", b"nonsense", b"\xff\xfe", b'{"title": "without text"}', b"[" * 100_000, b"\x00"])
def test_a_broken_line_in_the_middle_stops_none_of_the_others(own: Path, tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "middle.jsonl"
    path.write_bytes(b'{"text": "Words before."}\n' + broken + b'\n{"text": "Words after."}\n')
    before = rows("export", "articles", db=own)
    result = run("ingest", path, db=own)
    assert result.exit_code == 3
    assert [line.split(": ")[0] for line in refusals(result.stderr)] == [f"refused {path}:2"]
    assert [row["text"] for row in rows("export", "articles", db=own)[len(before) :]] == ["Words before.", "Words after."]


def test_one_bad_file_in_a_folder_stops_none_of_the_others(own: Path, tmp_path: Path) -> None:
    for name in ("a.txt", "c.txt"):
        (tmp_path / name).write_text(f"Words of {name}.")
    (tmp_path / "b.txt").write_bytes(b"\xff")
    before = len(rows("export", "articles", db=own))
    assert run("ingest", tmp_path, db=own).exit_code == 3
    assert [row["id"] for row in rows("export", "articles", db=own)[before:]] == ["a.txt", "c.txt"]


def test_a_binary_file_with_the_name_of_json_lines_is_refused_once(own: Path, tmp_path: Path) -> None:
    binary(tmp_path / "picture.jsonl")
    assert len(refusals(run("ingest", tmp_path / "picture.jsonl", db=own).stderr)) == 1


def test_json_over_many_lines_is_refused_once(own: Path, tmp_path: Path) -> None:
    (tmp_path / "pretty.jsonl").write_text(json.dumps([{"text": "Words."}, {"text": "More words."}], indent=2))
    assert len(refusals(run("ingest", tmp_path / "pretty.jsonl", db=own).stderr)) == 1


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE article (id INTEGER)")


def damaged(path: Path) -> None:
    shutil.copy(path.with_name("own.db"), path)
    os.truncate(path, path.stat().st_size // 4096 // 2 * 4096)


@pytest.mark.parametrize(
    ("write", "says"),
    [
        (lambda path: path.write_text("Dear diary,\n" * 100), "is not a SQLite database: choose another file"),
        (lambda path: path.write_text("x"), "is not a SQLite database: choose another file"),
        (binary, "is not a SQLite database: choose another file"),
        (foreign, "is a SQLite database, but not one of the tracker's: choose another file"),
        (damaged, "it is damaged: restore a backup"),
        (lambda path: path.mkdir(), "is a folder: name a file in it"),
    ],
    ids=["text", "one byte", "binary", "another application's", "damaged", "folder"],
)
@pytest.mark.parametrize("command", [["list"], ["ingest", "-"], ["report"]], ids=" ".join)
def test_a_database_that_is_none_is_refused_and_left_alone(
    own: Path, tmp_path: Path, write: Callable[[Path], object], says: str, command: list[str]
) -> None:
    path = tmp_path / "x.db"
    write(path)
    before = path.read_bytes() if path.is_file() else b""
    result = run(*command, db=path, stdin=GOOD)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    assert str(path) in result.stderr
    assert says in result.stderr
    assert (path.read_bytes() if path.is_file() else b"") == before
