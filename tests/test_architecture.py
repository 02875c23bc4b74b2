"""The page on how the tracker is built says what is there."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

REPO = Path(__file__).resolve().parents[1]
PAGE = (REPO / "docs" / "architecture.md").read_text(encoding="utf-8")
PICTURE = REPO / "docs" / "architecture.svg"
ROOMS = sorted(f"{path.parent.relative_to(REPO)}/" for path in (REPO / "tracker").glob("*/**/__init__.py"))
PATHS = sorted(set(re.findall(r"`((?:tracker|tests|seeds|alembic)/[\w./]*)`", PAGE)))
CONTRACTS = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def cells(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in text.splitlines() if line.startswith("| `")]


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_its_row(room: str) -> None:
    assert [row for row in cells(section("The rooms")) if row[0] == f"`{room}`"]


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract["name"][:30])
def test_every_contract_of_the_imports_is_named(contract: dict[str, object]) -> None:
    assert f"- **{contract['name']}**" in section("What keeps it so")


def test_no_contract_is_named_that_nothing_checks() -> None:
    named = re.findall(r"^- \*\*(.+)\*\*", section("What keeps it so"), flags=re.MULTILINE)
    assert named == [contract["name"] for contract in CONTRACTS]


def test_every_module_outside_the_rooms_is_named() -> None:
    alone = {f"tracker/{path.name}" for path in (REPO / "tracker").glob("*.py") if not path.name.startswith("__")}
    assert alone <= set(PATHS)


def test_every_record_that_a_room_takes_or_gives_is_a_class_of_that_name() -> None:
    classes = {
        node.name
        for path in (REPO / "tracker").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    named = {name for row in cells(section("The rooms")) for cell in row[1:3] for name in re.findall(r"`(\w+)`", cell)}
    assert len(named) > 10
    assert named <= classes


def test_every_room_that_stands_on_the_floor_is_in_the_picture() -> None:
    drawn = " ".join(ET.parse(PICTURE).getroot().itertext())
    floor = {room.split("/")[1] for room in ROOMS}
    assert floor <= set(re.findall(r"\w+", drawn))
    assert f"({PICTURE.name})" in PAGE
