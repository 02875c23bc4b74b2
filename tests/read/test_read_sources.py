from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

import pytest
from privileges import as_nobody

from tracker.read import count, read
from tracker.read.sources import files
from tracker.settings import Settings
from tracker.types import Document, Refusal

NAMES = ["B.TXT", "a.txt", "a/z.md", "a/b/c.jsonl", "d.htm", "d.html"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in [*NAMES, "picture.png", "a/notes.docx", ".hidden.txt", ".git/x.txt", "a/.x/y.txt"]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Words.")
    (tmp_path / "empty").mkdir()
    return tmp_path


def found(source: str | Path) -> list[str]:
    return [str(item) for item in files(str(source)) if isinstance(item, Path)]


def refused(source: str | Path) -> Refusal:
    (item,) = files(str(source))
    assert isinstance(item, Refusal)
    return item


def test_a_folder_is_walked_in_order_without_what_is_hidden(folder: Path) -> None:
    expected = ["B.TXT", "a/b/c.jsonl", "a/z.md", "a.txt", "d.htm", "d.html"]
    assert found(folder) == found(f"{folder}/") == [str(folder / name) for name in expected]
    assert count(str(folder)) == 6


def test_names_are_joined_to_the_path_as_given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert found("a") == ["a/b/c.jsonl", "a/z.md"]
    assert found("./a/../a")[0] == "a/../a/b/c.jsonl"
    assert found(".")[0] == "B.TXT"
    assert found("*.txt") == ["a.txt"]


def test_a_folder_named_like_an_article_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "2022.txt").mkdir()
    (tmp_path / "2022.txt" / "a.txt").write_text("Words.")
    assert found(tmp_path) == found(tmp_path / "2022.txt") == [str(tmp_path / "2022.txt" / "a.txt")]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["a.txt"]),
        ("[Bd].*", ["B.TXT", "d.htm", "d.html"]),
        ("d.htm?", ["d.html"]),
        ("*", ["B.TXT", "a/b/c.jsonl", "a/z.md", "a.txt", "d.htm", "d.html"]),
        ("?", ["a/b/c.jsonl", "a/z.md"]),
        ("*/*.md", ["a/z.md"]),
        ("*/b/c.jsonl", ["a/b/c.jsonl"]),
        ("**/*.md", ["a/z.md"]),
        ("a/**", ["a/b/c.jsonl", "a/z.md"]),
        ("**/**/*.jsonl", ["a/b/c.jsonl"]),
        (".hidde[n].txt", []),
    ],
)
def test_patterns(folder: Path, pattern: str, expected: list[str]) -> None:
    assert found(folder / pattern) == [str(folder / name) for name in expected]


def test_a_file_whose_name_is_a_pattern_is_that_file(tmp_path: Path) -> None:
    for name in ("report[1].txt", "report1.txt"):
        (tmp_path / name).write_text("Words.")
    assert found(tmp_path / "report[1].txt") == [str(tmp_path / "report[1].txt")]


def test_where_there_is_nothing(folder: Path) -> None:
    nothing = "(looked for .txt, .md, .html, .jsonl, .csv, .eml, .mbox, .pdf, .warc)"
    for source, reason in (
        (folder / "no.txt", "no such file or folder: check the path"),
        (folder / "a.txt" / "b.txt", "no such file or folder: check the path"),
        (folder / "nul\0.txt", "no such file or folder: check the path"),
        (folder / "empty", f"no articles in it {nothing}"),
        (folder / "*.odt", f"no articles match it {nothing}"),
        (folder / "*.pn?", f"no articles match it {nothing}"),
        (folder / "nul\0*", f"no articles match it {nothing}"),
        (folder / "\ud800*", f"no articles match it {nothing}"),
        (folder / "no[where" / "x.txt", f"no articles match it {nothing}"),
    ):
        expected = Refusal(ref=str(source).encode("utf-8", "replace").decode(), reason=reason, missing=True)
        assert refused(source) == expected
        assert count(str(source)) == 0


def test_an_empty_argument_is_not_the_current_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert refused("") == Refusal(ref='""', reason="no such file or folder: check the path", missing=True)


def test_a_file_of_another_kind_is_refused(folder: Path) -> None:
    reason = "files of this kind are not read; give .txt, .md, .html, .jsonl, .csv, .eml, .mbox, .pdf, .warc"
    assert refused(folder / "picture.png") == Refusal(ref=str(folder / "picture.png"), reason=reason)


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / ("x" * 5000)).reason == "cannot be read: file name too long"


@pytest.mark.timeout(20)
def test_links_that_lead_in_circles_end(folder: Path) -> None:
    for name in ("one", "two", "three"):
        (folder / name).symlink_to(folder, target_is_directory=True)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    assert len(found(folder)) == len(NAMES) + 1
    assert len(found(folder / "**" / "*.txt")) == 2
    (item,) = read(str(folder / "self.txt"), Settings())
    assert isinstance(item, Refusal)
    assert item.reason == "cannot be read: too many levels of symbolic links: give the file itself"


def test_links_to_files_and_a_link_that_is_named_are_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "link.txt").symlink_to(folder / "a.txt")
    (other / "gone.txt").symlink_to(folder / "gone.txt")
    (other / "folder").symlink_to(folder / "a", target_is_directory=True)
    assert list(read(str(other), Settings())) == [
        Refusal(ref=str(other / "gone.txt"), reason="cannot be read: no such file or directory"),
        Document(text="Words.", ref="link.txt"),
    ]
    assert found(other / "folder") == [str(other / "folder/b/c.jsonl"), str(other / "folder/z.md")]


@pytest.mark.timeout(20)
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (item,) = read(str(tmp_path), Settings())
    assert item == Refusal(ref=str(tmp_path / "pipe.txt"), reason="not a regular file: give a file or a folder")


def test_what_may_not_be_read_is_refused_and_the_rest_goes_on(own_folder: Path) -> None:
    (own_folder / "shut").mkdir(mode=0)
    for name, mode in (("a.txt", 0), ("b.txt", 0o644)):
        (own_folder / name).write_text("Words.")
        (own_folder / name).chmod(mode)
    with as_nobody():
        items = {item.ref: item for item in read(str(own_folder), Settings())}
    (own_folder / "shut").chmod(0o700)
    for name in ("shut", "a.txt"):
        assert items[str(own_folder / name)] == Refusal(ref=str(own_folder / name), reason="cannot be read: permission denied")
    assert items["b.txt"] == Document(text="Words.", ref="b.txt")


def test_a_name_that_is_not_utf_8_can_be_shown(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("Words.")
    except (OSError, UnicodeError):
        pytest.skip("the file system takes UTF-8 only")
    assert list(read(str(tmp_path), Settings())) == [Document(text="Words.", ref="caf?.txt")]


def test_very_deep_folders_are_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    depth = 1200
    monkeypatch.chdir(tmp_path)
    for _ in range(depth):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.txt").write_text("Words.")
    try:
        expected = [str(tmp_path.joinpath(*["d"] * depth, "a.txt"))]
        assert found(tmp_path) == expected
        assert found(tmp_path / "**" / "*.txt") == expected
    finally:  # pytest cannot: its way to remove a folder is recursive
        Path("a.txt").unlink()
        for _ in range(depth):
            os.chdir("..")
            Path("d").rmdir()


def test_a_folder_is_read_as_it_is_asked(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number:02}.txt").write_text("Words.")
    items = read(str(tmp_path), Settings())
    assert [item.ref for item in islice(items, 2)] == ["00.txt", "01.txt"]
    (tmp_path / "02.txt").write_text("Other words.")
    assert next(items) == Document(text="Other words.", ref="02.txt")
