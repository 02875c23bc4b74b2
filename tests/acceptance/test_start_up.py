"""What a command must not pay for: a library that takes a second or three to import is imported by who needs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from cli.running import REPO

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """
import json, sys
from tracker.cli import main
sys.argv = ["tracker", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    print(json.dumps([end.code, sorted(sys.modules)]), file=sys.stderr)
"""
ALL = {"alembic", "httpx2", "py3langid", "pypdf", "spacy", "sqlalchemy", "sqlmodel", "stamina", "trafilatura", "warcio"}


def imported(*args: object, db: Path, **env: str) -> set[str]:
    """The modules that the command has imported when it is done; it must succeed."""
    environ = os.environ | {"PYTHONPATH": str(REPO), "TRACKER_DATABASE_URL": str(db)} | env
    command = [sys.executable, "-c", SCRIPT, *map(str, args)]
    result = subprocess.run(command, env=environ, capture_output=True, encoding="utf-8", check=True)
    status, modules = json.loads(result.stderr.splitlines()[-1])
    assert status in {0, None}
    return set(modules)


@pytest.mark.parametrize(
    "args",
    [[], ["--help"], ["--version"], ["ingest", "--help"], ["list", "--help"], ["db", "--help"], ["actors", "--help"]],
    ids=" ".join,
)
def test_help_imports_neither_spacy_nor_sqlmodel_nor_alembic(tmp_path: Path, args: list[str]) -> None:
    assert not ALL & imported(*args, db=tmp_path / "x.db")
    assert not list(tmp_path.iterdir())


def test_the_tab_key_waits_for_none_of_them(tmp_path: Path) -> None:
    words = {"_TRACKER_COMPLETE": "complete_bash", "COMP_WORDS": "tracker show A", "COMP_CWORD": "2"}
    assert not ALL & imported(db=tmp_path / "x.db", **words)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "args",
    [["list"], ["list", "--json"], ["show", "A-1"], ["report"], ["actors"]],
    ids=" ".join,
)
def test_looking_imports_neither_spacy_nor_alembic_nor_trafilatura(demo: Path, args: list[str]) -> None:
    assert ALL & imported(*args, db=demo) == {"sqlalchemy", "sqlmodel"}


def test_what_is_known_already_is_not_extracted_again(own: Path) -> None:
    assert "spacy" not in imported("ingest", REPO / "seeds" / "demo" / "tarnwire.jsonl", db=own)


def test_extract_needs_no_database(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Arland accused Borland of shelling Dun.")
    modules = imported("extract", tmp_path / "a.txt", db=tmp_path / "x.db")
    assert ALL & modules == {"spacy"}


def test_dedupe_needs_neither_a_database_nor_a_language_model(tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text("id,text\na,Arland attacked Borland\n")
    assert not ALL & imported("dedupe", tmp_path / "claims.csv", db=tmp_path / "x.db")


def test_importing_the_package_is_cheap() -> None:
    code = "import sys, tracker; print([name for name in sys.modules if name.startswith('tracker')])"
    result = subprocess.run([sys.executable, "-c", code], cwd=REPO, capture_output=True, encoding="utf-8", check=True)
    assert result.stdout == "['tracker']\n"
