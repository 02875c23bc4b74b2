from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from cli.running import ok, rows, run

if TYPE_CHECKING:
    from pathlib import Path

KEYS = ("id", "allegation_id", "band", "score", "matched_id", "reason", "event_id", "story_id")
CLAIMS: list[dict[str, Any]] = [
    {"id": "a", "text": "Arland attacked Borland."},
    {"id": "b", "text": "Borland attacked Arland."},
    {"id": "c", "text": "Arland attacked Borland"},
    {"id": "d", "text": "Wheat is cheap this year."},
]


def json_lines(*claims: dict[str, Any]) -> bytes:
    return "".join(json.dumps(claim, ensure_ascii=False) + "\n" for claim in claims).encode()


def groups(found: list[dict[str, Any]]) -> dict[str, str]:
    return {row["id"]: row["allegation_id"] for row in found}


def test_the_same_is_one_allegation_and_the_mirror_image_is_not() -> None:
    found = rows("dedupe", "-", stdin=json_lines(*CLAIMS))
    assert {tuple(row) for row in found} == {KEYS}
    group = groups(found)
    assert group["a"] == group["c"]
    assert len({group["a"], group["b"], group["d"]}) == 3
    assert [row["band"] for row in found][2] == "same"
    assert found[2]["matched_id"] == "a"
    assert all(row["band"] in {"same", "review", "related", "different"} and 0 <= row["score"] <= 1 for row in found)


def test_json_lines_csv_and_stdin_give_the_same(tmp_path: Path) -> None:
    lines, table = tmp_path / "claims.jsonl", tmp_path / "claims.csv"
    lines.write_bytes(json_lines(*CLAIMS))
    table.write_text("id,text\n" + "".join(f"{claim['id']},{claim['text']}\n" for claim in CLAIMS))
    assert ok("dedupe", lines) == ok("dedupe", "-", stdin=lines.read_bytes().replace(b'"text"', b'"claim"'))
    assert ok("dedupe", lines) == ok("dedupe", table) == ok("dedupe", "-", stdin=json_lines(*CLAIMS))


def test_csv_out_holds_what_json_lines_hold() -> None:
    found = list(csv.DictReader(io.StringIO(ok("dedupe", "-", "--csv", stdin=json_lines(*CLAIMS)))))
    assert [tuple(row) for row in found] == [KEYS] * 4
    assert groups(found) == groups(rows("dedupe", "-", stdin=json_lines(*CLAIMS)))


def test_csv_has_its_header_even_when_there_is_nothing() -> None:
    assert ok("dedupe", "-", "--csv") == ",".join(KEYS) + "\n"
    assert ok("dedupe", "-") == ""


@pytest.mark.parametrize(
    "other", [{"accused": "Borland"}, {"accused": "Arland", "date": "2024-01-01"}, {"date": "2024-01-01"}], ids=str
)
def test_another_accused_or_a_date_far_away_is_another_allegation(other: dict[str, str]) -> None:
    first = {"id": "a", "text": "Shelled Dun", "accused": "Arland", "date": "2022-02-17"}
    group = groups(rows("dedupe", "-", stdin=json_lines(first, {"id": "b", "text": "Shelled Dun"} | other)))
    assert group["a"] != group["b"]


def test_no_database_is_touched(tmp_path: Path) -> None:
    ok("dedupe", "-", db=tmp_path / "x.db", stdin=json_lines(*CLAIMS))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "line 2 is not JSON"),
        (b"[" * 100_000, "line 2 is not JSON"),
        (b"[1]", "row 2 needs an id and a text"),
        (b'{"id": "b"}', "row 2 needs an id and a text"),
        (b'{"id": "", "text": "Words."}', "row 2 needs an id and a text"),
    ],
    ids=lambda value: str(value[:20]),
)
def test_a_broken_line_is_named(line: bytes, why: str) -> None:
    result = run("dedupe", "-", stdin=json_lines(CLAIMS[0]) + line + b"\n" + json_lines(CLAIMS[1]))
    assert result.exit_code == 1
    assert why in result.stderr
    assert result.stderr.count("\n") == 1
    assert [row["id"] for row in map(json.loads, result.stdout.splitlines())] == ["a"]


def test_a_file_that_is_missing_or_no_text_is_named(tmp_path: Path) -> None:
    binary = tmp_path / "binary.jsonl"
    binary.write_bytes(b"\xff\x00")
    for path, status in ((tmp_path / "missing.csv", 4), (binary, 1), (tmp_path, 1)):
        result = run("dedupe", path)
        assert (result.exit_code, result.stdout) == (status, "")
        assert result.stderr.startswith(f"tracker: {path}: ")


def test_a_line_that_is_not_json_is_named_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_bytes(b"{\n")
    assert str(path) in run("dedupe", path).stderr


@pytest.mark.parametrize("character", ["\u2028", "\x85"])
def test_only_a_line_feed_ends_a_json_line(character: str) -> None:
    claim = {"id": "a", "text": f"Arland{character}attacked Borland."}
    assert groups(rows("dedupe", "-", stdin=json_lines(claim))) == {"a": "A-1"}


def test_a_cell_of_several_lines_keeps_its_words_apart(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text('id,text\na,"Arland attacked\nBorland"\nb,Arland attacked Borland\n')
    assert rows("dedupe", path)[1]["score"] == 1


def test_a_long_cell_is_read_or_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(f"id,text\na,{'x' * 200_000}\n")
    assert "unexpected" not in run("dedupe", path).stderr


def test_a_date_that_is_none_is_named() -> None:
    result = run("dedupe", "-", stdin=json_lines(CLAIMS[0] | {"date": "2022-02-30"}))
    assert result.exit_code == 1
    assert "2022-02-30" in result.stderr
