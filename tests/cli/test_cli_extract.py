from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from cli.running import DEMO, MENTION_KEYS, ok, rows, run

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Arland accused Borland of shelling the border town of Dun, but gave no evidence. Borland denied it."


def test_mentions_are_json_lines_with_the_keys_of_the_contract(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(TEXT)
    found = rows("extract", path)
    assert found
    for row in found:
        assert set(row) >= MENTION_KEYS - {"allegation_id"}
        assert row["article_ref"] == "article.txt"
        assert TEXT[row["start"] : row["end"]] == row["quote"]
        assert row["evidence_quote"] is None or row["evidence_quote"] in TEXT


def test_stdin_is_articles_as_json_lines() -> None:
    lines = [json.dumps({"id": name, "text": TEXT}).encode() for name in "ab"]
    found = rows("extract", "-", stdin=b"\n".join(lines))
    assert {row["article_ref"] for row in found} == {"a", "b"}


def test_no_database_is_touched(tmp_path: Path) -> None:
    path, db = tmp_path / "article.txt", tmp_path / "x.db"
    path.write_text(TEXT)
    assert rows("extract", path, db=db)
    assert list(tmp_path.iterdir()) == [path]


def test_extract_finds_what_ingest_stores_under_the_same_ids(demo: Path) -> None:
    found = {row["id"]: row for row in rows("extract", DEMO)}
    stored = {row["id"]: row for row in rows("export", "mentions", db=demo)}
    assert set(found) == set(stored)
    for id_, row in found.items():
        assert row | {"allegation_id": stored[id_]["allegation_id"]} == stored[id_]


def test_a_second_run_prints_the_same() -> None:
    assert ok("extract", DEMO / "tarnwire.jsonl") == ok("extract", DEMO / "tarnwire.jsonl") != ""


def test_what_is_refused_is_named_and_the_rest_is_printed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_bytes(b"\xff")
    result = run("extract", tmp_path)
    assert result.exit_code == 3
    assert result.stdout == ok("extract", tmp_path / "a.txt")
    assert result.stderr == f"refused {tmp_path}/b.txt: not valid UTF-8 (byte 0): save it as UTF-8\n"


def test_another_language_is_named() -> None:
    result = run("extract", "-", stdin=json.dumps({"id": "d", "language": "de", "text": "Arland griff an."}).encode())
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "refused d: language de: the extractor reads English only\n"


@pytest.mark.parametrize("language", [None, "en", "EN", "en-GB"])
def test_english_is_read_by_any_of_its_names(language: str | None) -> None:
    assert rows("extract", "-", stdin=json.dumps({"language": language, "text": TEXT}).encode())


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    result = run("extract", tmp_path / "missing.txt")
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.startswith(f"refused {tmp_path}/missing.txt: ")


def test_an_article_without_mentions_prints_nothing() -> None:
    assert ok("extract", "-", stdin=b'{"text": "Green leaves."}') == ""


def test_several_processes_print_what_one_prints(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number:02}.txt").write_text(f"{TEXT} This is text {number}.")
    (tmp_path / "05.txt").write_bytes(b"\xff")
    one, two = run("extract", tmp_path), run("extract", "-j", "2", tmp_path)
    assert (two.exit_code, two.stdout, two.stderr) == (one.exit_code, one.stdout, one.stderr)
    assert one.stdout


def test_attributions_are_one_line_an_article_with_verbatim_words(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(TEXT)
    (row,) = rows("extract", "--attributions", path)
    assert row["id"] == "article.txt"
    assert [a["cue_text"] for a in row["attributions"]] == ["accused", "denied"]
    for a in row["attributions"]:
        for part in ("source", "cue", "content"):
            assert a[f"{part}_text"] == " … ".join(TEXT[s:e] for s, e in a[part])


def test_precise_prints_a_part_of_the_same_mentions() -> None:
    everything, precise = ok("extract", DEMO).splitlines(), ok("extract", "--precise", DEMO).splitlines()
    assert 0 < len(precise) < len(everything)
    assert {json.loads(line)["extractor"] for line in precise} <= {"rules/2+crf/1", "rules/2+claims/1"}


def test_precise_attributions_are_a_contradiction(tmp_path: Path) -> None:
    result = run("extract", "--attributions", "--precise", tmp_path)
    assert result.exit_code == 2
    assert "--precise and --explain are for mentions" in result.stderr


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_a_number_of_processes_that_is_none_is_a_usage_error(jobs: str) -> None:
    assert run("extract", "-j", jobs, DEMO).exit_code == 2
