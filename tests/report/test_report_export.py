from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.report import export

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]))


def read(lines: Iterator[str]) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(lines), newline="")))


@given(st.lists(st.fixed_dictionaries({"id": TEXT, "quote": TEXT, "n": st.integers()}), min_size=1))
def test_csv_comes_back_as_it_went_but_for_the_mark_against_formulas(rows: list[dict[str, Any]]) -> None:
    header, *cells = read(export.csv(rows, header=("id", "quote", "n")))
    assert header == ["id", "quote", "n"]
    assert [[c.removeprefix("'") for c in row] for row in cells] == [
        [row["id"].removeprefix("'"), row["quote"].removeprefix("'"), str(row["n"])] for row in rows
    ]
    assert not [cell for row in cells for cell in row[:2] if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_values_of_every_kind_have_one_form() -> None:
    row = {
        "none": None,
        "yes": True,
        "minus": -1.5,
        "names": ["A", "B"],
        "tuple": ("A",),
        "empty": [],
        "spans": {"cue": [[1, 2]]},
        "formula": ["=1", "x"],
    }
    assert read(export.csv([row]))[1] == ["", "true", "-1.5", "A; B", "A", "", '{"cue":[[1,2]]}', "'=1; x"]


def test_lines_end_in_lf_and_a_bare_cr_stays_in_its_cell() -> None:
    lines = list(export.csv([{"a": "x\ry", "b": "z"}]))
    assert lines == ["a,b\n", '"x\ry",z\n']


def test_a_header_is_written_even_without_rows() -> None:
    assert list(export.csv([], header=("id", "quote"))) == ["id,quote\n"]
    assert list(export.csv([])) == []


def test_the_header_gives_the_order_and_missing_values_are_empty() -> None:
    rows = [{"b": 2}, {"a": 1, "b": 3}]
    assert list(export.csv(rows, header=("a", "b"))) == ["a,b\n", ",2\n", "1,3\n"]


def test_a_value_without_a_column_is_not_lost_silently() -> None:
    lines = export.csv([{"a": 1}, {"a": 2, "b": 3}])
    with pytest.raises(ValueError, match="no column for b"):
        list(lines)


def test_csv_and_jsonl_take_one_row_at_a_time() -> None:
    def rows() -> Iterator[dict[str, int]]:
        yield {"a": 1}
        raise AssertionError("the second row was asked for before the first was written")

    lines = export.csv(rows())
    assert [next(lines), next(lines)] == ["a\n", "1\n"]
    assert next(export.jsonl(rows())) == '{"a": 1}\n'


@given(st.dictionaries(st.text(), st.one_of(st.text(alphabet=st.characters(codec=None)), st.integers(), st.none())))
def test_a_json_line_is_one_line_that_can_be_encoded_and_read_back(row: dict[str, Any]) -> None:
    (line,) = export.jsonl([row])
    assert line.endswith("\n")
    assert "\n" not in line[:-1]
    assert json.loads(line.encode("utf-8")) == row


def test_json_lines_are_legible() -> None:
    assert list(export.jsonl([{"quote": "«Київ»"}])) == ['{"quote": "«Київ»"}\n']


def test_half_a_character_does_not_stop_an_export() -> None:
    assert list(export.csv([{"a": "x\ud83d"}])) == ["a\n", "x\\ud83d\n"]
