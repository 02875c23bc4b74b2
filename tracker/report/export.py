"""Rows as files, line by line, so that an export of any size takes the memory of one row."""

from __future__ import annotations

import csv as _csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tracker.report.escape import csv_cell, json_line


def jsonl(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Each row as one line of JSON with its line end, keys in the row's own order."""
    for row in rows:
        yield json_line(json.dumps(row, ensure_ascii=False)) + "\n"


def csv(rows: Iterable[Mapping[str, Any]], header: Sequence[str] | None = None) -> Iterator[str]:
    """Write a header line, then each row as CSV (RFC 4180, but lines end in LF) that no spreadsheet takes for formulas.

    The columns are `header`, else the keys of the first row. A row may lack a column (the cell is empty); a key without
    a column raises `ValueError`, since it would be lost silently. Lists of strings are joined with "; ", other nested
    values are compact JSON, None is empty.
    """
    buffer = io.StringIO(newline="")
    # A writer that ends lines with CR LF quotes cells that hold either; one that ends them with LF leaves a CR bare.
    writer = _csv.writer(buffer, lineterminator="\r\n")

    def line(cells: Iterable[str]) -> str:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow(cells)
        return _encodable(buffer.getvalue().removesuffix("\r\n")) + "\n"

    columns = header
    if columns is not None:
        yield line(columns)
    for row in rows:
        if columns is None:
            columns = tuple(row)
            yield line(columns)
        if extra := [key for key in row if key not in columns]:
            raise ValueError(f"no column for {', '.join(extra)}")
        yield line(_cell(row.get(column)) for column in columns)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return csv_cell(value)
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return csv_cell("; ".join(value))
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _encodable(text: str) -> str:
    r"""Half a surrogate pair, which UTF-8 cannot carry, as `\ud800`."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
