from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.read import count, read
from tracker.settings import Settings
from tracker.types import Document, Refusal

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]


def test_stdin_is_json_lines() -> None:
    stdin = io.BytesIO(b'{"text": "One."}\nnot json\n{"id": "c", "text": "Three."}\n')
    first, refused, last = read("-", Settings(), stdin)
    assert first == Document(text="One.", ref="-:1")
    assert isinstance(refused, Refusal)
    assert (refused.ref, refused.size) == ("-:2", 8)
    assert last == Document(text="Three.", ref="c")
    assert count("-") is None


def test_the_stdin_of_the_process_is_the_default() -> None:
    code = "from tracker.read import read; from tracker.settings import Settings; print(*read('-', Settings()))"
    done = subprocess.run([sys.executable, "-c", code], input=b'{"text": "Words."}', capture_output=True, check=True, cwd=ROOT)
    assert b"Document(text='Words.', ref='-:1'" in done.stdout


def test_an_empty_or_closed_stdin_is_refused() -> None:
    (empty,) = read("-", Settings(), io.BytesIO())
    assert isinstance(empty, Refusal)
    assert (empty.ref, empty.reason) == ("-", "no text in it: give its text, or leave it out")
    closed = io.BytesIO()
    closed.close()
    assert list(read("-", Settings(), closed)) == [
        Refusal(ref="-", reason="there is no standard input: give a file", missing=True)
    ]


def test_a_process_without_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    (refused,) = read("-", Settings())
    assert isinstance(refused, Refusal)
    assert refused.missing


def test_a_folder_of_all_kinds(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "b.md").write_text("# Title\n\nTwo.")
    (tmp_path / "c.jsonl").write_text('{"text": "Three."}\n{}\n{"text": "Four."}\n')
    (tmp_path / "d.html").write_text("<html><body><article><p>Five is a longer text.</p></article></body></html>")
    (tmp_path / "e.TXT").write_bytes(b"\xff")
    found = list(read(str(tmp_path), Settings()))
    texts = [item.text if isinstance(item, Document) else item.ref for item in found]
    c, e = str(tmp_path / "c.jsonl:2"), str(tmp_path / "e.TXT")
    assert texts == ["One.", "Two.", "Three.", c, "Four.", "Five is a longer text.", e]
    assert list(read(str(tmp_path), Settings())) == found


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    found = read(str(path), Settings())
    path.write_text("Words.")
    assert next(found) == Document(text="Words.", ref="a.txt")


def test_the_import_is_cheap() -> None:
    code = "import sys, tracker.read; print([m for m in ('trafilatura', 'lxml', 'multiprocessing') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
